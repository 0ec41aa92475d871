// The app's Home tab, shown above its direct messages when the app has one.
import { h, byId, keyed } from "./dom.js";
import { t } from "./i18n.js";
import { store, act, channelById } from "./state.js";
import { blocks } from "./blocks.js";

export function renderHome() {
  const c = channelById(store.channel);
  const view = c?.dm ? store.data.home : null;
  const sig = view ? JSON.stringify([view.id, view.hash, store.data.lang, store.me]) : "";
  keyed(byId("home"), view ? [{ key: "home-" + store.me, sig, make: () => home(view) }] : []);
}

function home(view) {
  const ctx = { act: (e, b, value) => act("click-view", { view: view.id, action: e.action_id, block: b.block_id, value }) };
  return h("details", { class: "home", open: true }, h("summary", { text: t("home_tab") }), blocks(view.blocks, ctx));
}
