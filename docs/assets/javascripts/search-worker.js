/**
 * Search that forgives accents and endings: "codigo" finds «código», "cancelaciones" finds «cancelar». Above the pages stand
 * the situations that the words most likely mean (search-situations.js).
 *
 * This worker stands before the theme's own, which it loads, with the index of the page's language, only when somebody
 * begins to search. The index holds each word whole and by its stem. A query's words are looked up by their stems, and
 * by words that mean the same here. What fits more of the query comes first. See adr/0006.
 */
(() => {
  const given = new URL(self.location.href).searchParams;
  const theirFile = given.get("worker") ?? "";
  if (!/^workers\/search\.[0-9a-f]{8}\.min\.js$/.test(theirFile)) throw new Error("not the theme's worker");

  /** @typedef {{root: string, others: string[], begun: string, typed: string}} Wanted */
  /** @typedef {{score: number, parent?: unknown, terms: Record<string, boolean>}} Result */
  /** @typedef {{type: number, data: {items: Result[][]}}} Found */
  /** @typedef {{address: string, title: string, text: string}} Situation */

  /** The theme's worker and its lunr run in this scope, and take parts of it for their own. @type {any} */
  const scope = self;
  const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /** Words that say nothing about a page, and what a word has in common with its other forms. Both come with the index. */
  let common = /** @type {Set<string>} */ (new Set());
  let stem = (/** @type {string} */ word) => word;

  /**
   * Cuts the longest ending that leaves enough of a word, then evens out what differs in spelling only.
   * @param {{endings: string[], least: number, alike: Record<string, string>}} reading
   * @returns {(word: string) => string}
   */
  const cutter =
    ({ endings, least, alike }) =>
    (word) => {
      const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= least);
      const root = ending ? word.slice(0, -ending.length) : word;
      const written = Object.keys(alike).find((each) => root.endsWith(each));
      return written ? root.slice(0, -written.length) + alike[written] : root;
    };

  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;

  /** The theme's worker: what it listens with, and who waits for what it says next. */
  let listener = (/** @type {{data: {type: number, data: unknown}}} */ _) => {};
  let answered = (/** @type {any} */ _) => {};
  const trusted = self.trustedTypes?.createPolicy("still-in-time", {
    createScriptURL: (/** @type {string} */ url) => url,
  });
  const send = scope.postMessage.bind(scope);
  /** @param {number} type @param {unknown} data @returns {Promise<any>} */
  const ask = (type, data) =>
    new Promise((resolve) => {
      answered = resolve;
      listener({ data: { type, data } });
    });

  /** Stems that mean the same, by each of them. */
  const same = new Map();

  /** Finds situations for a query, with a head above them (search-situations.js). @type {(query: string) => Situation[]} */
  let situations = () => [];

  /** Runs another script of this site in this scope. @param {string} file */
  const run = (file) => importScripts(trusted ? trusted.createScriptURL(file) : file);

  /** Loads the indexes of this language, the theme's worker, and what finds situations. */
  async function load() {
    const files = [`${given.get("base")}search/sections.json`, given.get("situations") ?? ""];
    const [index, states] = await Promise.all(files.map(async (url) => (await fetch(url)).json()));
    run("search-situations.js");
    situations = scope.situations(states);
    scope.addEventListener = (/** @type {string} */ _, /** @type {typeof listener} */ listen) => {
      listener = listen;
    };
    scope.postMessage = (/** @type {unknown} */ message) => answered(message);
    run(theirFile);
    const { lunr } = scope;
    const { reading } = index;
    common = new Set(reading.common);
    stem = reading.endings
      ? cutter(reading)
      : (/** @type {string} */ word) => lunr.stemmer(new lunr.Token(word)).toString();
    // The only step that is run on the index and not on queries, whose words come as they are to be looked up.
    lunr.trimmer = (/** @type {any} */ token) => {
      const whole = plain(token.toString()).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
      const root = stem(whole);
      return [...new Set([whole, root])].map((form) => token.clone(() => form));
    };
    lunr.stopWordFilter = (/** @type {any} */ token) => (common.has(token.toString()) ? undefined : token);
    lunr.Pipeline.registerFunction(lunr.trimmer, "foldAndStem");
    lunr.Pipeline.registerFunction(lunr.stopWordFilter, "dropCommonWords");
    const find = lunr.Index.prototype.search;
    lunr.Index.prototype.search = function (/** @type {any} */ query) {
      const found = find.call(this, query);
      found.forEach(markOnce);
      return found;
    };
    for (const row of index.same) {
      const roots = row.map((/** @type {string} */ word) => stem(plain(word)));
      for (const root of roots) same.set(root, [...(same.get(root) ?? []), ...roots]);
    }
    await ask(SETUP, { ...index, options: {} });
  }

  /** Two forms of one word stand in one place, which the theme would mark twice, one mark inside the other's tag. @param {any} found */
  function markOnce({ matchData }) {
    const seen = new Set();
    for (const [field, match] of Object.values(matchData.metadata).flatMap(Object.entries)) {
      match.position = match.position.filter(
        (/** @type {unknown} */ place) => !seen.has(`${field} ${place}`) && seen.add(`${field} ${place}`),
      );
    }
  }

  /**
   * The words of a query, each with what it is looked up by: its stem, and what means the same. The last one may not be
   * finished, so it is also looked up by whatever begins with it. Common words count only where there are no others.
   * @param {string} query
   * @returns {Wanted[]}
   */
  function read(query) {
    const parts = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const telling = parts.filter((part) => !common.has(plain(part)));
    return (telling.length ? telling : parts).map((typed) => {
      const word = plain(typed);
      const root = stem(word);
      const isOpen = query.endsWith(typed) && word.length > 2;
      return {
        typed,
        root,
        others: (same.get(root) ?? []).filter((/** @type {string} */ other) => other !== root),
        begun: isOpen ? word : "",
      };
    });
  }

  /** Has the theme look up a query, then sorts what it found. @param {string} query @returns {Promise<Found>} */
  async function search(query) {
    const wanted = read(query);
    // A word with a weight is looked up as it is, one without as a beginning.
    const terms = wanted.flatMap(({ root, others, begun }) => [
      `${root}^4`,
      ...others.map((other) => `${other}^2`),
      begun,
    ]);
    /** @type {Found} */
    const answer = await ask(QUERY, terms.join(" "));
    const { items } = answer.data;
    for (const results of items) {
      for (const result of results) rate(result, wanted);
      results.sort(byScore);
    }
    items.sort(([one], [other]) => byScore(one, other));
    const likely = situations(query).map(asResult);
    if (likely.length) items.unshift(likely);
    return answer;
  }

  const escaped = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

  /**
   * As the theme lists a part of a page. Enter opens what has most points, so a situation has none: readers choose it.
   * @param {Situation} situation @returns {Result & {location: string, title: string, text: string}}
   */
  const asResult = ({ address, title, text }) => ({
    location: address,
    title: escaped(title),
    text: text && `<p>${escaped(text)}</p>`,
    score: 0,
    terms: {},
  });

  const byScore = (/** @type {Result} */ one, /** @type {Result} */ other) => other.score - one.score;

  /**
   * How much of the query is there counts most. That replaces the theme's own reward, which is first for the head of a page.
   * A word is there in any of its forms; the theme names the others, as they were typed.
   * @param {Result} result
   * @param {Wanted[]} wanted
   */
  function rate(result, wanted) {
    const hits = Object.values(result.terms);
    const rewarded = Number(!result.parent) + (hits.length ? hits.filter(Boolean).length / hits.length : 0);
    const found = wanted.map(({ root, others, begun }) => [root, begun, ...others].some((term) => result.terms[term]));
    result.score *= (found.filter(Boolean).length / found.length) ** 3 / (1 + rewarded ** 2);
    result.terms = Object.fromEntries(wanted.map(({ typed }, place) => [typed, found[place]]));
  }

  /** @type {Promise<void> | undefined} */
  let loading;
  let turn = Promise.resolve();
  addEventListener("message", ({ data: { type, data } }) => {
    if (type === SETUP) send({ type: READY });
    if (type !== QUERY) return;
    turn = turn.then(async () => {
      /** @type {Found} */
      let answer = { type: RESULT, data: { items: [] } };
      try {
        // The theme asks for nothing on every page that is opened: that is no search yet.
        if (/[\p{L}\p{N}]/u.test(data)) {
          loading ??= load();
          await loading;
          answer = await search(data);
        }
      } catch (error) {
        loading = undefined;
        console.error("search:", error);
      }
      send(answer);
    });
  });
})();
