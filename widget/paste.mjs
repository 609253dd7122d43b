/** Owns the field for what a reader has, a text or a sentence: Python reads it, the reply is shown, the text is forgotten. */

import { engine } from "./engine-client.mjs";
import { parseHtml } from "./trusted-types.mjs";

/** Characters of each flavour that are read. */
const LONGEST = 1_000_000;

/**
 * What stands in the fields beside a link of a reply, as typed details.
 * @param {Element} link
 */
export function typedBeside(link) {
  /** @type {Record<string, string>} */
  const typed = {};
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
    link.closest("[data-order]")?.querySelectorAll("[name], [data-day]") ?? []
  );
  for (const { name, value, dataset } of fields) {
    if (name || value) typed[name || value] = dataset.day ?? value;
  }
  return typed;
}

/**
 * The field of one element, and the reply to what is put into it.
 * @param {import("./navigation.mjs").Navigation} navigation
 */
export function createPaste(navigation) {
  const { element } = navigation;
  /** What waits for the engine. @type {{text: string, html?: string} | undefined} */
  let waiting;

  const part = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (element.querySelector(name));
  const line = () => /** @type {HTMLDetailsElement | null} */ (part(".sit-paste"));

  /** @param {string} [word] which of the words that the page came with; else none */
  function say(word = "") {
    const said = part("[data-said]");
    if (said) said.textContent = said.dataset[word] ?? "";
  }

  /** @param {boolean} isOpen @param {string | DocumentFragment} reply */
  function show(isOpen, reply) {
    const own = line();
    if (own) own.open = isOpen;
    part("[data-reply]")?.replaceChildren(reply);
  }

  /** @param {{text: string, html?: string}} given */
  function read(given) {
    const field = /** @type {HTMLTextAreaElement | null} */ (part("[data-paste] textarea"));
    if (field) field.value = "";
    say();
    // The reply comes in the place of these words, and moves nothing.
    show(false, part("[data-said]")?.dataset.wait ?? "");
    part(".sit-paste > summary")?.focus();
    waiting = given;
    if (element.dataset.engine === "ready") answer();
  }

  async function answer() {
    if (!waiting) return;
    const request = { ...navigation.request(""), ...waiting };
    waiting = undefined;
    const { turn } = navigation;
    const { html, fault } = await engine.read(request).catch((fault) => ({ html: "", fault }));
    if (turn !== navigation.turn) return;
    if (fault) console.error("still-in-time:", fault);
    show(!html, parseHtml(html));
    say(html ? "" : fault ? "lost" : "nothing");
    const heading = part("[data-reply] > [tabindex]");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ behavior: "instant", block: "nearest" });
  }

  /** Has the engine get what reading needs, while the reader looks for their text. */
  const prepare = () =>
    void (line()?.open && element.dataset.engine === "ready" && engine.read({ text: "" }).catch(() => {}));

  /** @param {ClipboardEvent | DragEvent | SubmitEvent} event */
  function take(event) {
    const form = /** @type {Element} */ (event.target).closest("[data-paste]");
    const field = form?.querySelector("textarea");
    if (!field) return;
    const data =
      "clipboardData" in event ? event.clipboardData : "dataTransfer" in event ? event.dataTransfer : undefined;
    const [text, html] = data ? [data.getData("text/plain"), data.getData("text/html")] : [field.value, ""];
    // What is put beside typed words belongs to them.
    if ((data && field.value) || !(text.trim() || html)) return;
    event.preventDefault();
    read({ text: text.slice(0, LONGEST), html: html.slice(0, LONGEST) });
  }

  return {
    /** @param {AbortSignal} signal */
    listen(signal) {
      for (const kind of ["paste", "drop", "submit"]) {
        element.addEventListener(kind, (event) => take(/** @type {ClipboardEvent} */ (event)), { signal });
      }
      // It does not bubble.
      element.addEventListener("toggle", (event) => event.target === line() && prepare(), { signal, capture: true });
      element.addEventListener(
        "click",
        (event) => {
          const button = /** @type {HTMLElement | null} */ (
            /** @type {Element} */ (event.target).closest("[data-put], [data-again]")
          );
          if (button && "again" in button.dataset) {
            show(false, "");
            part(".sit-paste > summary")?.focus();
          } else if (button) {
            const field = button.parentElement?.querySelector("input");
            if (field) field.value = button.dataset.put ?? "";
            field?.focus();
          }
        },
        { signal },
      );
    },

    /** The engine is there. */
    begin() {
      prepare();
      answer();
    },

    /** There will be no engine. */
    lose() {
      if (waiting) show(true, "");
      waiting = undefined;
      say("lost");
    },
  };
}
