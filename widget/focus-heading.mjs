/** Owns where the focus goes after a change. */

/** Moves the focus to the new heading: that alone tells a screen reader what has changed. @param {HTMLElement} element */
export function focusHeading(element) {
  const heading = element.querySelector(".sit-heading");
  if (!(heading instanceof HTMLElement)) return;
  // An outcome begins above its heading, with yes or no.
  const first = heading.closest(".sit-verdict") ?? heading;
  const { top } = first.getBoundingClientRect();
  // The margin keeps it clear of the site's header, which stays at the top.
  const seen = top >= parseFloat(getComputedStyle(first).scrollMarginTop) && top <= innerHeight / 2;
  // Set after reading the layout, which would be computed twice otherwise.
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  // A frame on another site is as high as what is in it: only the browser knows what of it is in sight.
  if ("framed" in element.dataset) first.scrollIntoView({ behavior: "instant", block: "nearest" });
  else if (!seen) first.scrollIntoView({ behavior: "instant" });
}
