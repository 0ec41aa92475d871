// Block Kit controls: buttons, selects and the fields of forms. Native
// controls are used throughout, so the keyboard and screen readers just work.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./state.js";
import { textNode, plainText } from "./blocks.js";
import { plain, clockTime, format } from "./mrkdwn.js";
import { confirmFirst } from "./confirm.js";

let ids = 0;

// control renders an interactive element of an actions or section block. In a
// message or a form using it acts at once: ctx.act(element, block, value).
export function control(e, b, ctx) {
  if (e.type === "button") return button(e, b, ctx);
  if (e.type === "overflow") return overflow(e, b, ctx);
  if (e.type === "image") return h("span", { class: "b-image", text: "🖼 " + (e.alt_text ?? "") });
  const box = input(e, b, ctx);
  box.addEventListener("change", () => send(e, b, ctx, readInput(box)));
  for (const el of [box, ...box.querySelectorAll("select, input, textarea")]) {
    if (el.matches("select, input, textarea") && !el.labels?.length) {
      el.setAttribute("aria-label", plain(e.placeholder?.text ?? "") || t("choose"));
    }
  }
  return box;
}

function send(e, b, ctx, value) {
  if (value === "" || value === null) return;
  confirmFirst(e.confirm, () => ctx.act(e, b, value));
}

function button(e, b, ctx) {
  const kind = e.style === "primary" ? " primary" : e.style === "danger" ? " danger" : "";
  const click = () => confirmFirst(e.confirm, () => {
    if (e.url) window.open(e.url, "_blank", "noopener");
    return ctx.act(e, b, e.value ?? "");
  });
  return h("button", {
    class: "btn" + kind, type: "button", data: { action: e.action_id ?? "" },
    "aria-label": e.accessibility_label || null, on: { click },
  }, plainText(e.text));
}

function overflow(e, b, ctx) {
  const menu = h("details", { class: "overflow" },
    h("summary", { class: "btn", "aria-label": t("more_actions") }, h("span", { "aria-hidden": "true", text: "⋯" })));
  const list = h("div", { class: "menu" });
  for (const o of e.options ?? []) {
    const click = () => {
      menu.open = false;
      send(e, b, ctx, o.value);
    };
    list.append(h("button", { type: "button", data: { action: e.action_id ?? "" }, on: { click } }, textNode(o.text)));
  }
  menu.append(list);
  return menu;
}

// field renders an input block: label, control, hint and room for an error.
export function field(b, ctx) {
  const id = "f" + ++ids;
  const e = b.element ?? {};
  const group = e.type === "radio_buttons" || e.type === "checkboxes" || e.type?.startsWith("multi_");
  const box = input(e, b, ctx, id);
  const target = box.matches("input, select, textarea") ? box : null;
  const note = h("p", { class: "error", id: id + "-error", "aria-live": "polite" });
  const hint = b.hint ? h("p", { class: "hint", id: id + "-hint" }, textNode(b.hint)) : null;
  target?.setAttribute("aria-describedby", [hint && hint.id, note.id].filter(Boolean).join(" "));
  if (target && !b.optional) target.setAttribute("aria-required", "true");
  if (b.dispatch_action) box.addEventListener("change", () => ctx.act(e, b, readInput(box)));
  const label = [textNode(b.label), b.optional ? h("small", { text: " " + t("optional") }) : null];
  const kids = [group ? h("legend", {}, label) : h("label", { for: id }, label), box, hint, note];
  return h(group ? "fieldset" : "div", { class: "field", data: { block: b.block_id ?? "" } }, kids);
}

// input makes the bare control; its box carries data-value-of for collect().
export function input(e, b, ctx, id) {
  const kept = ctx.values?.[valueKey(b, e)];
  const make = makers[e.type] ?? makers.plain_text_input;
  const box = make(e, kept, id);
  box.dataset.valueOf = valueKey(b, e);
  box.dataset.kind = e.type;
  if (id && !box.id) box.id = id;
  return box;
}

const valueKey = (b, e) => (b.block_id ?? "") + "/" + (e.action_id ?? "");

const textInput = (type) => (e, kept) => h("input", {
  type, value: kept ?? e.initial_value ?? "", maxlength: e.max_length, placeholder: e.placeholder?.text,
});

const makers = {
  plain_text_input: (e, kept) => e.multiline
    ? h("textarea", { rows: 4, value: kept ?? e.initial_value ?? "", maxlength: e.max_length, placeholder: e.placeholder?.text })
    : textInput("text")(e, kept),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
  number_input: textInput("text"),
  datepicker: (e, kept) => h("input", { type: "date", value: kept ?? e.initial_date ?? "" }),
  timepicker: (e, kept) => h("input", { type: "time", value: kept ?? e.initial_time ?? "" }),
  datetimepicker: (e, kept) => h("input", { type: "datetime-local", value: localTime(kept ?? e.initial_date_time) }),
  static_select: (e, kept) => select(e, groups(e), kept ?? e.initial_option?.value),
  external_select: (e, kept) => select(e, groups(e), kept ?? e.initial_option?.value),
  users_select: (e, kept) => select(e, [{ options: users() }], kept ?? e.initial_user),
  conversations_select: (e, kept) => select(e, [{ options: conversations() }], kept ?? e.initial_conversation),
  channels_select: (e, kept) => select(e, [{ options: conversations() }], kept ?? e.initial_channel),
  radio_buttons: (e, kept) => choices("radio", groups(e), kept ? [kept] : [e.initial_option?.value]),
  checkboxes: (e, kept) => choices("checkbox", groups(e), kept ?? values(e.initial_options)),
  multi_static_select: (e, kept) => choices("checkbox", groups(e), kept ?? values(e.initial_options)),
  multi_users_select: (e, kept) => choices("checkbox", [{ options: users() }], kept ?? e.initial_users ?? []),
  multi_conversations_select: (e, kept) => choices("checkbox", [{ options: conversations() }], kept ?? e.initial_conversations ?? []),
  multi_channels_select: (e, kept) => choices("checkbox", [{ options: conversations() }], kept ?? e.initial_channels ?? []),
};

const values = (options) => (options ?? []).map((o) => o.value);
const users = () => [...store.data.people, ...store.data.users.filter((u) => !u.bot)]
  .map((p) => ({ value: p.id, text: { text: p.name } }));
const conversations = () => store.data.channels.filter((c) => !c.dm).map((c) => ({ value: c.id, text: { text: "#" + c.name } }));
const localTime = (unix) => unix
  ? format(unix, { year: "numeric", month: "2-digit", day: "2-digit" }).split(/\D/).reverse().join("-") + "T" + clockTime(unix) : "";

// groups gives the options of a select as [{label, options}].
function groups(e) {
  if (e.option_groups) return e.option_groups.map((g) => ({ label: plain(g.label?.text), options: g.options }));
  return [{ options: e.options ?? [] }];
}

function select(e, list, chosen) {
  const el = h("select");
  el.append(h("option", { value: "", text: plain(e.placeholder?.text ?? "") || t("choose") }));
  for (const g of list) {
    const options = g.options.map((o) => h("option", { value: o.value, text: plain(o.text?.text) }));
    if (g.label) el.append(h("optgroup", { label: g.label }, options));
    else el.append(...options);
  }
  el.value = chosen ?? "";
  return el;
}

function choices(type, list, chosen) {
  const name = "c" + ++ids;
  const box = h("div", { class: "choices" });
  for (const g of list) {
    if (g.label) box.append(h("p", { class: "hint", text: g.label }));
    for (const o of g.options) {
      const tick = h("input", { type, name, value: o.value, checked: chosen.includes(o.value) });
      const about = o.description ? h("small", {}, textNode(o.description)) : null;
      box.append(h("label", { class: "choice" }, tick, h("span", {}, textNode(o.text), about)));
    }
  }
  return box;
}

// readInput gives the value of a control: a string, or a list for several.
export function readInput(box) {
  if (box.dataset.kind === "datetimepicker") return box.value ? String(zoned(box.value)) : "";
  if (box.matches("input, select, textarea")) return box.value;
  const on = [...box.querySelectorAll("input:checked")].map((i) => i.value);
  return box.dataset.kind === "radio_buttons" ? on[0] ?? "" : on;
}

// zoned reads a wall-clock value in the played person's zone as Unix seconds.
function zoned(text) {
  const guess = Date.parse(text + ":00Z") / 1000;
  const shown = Date.parse(localTime(guess) + ":00Z") / 1000;
  return guess - (shown - guess);
}

// collect reads every control of a form, keyed "block_id/action_id".
export function collect(root) {
  const out = {};
  for (const box of root.querySelectorAll("[data-value-of]")) out[box.dataset.valueOf] = readInput(box);
  return out;
}
