// The sandbox page: starts the parts and renders them at every change.
import { byId } from "./dom.js";
import { loadTexts, setLang, firstLang } from "./i18n.js";
import { store, act, onChange, listen, readPlace, refresh, startPress } from "./state.js";
import { startSide, renderSide, showTab } from "./side.js";
import { startComposers, renderComposers } from "./composer.js";
import { renderMessages, closeThread } from "./messages.js";
import { startModal, renderModal } from "./modal.js";
import { startGuide, renderGuide } from "./guide.js";
import { renderHome } from "./home.js";

async function chooseLang(id) {
  localStorage.setItem("lang", id);
  setLang(id);
  await act("locale", { lang: id });
}

function render() {
  renderSide();
  renderHome();
  renderMessages();
  renderComposers();
  renderGuide();
  renderModal();
  document.body.dataset.ready = "yes";
}

async function start() {
  await loadTexts();
  setLang(firstLang());
  startSide(chooseLang);
  startComposers();
  startModal();
  startGuide();
  byId("thread-close").addEventListener("click", closeThread);
  showTab("talk");
  onChange(render);
  startPress();
  readPlace();
  addEventListener("hashchange", () => { readPlace(); refresh(); });
  await refresh();
  if (store.data && !store.data.lang_chosen) await act("locale", { lang: firstLang() });
  listen();
}

start();
