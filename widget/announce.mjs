/** Owns the region that shows, and tells a screen reader, what a press has done. */

/** How long, in milliseconds, the words stay, beside what each letter takes to be read; and before they come. */
const STAYS = 4_000;
const LETTER = 80;
const PAUSE = 100;

/** What comes and goes in the region. */
let saying = 0;

/**
 * Says something in a region that was there before its words. The same words are heard again only when they had gone.
 * @param {string} words
 * @param {boolean} isPassing whether they go after a while
 */
export function say(words, isPassing) {
  const known = document.getElementById("still-in-time-said");
  const region = known ?? document.body.appendChild(document.createElement("p"));
  region.id = "still-in-time-said";
  region.setAttribute("role", "status");
  region.className = "sit-said";
  region.textContent = "";
  clearTimeout(saying);
  saying = setTimeout(() => {
    region.textContent = words;
    if (isPassing) saying = setTimeout(() => (region.textContent = ""), STAYS + LETTER * words.length);
  }, PAUSE);
}
