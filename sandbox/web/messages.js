// The message list of a channel and of a thread.
import { h, byId, keyed, announce } from "./dom.js";
import { t } from "./i18n.js";
import { store, act, go, person, changed } from "./state.js";
import { mrkdwn, plain, clockTime, dayName } from "./mrkdwn.js";
import { blocks } from "./blocks.js";
import { emojiChar } from "./emoji.js";
import { avatar } from "./avatar.js";
import { startEdit, focusComposer } from "./composer.js";
import { openMenu } from "./menu.js";

const isRoot = (m) => !m.thread_ts || m.thread_ts === m.ts || m.broadcast;
let seen = { place: "", last: "" };

// renderMessages fills the channel and, if one is open, the thread.
export function renderMessages() {
  const all = store.data.messages;
  const counts = new Map();
  for (const m of all) if (m.thread_ts && m.thread_ts !== m.ts) counts.set(m.thread_ts, [...(counts.get(m.thread_ts) ?? []), m]);
  byId("empty").hidden = all.length > 0 || Boolean(store.data.home);
  follow(byId("scroll"), () => keyed(byId("messages"), withDays(all.filter(isRoot), (m) => item(m, counts.get(m.ts)))));
  const open = store.thread && all.some((m) => m.ts === store.thread);
  byId("thread").hidden = !open;
  document.body.classList.toggle("with-thread", Boolean(open));
  if (open) {
    const list = all.filter((m) => m.ts === store.thread || m.thread_ts === store.thread);
    follow(byId("thread-scroll"), () => keyed(byId("thread-messages"), list.map((m) => item(m, null))));
  }
  markNewest();
  tell(all);
}

// follow keeps a list at its end when it was at its end.
function follow(box, update) {
  const place = store.me + store.channel + store.thread;
  const atEnd = box.dataset.place !== place || box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  update();
  box.dataset.place = place;
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function tell(all) {
  const place = store.me + store.channel;
  const last = all.at(-1);
  const fresh = last && seen.place === place && last.ts > seen.last && last.user !== store.me;
  if (fresh) announce(t("said", { name: nameOf(last), text: plain(last.text) }));
  seen = { place, last: last?.ts ?? "" };
}

function withDays(list, make) {
  const out = [];
  let day = "";
  for (const m of list) {
    const name = dayName(Number(m.ts));
    if (name !== day) {
      day = name;
      out.push({ key: "day-" + name, sig: name, make: () => h("li", { class: "day" }, h("span", { text: name })) });
    }
    out.push(make(m));
  }
  return out;
}

function item(m, replies) {
  const names = store.data.people.map((p) => p.name).join();
  const sig = JSON.stringify([m, replies?.length ?? 0, replies?.at(-1)?.text, store.data.lang, store.me, names]);
  return { key: m.ts + (m.ephemeral ? "e" : ""), sig, make: () => message(m, replies) };
}

const hinted = () => store.data.guide?.hint ?? "";

export const nameOf = (m) => (m.bot ? store.data.app.name : person(m.user).name);

function message(m, replies) {
  const el = h("li", { class: "msg" + (m.ephemeral ? " ephemeral" : "") + (m.bot ? " from-app" : "") });
  el.append(avatar(m.bot ? { id: "app", name: store.data.app.name, app: true } : person(m.user)));
  const main = h("div", { class: "msg-main" });
  if (m.ephemeral) main.append(h("p", { class: "only-you", text: t("only_you") }));
  main.append(headline(m), body(m));
  if (m.reactions?.length) main.append(reactions(m));
  if (replies?.length) main.append(threadLink(m, replies));
  el.append(main);
  if (!m.ephemeral) el.append(tools(m));
  return el;
}

function headline(m) {
  const time = clockTime(Number(m.ts));
  return h("p", { class: "msg-head" },
    h("b", { text: nameOf(m) }),
    m.bot ? h("span", { class: "tag", text: t("app_badge") }) : null,
    h("time", { text: time }));
}

function body(m) {
  const box = h("div", { class: "msg-body" });
  if (m.blocks?.length) {
    box.append(blocks(m.blocks, { act: (e, b, value) => click(m, e, b, value) }));
  } else {
    box.append(h("div", { class: "b-text" }, mrkdwn(m.text)));
  }
  if (m.edited) box.append(h("span", { class: "edited", text: " " + t("edited") }));
  return box;
}

// markNewest rings the control the guide talks about: of several the newest.
function markNewest() {
  const want = hinted();
  const named = (el) => el.dataset.action === want || el.dataset.action.startsWith(want + ":");
  for (const list of ["messages", "thread-messages"]) {
    const all = [...byId(list).querySelectorAll("[data-action]")];
    const newest = want ? all.findLast(named) : null;
    for (const el of all) el.classList.toggle("hinted", el === newest);
  }
}

function click(m, e, b, value) {
  return act("click", { channel: m.channel, ts: m.ts, action: e.action_id, block: b.block_id, value, ephemeral: Boolean(m.ephemeral) });
}

function reactions(m) {
  return h("p", { class: "reactions" }, m.reactions.map((r) =>
    h("span", { class: "reaction", title: r.users.map((u) => person(u).name).join(", ") },
      emojiChar(r.name) || ":" + r.name + ":", " ", String(r.users.length))));
}

function threadLink(m, replies) {
  const count = replies.length;
  const last = replies.at(-1);
  return h("button", { class: "thread-link", type: "button", on: { click: () => openThread(m) } },
    h("b", { text: t(count === 1 ? "reply_one" : "reply_many", { n: count }) + " · " + clockTime(Number(last.ts)) }),
    h("span", { text: t("said", { name: nameOf(last), text: plain(last.text) }) }));
}

async function openThread(m) {
  await go({ thread: m.thread_ts || m.ts, tab: "talk" });
  focusComposer("thread");
}

export function closeThread() {
  store.thread = "";
  changed();
  focusComposer("main");
}

function tools(m) {
  const tool = (label, sign, click) => h("button", {
    class: "icon-btn", type: "button", "aria-label": label, title: label, on: { click },
  }, h("span", { "aria-hidden": "true", text: sign }));
  const react = () => act("react", { channel: m.channel, ts: m.ts, emoji: store.data.emoji });
  return h("div", { class: "tools", role: "group", "aria-label": t("message_actions") },
    tool(t("reply"), "↩", () => openThread(m)),
    tool(t("react", { emoji: ":" + store.data.emoji + ":" }), emojiChar(store.data.emoji) || "☺", react),
    tool(t("more_actions"), "⋯", (event) => openMenu(event.currentTarget, menuItems(m, react))));
}

function menuItems(m, react) {
  const list = [
    [t("make_ticket"), () => act("shortcut", { channel: m.channel, ts: m.ts, callback: store.data.shortcut })],
    [t("react", { emoji: ":" + store.data.emoji + ":" }), react],
    [t("reply"), () => openThread(m)],
  ];
  if (m.user === store.me && !m.bot) {
    list.push([t("edit"), () => startEdit(m)], [t("delete"), () => act("delete", { channel: m.channel, ts: m.ts })]);
  }
  return list;
}
