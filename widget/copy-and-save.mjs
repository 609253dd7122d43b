/** Owns what a reader takes along from an answer or hands on: copied texts, the calendar file, the answer's address. */

/** Browsers inside of other apps, which save no files: they give themselves away. */
const IN_APP = /; wv\)|\(iP(?!.*Safari\/)/;

/** A text as it was made, one line for each of its parts. @param {Element | null} made */
const textOf = (made) =>
  made ? (made.children.length ? [...made.children] : [made]).map((each) => each.textContent?.trim()).join("\n") : "";

/**
 * Copies a text; where that is forbidden, selects it.
 * @param {Element} made
 * @param {Element} shown the same on the page
 * @returns {Promise<string>} which word says what became of it
 */
export async function copy(made, shown) {
  try {
    await navigator.clipboard.writeText(textOf(made));
    return "copied";
  } catch {
    shown.removeAttribute("hidden");
    getSelection()?.selectAllChildren(shown);
    return "copy-failed";
  }
}

/**
 * Hands something on by the device's own list of apps; where there is none, copies a text instead.
 * @param {ShareData} data
 * @param {string} text
 * @param {string} word says that the text has been copied
 * @returns {Promise<string>} which word says what became of it; none where the reader thought better of it
 */
export async function share(data, text, word = "copied") {
  try {
    if (navigator.share) {
      await navigator.share(data);
      return "shared";
    }
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return "";
  }
  try {
    await navigator.clipboard.writeText(text);
    return word;
  } catch {
    return "share-failed";
  }
}

/** Hands out a file. @param {File} file */
export function download(file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(URL.revokeObjectURL, 10_000, link.href);
}

/**
 * Hands out the dates as a calendar file; to an app that saves none, the file or the dates as a text.
 * @param {string} calendar
 * @param {Element | null} dates as they were made
 * @returns {Promise<string>} which word says what became of it
 */
export async function save(calendar, dates) {
  const file = new File([calendar], "still-in-time.ics", { type: "text/calendar;charset=utf-8" });
  if (IN_APP.test(navigator.userAgent)) {
    const text = textOf(dates);
    return share(navigator.canShare?.({ files: [file] }) ? { files: [file] } : { text }, text, "dates-copied");
  }
  download(file);
  return "saved";
}
