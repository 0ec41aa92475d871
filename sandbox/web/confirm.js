// The "are you sure?" step a Block Kit element may ask for.
import { h, byId } from "./dom.js";
import { t } from "./i18n.js";
import { textNode } from "./blocks.js";

export function confirmFirst(ask, go) {
  if (!ask) return go();
  const box = byId("confirm");
  const done = (yes) => {
    box.close();
    if (yes) go();
  };
  box.replaceChildren(
    h("h2", { id: "confirm-title" }, textNode(ask.title)),
    h("div", { class: "modal-body" }, textNode(ask.text)),
    h("div", { class: "modal-foot" },
      h("button", { class: "btn", type: "button", on: { click: () => done(false) } }, ask.deny ? textNode(ask.deny) : t("cancel")),
      h("button", {
        class: "btn " + (ask.style === "danger" ? "danger" : "primary"), type: "button",
        on: { click: () => done(true) },
      }, ask.confirm ? textNode(ask.confirm) : t("yes"))),
  );
  box.showModal();
}
