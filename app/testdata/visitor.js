// What the browser tests need inside the page: finding things the way a person
// does, by what is written on them, waiting for them, and looking for faults
// that keep people out.
window.visitor = (() => {
  const patience = 10000;

  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const within = (scope) => [...document.querySelectorAll(scope || "body")];
  const text = (scope) => within(scope).filter(shown).map((el) => el.innerText).join("\n");
  const tidy = (words) => words.replace(/\s+/g, " ").trim();

  // readable is what is written in an element, without what is decoration.
  const readable = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    return [...node.childNodes].map(readable).join(" ");
  };

  // caption is what a person calls a control: what is written on it or beside
  // it, else what a screen reader says.
  function caption(el) {
    const written = el.matches("input, select, textarea") ? el.labels?.[0]?.textContent : readable(el);
    return tidy(written || el.getAttribute("aria-label") || "");
  }

  // called reports whether a control has the name; "Be Chen Mo*" stands for
  // every name that begins so.
  const called = (el, name) => (name.endsWith("*") ? caption(el).startsWith(name.slice(0, -1)) : caption(el) === name);

  const controls = "button, a[href], input, select, textarea, summary";

  const all = (name, scope) => within(scope).flatMap((root) => [...root.querySelectorAll(controls)])
    .filter((el) => called(el, name) && shown(el) && !el.disabled);

  // until gives the first value of get() that counts as true, null after a while.
  function until(get) {
    const end = Date.now() + patience;
    return new Promise((done, failed) => {
      const look = () => {
        let value;
        try {
          value = get();
        } catch (e) {
          return failed(e);
        }
        if (value) return done(value);
        if (Date.now() > end) return done(null);
        setTimeout(look, 15);
      };
      look();
    });
  }

  const sees = (words, scope) => until(() => text(scope).includes(words)).then(Boolean);

  // spot brings the newest control of that name into view and gives its middle,
  // once it stands still and nothing lies on top of it.
  async function spot(name, scope) {
    let last = "";
    return until(() => {
      const el = all(name, scope).at(-1);
      if (!el || document.body.getAttribute("aria-busy")) return null;
      el.scrollIntoView({ block: "center", inline: "nearest" });
      const box = el.getBoundingClientRect();
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const here = [at.x, at.y].join();
      const still = here === last;
      last = here;
      const top = document.elementFromPoint(at.x, at.y);
      return still && top && (el === top || el.contains(top) || top.contains(el)) ? at : null;
    });
  }

  // choose picks an option of a menu by what is written on it.
  async function choose(field, option) {
    const select = await until(() => all(field).at(-1));
    const found = [...(select?.options ?? [])].find((o) => o.text.includes(option));
    if (!found) return [...(select?.options ?? [])].map((o) => o.text).join(" | ") || "no menu " + field;
    select.value = found.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    return "";
  }

  // focused says what has the keyboard: its name, and whether that can be seen.
  function focused() {
    const el = document.activeElement;
    const frame = el.closest("form") ?? el;
    const ring = (x) => {
      const s = getComputedStyle(x);
      return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
    };
    return { name: caption(el), tag: el.tagName, seen: el === document.body || ring(el) || ring(frame) };
  }

  return { shown, text, caption, called, controls, tidy, until, sees, spot, choose, focused };
})();
