/** Owns what a reader takes along from an answer: copied texts and the calendar file. */

/**
 * Copies a text as it was made, one line for each of its parts; where that is forbidden, selects it.
 * @param {Element} made
 * @param {Element} shown the same on the page
 * @returns {Promise<string>} which word says what became of it
 */
export async function copy(made, shown) {
  const lines = made.children.length ? [...made.children] : [made];
  try {
    await navigator.clipboard.writeText(lines.map((each) => each.textContent?.trim()).join("\n"));
    return "copied";
  } catch {
    getSelection()?.selectAllChildren(shown);
    return "copy-failed";
  }
}

/** Hands out the dates as a calendar file. @param {string} calendar */
export function save(calendar) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([calendar], { type: "text/calendar;charset=utf-8" }));
  link.download = "still-in-time.ics";
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
}
