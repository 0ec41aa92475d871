// A round picture with initials; the colour follows from the place in the list.
import { h } from "./dom.js";
import { store } from "./state.js";

export function initials(name) {
  if (/\p{Script=Han}/u.test(name)) return [...name][0];
  return name.split(/\s+/).map((w) => w[0]).slice(0, 2).join("").toUpperCase();
}

export function avatar(p) {
  if (p.app) return h("img", { class: "avatar", src: "/static/icon.svg", alt: "", width: 36, height: 36 });
  const at = store.data.people.findIndex((x) => x.id === p.id);
  return h("span", { class: "avatar tone-" + ((at + 8) % 8), "aria-hidden": "true", text: initials(p.name) });
}
