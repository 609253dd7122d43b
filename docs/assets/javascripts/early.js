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

/** What only scripts can do is there from the first sight on, and never without them. */
document.documentElement.classList.add("scripts");

/** The theme would put words of an address into its search field and mark them on the page: a stranger's, in a link. */
{
  const address = new URL(location.href);
  const { href } = address;
  for (const name of ["q", "h"]) if (address.searchParams.has(name)) address.searchParams.delete(name);
  if (address.href !== href) history.replaceState(history.state, "", address);
}

/**
 * The theme asks for storage without care. Where that is forbidden, asking throws: it gets one that forgets with the page.
 */
for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
  try {
    window[name].getItem("");
  } catch {
    const kept = new Map();
    const value = {
      getItem: (/** @type {unknown} */ key) => kept.get(String(key)) ?? null,
      setItem: (/** @type {unknown} */ key, /** @type {unknown} */ value) => void kept.set(String(key), String(value)),
      removeItem: (/** @type {unknown} */ key) => void kept.delete(String(key)),
    };
    Object.defineProperty(window, name, { value });
  }
}

/**
 * A page from the build cannot count days. Where the tab knows a date of the order that is recent enough to give a day, it
 * keeps room for that day, so that nothing moves when Python has it. `data-days` says for how many days from a date on
 * there is something to do; the name in the storage is that of widget/kept-store.mjs.
 */
try {
  const { typed } = JSON.parse(sessionStorage.getItem("still-in-time") ?? "");
  const look = new MutationObserver(() => {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-days]"))) {
      for (const pair of /** @type {string} */ (part.dataset.days).split(" ")) {
        const [name, days] = pair.split(":");
        if (Date.now() - Date.parse(typed?.[name]) < Number(days) * 86_400_000) part.dataset.room = "";
      }
    }
  });
  look.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => look.disconnect());
} catch {
  // Nothing is known of an order, or nothing that could be read.
}

/** It also believes what it finds there. What is not as it writes it, goes. */
(() => {
  const isPlain = (/** @type {any} */ value) => value === null || /^[a-z-]{0,20}$/.test(value);
  /** @param {any} kept what was found */
  const isPalette = ({ index, color: { media, scheme, primary, accent, ...others } }) =>
    Number.isInteger(index) &&
    ["default", "slate"].includes(scheme) &&
    /^\(prefers-color-scheme: (light|dark)\)$/.test(media) &&
    isPlain(primary) &&
    isPlain(accent) &&
    !Object.keys(others).length;
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store).filter((key) => /\.__[a-z]+$/.test(key))) {
      try {
        const kept = JSON.parse(store.getItem(key) ?? "null");
        if (kept === null || !key.endsWith(".__palette") || isPalette(kept)) continue;
      } catch {
        // Neither JSON nor of the shape: it goes.
      }
      store.removeItem(key);
    }
  }
})();

/**
 * It also keeps the colours that it begins with, as if the reader had chosen them, and would never follow the device again.
 * Only what differs from the device is a choice, and is kept until the reader goes back to what the device has.
 */
Object.defineProperty(self, "__md_set", {
  configurable: true,
  set(keep) {
    /** @param {string} name @param {any} kept @param {unknown[]} where */
    const value = (name, kept, ...where) => {
      if (name !== "__palette" || !matchMedia(kept.color.media).matches) keep(name, kept, ...where);
      else if (__md_get(name)?.index !== kept.index) localStorage.removeItem(`${__md_scope.pathname}.${name}`);
    };
    Object.defineProperty(self, "__md_set", { value });
  },
});
for (const scheme of ["light", "dark"]) {
  const media = `(prefers-color-scheme: ${scheme})`;
  matchMedia(media).addEventListener("change", ({ matches }) => {
    const choice = /** @type {HTMLElement | null} */ (document.querySelector(`input[data-md-color-media="${media}"]`));
    if (matches && !__md_get("__palette")) choice?.click();
  });
}

/**
 * Offers the page in the language that the browser prefers among the site's, unless the reader has chosen or declined.
 * Here, because what is shown before anything is drawn moves nothing.
 */
(() => {
  const offered = document.currentScript?.dataset.languages?.split(" ") ?? [];
  const wanted = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => offered.includes(tag));
  if (!wanted || wanted === document.documentElement.lang || localStorage.getItem("still-in-time-language")) return;
  const style = new CSSStyleSheet();
  style.replaceSync(`@media screen { .offer[lang="${wanted}"] { display: block; } }`);
  document.adoptedStyleSheets = [style];
})();

/**
 * The theme writes its search results as markup and starts its search worker by address. Both go through here: the markup
 * of a result, with links to plain paths of this site, and addresses on this host. Spaces are HTML's: JavaScript knows
 * others, which HTML takes for parts of a name.
 */
(() => {
  const origin = location.origin.replace(/[.[\]]/g, "\\$&");
  const element = "</?(?:a|article|code|del|div|em|h[1-6]|li|mark|ol|p|pre|span|strong|su[bp]|ul)";
  const address = String.raw`href="(?:${origin})?(?:/[\w~-][\w.~-]*)*/?(?:#[^"<>]*)?"`;
  const other = '(?:class|tabindex|data-md-[a-z]+)(?:="[^"<>]*")?';
  const harmless = new RegExp(String.raw`${element}(?:[ \t\n\f\r]+(?:${address}|${other}))*[ \t\n\f\r]*>`, "g");
  globalThis.trustedTypes?.createPolicy("default", {
    /** @param {string} html */
    createHTML(html) {
      if (html.replace(harmless, "").includes("<")) throw new TypeError("markup that nobody may write");
      return html;
    },
    /** @param {string} url */
    createScriptURL(url) {
      if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`not our own: ${url}`);
      return url;
    },
  });
})();
