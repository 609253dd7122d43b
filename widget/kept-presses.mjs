/** Owns what presses in the list of kept orders do; how it looks is kept-list.mjs. */

import { say } from "./announce.mjs";
import { download } from "./copy-and-save.mjs";
import { kept, LONGEST_LABEL, write } from "./kept-orders.mjs";
import { details } from "./order-details.mjs";

/** Bytes of a file that are read. */
const LARGEST = 1_000_000;

const section = document.getElementById("orders");

/** Hands out a text as a file. @param {string} text */
const save = (text) => download(new File([text], "still-in-time-orders.json", { type: "application/json" }));

/** Says what became of a press. @param {string} word */
function tell(word) {
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
  else if (what === "save-aside") save(kept.aside().join("\n"));
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
  // What cannot be read is set aside, and the list says so.
  kept.all();
}
