/**
 * Runs before anything else on every page.
 *
 * The theme looks for a sitemap under the address of every translation that the head names, which is a request into the void
 * on each page. It looks once, when the document is ready; until then the links go by another name.
 */
document.addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll("head link[rel='alternate'][hreflang]");
  for (const link of links) link.setAttribute("rel", "translation");
  setTimeout(() => {
    for (const link of links) link.setAttribute("rel", "alternate");
  });
});
