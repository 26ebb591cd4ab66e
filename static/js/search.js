// The search page: finds in the index of the page's language, loading only what the query needs.
// Folding and stems follow the rules that the index carries (dalil/languages.py, dalil/stems.py).
const form = document.querySelector("form[data-index]");
const input = form.elements.q;
const status = document.getElementById("search_status");
const results = document.getElementById("search_results");
const said = JSON.parse(document.getElementById("search_strings").textContent);
const home = new URL(form.dataset.index, location.href);
const { lang } = document.documentElement;
const INDEX = "index.json"; // the one file whose name stays when its text changes
const ALIKE = 5; // pieces that one word may load in search of what was meant
const BEST = 3;
const SHOWN = 10;

// Words

const LETTERS = { "ٱ": "ا", "ى": "ي", "ة": "ه", "گ": "ك", "ڭ": "ك", "ڤ": "ف", "پ": "ب", "ـ": "", "œ": "oe", "æ": "ae", "’": "'" };
const letters = text => text.replace(/[ٱىةگڭڤپـœæ’]/g, letter => LETTERS[letter]);
const ELISION = /(^|[^\p{L}\p{N}_])([cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'/gu;

// Digits of every script stand in tens: the place of one is its value.
const digit = character => {
  let first = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (character.codePointAt(0) - first) % 10;
};
const fold = text => {
  text = letters(text.normalize("NFKC").toLowerCase().replace(/\p{DI}/gu, ""));
  text = letters(text.normalize("NFD").replace(/\p{M}/gu, ""));
  return text.replace(/(?!\d)\p{Nd}/gu, digit).replace(ELISION, "$1$2 ");
};
export const words = text => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

export const stem = (word, { prefixes, suffixes }) => {
  const leaves = (text, rest) => [...word].length - text.length >= rest;
  const prefix = prefixes.find(([text, rest]) => word.startsWith(text) && leaves(text, rest));
  if (prefix) word = word.slice(prefix[0].length);
  for (const round of suffixes) {
    const end = round.find(([text, , rest]) => word.endsWith(text) && leaves(text, rest));
    if (end) word = word.slice(0, word.length - end[0].length) + end[1];
  }
  return word;
};

// One edit apart: a letter more, less, other, or two exchanged.
const near = (a, b) => {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const x = a.slice(start, a.length - end);
  const y = b.slice(start, b.length - end);
  return x.length < 2 && y.length < 2 || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0]);
};

// The index

const loaded = new Map();
const load = name => {
  if (!loaded.has(name)) {
    loaded.set(name, fetch(new URL(name, home), { cache: name === INDEX ? "no-cache" : "default" }).then(answer => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).catch(error => {
      loaded.delete(name);
      throw error;
    }));
  }
  return loaded.get(name);
};
const gather = async names => new Map((await Promise.all([...new Set(names)].map(load))).flatMap(Object.entries));

// The piece in which a term would stand: that of its longest known beginning.
const pieceOf = ({ words }, term) => {
  for (let end = term.length; end; end--) {
    if (Object.hasOwn(words, term.slice(0, end))) return [words[term.slice(0, end)]];
  }
  return [];
};

// A posting: the pages of each weight, as numbers in base 36, and differences between them.
const decode = posting => {
  const weights = new Map();
  for (const list of posting.split(";")) {
    const [weight, numbers] = list.split(" ");
    let page = 0;
    for (const gap of numbers.split(",")) weights.set(page += parseInt(gap, 36), Number(weight));
  }
  return weights;
};
const rarity = (pages, count) => Math.log(1 + count / pages.size);
const raise = (scores, page, score) => scores.set(page, Math.max(scores.get(page) || 0, score));

// What one word of the query may be, with how surely: the pages that have it.
const look = async (index, word, last) => {
  const own = stem(word, index.rules);
  const scores = new Map();
  const found = new Set();
  let rare = 0; // of the first form that is known: no other form may count for rarer
  const take = (terms, term, factor) => {
    if (!terms.has(term) || found.has(term)) return;
    found.add(term);
    const pages = decode(terms.get(term));
    rare ||= rarity(pages, index.count);
    const sure = factor * Math.min(rare, rarity(pages, index.count));
    for (const [page, weight] of pages) raise(scores, page, weight * sure);
  };
  let terms = await gather([...pieceOf(index, word), ...pieceOf(index, own)]);
  take(terms, own, 0.9);
  take(terms, word, 1);
  const starts = Object.keys(index.words);
  const known = found.size > 0;
  const also = async names => new Map([...terms, ...await gather(names)]);
  if (last && own.length > 2) {
    const more = starts.filter(start => start.startsWith(own)).slice(0, 4);
    terms = await also(more.map(start => index.words[start]));
    for (const term of terms.keys()) if (term.startsWith(own)) take(terms, term, 0.5);
  }
  const bare = stem(word, { ...index.rules, suffixes: [] });
  const guess = () => {
    for (const term of terms.keys()) if ([word, bare, own].some(form => near(form, term))) take(terms, term, 0.4);
  };
  if (!known && word.length > 3) guess();
  if (!found.size && word.length > 3) {
    // The error may be among the first letters: pieces that begin as the word does, but for one letter.
    // A word is no number mistyped: files of digits are left out.
    const alike = starts.filter(start => start > "9" === bare > "9" &&
      [-1, 0, 1].some(more => near(start, bare.slice(0, start.length + more))));
    alike.sort((a, b) => b.length - a.length);
    terms = await also([...new Set(alike.map(start => index.words[start]))].slice(0, ALIKE));
    guess();
  }
  return { scores, found, rare };
};

// Other words for the query, or for a part of it: for each, the pages that have all of them.
const otherwise = async (index, stems, looks) => {
  const found = [];
  for (let from = 0; from < stems.length; from++) {
    for (let to = from + 1; to <= stems.length; to++) {
      const part = stems.slice(from, to).join(" ");
      if (Object.hasOwn(index.synonyms, part)) {
        for (const other of index.synonyms[part]) found.push({ from, to, parts: other.split(" ") });
      }
    }
  }
  const terms = await gather(found.flatMap(({ parts }) => parts.flatMap(part => pieceOf(index, part))));
  return found.map(({ from, to, parts }) => {
    const each = parts.map(part => terms.has(part) ? decode(terms.get(part)) : new Map());
    const pages = [...each[0].keys()].filter(page => each.every(own => own.has(page)));
    const scores = new Map();
    // Another word is never rarer than the one that was typed, when that is known.
    const most = Math.max(...looks.slice(from, to).map(({ rare }) => rare)) || Infinity;
    const rare = each.map(own => Math.min(most, rarity(own, index.count)));
    for (const page of pages) {
      scores.set(page, 0.7 * each.reduce((sum, own, n) => sum + own.get(page) * rare[n], 0) / parts.length);
    }
    return { from, to, parts, scores };
  });
};

const search = async text => {
  const index = await load(INDEX);
  const typed = words(text);
  const telling = typed.filter(word => !index.rules.stop.includes(word));
  const asked = (telling.length ? telling : typed).slice(0, 8);
  const stems = asked.map(word => stem(word, index.rules));
  const looks = await Promise.all(asked.map((word, n) => look(index, word, n === asked.length - 1)));
  const others = await otherwise(index, stems, looks);
  const pages = new Map();
  const count = (scores, from, to) => scores.forEach((score, page) => {
    if (!pages.has(page)) pages.set(page, asked.map(() => 0));
    const own = pages.get(page);
    for (let n = from; n < to; n++) own[n] = Math.max(own[n], score);
  });
  looks.forEach(({ scores }, n) => count(scores, n, n + 1));
  others.forEach(({ scores, from, to }) => count(scores, from, to));
  const ranked = [...pages].map(([page, each]) => {
    const had = each.filter(Boolean).length / each.length;
    return [page, had ** 2 * index.worth[page] * each.reduce((sum, score) => sum + score, 0)];
  }).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([page]) => page);
  const marked = new Set([...asked, ...stems, ...others.flatMap(({ parts }) => parts)]);
  looks.forEach(({ found }) => found.forEach(term => marked.add(term)));
  return { index, ranked, marked };
};

// The results

const node = (name, attributes, ...children) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  element.normalize(); // a text in pieces would be read in pieces
  return element;
};
const link = (href, ...children) => node("a", { href }, ...children);

// A text in parts, the words that were looked for marked.
const highlighted = (text, marked, rules) =>
  text.split(/([\p{L}\p{M}\p{N}ـ]+)/u).map((part, n) => {
    const found = n % 2 && words(part).some(word => marked.has(word) || marked.has(stem(word, rules)));
    return found ? node("mark", {}, part) : part;
  });

const item = ([url, title, description, , easy, parts], mark) => {
  const inside = parts.map(([anchor, text]) => [anchor, mark(text)]).filter(([, text]) => text.some(each => each.tagName));
  const result = node("li", { className: "search-result" },
    node("h3", {}, link(url, ...mark(title))),
    node("p", {}, ...mark(description)));
  if (inside.length) {
    result.append(node("ul", { className: "search-parts" }, ...inside.slice(0, 3).map(([anchor, text]) =>
      node("li", {}, link(`${url}#${anchor}`, ...text)))));
  }
  if (easy) result.append(node("p", { className: "search-easy" }, link(easy, `${said.easy} ${title}`)));
  return result;
};

// One lot of results at a time, the three nearest first and the others by section. A further lot comes below:
// what is being read stays where it is.
const show = async (found, from, isLatest) => {
  const { index, ranked, marked } = found;
  const lot = ranked.slice(from, from + SHOWN);
  const blocks = await Promise.all(lot.map(page => load(index.pages[Math.floor(page / index.block)])));
  if (!isLatest()) return;
  const mark = text => highlighted(text, marked, index.rules);
  const groups = new Map();
  lot.forEach((page, n) => {
    const told = blocks[n][page % index.block];
    const group = from + n < BEST ? said.best : index.groups[told[3]];
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(item(told, mark));
  });
  const sections = [...groups].map(([group, items]) =>
    node("section", { className: "search-group" }, node("h2", {}, group), node("ol", {}, ...items)));
  if (from) results.append(...sections); else results.replaceChildren(...sections);
  if (from + SHOWN < ranked.length) results.append(moreButton(() => show(found, from + SHOWN, isLatest)));
  if (from) sections[0].querySelector("a").focus();
};
const moreButton = next => {
  const button = node("button", { type: "button", className: "search-more" }, said.more);
  button.onclick = () => next().then(() => button.remove(), fail);
  return button;
};

// What is kept may be of a site that has been replaced meanwhile: the next search loads it anew.
const fail = () => {
  loaded.clear();
  status.textContent = said.failed;
};
const counted = count => {
  const form = said.count[new Intl.PluralRules(lang).select(count)] || said.count.other;
  return count ? form.replace("{count}", count.toLocaleString(lang, { numberingSystem: "latn" })) : said.none;
};

let latest = 0;
export const answer = async text => {
  const turn = ++latest;
  const isLatest = () => turn === latest;
  const asks = words(text).length > 0;
  const url = new URL(location.href);
  if (asks) url.searchParams.set("q", text); else url.searchParams.delete("q");
  history.replaceState(null, "", url);
  try {
    const found = asks ? await search(text) : { ranked: [] };
    await show(found, 0, isLatest);
    if (isLatest()) status.textContent = asks ? counted(found.ranked.length) : "";
  } catch {
    if (!isLatest()) return;
    results.replaceChildren();
    fail();
  }
};

let timer = 0;
const soon = wait => {
  clearTimeout(timer);
  timer = setTimeout(() => answer(input.value), wait);
};
input.oninput = () => soon(250);
input.onkeydown = event => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  input.value = "";
  soon(0);
};
form.onsubmit = event => {
  event.preventDefault();
  soon(0);
};
input.value = input.value || new URLSearchParams(location.search).get("q") || "";
if (input.value) answer(input.value);
