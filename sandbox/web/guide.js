// The guide panel: steps that tick themselves off, the clock and its buttons.
import { h, byId, keyed } from "./dom.js";
import { t } from "./i18n.js";
import { store, act, go, person } from "./state.js";
import { clockTime, dayName, shortDay } from "./mrkdwn.js";
import { prefill, holds, focusComposer } from "./composer.js";
import { be, showTab } from "./side.js";

const walks = [["+5m", "walk_5m"], ["+15m", "walk_15m"], ["+1h", "walk_1h"], ["next-workday", "walk_next"]];

export function startGuide() {
  byId("walks").append(...walks.map(([step]) => h("button", {
    class: "btn small", type: "button", data: { walk: step }, on: { click: () => walk(step) },
  })));
}

// walk moves the demo clock; one walk at a time.
export async function walk(step) {
  if (store.busy) return;
  store.busy = true;
  document.body.setAttribute("aria-busy", "true");
  await act("walk", { step });
  store.busy = false;
  document.body.removeAttribute("aria-busy");
}

export function renderGuide() {
  renderClock();
  const guide = store.data.guide;
  byId("guide-scroll").hidden = !guide;
  if (!guide) return;
  writeAhead(guide);
  const had = byId("guide-scroll").contains(document.activeElement);
  const sig = (s) => JSON.stringify([s, store.me, store.data.lang, holds(s.prefill)]);
  keyed(byId("steps"), guide.steps.map((s) => ({ key: s.id, sig: sig(s), make: () => step(s) })));
  keyed(byId("end"), guide.end ? [{ key: "end", sig: sig(guide.end), make: () => end(guide.end) }] : []);
  byId("more-title").hidden = !guide.more.length;
  keyed(byId("more"), guide.more.map((s) => ({ key: s.id, sig: sig(s), make: () => step(s) })));
  bringUp(guide);
  if (had && document.activeElement === document.body) keepFocus();
}

// keepFocus goes on where the visitor is led, when the button just pressed is gone.
function keepFocus() {
  byId("guide-scroll").querySelector(".step.now button, .step.open button")?.focus({ preventScroll: true });
}

let written = { id: "", text: "" };

// writeAhead puts the text of the step into the composer when the visitor is
// the right person in the right place, and follows a change of language.
function writeAhead(guide) {
  const s = guide.steps.find((x) => x.status === "now");
  if (!s?.prefill || s.person !== store.me || s.channel !== store.channel) return;
  if (written.id === s.id && written.text === s.prefill) return;
  const before = written.id === s.id ? written.text : "";
  if (prefill(s.prefill, before)) written = { id: s.id, text: s.prefill };
}

let current = "";

// bringUp scrolls to the step when it changes, not at every render.
function bringUp(guide) {
  const id = guide.steps.find((s) => s.status === "now")?.id ?? "end";
  if (id === current) return;
  current = id;
  const box = byId("guide-scroll");
  const el = box.querySelector(`[data-key="${CSS.escape(id)}"]`);
  if (el) box.scrollTop += el.getBoundingClientRect().top - box.getBoundingClientRect().top - 60;
}

function renderClock() {
  const { now } = store.data;
  byId("clock-day").textContent = dayName(now);
  for (const id of ["clock", "clock-top"]) {
    const el = byId(id);
    el.textContent = (id === "clock-top" ? shortDay(now) + " " : "") + clockTime(now);
    el.dateTime = new Date(now * 1000).toISOString();
  }
  for (const button of byId("walks").children) {
    button.textContent = t(walks.find(([s]) => s === button.dataset.walk)[1]);
  }
  byId("walks").hidden = !store.data.can_walk;
}

function step(s) {
  const el = h("li", { class: "step " + s.status, "aria-current": s.status === "now" ? "step" : null });
  const sign = { done: "✓", now: "●" }[s.status] ?? "";
  el.append(h("p", { class: "step-title" },
    h("span", { class: "sign", "aria-hidden": "true", text: sign }),
    h("span", {}, s.title, h("span", { class: "sr", text: " (" + t("step_" + s.status) + ")" })),
    s.at ? h("time", { text: clockTime(s.at) }) : null));
  if (s.status === "now" || s.status === "open") el.append(details(s));
  return el;
}

// here reports whether the text of a step stands in the composer of its channel, ready to be sent.
const here = (s) => s.channel === store.channel && holds(s.prefill);

// starred sets *words* in bold. Slack's own rule wants spaces around the stars,
// which Chinese does not have.
const starred = (text) => text.split(/\*([^*]+)\*/).map((part, i) => (i % 2 ? h("strong", { text: part }) : part));

function details(s) {
  const box = h("div", { class: "step-more" });
  if (s.text) box.append(h("p", {}, starred(s.text)));
  const row = h("div", { class: "row" });
  const other = s.person && s.person !== store.me;
  if (other) {
    row.append(h("button", { class: "btn primary", type: "button", text: t("be", { name: person(s.person).name }), on: { click: () => start(s) } }));
  } else if ((s.prefill && !here(s)) || (s.channel && !s.prefill)) {
    const key = s.prefill ? "fill_in" : "go_there";
    row.append(h("button", { class: "btn primary", type: "button", text: t(key), on: { click: () => start(s) } }));
  }
  if (s.walk) {
    const go = h("button", { class: other || s.prefill ? "btn" : "btn primary", type: "button", text: s.walk_label || s.walk, on: { click: () => walk(s.walk) } });
    if (s.prefill) row.prepend(go); // first the time, then the question
    else row.append(go);
  }
  if (s.status === "now") row.append(h("button", { class: "linklike", type: "button", text: t("skip_step"), on: { click: () => act("skip", { step: s.id }) } }));
  box.append(row);
  if (s.note) box.append(h("p", { class: "note" }, starred(s.note)));
  return box;
}

// start goes where the step happens, as the person it is about, with the text ready to send.
async function start(s) {
  showTab("talk");
  await be(s.person || store.me, s.channel);
  await openHinted();
  if (s.prefill) prefill(s.prefill);
  else if (!focusHinted()) focusComposer("main");
}

// focusHinted goes to the control the guide talks about.
function focusHinted() {
  const all = document.querySelectorAll(":is(#main, #thread) .hinted");
  all[all.length - 1]?.focus();
  return all.length > 0;
}

// openHinted opens the thread that holds the button to press.
async function openHinted() {
  const { guide, messages } = store.data;
  const mark = `"action_id":"${guide?.hint}`;
  const m = guide?.hint && messages.findLast((x) => x.thread_ts && JSON.stringify(x.blocks ?? "").includes(mark));
  if (m) await go({ thread: m.thread_ts });
}

// between gives "10:04–10:34", and the time alone where it is one minute.
function between(from, to) {
  const [a, b] = [clockTime(from), clockTime(to)];
  return a === b ? a : a + "–" + b;
}

function end(e) {
  const rows = e.rows.map((r) => h("tr", {},
    h("th", { scope: "row" }, r.who, h("span", { text: r.what })),
    h("td", {}, r.minutes ? h("b", { text: t("minutes", { n: r.minutes }) }) : null, h("small", { text: between(r.from, r.to) }), h("code", { text: r.rule }))));
  return h("section", { class: "end-card", "aria-labelledby": "end-title" },
    h("h3", { id: "end-title", text: e.title }),
    h("table", {}, h("tbody", {}, rows)),
    h("p", {}, starred(e.text)));
}
