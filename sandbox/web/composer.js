// The two composers (channel, thread): Enter sends, "/" and "@" give hints.
import { h, byId, toast } from "./dom.js";
import { t } from "./i18n.js";
import { store, act, channelById } from "./state.js";
import { unescape } from "./mrkdwn.js";
import { suggestions } from "./hints.js";

const drafts = new Map();
const boxes = {};
let editing = null; // the message being edited, in the main or thread composer

export function startComposers() {
  boxes.main = build("main");
  boxes.thread = build("thread");
}

function build(where) {
  const area = h("textarea", {
    rows: 1, id: "say-" + where, autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": "hints-" + where,
  });
  const list = h("ul", { class: "hints plain", id: "hints-" + where, role: "listbox", hidden: true });
  const note = h("p", { class: "editing", hidden: true });
  const send = h("button", { class: "btn primary send", type: "submit" });
  const form = h("form", { on: { submit: (event) => { event.preventDefault(); submit(where); } } }, area, send);
  byId("composer-" + where).append(list, note, form);
  const box = { where, area, list, note, send, picked: -1, options: [] };
  area.addEventListener("input", () => { drafts.set(draftKey(where), area.value); grow(area); showHints(box); });
  area.addEventListener("keydown", (event) => keys(event, box));
  // Some input methods and drivers send the line break on its own.
  area.addEventListener("keypress", (event) => event.key === "Enter" && !event.shiftKey && event.preventDefault());
  area.addEventListener("blur", () => setTimeout(() => hideHints(box), 150));
  return box;
}

// draftKey is the place a text is written for. The direct messages with the app
// get their channel only with the first message, and a draft stays through that.
const draftKey = (where) => {
  const place = channelById(store.channel)?.dm ? "app" : store.channel;
  return [store.me, place, where === "thread" ? store.thread : ""].join(" ");
};

function grow(area) {
  area.style.height = "auto";
  area.style.height = Math.min(area.scrollHeight + 2, 160) + "px";
}

// renderComposers follows the place: label, draft, edit mode.
export function renderComposers() {
  const c = channelById(store.channel);
  for (const box of Object.values(boxes)) {
    const place = c ? (c.dm ? store.data.app.name : "#" + c.name) : "";
    const label = box.where === "thread" ? t("write_reply") : t("write_to", { place });
    box.area.placeholder = label;
    box.area.setAttribute("aria-label", label);
    box.send.textContent = t("send");
    const closed = c?.archived || (c && !c.member && !c.dm);
    box.area.disabled = box.send.disabled = Boolean(closed);
    showPlace(box);
  }
}

function showPlace(box) {
  const key = draftKey(box.where);
  const mine = editing && editing.key === key && editing.where === box.where;
  box.note.hidden = !mine;
  if (mine) box.note.replaceChildren(t("editing"), " ", h("button", { class: "linklike", type: "button", text: t("cancel"), on: { click: stopEdit } }));
  if (box.key === key) return;
  box.key = key;
  box.area.value = drafts.get(key) ?? "";
  grow(box.area);
  hideHints(box);
}

// holds reports whether the channel composer has exactly this text.
export const holds = (text) => boxes.main.area.value === text;

export function focusComposer(where) {
  boxes[where].area.focus();
}

// prefill writes a text into the channel composer and puts the cursor there.
// With instead given it does so only if that is all there is to lose.
export function prefill(text, instead) {
  const { area } = boxes.main;
  if (instead !== undefined && area.value !== instead) return false;
  area.value = text;
  drafts.set(draftKey("main"), text);
  grow(area);
  if (instead === undefined || matchMedia("(hover: hover)").matches) area.focus(); // no keyboard popping up unasked
  return true;
}

export function startEdit(m) {
  const where = m.thread_ts && m.thread_ts !== m.ts && store.thread ? "thread" : "main";
  editing = { ts: m.ts, where, key: draftKey(where) };
  const { area } = boxes[where];
  area.value = readable(m.text);
  grow(area);
  renderComposers();
  area.focus();
}

function stopEdit() {
  if (!editing) return;
  const box = boxes[editing.where];
  editing = null;
  box.area.value = "";
  drafts.delete(box.key);
  grow(box.area);
  renderComposers();
}

// outgoing writes ids for the names shown here, as "@Li Wen"; the workspace
// itself escapes the text.
function outgoing(text) {
  const longest = (list) => [...list].sort((a, b) => b.name.length - a.name.length);
  let out = text;
  for (const p of longest([...store.data.people, ...store.data.users])) out = out.split("@" + p.name).join("<@" + p.id + ">");
  for (const c of longest(store.data.channels.filter((x) => !x.dm))) out = out.split("#" + c.name).join("<#" + c.id + ">");
  return out;
}

// readable is the way back, for the edit box.
function readable(text) {
  const names = new Map([...store.data.people, ...store.data.users].map((p) => [p.id, p.name]));
  return unescape(text
    .replace(/<@(\w+)(\|[^>]*)?>/g, (all, id) => "@" + (names.get(id) ?? id))
    .replace(/<#(\w+)(\|[^>]*)?>/g, (all, id) => "#" + (channelById(id)?.name ?? id)));
}

async function submit(where) {
  const box = boxes[where];
  const text = box.area.value.trim();
  if (!text || box.sending) return;
  box.sending = true;
  hideHints(box);
  const key = draftKey(where);
  write(box, key, "");
  const out = await sendText(where, text);
  box.sending = false;
  if (!out?.ok && !drafts.get(key)) write(box, key, text); // nothing typed is lost
}

// write puts a text where it belongs, which may be out of sight by now.
function write(box, key, text) {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
  if (box.key !== key) return;
  box.area.value = text;
  grow(box.area);
}

function sendText(where, text) {
  const channel = store.channel;
  if (editing?.where === where) {
    const { ts } = editing;
    editing = null;
    boxes[where].note.hidden = true;
    return act("edit", { channel, ts, text: outgoing(text) });
  }
  if (text.startsWith("/")) return slash(where, text, channel);
  if (where === "thread") return act("reply", { channel, thread: store.thread, text: outgoing(text) });
  return act("say", { channel, text: outgoing(text) });
}

function slash(where, text, channel) {
  const [command] = text.split(/\s+/);
  if (command !== store.data.command || where === "thread") {
    const key = where === "thread" ? "no_slash_in_thread" : "no_such_command";
    toast(t(key, { command }), t("close"));
    return { ok: false };
  }
  return act("slash", { channel, command, text: outgoing(text.slice(command.length).trim()) });
}

function keys(event, box) {
  if (event.isComposing || event.keyCode === 229) return;
  const open = !box.list.hidden;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    pick(box, box.picked + (event.key === "ArrowDown" ? 1 : -1));
  } else if (open && (event.key === "Tab" || event.key === "Enter") && box.picked >= 0) {
    event.preventDefault();
    take(box, box.options[box.picked]);
  } else if (open && event.key === "Escape") {
    event.preventDefault();
    hideHints(box);
  } else if (event.key === "Escape" && editing) {
    stopEdit();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit(box.where);
  }
}

function showHints(box) {
  box.options = suggestions(box.area.value, box.area.selectionStart, box.where);
  if (!box.options.length) return hideHints(box);
  box.list.replaceChildren(...box.options.map((o, i) => h("li", {
    role: "option", id: box.list.id + "-" + i, "aria-selected": "false",
    on: { mousedown: (event) => { event.preventDefault(); take(box, o); } },
  }, h("b", { text: o.label }), " ", h("span", { text: o.help ?? "" }))));
  box.list.hidden = false;
  // A name is being looked for: the first is taken by Enter. A command line
  // may be complete as it is, so there Enter sends unless one is picked.
  pick(box, box.options[0].at === 0 ? -1 : 0);
}

function pick(box, to) {
  const n = box.options.length;
  box.picked = to < -1 ? n - 1 : to >= n ? 0 : to;
  [...box.list.children].forEach((li, i) => {
    li.setAttribute("aria-selected", String(i === box.picked));
    if (i === box.picked) li.scrollIntoView({ block: "nearest" });
  });
  if (box.picked >= 0) box.area.setAttribute("aria-activedescendant", box.list.id + "-" + box.picked);
  else box.area.removeAttribute("aria-activedescendant");
}

function take(box, option) {
  const { area } = box;
  const end = area.selectionStart;
  area.value = area.value.slice(0, option.at) + option.fill + area.value.slice(end);
  area.selectionStart = area.selectionEnd = option.at + option.fill.length;
  area.focus();
  area.dispatchEvent(new Event("input"));
}

function hideHints(box) {
  box.list.hidden = true;
  box.picked = -1;
  box.area.removeAttribute("aria-activedescendant");
}
