/**
 * What the theme lacks for the keyboard: its menu and search are opened by labels, which cannot be focused, and what is
 * closed stays in the order of tabs. Everything here only adds; without it, mouse and touch work as before.
 */
(() => {
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));
  /** @param {string} selector */
  const findInput = (selector) => /** @type {HTMLInputElement | null} */ (find(selector));
  const words = find("meta[name='words']")?.dataset ?? {};
  const wide = matchMedia("(min-width: 76.25em)");
  const drawer = findInput("#__drawer");
  const search = findInput("#__search");
  const menu = find(".md-sidebar--primary");
  const results = find(".md-search__output");
  const field = findInput(".md-search__input");

  /** Puts a real button in the place of a header's label. @param {HTMLElement} toggle @param {string} name */
  function button(toggle, name) {
    const label = document.querySelector(`.md-header label.md-header__button[for="${toggle.id}"]`);
    if (!label) return undefined;
    const made = document.createElement("button");
    made.type = "button";
    made.className = `${label.className} button-${name}`;
    made.setAttribute("aria-label", words[name] ?? "");
    made.append(...label.childNodes);
    made.addEventListener("click", () => toggle.click());
    label.replaceWith(made);
    return made;
  }

  const menuButton = drawer && button(drawer, "menu");
  const searchButton = search && button(search, "search");

  /** Keeps what is closed out of reach, and says what is open. */
  function tell() {
    menuButton?.setAttribute("aria-expanded", String(drawer?.checked));
    searchButton?.setAttribute("aria-expanded", String(search?.checked));
    if (menu) menu.inert = !wide.matches && !drawer?.checked;
    if (results) results.inert = !search?.checked;
    const narrow = !matchMedia("(min-width: 60em)").matches;
    if (field) field.tabIndex = narrow && !search?.checked ? -1 : 0;
  }

  /** The switch for the copy of the site that the browser keeps. The widget makes the copy, and looks here first. */
  const offline = findInput("[data-offline-switch]");
  const KEY = "still-in-time-offline";
  async function forget() {
    // What other sites on this host keep is theirs.
    const { href, pathname } = __md_scope;
    const registration = await navigator.serviceWorker.getRegistration(href);
    if (registration?.scope === href) await registration.unregister();
    for (const name of await caches.keys())
      if (name.startsWith(`still-in-time ${pathname} `)) await caches.delete(name);
  }
  /** Whether a wish could be kept: storage may be full. @param {string} key @param {string} wish */
  function keep(key, wish) {
    try {
      localStorage.setItem(key, wish);
      return true;
    } catch {
      return false;
    }
  }
  if (offline && self.caches) {
    const full = find("[data-offline-full]");
    if (offline.parentElement) offline.parentElement.hidden = false;
    offline.checked = localStorage.getItem(KEY) !== "off";
    offline.addEventListener("change", () => {
      if (!offline.checked) forget();
      const isKept = offline.checked || keep(KEY, "off");
      if (full) full.hidden = isKept;
      if (offline.checked) localStorage.removeItem(KEY);
    });
  }

  /** Where to tell us that an answer is wrong, if anywhere: it names the answer shown, and nothing that was typed. */
  const report = /** @type {HTMLAnchorElement | null} */ (find("[data-report]"));
  const mail = /** @type {HTMLAnchorElement | null} */ (find("[data-report-mail]"));
  const checker = find("still-in-time");
  if ((report || mail) && checker) {
    const name = () => {
      const { address: path = "", rule = "" } = find("still-in-time > *")?.dataset ?? {};
      for (const [part, value] of Object.entries({ path, rule })) {
        const shown = find(`[data-report-${part}]`);
        if (shown) shown.textContent = value;
        if (!report) continue;
        const target = new URL(report.href);
        target.searchParams.set(part, value);
        report.href = target.href;
      }
      const lines = [...document.querySelectorAll(".report-text p")].map(({ textContent }) => textContent);
      if (mail) mail.href = `${mail.href.split("?")[0]}?body=${encodeURIComponent(lines.join("\n"))}`;
    };
    new MutationObserver(name).observe(checker, { childList: true });
  }

  /** A language that was chosen or declined is not offered again (early.js). The offer leads where the header's link does. */
  const LANGUAGE = "still-in-time-language";
  for (const offer of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".offer"))) {
    const link = offer.querySelector("a");
    const header = /** @type {HTMLAnchorElement | null} */ (find(`.switch[hreflang="${offer.lang}"]`));
    if (!link || !header) continue;
    const follow = () => {
      link.href = header.href;
    };
    new MutationObserver(follow).observe(header, { attributeFilter: ["href"] });
    offer.querySelector("button")?.addEventListener("click", () => {
      keep(LANGUAGE, document.documentElement.lang);
      offer.remove();
      find("#content")?.focus({ preventScroll: true });
    });
  }
  addEventListener("click", ({ target }) => {
    const chosen = target instanceof Element && target.closest(".switch, .offer a");
    if (!(chosen instanceof HTMLAnchorElement)) return;
    keep(LANGUAGE, chosen.hreflang);
    // Sections have the same names in every language.
    chosen.hash = location.hash;
  });

  /** The theme opens its search at single letters, which people who dictate say and others press by mistake. */
  addEventListener(
    "keydown",
    (event) => {
      if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey)
        event.stopImmediatePropagation();
    },
    { capture: true },
  );

  drawer?.addEventListener("change", () => {
    tell();
    // The first link of all is the theme's logo, which nobody sees.
    if (drawer.checked) find(".md-sidebar--primary a.md-nav__link")?.focus();
  });
  /** Whoever tabs out of the menu leaves it: what is behind it cannot be seen. */
  menu?.addEventListener("focusout", ({ relatedTarget }) => {
    if (drawer?.checked && relatedTarget instanceof Node && !menu.contains(relatedTarget)) drawer.click();
  });
  search?.addEventListener("change", () => {
    tell();
    if (search.checked) field?.focus();
    // The theme takes the focus from the field only after this, and gives it to nobody.
    else setTimeout(() => document.activeElement === document.body && searchButton?.focus());
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    menuButton?.focus();
  });
  wide.addEventListener("change", tell);
  addEventListener("resize", tell);
  tell();
})();
