// A small menu that opens next to a button; arrows, Home, End and Escape work.
import { h } from "./dom.js";

let closeOpen = () => {};

export function openMenu(anchor, items) {
  closeOpen();
  const menu = h("div", { class: "menu floating", role: "menu" });
  for (const [label, run] of items) {
    menu.append(h("button", { role: "menuitem", type: "button", tabindex: -1, text: label, on: { click: () => { close(true); run(); } } }));
  }
  const close = (back) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    closeOpen = () => {};
    if (back) anchor.focus();
  };
  const outside = (event) => menu.contains(event.target) || close(false);
  menu.addEventListener("keydown", (event) => keys(event, menu, close));
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  document.body.append(menu);
  place(menu, anchor.getBoundingClientRect());
  closeOpen = () => close(false);
  menu.firstElementChild?.focus();
}

function place(menu, at) {
  const left = Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
  const below = at.bottom + 4;
  const top = below + menu.offsetHeight > innerHeight ? at.top - menu.offsetHeight - 4 : below;
  menu.style.left = left + "px";
  menu.style.top = Math.max(8, top) + "px";
}

function keys(event, menu, close) {
  const all = [...menu.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close(true);
  }
}
