// The top of the played person's modal stack, as a native dialog.
import { h, byId } from "./dom.js";
import { t } from "./i18n.js";
import { store, act, failure } from "./state.js";
import { blocks, plainText } from "./blocks.js";
import { collect } from "./inputs.js";

let shown = ""; // person, view and hash on screen
let shownView = "";
let typed = {}; // what was typed, kept while the view is updated

export function startModal() {
  byId("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    closeView();
  });
}

function closeView() {
  const view = store.data.view;
  if (view) act("close", { view: view.id });
}

// renderModal follows the state: opens, updates or closes the dialog.
export function renderModal() {
  const view = store.data.view;
  const dialog = byId("modal");
  if (!view) {
    shown = shownView = "";
    typed = {};
    if (dialog.open) dialog.close();
    return;
  }
  const sig = [store.me, view.id, view.hash, store.data.lang].join(" ");
  if (sig === shown) return;
  const same = shownView === store.me + view.id;
  typed = same ? { ...typed, ...collect(dialog) } : {};
  shown = sig;
  shownView = store.me + view.id;
  fill(dialog, view, same);
}

function fill(dialog, view, same) {
  const focus = same ? document.activeElement?.closest("[data-value-of]")?.dataset.valueOf : "";
  const ctx = { values: typed, act: (e, b, value) => clickView(view, e, b, value) };
  const form = h("form", { novalidate: true, method: "dialog", on: { submit: (event) => submit(event, view) } });
  form.append(h("div", { class: "modal-body" }, blocks(view.blocks, ctx)), h("p", { class: "modal-note", role: "alert" }), foot(view));
  dialog.replaceChildren(head(view), form);
  if (!dialog.open) dialog.showModal();
  const again = focus && dialog.querySelector(`[data-value-of="${CSS.escape(focus)}"]`);
  const first = dialog.querySelector(".modal-body [data-value-of], .modal-foot .primary, .modal-foot .btn");
  focusOn(again || first);
}

function focusOn(box) {
  if (!box) return;
  (box.matches("input, select, textarea, button") ? box : box.querySelector("input, select, textarea"))?.focus();
}

function head(view) {
  return h("div", { class: "modal-head" },
    h("h2", { id: "modal-title" }, plainText({ text: view.title })),
    h("button", { class: "icon-btn", type: "button", "aria-label": t("close"), text: "✕", on: { click: closeView } }));
}

function foot(view) {
  const close = h("button", { class: "btn", type: "button", on: { click: closeView } }, view.close ? plainText({ text: view.close }) : t("close"));
  const ok = view.submit ? h("button", { class: "btn primary", type: "submit" }, plainText({ text: view.submit })) : null;
  return h("div", { class: "modal-foot" }, close, ok);
}

async function clickView(view, e, b, value) {
  const values = collect(byId("modal"));
  typed = { ...typed, ...values };
  note(await act("click-view", { view: view.id, action: e.action_id, block: b.block_id, value, values }, true));
}

// note shows a failure inside the dialog, since nothing outside of it can be
// reached while it is open.
function note(out) {
  const line = byId("modal").querySelector(".modal-note");
  if (line) line.textContent = out.ok || out.errors ? "" : failure(out);
}

async function submit(event, view) {
  event.preventDefault();
  const dialog = byId("modal");
  typed = { ...typed, ...collect(dialog) };
  const button = dialog.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const out = await act("submit", { view: view.id, callback: view.callback_id, values: collect(dialog) }, true);
  button.removeAttribute("aria-busy");
  note(out);
  showErrors(dialog, out.errors ?? {});
}

// showErrors puts each message under its field and goes to the first one.
function showErrors(dialog, errors) {
  let first = null;
  for (const field of dialog.querySelectorAll(".field")) {
    const code = errors[field.dataset.block] ?? "";
    const text = code === "required" ? t("required") : code;
    field.querySelector(".error").textContent = text;
    field.classList.toggle("wrong", Boolean(text));
    const box = field.querySelector("[data-value-of]");
    if (text) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    if (text && !first) first = box;
  }
  focusOn(first);
}
