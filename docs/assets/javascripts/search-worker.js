/**
 * Search that forgives accents and endings: "codigo" finds «código», "cancelaciones" finds «cancelar».
 *
 * This worker loads the theme's own and stands in front of it. The theme turns each word of a query into "begins with", and
 * its search library never stems such words. So the index is built without accents and stop words, and a query's words
 * lose their accents and usual endings before they are looked up.
 */
(() => {
  const given = new URL(self.location.href).searchParams;
  const language = given.get("lang") === "es" ? "es" : "en";
  const theirs = given.get("worker") ?? "";
  if (!/^workers\/search\.[0-9a-f]{8}\.min\.js$/.test(theirs)) throw new Error("not the theme's worker");

  /** Words that say nothing about a page. */
  const COMMON = {
    en: "a an and are as at be but by for from i in is it my of on or that the this to was with you your",
    es: "a al como con de del e el en es esta este la las lo los mi mis no o para pero por que se si su sus tu tus u un una y yo",
  }[language];
  /** Endings to drop, as long as MINIMUM letters remain; the longest that fits is taken. */
  const ENDINGS = {
    en: "ations ation ments ment ings ing ness ers ies ied ing led ed er es ly al s e y",
    es:
      "aciones uciones iciones amientos imientos amiento imiento acion ucion icion iones ancias ancia encias encia idades idad " +
      "adores adoras ador adora ables ibles able ible mente ando iendo aron ieron adas ados idas idos ada ado ida ido " +
      "amos emos imos abas aba ais eis ar er ir an en as es os a e o s",
  }[language];
  const MINIMUM = 4;

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const common = new Set(plain(COMMON).split(" "));
  const endings = plain(ENDINGS).split(" ").sort((one, other) => other.length - one.length);

  /** What was typed, by what is looked up, so that a result can name the word that it lacks. */
  const typed = new Map();

  function stem(word) {
    const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= MINIMUM);
    return ending ? word.slice(0, -ending.length) : word;
  }

  function lookUp(word) {
    const stemmed = stem(plain(word));
    typed.set(stemmed, word);
    return stemmed;
  }

  /** Quoted phrases and words with search operators are left as they are typed, but for accents. */
  function prepare(query) {
    return query
      .split(/("[^"]*"|\s+)/)
      .map((part) => (/^[\p{L}\p{N}]+$/u.test(part) ? lookUp(part) : plain(part)))
      .filter((part) => !common.has(part))
      .join("");
  }

  const SETUP = 0;
  const QUERY = 2;
  const RESULT = 3;
  // Registered before the theme's listener, so it sees each message first, and the theme sees what it has made of it.
  self.addEventListener("message", ({ data: message }) => {
    if (message.type === SETUP) {
      message.data.config.lang = ["en"];
      message.data.config.pipeline = ["stopWordFilter", "trimmer"];
    } else if (message.type === QUERY && typeof message.data === "string") message.data = prepare(message.data);
  });

  const send = self.postMessage.bind(self);
  self.postMessage = (message) => {
    if (message.type === RESULT) {
      for (const result of message.data.items.flat()) {
        const terms = Object.entries(result.terms ?? {});
        result.terms = Object.fromEntries(terms.map(([term, found]) => [typed.get(term) ?? term, found]));
      }
    }
    send(message);
  };

  const trusted = self.trustedTypes?.createPolicy("still-in-time", { createScriptURL: (url) => url });
  importScripts(trusted ? trusted.createScriptURL(theirs) : theirs);

  const { lunr } = self;
  lunr.trimmer = (token) => token.update((text) => plain(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
  lunr.stopWordFilter = (token) => (common.has(plain(token.toString())) ? undefined : token);
  lunr.Pipeline.registerFunction(lunr.trimmer, "trimAndFold");
  lunr.Pipeline.registerFunction(lunr.stopWordFilter, "dropCommonWords");
})();
