// The search page: finds in the index of the page's language, loading only what the query needs.
// Folding and stems follow the rules that the index carries (dalil/languages.py, dalil/stems.py).
(() => {
  const form = document.querySelector("form[data-index]");
  const input = form.elements.q;
  const status = document.getElementById("search_status");
  const results = document.getElementById("search_results");
  const said = JSON.parse(document.getElementById("search_strings").textContent);
  const home = new URL(form.dataset.index, location.href);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const SHOWN = 10;

  const LETTERS = { "ٱ": "ا", "ى": "ي", "ة": "ه", "گ": "ك", "ڭ": "ك", "ڤ": "ف", "پ": "ب", "ـ": "", "œ": "oe", "æ": "ae", "’": "'" };
  const letters = (text) => text.replace(/[ٱىةگڭڤپـœæ’]/g, (letter) => LETTERS[letter]);
  const ELISION = /(^|[^\p{L}\p{N}_])([cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'/gu;

  const fold = (text) => {
    text = letters(text.normalize("NFKC").toLowerCase().replace(/[\p{Cf}\u034f]/gu, ""));
    text = letters(text.normalize("NFD").replace(/\p{M}/gu, ""));
    text = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
    return text.replace(ELISION, "$1$2 ");
  };
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

  const stem = (word, rules) => {
    const prefix = rules.prefixes.find(([text, rest]) => word.startsWith(text) && word.length - text.length >= rest);
    if (prefix) word = word.slice(prefix[0].length);
    for (const round of rules.suffixes) {
      const end = round.find(([text, , rest]) => word.endsWith(text) && word.length - text.length >= rest);
      if (end) word = word.slice(0, word.length - end[0].length) + end[1];
    }
    return word;
  };

  // One edit apart: a letter more, less, other, or two exchanged.
  const near = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
    const x = a.slice(start, a.length - end);
    const y = b.slice(start, b.length - end);
    return x.length + y.length <= 2 && x.length < 2 && y.length < 2
      || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0]);
  };

  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, fetch(new URL(name, home)).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      }).catch((error) => {
        loaded.delete(name);
        throw error;
      }));
    }
    return loaded.get(name);
  };

  // The piece in which a term would stand: that of its longest known beginning.
  const pieceOf = (index, term) => {
    for (let end = term.length; end; end--) {
      const name = index.words[term.slice(0, end)];
      if (name) return name;
    }
    return "";
  };
  const gather = async (names) => Object.assign({}, ...await Promise.all([...new Set(names)].filter(Boolean).map(load)));

  const add = (scores, posting, factor, count) => {
    const lists = posting.split(";");
    let length = 0;
    for (const list of lists) length += list.split(",").length;
    const rare = Math.log(1 + count / length);
    for (const list of lists) {
      const [weight, numbers] = list.split(" ");
      let page = 0;
      for (const gap of numbers.split(",")) {
        page += parseInt(gap, 36);
        scores.set(page, Math.max(scores.get(page) || 0, weight * factor * rare));
      }
    }
  };

  // What one word of the query may be, with how surely; then every page that has it.
  const look = async (index, word, last) => {
    const { rules } = index;
    const own = stem(word, rules);
    const scores = new Map();
    const found = new Set();
    const take = (terms, term, factor) => {
      if (terms[term] && !found.has(term)) {
        found.add(term);
        add(scores, terms[term], factor, index.count);
      }
    };
    const terms = await gather([pieceOf(index, word), pieceOf(index, own)]);
    take(terms, word, 1);
    take(terms, own, 0.8);
    if (last && word.length > 2) {
      const names = Object.keys(index.words).filter((start) => start.startsWith(word)).slice(0, 4);
      const more = Object.assign({}, terms, await gather(names.map((start) => index.words[start])));
      for (const term in more) if (term.startsWith(word)) take(more, term, 0.5);
    }
    if (!found.size && word.length > 3) {
      const guess = (among) => {
        for (const term in among) if (near(term, word) || near(term, own)) take(among, term, 0.4);
      };
      guess(terms);
      const names = Object.values(index.words);
      if (!found.size && names.length <= 64) guess(await gather(names)); // a small site: all of it
    }
    return { scores, found };
  };

  // Other words for the whole query, or for a part of it.
  const otherwise = async (index, stems) => {
    const scores = new Map();
    const found = new Set();
    for (let from = 0; from < stems.length; from++) {
      for (let to = from + 1; to <= stems.length; to++) {
        for (const other of index.synonyms[stems.slice(from, to).join(" ")] || []) {
          const parts = other.split(" ");
          const terms = await gather(parts.map((part) => pieceOf(index, part)));
          const each = parts.map((part) => {
            const own = new Map();
            if (terms[part]) add(own, terms[part], 0.7, index.count);
            found.add(part);
            return own;
          });
          for (const [page, score] of each[0]) {
            if (each.every((own) => own.has(page))) {
              const sum = each.reduce((total, own) => total + own.get(page), 0) / parts.length;
              const covered = to - from;
              const known = scores.get(page);
              if (!known || known.score < sum) scores.set(page, { score: sum * covered, from, to });
            }
          }
        }
      }
    }
    return { scores, found };
  };

  const search = async (text) => {
    const index = await load("index.json");
    let asked = words(text);
    const telling = asked.filter((word) => !index.rules.stop.includes(word));
    if (telling.length) asked = telling;
    asked = asked.slice(0, 8);
    const stems = asked.map((word) => stem(word, index.rules));
    const looks = await Promise.all(asked.map((word, n) => look(index, word, n === asked.length - 1)));
    const other = await otherwise(index, stems);
    const pages = new Map();
    const at = (page) => pages.get(page) || pages.set(page, asked.map(() => 0)).get(page);
    looks.forEach(({ scores }, n) => scores.forEach((score, page) => { at(page)[n] = score; }));
    other.scores.forEach(({ score, from, to }, page) => {
      const own = at(page);
      for (let n = from; n < to; n++) own[n] = Math.max(own[n], score / (to - from));
    });
    const ranked = [...pages].map(([page, each]) => {
      const had = each.filter(Boolean).length;
      return [page, had * 100 + each.reduce((sum, score) => sum + score, 0)];
    }).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const marked = new Set([...asked, ...stems, ...other.found]);
    looks.forEach(({ found }) => found.forEach((term) => marked.add(term)));
    return { index, ranked, marked };
  };

  const node = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const highlighted = (text, marked, rules) =>
    text.split(/([\p{L}\p{M}\p{N}ـ]+)/u).map((part, n) => {
      if (n % 2 === 0) return part;
      const own = words(part);
      return own.some((word) => marked.has(word) || marked.has(stem(word, rules))) ? node("mark", {}, part) : part;
    });

  const show = async ({ index, ranked, marked }, limit) => {
    const top = ranked.slice(0, limit).map(([page]) => page);
    const blocks = await Promise.all(top.map((page) => load(index.pages[Math.floor(page / index.block)])));
    const groups = new Map();
    top.forEach((page, n) => {
      const [url, title, description, group, easy, parts] = blocks[n][page % index.block];
      const mark = (words) => highlighted(words, marked, index.rules);
      const inside = parts.filter(([, words]) => mark(words).some((each) => each.tagName));
      const item = node("li", { className: "search-result" },
        node("h3", {}, node("a", { href: url }, ...mark(title))),
        node("p", {}, ...mark(description)),
        inside.length ? node("ul", { className: "search-parts" }, ...inside.slice(0, 3).map(([anchor, words]) =>
          node("li", {}, node("a", { href: `${url}#${anchor}` }, ...mark(words))))) : null,
        easy ? node("p", { className: "search-easy" }, node("a", { href: easy }, `${said.easy} ${title}`)) : null);
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(item);
    });
    results.replaceChildren(...[...groups].map(([group, items]) =>
      node("section", { className: "search-group" }, node("h2", {}, index.groups[group]), node("ol", {}, ...items))));
    if (ranked.length > limit) {
      const more = node("button", { type: "button", className: "search-more" }, said.more);
      more.addEventListener("click", async () => {
        await show({ index, ranked, marked }, limit + SHOWN);
        results.querySelectorAll(".search-result a")[limit]?.focus();
      });
      results.append(more);
    }
  };

  let latest = 0;
  const answer = async (text) => {
    const turn = ++latest;
    const url = new URL(location.href);
    if (text) url.searchParams.set("q", text); else url.searchParams.delete("q");
    history.replaceState(null, "", url);
    if (!words(text).length) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const found = await search(text);
      if (turn !== latest) return;
      await show(found, SHOWN);
      const count = found.ranked.length;
      const form = said.count[plural.select(count)] || said.count.other;
      status.textContent = count ? form.replace("{count}", count.toLocaleString(document.documentElement.lang, { numberingSystem: "latn" })) : said.none;
    } catch {
      if (turn === latest) status.textContent = said.failed;
    }
  };

  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => answer(input.value), 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    answer(input.value);
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  if (input.value) answer(input.value);
})();
