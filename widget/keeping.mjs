/** Owns what happens on a page to the order that the device keeps: what presses do, what an answer brings, other tabs. */

import { engine } from "./engine-client.mjs";
import { kept, LONGEST_LABEL } from "./kept-orders.mjs";
import { details } from "./order-details.mjs";
import { today } from "./today.mjs";

const MOST = 50;

/**
 * Brings the kept order up to an answer: where its reader has said what happened, or what they typed changes the same one.
 * @param {import("./engine-client.mjs").Answer} answer
 * @returns {boolean} whether the answer is now the one that is kept
 */
export function keepUp({ keep }) {
  if (!keep) return false;
  const isSaid = details.opened === "happened";
  const fault = kept.change(details.case, (order) => {
    if (order && isSaid) return { ...order, ...keep, since: today() };
    if (order?.address !== keep.address) return order;
    // What has changed since is still to be told.
    return { ...order, ...keep, rule: order.rule, version: order.version };
  });
  details.opened = undefined;
  return isSaid && !fault;
}

/**
 * @param {import("./navigation.mjs").Navigation} navigation
 * @param {ReturnType<typeof import("./live-parts.mjs").createLiveParts>} parts
 * @param {(word: string) => void} say
 */
export function createKeeping(navigation, parts, say) {
  const { element } = navigation;

  /** @param {string} fault why it was not done, or "" @param {string} [done] what to say otherwise */
  function tell(fault, done) {
    if (fault || done) say(fault ? `order-${fault}` : (done ?? ""));
    parts.refresh();
  }

  async function keep() {
    const field = /** @type {HTMLInputElement | null} */ (element.querySelector("[data-keep] input"));
    const label = (field?.value.trim() || field?.dataset.default || "").slice(0, LONGEST_LABEL);
    const { turn } = navigation;
    const answer = await engine
      .ask({ ...navigation.request(), kept: navigation.kept() ?? true })
      .catch(navigation.fail);
    if (!answer?.keep || turn !== navigation.turn) return;
    if (!details.case) details.adopt();
    const made = { ...answer.keep, since: today(), details: details.read() };
    tell(
      kept.change(details.case, (order) => ({ label, sent: [], ...order, ...made })),
      "order-kept",
    );
  }

  return {
    /** The engine is there: a kept order that was opened is worked out anew. */
    begin() {
      const order = navigation.kept();
      if (!order || details.opened !== "look") {
        parts.fill();
        return;
      }
      details.opened = undefined;
      navigation.reopen(order.answers, "replaceState", () => {}, parts.fill);
    },

    /** A link of the list has been pressed, which has told the tab why. @param {MouseEvent} event @param {HTMLAnchorElement} link */
    open(event, link) {
      const address = navigation.addressOf(link.pathname);
      if (element.dataset.engine !== "ready" || address === undefined) return;
      event.preventDefault();
      details.take();
      const answers = details.opened === "look" ? navigation.kept()?.answers : address;
      navigation.reopen(answers ?? address, "pushState", () => link.click());
    },

    /** Does what a button or form asks. @param {DOMStringMap} marks its data */
    press({ sent, keep: isKept, told, forgetOrder }) {
      if (isKept !== undefined) keep();
      if (sent !== undefined) {
        tell(
          kept.change(
            details.case,
            (order) =>
              order && {
                ...order,
                sent: [...order.sent, /** @type {[string, string]} */ ([sent, today()])].slice(-MOST),
              },
          ),
        );
      }
      if (told !== undefined) {
        const version = navigation.hello?.policy ?? "";
        tell(kept.change(details.case, (order) => order && { ...order, version }));
      }
      if (forgetOrder !== undefined) {
        const fault = kept.forget(details.case);
        if (!fault) parts.forget();
        tell(fault, "order-forgotten");
      }
    },

    /** @param {AbortSignal} signal */
    watch(signal) {
      kept.watch(() => {
        const order = navigation.kept();
        if (!order && element.querySelector("[data-forget-order]")) {
          parts.forget();
          say("order-gone");
        } else if (order && JSON.stringify(order.details) !== JSON.stringify(details.read())) {
          details.write(order.details);
          parts.fill();
        }
      }, signal);
    },
  };
}
