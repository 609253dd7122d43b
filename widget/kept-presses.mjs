/** Owns what presses in the list of kept orders do; how it looks is kept-list.mjs, which looks at the record at "kept". */

import { say } from "./announce.mjs";
import { kept, LONGEST_LABEL, write } from "./kept-orders.mjs";
import { details } from "./order-details.mjs";

/** Bytes of a file that are read. */
const LARGEST = 1_000_000;

const section = document.getElementById("orders");

/** Hands out a text as a file. @param {string} text */
function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "still-in-time-orders.json";
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
}

/** Shows what is kept, and what could not be read. */
function show() {
  const { isNewer, aside } = kept.state();
  for (const [name, is] of Object.entries({ newer: isNewer, aside: aside.length > 0 })) {
    const notice = /** @type {HTMLElement} */ (section?.querySelector(`[data-if=${name}]`));
    notice.hidden = !is;
  }
  section?.toggleAttribute("data-notice", isNewer || aside.length > 0);
  section?.dispatchEvent(new Event("kept"));
}

/** Says what became of a press. @param {string} word */
function tell(word) {
  show();
  say(section?.dataset[word] ?? "", true);
  if (section?.hidden) document.getElementById("content")?.focus({ preventScroll: true });
  else if (document.activeElement === document.body) section?.querySelector("summary")?.focus();
}

/** @param {string} what @param {string} id @param {HTMLInputElement | null} field */
function press(what, id, field) {
  if (what === "rename") {
    const label = field?.value.trim().slice(0, LONGEST_LABEL);
    if (label) tell(kept.change(id, (order) => order && { ...order, label }) || "renamed");
  } else if (what === "forget") {
    if (details.tab().case === id) details.drop();
    tell(kept.forget(id) || "forgotten");
  } else if (what === "forget-all") {
    kept.forgetAll();
    details.drop();
    tell("forgotten");
  } else if (what === "export") save(write(kept.all()));
  else if (what === "save-aside") {
    save(
      kept
        .state()
        .aside.map((name) => localStorage.getItem(name))
        .join("\n"),
    );
  }
}

/** @param {Event} event */
function listen(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const item = /** @type {HTMLElement | null} */ (target.closest("[data-order]"));
  const id = item?.dataset.order ?? "";
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-do]"));
  if (event.type === "submit") event.preventDefault();
  if (button && (event.type === "submit") === (button.localName === "form")) {
    press(button.dataset.do ?? "", id, item?.querySelector("input") ?? null);
  }
}

/** @param {Event} event */
async function take({ target }) {
  const [file] = (target instanceof HTMLInputElement && target.files) || [];
  if (!file) return;
  tell((file.size > LARGEST ? "broken" : kept.take(await file.text())) || "taken");
  /** @type {HTMLInputElement} */ (target).value = "";
}

if (section) {
  section.addEventListener("click", listen);
  section.addEventListener("submit", listen);
  section.addEventListener("change", take);
  show();
}
