// What the page knows: the state from the server and where the visitor looks.
import { toast } from "./dom.js";
import { t, has, currentLang } from "./i18n.js";

export const store = { me: "", channel: "", thread: "", tab: "talk", data: null, busy: false };

const listeners = [];
export const onChange = (fn) => listeners.push(fn);
export const changed = () => {
  if (pressing) late = true;
  else listeners.forEach((fn) => fn());
};

let pressing = 0;
let late = false;

// startPress holds back the rendering while a finger or the mouse is down: a
// button replaced in between would never be clicked.
export function startPress() {
  const end = (after) => () => {
    clearTimeout(pressing);
    pressing = pressing && setTimeout(release, after);
  };
  addEventListener("pointerdown", () => {
    clearTimeout(pressing);
    pressing = setTimeout(release, 1000);
  }, true);
  addEventListener("pointerup", end(30), true);
  addEventListener("pointercancel", end(0), true);
}

function release() {
  pressing = 0;
  if (late) {
    late = false;
    changed();
  }
}

let running = null;
let again = false;

// refresh fetches the state of the person played and renders it. Calls made
// while one is under way are folded into one more, and all wait for that.
export function refresh() {
  again = true;
  running ??= fetchAll();
  return running;
}

async function fetchAll() {
  try {
    while (again) {
      again = false;
      await fetchOnce();
    }
  } finally {
    running = null;
  }
}

async function fetchOnce() {
  const asked = { me: store.me, channel: store.channel };
  const query = new URLSearchParams({ as: asked.me, channel: asked.channel, thread: store.thread, lang: currentLang() });
  if (document.visibilityState === "visible") query.set("seen", "1");
  let data;
  try {
    const answer = await fetch("/page/state?" + query);
    if (!answer.ok) return;
    data = await answer.json();
  } catch {
    return; // the stream reconnects and asks again
  }
  if (asked.me !== store.me || asked.channel !== store.channel) {
    again = true;
    return;
  }
  store.data = data;
  store.me = data.me;
  store.channel = data.channel;
  keepPlace();
  changed();
}

// written is the place as this page last put it into the address.
let written = location.hash;

function keepPlace() {
  if (location.hash !== written) return; // a link was followed meanwhile: its hashchange is on its way
  const hash = new URLSearchParams({ as: store.me, channel: store.channel });
  if (store.thread) hash.set("thread", store.thread);
  history.replaceState(null, "", "#" + hash);
  written = location.hash;
}

export function readPlace() {
  written = location.hash;
  const hash = new URLSearchParams(written.slice(1));
  store.me = hash.get("as") ?? "";
  store.channel = hash.get("channel") ?? "";
  store.thread = hash.get("thread") ?? "";
}

// go changes where the visitor looks.
export function go(place) {
  Object.assign(store, place);
  if ("channel" in place && !("thread" in place)) store.thread = "";
  return refresh();
}

// act sends one action of the person played; failures become a toast. The
// answer is {ok, error, errors}.
export async function act(kind, body = {}, quiet = false) {
  let out;
  try {
    const answer = await fetch("/page/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: store.me, kind, ...body }),
    });
    out = await answer.json();
  } catch {
    out = { ok: false, error: "offline" };
  }
  if (!out.ok && !out.errors && !quiet) toast(failure(out), t("close"));
  await refresh();
  return out;
}

// failure says in words why an action did not work.
export function failure(out) {
  const key = "err_" + out.error;
  return has(key) ? t(key) : t("err_other", { error: out.error ?? "?" });
}

// listen opens the stream of change ticks.
export function listen() {
  let timer = 0;
  const soon = () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      refresh();
    }, 40);
  };
  const stream = new EventSource("/page/stream");
  stream.addEventListener("changed", soon);
  stream.addEventListener("open", soon);
  setInterval(soon, 20000);
}

// person gives what is known about a user id, with a name to show.
export function person(id) {
  const d = store.data;
  const known = d.people.find((p) => p.id === id) ?? d.users.find((u) => u.id === id);
  return known ?? { id, name: id };
}

export const channelById = (id) => store.data?.channels.find((c) => c.id === id);
