/**
 * The situations that the words of a search most likely mean, as checker/find.py finds them: the same steps over the same
 * data, which site_build/assets/situations.py writes. tests/site/test_situations.py compares the two. See adr/0022.
 *
 * search-worker.js loads this when somebody begins to search.
 */
(() => {
  /**
   * A word without accents, its stem, whether it says little by itself, and whether it is denied.
   * @typedef {{plain: string, stem: string, common: boolean, denied: boolean}} Word
   */
  /** @typedef {{address: string, end: string, parts: string[]}} State */
  /** @typedef {{address: string, title: string, text: string}} Situation */

  const fold = (/** @type {string} */ text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\p{M}'’`´]/gu, "");
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, number) => total + number, 0);
  /** @param {string[]} some @param {Set<string>} all */
  const within = (some, all) => some.every((each) => all.has(each));
  /** A stem without each of its letters in turn, but for the first. @param {string} stem */
  const shorter = (stem) => Array.from(stem.slice(1), (_, at) => stem.slice(0, at + 1) + stem.slice(at + 2));
  const split = (/** @type {string} */ text) => text.split(" ");
  /** How many of the lists hold each of their entries. @param {Iterable<Iterable<string>>} lists */
  function count(lists) {
    const counted = /** @type {Map<string, number>} */ (new Map());
    for (const list of lists) for (const each of new Set(list)) counted.set(each, (counted.get(each) ?? 0) + 1);
    return counted;
  }

  /**
   * How sentences of a language are read: their words, and the concepts among these.
   * @param {any} index @returns {{words: (text: string) => Word[], concepts: (words: Word[]) => Set<string>}}
   */
  function reader({ reading, limits }) {
    const [common, negations, breaks, things] = ["common", "negations", "breaks", "things"].map(
      (name) => new Set(reading[name]),
    );
    const phrases = /** @type {Map<string, [string[], string][]>} */ (new Map());
    for (const [concept, entries] of /** @type {[string, string[]][]} */ (Object.entries(reading.phrases))) {
      for (const parts of entries.map(split)) {
        phrases.set(parts[0], [...(phrases.get(parts[0]) ?? []), [parts, concept]]);
      }
    }
    const stems = new Set([...phrases.values()].flat().flatMap(([parts]) => parts.filter((part) => part[0] !== "=")));
    const nearly = new Map();
    for (const stem of [...stems].filter((each) => each.length >= limits.mended).sort()) {
      for (const near of [...shorter(stem), stem]) nearly.set(near, stem);
    }
    for (const stem of stems) nearly.set(stem, stem);

    /** @param {string} word */
    function cut(word) {
      const ending = reading.endings.find(
        (/** @type {string} */ each) => word.endsWith(each) && word.length - each.length >= limits.shortest,
      );
      let stem = ending ? word.slice(0, -ending.length) : word;
      for (const [one, other] of reading.alike) stem = stem.replaceAll(one, other);
      return stem.replace(/(.)\1+/gu, "$1") || word;
    }

    /** @param {string} stem */
    function mend(stem) {
      if (stem.length < limits.mended || nearly.has(stem)) return nearly.get(stem) ?? stem;
      return nearly.get(shorter(stem).find((each) => nearly.has(each))) ?? stem;
    }

    /** @param {string} text */
    function words(text) {
      const found = /** @type {Word[]} */ ([]);
      let denied = 0;
      for (const plain of fold(text).match(/[\p{L}\p{N}]+|[.,;:!?()\n]/gu) ?? []) {
        const isWord = /[\p{L}\p{N}]/u.test(plain);
        if (!isWord || breaks.has(plain)) denied = 0;
        if (!isWord) continue;
        const isCommon = common.has(plain);
        const stem = isCommon ? `=${plain}` : mend(cut(plain));
        found.push({ plain, stem, common: isCommon, denied: denied > 0 && !isCommon });
        if (negations.has(plain)) denied = limits.denied;
        else if (denied && !isCommon) denied -= 1;
      }
      return found;
    }

    const is = (/** @type {Word} */ word, /** @type {string} */ part) =>
      part === word.stem || part === `=${word.plain}`;
    /** Whether a phrase begins at a word; a few common words may stand between its parts. @param {Word[]} said @param {number} start @param {string[]} parts */
    function follows(said, start, parts) {
      let at = start;
      for (const part of parts) {
        const last = at + limits.between;
        while (at < Math.min(last, said.length) && said[at].common && !is(said[at], part)) at += 1;
        if (at >= said.length || !is(said[at], part)) return false;
        at += 1;
      }
      return true;
    }

    /** @param {Word[]} said */
    function concepts(said) {
      const found = /** @type {Set<string>} */ (new Set());
      for (const [start, word] of said.entries()) {
        for (const first of new Set([word.stem, `=${word.plain}`])) {
          for (const [parts, concept] of phrases.get(first) ?? []) {
            if (!follows(said, start, parts)) continue;
            found.add(word.denied ? `!${concept}` : concept);
            if (things.has(concept)) found.add(concept);
          }
        }
      }
      return found;
    }
    return { words, concepts };
  }

  /**
   * What finds the likeliest situations for a text, best first, below what stands above them; nothing where there is none.
   * @param {any} index what assets/situations/ holds @returns {(text: string) => Situation[]}
   */
  function finder(index) {
    const { limits, options, ends } = index;
    const { words, concepts } = reader(index);
    const table = (/** @type {string} */ name) => /** @type {[string, any][]} */ (Object.entries(index[name]));
    const cues = new Map(table("cues").map(([key, entries]) => [key, /** @type {string[][]} */ (entries.map(split))]));
    const texts = new Map(table("texts").map(([key, stems]) => [key, stems ? split(stems) : []]));
    const weights = count([...cues.values()].map((entries) => entries.flat()));
    for (const [part, number] of weights) weights.set(part, Math.log(1 + cues.size / number));
    const rarity = count(texts.values());
    for (const [stem, number] of rarity) rarity.set(stem, 1 - Math.log(number) / Math.log(texts.size));
    const states = table("states").map(([address, end]) => ({ address, end, parts: address.split("/") }));

    /** Whether a reader who is given one needs no link to the other. @param {State} state @param {State} other */
    function isTold(state, other) {
      if (state.end.startsWith(".") && other.end.startsWith(".")) return state.end === other.end;
      return within(state.parts, new Set(other.parts)) || within(other.parts, new Set(state.parts));
    }

    return (text) => {
      const read = words(text.slice(0, limits.longest));
      const said = concepts(read);
      const stems = new Set(read.filter(({ common }) => !common).map(({ stem }) => stem));
      const speaks = /** @type {Map<string, number>} */ (new Map());
      for (const key of new Set([...texts.keys(), ...cues.keys()])) {
        const own = sum((texts.get(key) ?? []).filter((stem) => stems.has(stem)).map((stem) => rarity.get(stem) ?? 0));
        const scores = (cues.get(key) ?? [])
          .filter((entry) => within(entry, said))
          .map((entry) => sum(entry.map((part) => weights.get(part) ?? 0)))
          .sort((one, other) => other - one);
        speaks.set(key, limits.own * own + sum(scores.map((score, number) => score * limits.further ** number)));
      }
      const rated = states
        .filter(({ parts }) => speaks.get(parts[parts.length - 1]))
        .map((state) => ({
          state,
          likelihood:
            limits.step +
            sum(state.parts.map((part) => (speaks.get(part) ?? 0) - limits.step)) +
            (speaks.get(state.end) ?? 0),
        }))
        .sort((one, other) => other.likelihood - one.likelihood);
      const least = Math.max(limits.least, limits.share * (rated[0]?.likelihood ?? 0));
      const chosen = /** @type {State[]} */ ([]);
      for (const { state, likelihood } of rated) {
        if (chosen.length === limits.most || likelihood < least) break;
        if (!chosen.some((other) => isTold(state, other))) chosen.push(state);
      }
      const found = chosen.map(({ address, end, parts }) => ({
        address: `${index.head.address}${address}/`,
        title: parts.map((part) => options[part]).join(" · "),
        text: ends[end],
      }));
      return found.length ? [index.head, ...found] : [];
    };
  }

  Object.assign(self, { situations: finder });
})();
