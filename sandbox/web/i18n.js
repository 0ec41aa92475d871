// Page texts: one JSON file with the three languages.
export const languages = [
  { id: "en", label: "EN", name: "English" },
  { id: "zh-Hans", label: "简", name: "简体中文" },
  { id: "zh-Hant", label: "繁", name: "繁體中文" },
];

let texts = {};
let lang = "en";

export async function loadTexts() {
  const answer = await fetch("/static/i18n.json");
  texts = await answer.json();
}

export function setLang(id) {
  lang = texts[id] ? id : "en";
  document.documentElement.lang = lang;
  for (const el of document.querySelectorAll("[data-i18n]")) el.textContent = t(el.dataset.i18n);
  for (const el of document.querySelectorAll("[data-i18n-label]")) el.setAttribute("aria-label", t(el.dataset.i18nLabel));
}

export const currentLang = () => lang;

// t gives the text of a key in the current language; {name} is replaced by params.name.
export function t(key, params = {}) {
  const text = texts[lang]?.[key] ?? texts.en?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => params[name] ?? all);
}

export const textIn = (id, key) => texts[id]?.[key] ?? "";

export const has = (key) => Boolean(texts[lang]?.[key]);

// firstLang: what the visitor chose before, else what the browser prefers.
export function firstLang() {
  const kept = localStorage.getItem("lang");
  if (kept) return kept;
  const wish = (navigator.language || "en").toLowerCase();
  if (!wish.startsWith("zh")) return "en";
  return /hant|tw|hk|mo/.test(wish) ? "zh-Hant" : "zh-Hans";
}
