// Block Kit as DOM. One context object says what a control does when used:
// ctx.act(element, block, value) and, in forms, ctx.values with what was typed.
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { mrkdwn, unescape } from "./mrkdwn.js";
import { emoji } from "./emoji.js";
import { richText } from "./rich.js";
import { control, field } from "./inputs.js";

// textNode renders a text object or a bare string.
export function textNode(obj) {
  if (!obj) return document.createDocumentFragment();
  if (typeof obj === "string") return mrkdwn(obj);
  if (obj.type === "mrkdwn") return mrkdwn(obj.text ?? "");
  return plainText(obj);
}

// plainText renders a plain_text object: no marks, but emoji shortcodes.
export function plainText(obj) {
  const out = document.createDocumentFragment();
  for (const part of unescape(obj?.text ?? "").split(/(:[a-z0-9_+-]+:)/)) {
    if (/^:[a-z0-9_+-]+:$/.test(part)) out.append(emoji(part.slice(1, -1)));
    else out.append(part);
  }
  return out;
}

const renderers = {
  header: (b) => h("h3", { class: "b-header" }, plainText(b.text)),
  divider: () => h("hr"),
  section,
  context,
  actions: (b, ctx) => h("div", { class: "b-actions" }, (b.elements ?? []).map((e) => control(e, b, ctx))),
  rich_text: (b) => richText(b),
  markdown: (b) => h("div", { class: "b-text" }, mrkdwn(fromMarkdown(b.text ?? ""))),
  image: (b) => h("p", { class: "b-image", text: "🖼 " + (b.alt_text ?? "") }),
  input: (b, ctx) => field(b, ctx),
};

export function block(b, ctx) {
  const make = renderers[b.type];
  if (!make) return h("p", { class: "b-unknown", text: t("unknown_block", { type: b.type ?? "?" }) });
  return make(b, ctx);
}

export function blocks(list, ctx) {
  return h("div", { class: "blocks" }, (list ?? []).map((b) => block(b, ctx)));
}

function section(b, ctx) {
  const main = h("div", { class: "b-main" });
  if (b.text) main.append(h("div", { class: "b-text" }, textNode(b.text)));
  if (b.fields?.length) {
    main.append(h("div", { class: "b-fields" }, b.fields.map((f) => h("div", {}, textNode(f)))));
  }
  const side = b.accessory ? h("div", { class: "b-side" }, control(b.accessory, b, ctx)) : null;
  return h("div", { class: "b-section" }, main, side);
}

function context(b) {
  const parts = (b.elements ?? []).map((e) =>
    h("span", {}, e.type === "image" ? document.createTextNode(e.alt_text ?? "") : textNode(e)));
  return h("div", { class: "b-context" }, parts);
}

// fromMarkdown turns the few marks of standard Markdown into mrkdwn.
function fromMarkdown(text) {
  return text
    .replace(/\*\*(.+?)\*\*/g, "*$1*")
    .replace(/~~(.+?)~~/g, "~$1~")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>")
    .replace(/^#{1,6}\s+(.+)$/gm, "*$1*");
}
