/** Owns the fields on an answer, and the parts of it that change with what is typed; the rest, and the focus, stay. */

import { engine } from "./engine-client.mjs";
import { keepUp } from "./keeping.mjs";
import { details } from "./order-details.mjs";

const LONGEST = 200;

/** What in a part can hold the focus, in order. @param {Element} part */
const focusable = (part) =>
  /** @type {HTMLElement[]} */ ([...part.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]);

/**
 * The fields and parts of one element.
 * @param {import("./navigation.mjs").Navigation} navigation
 */
export function createLiveParts(navigation) {
  const { element } = navigation;
  /** @type {"idle" | "asking" | "again"} */
  let filling = "idle";
  /** Whether a text is being typed, which is not judged before its field is left. */
  let isTyping = false;

  const fieldsOf = () => /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll("form[data-details] [name]")]);

  /** Until the parts are as they should be. */
  let refreshed = Promise.resolve();

  /** Renews what hangs on the reader's details and leaves the rest alone, the field with the focus above all. */
  function refresh() {
    if (filling !== "idle") filling = "again";
    else if (element.dataset.engine === "ready") refreshed = ask();
    return refreshed;
  }

  async function ask() {
    const { turn } = navigation;
    try {
      do {
        filling = "asking";
        const answer = await engine.ask(navigation.request());
        if (turn !== navigation.turn) break;
        if (answer.fault) console.error("still-in-time:", answer.fault);
        else renew(answer);
      } while (/** @type {string} */ (filling) === "again");
    } catch (error) {
      if (turn === navigation.turn) navigation.fail(error);
    } finally {
      filling = "idle";
    }
  }

  /** @param {import("./engine-client.mjs").Answer} answer */
  function renew(answer) {
    const last = navigation.asMade();
    const fresh = navigation.renew(answer);
    if (keepUp(answer)) filling = "again";
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-part]"))) {
      const name = `[data-part="${part.dataset.part}"]`;
      const [was, next] = [last, fresh].map((made) => made.querySelector(name));
      if (!next || was?.isEqualNode(next)) continue;
      if (was && isTyping && part.dataset.part === "problems") {
        next.replaceWith(was);
        continue;
      }
      const place = focusable(part).indexOf(/** @type {HTMLElement} */ (document.activeElement));
      // The part itself stays: only a region that was there before its words is read out.
      part.replaceChildren(...next.cloneNode(true).childNodes);
      if (place >= 0) (focusable(part)[place] ?? element.querySelector(".sit-heading"))?.focus({ preventScroll: true });
    }
    const by = fresh.querySelector("[data-answered-by]")?.getAttribute("data-answered-by");
    if (by) element.querySelector("[data-answered-by]")?.setAttribute("data-answered-by", by);
  }

  navigation.refresh = () => void refresh();

  return {
    refresh,

    /** @param {Event} event */
    type(event) {
      const field = /** @type {HTMLInputElement} */ (event.target);
      if (!field.name || !field.closest("form[data-details]")) return;
      // The year of a date counts from its first digit on: one that begins with a nought is unfinished until the field is left.
      if ((event.type === "focusout") !== (field.type === "date" && field.value.startsWith("0"))) return;
      isTyping = event.type === "input" && field.type === "text";
      const fault = details.put(field.name, field.value.slice(0, LONGEST));
      refresh();
      if (fault) navigation.say(`order-${fault}`);
    },

    /** Brings what the reader has typed, on an earlier page, into the answer; what they have not, out of the fields. */
    fill() {
      const known = details.read();
      const fields = fieldsOf();
      const stale = fields.filter((field) => field.value !== (known[field.name] ?? ""));
      for (const field of stale) field.value = known[field.name] ?? "";
      if (stale.length || navigation.kept() || (fields.length && Object.values(known).some(Boolean))) refresh();
    },

    /** Shows the case sheet, or puts it away. @param {string} languages */
    async showSheet(languages) {
      navigation.sheet = languages;
      await refresh();
      const place = element.querySelector(languages ? "#sit-sheet" : "[data-sheet]");
      if (place instanceof HTMLElement) place.focus();
    },

    forget() {
      details.clear();
      const fields = fieldsOf();
      for (const field of fields) field.value = "";
      fields[0]?.focus({ preventScroll: true });
      refresh();
    },
  };
}
