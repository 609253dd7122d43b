/**
 * Owns how the list of kept orders looks, on the home page and on the page about us. What presses do is kept-presses.mjs.
 *
 * A classic script that stands right behind its section, so that the list is there before anything is painted. All words
 * stand in the section (site_build/content/kept_list.py). What was kept becomes text, or an address of the checker; an order that is
 * not as it should be is left out here, and set aside by kept-orders.mjs.
 */

import { STORE, TAB, VERSION } from "./kept-store.mjs";
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

let drawn = "";

/**
 * Shows what is kept; rows that were open stay so. While record and day are the same, all rows stay: a press on one that
 * is replaced would be lost.
 */
function draw() {
  let record = null;
  try {
    record = localStorage.getItem(STORE);
  } catch {
    // Storage is forbidden.
  }
  if (today() + record !== drawn) {
    drawn = today() + record;
    const rows = [];
    try {
      const { version, orders } = JSON.parse(/** @type {string} */ (record));
      for (const id in version === VERSION && orders) {
        try {
          rows.push(row(id, orders[id]));
        } catch {
          // It is not as it should be.
        }
      }
    } catch {
      // Nothing is kept, or nothing that could be read.
    }
    // Those without a day come last.
    rows.sort((one, other) => (one.dataset.day ?? "").localeCompare(other.dataset.day ?? ""));
    for (const each of rows) {
      const last = section.querySelector(`[data-order="${CSS.escape(each.dataset.order ?? "")}"] [open]`);
      part("details", each).toggleAttribute("open", last !== null);
    }
    part("ul").replaceChildren(...rows);
    part("[data-if=none]").hidden = rows.length > 0;
  }
  section.hidden = !(part("[data-if=none]").hidden || "always" in dataset || "notice" in dataset);
}

for (const [target, kind] of /** @type {[EventTarget, string][]} */ ([
  [section, "kept"],
  [self, "storage"],
  [self, "pageshow"],
])) {
  target.addEventListener(kind, draw);
}
draw();
