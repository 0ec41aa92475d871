// Looks for what keeps people out, as far as a program can tell: text that is
// hard to read, controls too small to hit, pages that run off the side, texts
// nobody translated. Every function gives a list of faults, one line each.
window.faults = (() => {
  const { shown, caption, controls, tidy } = window.visitor;
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  const name = (el) => el.tagName.toLowerCase() + (el.id ? "#" + el.id : "") + [...el.classList].map((c) => "." + c).join("");

  // paint lays colours over each other as the screen does and gives the result.
  function paint(layers) {
    pen.globalAlpha = 1;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1, 1);
    for (const [colour, alpha] of layers) {
      pen.globalAlpha = alpha;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }

  const light = (rgb) => rgb
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);

  function ratio(a, b) {
    const [hi, lo] = [light(a), light(b)].sort((x, y) => y - x);
    return (hi + 0.05) / (lo + 0.05);
  }

  // measured gives the contrast of an element's text with what lies behind it.
  function measured(el, colour) {
    const chain = [];
    for (let x = el; x; x = x.parentElement) chain.unshift(x);
    const styles = chain.map((x) => getComputedStyle(x));
    const opacity = styles.reduce((product, s) => product * Number(s.opacity), 1);
    const behind = styles.map((s) => [s.backgroundColor, 1]);
    return { ratio: ratio(paint(behind), paint([...behind, [colour, opacity]])), opacity };
  }

  // enough is the least contrast of level AA for text of that size.
  function enough(style) {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  }

  const ownText = (el) => [...el.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());

  function contrast() {
    const out = new Set();
    for (const el of document.querySelectorAll("body *")) {
      if (!shown(el) || el.closest(":disabled, .sr, option, .skip")) continue;
      const style = getComputedStyle(el);
      const hint = el.placeholder && !el.value ? getComputedStyle(el, "::placeholder").color : "";
      if (!ownText(el) && !hint) continue;
      const got = measured(el, hint || style.color);
      if (got.opacity > 0 && got.ratio < enough(style)) out.add(`contrast ${got.ratio.toFixed(2)}: ${name(el)} “${tidy(el.textContent || el.placeholder).slice(0, 40)}”`);
    }
    return [...out];
  }

  // sideways finds what is wider than the screen.
  function sideways() {
    const out = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > root.clientWidth) out.push(`the page is ${root.scrollWidth} px wide on ${root.clientWidth}`);
    for (const el of document.querySelectorAll("body *")) {
      if (!shown(el) || el.closest(".sr, .skip")) continue;
      const box = el.getBoundingClientRect();
      if (box.right > innerWidth + 1 || box.left < -1) out.push(`${name(el)} reaches from ${box.left} to ${box.right} of ${innerWidth}`);
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(el).overflowX);
      if (scrolls && el.scrollWidth > el.clientWidth + 1) out.push(`${name(el)} scrolls sideways`);
    }
    return out;
  }

  // small finds controls below the 24 px of level AA; links in a text are exempt.
  const small = () => [...document.querySelectorAll(controls)]
    .filter((el) => shown(el) && !el.matches("a") && !el.closest(".sr"))
    .map((el) => [el, el.getBoundingClientRect()])
    .filter(([el, box]) => Math.min(box.width, box.height) < 24 && !el.closest("label"))
    .map(([el, box]) => `${name(el)} “${caption(el)}” is ${Math.round(box.width)} by ${Math.round(box.height)} px`);

  // order finds faults of structure a screen reader stumbles over.
  function order() {
    const out = [];
    const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
    for (const id of new Set(ids.filter((x, i) => ids.indexOf(x) !== i))) out.push("id twice: " + id);
    if (document.querySelectorAll("h1").length !== 1) out.push("not one h1");
    if (document.querySelectorAll("main").length !== 1) out.push("not one main");
    if (!document.documentElement.lang) out.push("no language");
    for (const el of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")) {
      for (const a of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
        for (const id of (el.getAttribute(a) ?? "").split(/\s+/).filter(Boolean)) {
          if (!document.getElementById(id) && shown(el)) out.push(`${name(el)} ${a} points nowhere: ${id}`);
        }
      }
    }
    return out;
  }

  // names are the same in every language: the app, channels, Ben Carter, and
  // topics people may type in English.
  const names = ["firstask", "ticket", "help", "support", "desk", "team", "admin", "Ben", "Carter",
    "invoice", "invoices", "refund", "billing", "delivery", "installation", "assembly", "part", "screw", "missing"];

  // words finds keys without a text, unfilled places and, with foreign set,
  // English words outside of what is marked as English.
  function words(foreign) {
    const marked = [...document.querySelectorAll("[lang=en]")].map((el) => el.innerText);
    const page = marked.reduce((all, part) => all.replace(part, ""), document.body.innerText);
    const seen = [page, ...[...document.querySelectorAll(":is([aria-label], [placeholder], [title]):not([lang=en])")]
      .flatMap((el) => [el.getAttribute("aria-label"), el.getAttribute("placeholder"), el.getAttribute("title")])].filter(Boolean).join("\n");
    const out = [...seen.matchAll(/\b[a-z]+(_[a-z0-9]+)+\b|\b[a-z]+(\.[a-z_]+){2,}\b|\{\w+\}|undefined|\[object|<no value>|%!|NaN/g)].map((m) => "not a text: " + m[0]);
    if (foreign) out.push(...(seen.match(/[A-Za-z][a-z]{2,}/g) ?? []).filter((word) => !names.includes(word)).map((word) => "English: " + word));
    return out;
  }

  const everything = (phone, foreign) => [...contrast(), ...order(), ...small(), ...words(foreign), ...(phone ? sideways() : [])];

  return { contrast, sideways, small, order, words, everything };
})();
