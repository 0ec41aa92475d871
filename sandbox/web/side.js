// The left side: who the visitor is, channels, direct messages; and the tabs
// of small screens.
import { h, byId, keyed } from "./dom.js";
import { t, languages, textIn } from "./i18n.js";
import { store, act, go, channelById } from "./state.js";
import { avatar } from "./avatar.js";

export function startSide(chooseLang) {
  byId("langs").append(...languages.map((l) => h("button", {
    type: "button", text: l.label, "aria-label": l.name, lang: l.id, data: { lang: l.id }, on: { click: () => chooseLang(l.id) },
  })));
  for (const button of document.querySelectorAll("#tabs button")) {
    button.addEventListener("click", () => showTab(button.dataset.to));
  }
  byId("new-ticket").addEventListener("click", () => act("global-shortcut", { callback: store.data.new_shortcut }));
}

// showTab chooses what a small screen shows; wide screens show all of it.
export function showTab(name) {
  store.tab = name;
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll("#tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.to === name));
  }
}

// be plays another person, in the given channel or where that person has news.
export function be(id, channel) {
  if (id === store.me && !channel) return Promise.resolve();
  return go({ me: id, channel: channel ?? "", thread: "" });
}

export function renderSide() {
  const d = store.data;
  byId("workspace").textContent = d.workspace;
  document.title = d.workspace + " · firstask";
  byId("banner-first").textContent = textIn(d.lang, "banner");
  const second = d.lang === "en" ? "zh-Hans" : "en";
  Object.assign(byId("banner-second"), { textContent: textIn(second, "banner"), lang: second });
  for (const b of byId("langs").children) b.setAttribute("aria-pressed", String(b.dataset.lang === d.lang));
  keyed(byId("people"), d.people.map((p) => entry(p.id, [p, p.id === d.me, d.lang], () => personRow(p))));
  const rooms = d.channels.filter((c) => !c.dm);
  keyed(byId("channels"), rooms.map((c) => entry(c.id, [c, c.id === d.channel, d.lang], () => channelRow(c))));
  const dms = d.channels.filter((c) => c.dm);
  keyed(byId("dms"), dms.map((c) => entry(c.id, [c, c.id === d.channel, d.lang], () => dmRow(c))));
  renderPlace();
  renderTabs();
}

const entry = (key, sig, make) => ({ key, sig: JSON.stringify(sig), make });

function badge(n) {
  if (!n) return null;
  return h("b", { class: "badge" }, String(n), h("span", { class: "sr", text: " " + t("unread") }));
}

function personRow(p) {
  const mine = p.id === store.me;
  const about = [p.title, p.dept].filter(Boolean).join(" · ");
  return h("li", {}, h("button", {
    class: "side-row person", type: "button", "aria-pressed": String(mine), on: { click: () => { showTab("talk"); be(p.id); } },
  }, avatar(p), h("span", { class: "two-lines" },
    h("span", { class: "name" }, h("span", { class: "sr", text: t("be_prefix") + " " }), p.name,
      mine ? h("span", { class: "you", text: t("you") }) : null),
    h("small", { text: about, title: about })), mine ? null : badge(p.unread)));
}

async function visit(c) {
  showTab("talk");
  await go({ channel: c.id });
  if (c.dm) await act("home", {}, true); // as in Slack: the app learns that its page was opened
}

function row(c, inner) {
  const open = c.id === store.channel;
  return h("li", {}, h("button", {
    class: "side-row" + (c.unread ? " unread" : ""), type: "button", "aria-current": open ? "page" : null,
    on: { click: () => visit(c) },
  }, inner, badge(c.dm ? c.unread : c.mentions), !c.dm && c.unread && !c.mentions ? h("span", { class: "dot" }, h("span", { class: "sr", text: t("unread") })) : null));
}

const channelRow = (c) => row(c, [h("span", { class: "hash", "aria-hidden": "true", text: c.private ? "◆" : "#" }), h("span", { class: "name", text: c.name })]);

const dmRow = (c) => row(c, [avatar({ app: true, id: "app", name: "" }),
  h("span", { class: "name", text: store.data.app.name }), h("span", { class: "tag", text: t("app_badge") })]);

function renderPlace() {
  const c = channelById(store.channel);
  byId("place").textContent = !c ? "" : c.dm ? store.data.app.name : "#" + c.name;
  const note = !c ? "" : c.archived ? t("archived") : c.dm ? t("dm_note") : c.member ? "" : t("not_member");
  byId("place-note").textContent = note;
}

function renderTabs() {
  const d = store.data;
  const sum = d.people.reduce((n, p) => n + (p.id === d.me ? 0 : p.unread), 0) + d.channels.reduce((n, c) => n + c.mentions, 0);
  byId("tab-unread").hidden = !sum;
  byId("tab-unread").textContent = String(sum);
}
