/** Owns what is written into the page around the element: its title, its own address, its links to other languages. */

/** Links that name this page, in each language: the switcher, and the head's. */
const links = () =>
  /** @type {NodeListOf<HTMLAnchorElement | HTMLLinkElement>} */ (
    document.querySelectorAll("header a[hreflang], head link[rel=alternate][hreflang], head link[rel=canonical]")
  );

/** Notes what the page says of itself; gives what writes it back. */
export function keepPageAround() {
  const { title } = document;
  const urls = [...links()].map(({ href }) => href);
  return () => {
    document.title = title;
    links().forEach((link, place) => {
      link.href = urls[place];
    });
  };
}

/**
 * @param {import("./engine-client.mjs").Answer} answer what is shown, at the page's address
 * @param {string} first the default language
 */
export function writePageAround(answer, first) {
  document.title = answer.title;
  for (const link of links()) {
    const { hreflang } = link;
    const path = hreflang ? answer.paths[hreflang === "x-default" ? first : hreflang] : location.pathname;
    if (path) link.href = new URL(path, link.href).href;
  }
}
