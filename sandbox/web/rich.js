// The rich_text block: sections, lists, quotes and preformatted text.
import { h } from "./dom.js";
import { userChip, channelChip, link, formatDate } from "./mrkdwn.js";
import { emoji } from "./emoji.js";

export function richText(b) {
  return h("div", { class: "b-text rich" }, (b.elements ?? []).map(group));
}

function group(e) {
  if (e.type === "rich_text_list") {
    const list = h(e.style === "ordered" ? "ol" : "ul", { class: "rich-list" });
    for (const item of e.elements ?? []) list.append(h("li", {}, (item.elements ?? []).map(leaf)));
    if (e.indent) list.classList.add("indent-" + Math.min(e.indent, 4));
    return list;
  }
  const kids = (e.elements ?? []).map(leaf);
  if (e.type === "rich_text_quote") return h("blockquote", {}, kids);
  if (e.type === "rich_text_preformatted") return h("pre", {}, kids);
  return h("div", {}, kids);
}

const leaves = {
  text: (e) => document.createTextNode(e.text ?? ""),
  user: (e) => userChip(e.user_id),
  channel: (e) => channelChip(e.channel_id),
  usergroup: (e) => h("span", { class: "mention", text: "@" + (e.usergroup_id ?? "") }),
  broadcast: (e) => h("span", { class: "mention", text: "@" + (e.range ?? "") }),
  emoji: (e) => emoji(e.name ?? ""),
  link: (e) => link(e.url ?? "", e.text),
  date: (e) => h("time", { text: formatDate(e.timestamp, e.format ?? "{date_num}") }),
};

function leaf(e) {
  let node = leaves[e.type]?.(e) ?? document.createTextNode(e.text ?? "");
  const style = e.style ?? {};
  if (style.code) node = h("code", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.bold) node = h("strong", {}, node);
  return node;
}
