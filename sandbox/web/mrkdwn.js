// Slack's mrkdwn and dates as DOM nodes; no HTML is ever parsed.
import { h } from "./dom.js";
import { currentLang } from "./i18n.js";
import { store, person, channelById } from "./state.js";
import { emoji } from "./emoji.js";

const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
export const unescape = (s) => s.replace(/&(amp|lt|gt);/g, (m) => entities[m]);

const zone = () => store.data?.zone || undefined;

export function format(unix, options) {
  return new Intl.DateTimeFormat(currentLang() === "en" ? "en-GB" : currentLang(), { timeZone: zone(), ...options })
    .format(new Date(unix * 1000));
}
export const clockTime = (unix) => format(unix, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayName = (unix) => format(unix, { weekday: "long", day: "numeric", month: "long" });
export const shortDay = (unix) => format(unix, { weekday: "short" });

const dateForms = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { month: "short", day: "numeric", year: "numeric" },
  date_long: { weekday: "long", month: "long", day: "numeric", year: "numeric" },
  date: { month: "long", day: "numeric", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

// formatDate fills Slack's date tokens ("{date_short_pretty} {time}").
export function formatDate(unix, pattern) {
  return pattern.replace(/\{(\w+)\}/g, (all, token) => {
    const base = token.replace(/_pretty$/, "");
    if (base === "ago") return clockTime(unix);
    if (!dateForms[base]) return all;
    if (token !== base) {
      const near = relativeDay(unix);
      if (near) return near;
    }
    return format(unix, dateForms[base]);
  });
}

function relativeDay(unix) {
  const day = (u) => format(u, { year: "numeric", month: "2-digit", day: "2-digit" });
  const now = store.data.now;
  const off = [0, 1, -1].find((n) => day(unix) === day(now + n * 86400));
  if (off === undefined) return "";
  return new Intl.RelativeTimeFormat(currentLang(), { numeric: "auto" }).format(off, "day");
}

export function userChip(id, fallback) {
  const p = person(id);
  const name = p.name === id && fallback ? fallback : p.name;
  return h("span", { class: "mention" + (id === store.me ? " me" : ""), text: "@" + name });
}

export function channelChip(id, fallback) {
  return h("span", { class: "mention", text: "#" + (channelById(id)?.name ?? fallback ?? id) });
}

// inside gives where a link to a message of this workspace leads on this page:
// undefined for other links, "" when the person played cannot see it.
function inside(url) {
  const m = /^https:\/\/([\w-]+)\.slack\.com\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?/.exec(url);
  if (!m || m[1] !== store.data?.domain) return undefined;
  if (!channelById(m[2])) return "";
  return "#" + new URLSearchParams({ as: store.me, channel: m[2], thread: m[5] ?? m[3] + "." + m[4] });
}

export function link(url, text) {
  const place = inside(url);
  if (place) return h("a", { href: place, text: text || url });
  if (place === "") return document.createTextNode(text || url);
  if (!/^(https?|mailto|tel):/i.test(url)) return document.createTextNode(text || url);
  return h("a", { href: url, target: "_blank", rel: "noreferrer noopener", text: text || url });
}

// entity renders what stands between < and >.
function entity(body) {
  const [head, ...rest] = body.split("|");
  const label = rest.join("|");
  if (head.startsWith("@")) return userChip(head.slice(1), unescape(label));
  if (head.startsWith("#")) return channelChip(head.slice(1), unescape(label));
  if (head.startsWith("!date^")) {
    const [, unix, pattern, url] = head.split("^");
    const text = formatDate(Number(unix), unescape(pattern));
    return url ? link(unescape(url), text) : h("time", { text });
  }
  if (head.startsWith("!subteam^")) return h("span", { class: "mention", text: unescape(label || "@team") });
  if (head.startsWith("!")) return h("span", { class: "mention", text: "@" + head.slice(1) });
  return link(unescape(head), unescape(label));
}

const inline = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])/gu;

// mrkdwn renders a text; quotes are lines that start with >.
export function mrkdwn(text) {
  const out = document.createDocumentFragment();
  let quote = null;
  const lines = text.split("\n");
  lines.forEach((line, i) => {
    const quoted = /^(&gt;|>)\s?/.exec(line);
    if (quoted) {
      quote ??= out.appendChild(h("blockquote"));
      if (quote.childNodes.length) quote.append(h("br"));
      quote.append(spans(line.slice(quoted[0].length)));
      return;
    }
    if (i > 0 && !quote) out.append("\n");
    quote = null;
    out.append(line);
  });
  // Code fences span lines, so plain text is joined again before it is parsed.
  return parseText(out);
}

function parseText(fragment) {
  fragment.normalize();
  for (const node of [...fragment.childNodes]) {
    if (node.nodeType === Node.TEXT_NODE) node.replaceWith(spans(node.data));
  }
  return fragment;
}

function spans(text) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const m of text.matchAll(inline)) {
    out.append(unescape(text.slice(at, m.index)));
    out.append(piece(m));
    at = m.index + m[0].length;
  }
  out.append(unescape(text.slice(at)));
  return out;
}

function piece(m) {
  if (m[1]) return h("pre", { text: unescape(m[1]).trim() });
  if (m[2]) return h("code", { text: unescape(m[2]) });
  if (m[3]) return entity(m[3]);
  if (m[4]) return emoji(m[4]);
  if (m[5]) return h("strong", {}, spans(m[5]));
  if (m[6]) return h("em", {}, spans(m[6]));
  return h("s", {}, spans(m[7]));
}

// plain gives a text without marks, for announcements and select options.
export function plain(text) {
  const box = h("div");
  box.append(mrkdwn(text ?? ""));
  return box.textContent;
}
