// Small helpers to build and update the page without a framework.

// h makes an element. Properties: "on" holds listeners, "data" holds data-*
// attributes, "text" the text, true/false switch an attribute; the rest are
// attributes. Text never passes through an HTML parser.
export function h(tag, props = {}, ...kids) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(el, name, value);
  for (const kid of kids.flat()) if (kid !== null && kid !== undefined && kid !== false) el.append(kid);
  return el;
}

function setProp(el, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, fn] of Object.entries(value)) el.addEventListener(event, fn);
  else if (name === "data") Object.assign(el.dataset, value);
  else if (name === "text") el.textContent = value;
  else if (name === "value") el.value = value;
  else el.setAttribute(name, value === true ? "" : value);
}

export const byId = (id) => document.getElementById(id);

const signatures = new WeakMap();

// keyed makes the children of parent follow items ({key, sig, make}). A child
// whose signature did not change stays the same node, so focus, selection and
// half-typed text in it survive.
export function keyed(parent, items) {
  const wanted = new Set(items.map((it) => it.key));
  const old = new Map();
  for (const node of [...parent.children]) {
    if (wanted.has(node.dataset.key)) old.set(node.dataset.key, node);
    else node.remove();
  }
  let cursor = parent.firstElementChild;
  for (const it of items) {
    let node = old.get(it.key);
    if (!node || signatures.get(node) !== it.sig) {
      const fresh = it.make();
      fresh.dataset.key = it.key;
      signatures.set(fresh, it.sig);
      if (node) {
        if (cursor === node) cursor = fresh;
        swap(node, fresh);
      }
      node = fresh;
    }
    if (cursor === node) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
}

const focusable = "button, a[href], input, select, textarea, summary";

// swap replaces old by fresh and puts the focus back on the matching control.
export function swap(old, fresh) {
  const at = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  const self = old === document.activeElement;
  old.replaceWith(fresh);
  if (self) fresh.focus();
  else if (at >= 0) [...fresh.querySelectorAll(focusable)][at]?.focus();
}

// announce tells assistive technology about something new.
export function announce(text) {
  byId("live").textContent = text;
}

// toast shows a short notice that leaves by itself; hovering is not needed to
// read it, and it can be closed.
export function toast(text, closeLabel) {
  const note = h("div", { class: "toast" }, h("span", { text }));
  note.append(h("button", {
    class: "icon-btn", type: "button", "aria-label": closeLabel, text: "✕",
    on: { click: () => note.remove() },
  }));
  byId("toasts").append(note);
  setTimeout(() => note.remove(), 9000);
}
