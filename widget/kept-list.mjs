/**
 * Owns how the list of kept orders looks, on the home page and on the page about us. What presses do is kept-presses.mjs.
 *
 * A classic script that stands right behind its section, so that the list is there before anything is painted. All words
 * stand in the section (site_build/content/kept_part("ul").py). What was kept becomes text, or an address of the checker; an order that is
 * not as it should be is left out here, and set aside by kept-orders.mjs.
 */

import { ASIDE, STORE, TAB, VERSION } from "./kept-store.mjs";
import { today } from "./today.mjs";

const DAY = 86_400_000;
const ADDRESS = /^([a-z-]+\.[a-z0-9-]+(\/(?=.)|$))*$/;

const section = /** @type {HTMLElement} */ (document.getElementById("orders"));
const { dataset } = section;

/** @param {string} selector @param {ParentNode} [where] */
const part = (selector, where = section) => /** @type {HTMLElement} */ (where.querySelector(selector));

/** A text of the section, its blanks filled. @param {string} name @param {Record<string, string | number>} [values] */
const text = (name, values = {}) => (dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

/** A day in words, and how far away it is. @param {string} iso */
function inWords(iso) {
  const date = new Date(iso);
  const count = (Date.parse(iso) - Date.parse(today())) / DAY;
  const near = ["Yesterday", "Today", "Tomorrow"][count + 1] ?? (count > 0 ? "Days" : "Ago");
  return {
    day: text("pattern", {
      weekday: text("weekdays").split(" ")[(date.getUTCDay() + 6) % 7],
      day: date.getUTCDate(),
      month: text("months").split(" ")[date.getUTCMonth()],
      year: date.getUTCFullYear(),
    }),
    left: text(`left${near}`, { count: Math.abs(count) }),
  };
}

/**
 * Lets the page that a link opens know of the order, in this tab: a new one knows nothing of it.
 * @param {MouseEvent} event @param {string} id @param {import("./kept-orders.mjs").Order} order
 */
function open({ currentTarget, metaKey, ctrlKey, shiftKey, altKey }, id, { details }) {
  if (metaKey || ctrlKey || shiftKey || altKey) return;
  const { way } = /** @type {HTMLElement} */ (currentTarget).dataset;
  sessionStorage.setItem(TAB, JSON.stringify({ case: id, typed: details, opened: way === "look" ? way : "happened" }));
}

/** @param {string} id @param {import("./kept-orders.mjs").Order} order */
function row(id, order) {
  const { label, since, days, states, happened } = order;
  const { content } = /** @type {HTMLTemplateElement} */ (part("template"));
  const item = /** @type {HTMLElement} */ (content.firstElementChild?.cloneNode(true));
  const now = today();
  days.sort();
  const due = days.filter(([day, turn]) => (turn === "from" ? since < day && day <= now : since <= day && day < now));
  const [day, turn] = due.at(-1) ?? days.find(([day]) => day >= now) ?? [];
  item.dataset.order = id;
  item.dataset.day = day ?? "none";
  part("bdi", item).textContent = label;
  part("[data-when]", item).textContent = text(
    now < since ? "clock" : due.length ? "due" : (turn ?? "noDay"),
    day ? inWords(day) : {},
  );
  part("[data-happened]", item).hidden = !due.length;
  const [, state] = states.filter(([first]) => first <= now).at(-1) ?? states[0];
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (item.querySelectorAll("[data-way]"))) {
    const [, address, from = ""] = happened.find(([name]) => name === link.dataset.way) ?? [];
    const found = link.dataset.way === "look" || from > now ? state : address;
    if (found === undefined || !ADDRESS.test(found)) link.parentElement?.remove();
    else link.href = dataset.base + found + (found && "/");
    link.addEventListener("click", (event) => open(event, id, order));
  }
  /** @type {HTMLInputElement} */ (part("input", item)).value = label;
  return item;
}

/** The rows, by order, each with what it was made from. @type {Map<string, {from: string, item: HTMLElement}>} */
let shown = new Map();

/**
 * Shows what is kept; rows that were open stay so. While its order and the day are the same, a row stays the same element:
 * a press on one that is replaced would be lost, and so would its focus.
 */
function draw() {
  const before = shown;
  shown = new Map();
  let newest, hasAside;
  try {
    hasAside = Object.keys(localStorage).some((name) => name.startsWith(ASIDE));
    const { version, orders } = JSON.parse(localStorage.getItem(STORE) ?? "");
    newest = version;
    for (const id in version === VERSION && orders) {
      const last = before.get(id);
      const from = today() + JSON.stringify(orders[id]);
      try {
        const next = last?.from === from ? last : { from, item: row(id, orders[id]) };
        part("details", next.item).toggleAttribute("open", part("[open]", last?.item ?? next.item) !== null);
        shown.set(id, next);
      } catch {
        // It is not as it should be.
      }
    }
  } catch {
    // Nothing is kept, or nothing that could be read.
  }
  const rows = Array.from(shown.values(), ({ item }) => item);
  // Those without a day come last.
  rows.sort((one, other) => (one.dataset.day ?? "").localeCompare(other.dataset.day ?? ""));
  before.forEach(({ item }) => {
    if (!rows.includes(item)) item.remove();
  });
  rows.forEach((each, at) => {
    if (part("ul").children[at] !== each) part("ul").insertBefore(each, part("ul").children[at]);
  });
  part("[data-if=newer]").hidden = !(newest > VERSION);
  part("[data-if=aside]").hidden = !hasAside;
  part("[data-if=none]").hidden = rows.length > 0;
  section.hidden = !("always" in dataset || part("li, .sit-notice:not([hidden])"));
}

for (const [target, kind] of /** @type {[EventTarget, string][]} */ ([
  [section, "kept"],
  [self, "storage"],
  [self, "pageshow"],
])) {
  target.addEventListener(kind, draw);
}
draw();
