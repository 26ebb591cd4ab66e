// What scripts add to a page that is whole without them: the language link keeps the section being
// read, the page can be printed by a button, and the reading settings work.
const root = document.documentElement;
const all = selector => document.querySelectorAll(selector);

// Headings of a text answer to the anchors of its translations too; those of its frame are alike in
// all. Without this the language link leads to the top.
const headings = all(".prose :is(h2, h3, h4)[id], section > h2[id^=page_]");
const keepSection = ({ target }) => {
  const link = target.closest(".languages a");
  if (!link) return;
  let section = "";
  for (const heading of headings) {
    if (heading.getBoundingClientRect().top > innerHeight / 3) break;
    section = heading.id;
  }
  link.hash = section;
};
for (const event of ["click", "auxclick", "contextmenu"]) addEventListener(event, keepSection);

for (const each of all(".scripted")) each.hidden = false;

// The code of the page's address is loaded for those who print, before their sheet is drawn.
const code = document.querySelector(".page-address img");
const loadCode = () => {
  if (code) code.loading = "eager";
  return code?.decode().catch(() => {});
};
for (const each of all("[data-print]")) {
  each.onclick = async () => {
    await loadCode();
    print();
  };
}
addEventListener("keydown", ({ ctrlKey, metaKey }) => (ctrlKey || metaKey) && loadCode());
addEventListener("beforeprint", () => {
  loadCode();
  for (const each of all("main details")) each.open = true;
});

// The keyboard stops at a table only where there is something to scroll.
const fitting = new ResizeObserver(tables => {
  for (const { target } of tables) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});
for (const each of all(".table[tabindex]")) fitting.observe(each);

// Settings: each is a `data-…` of <html>, which the style sheet obeys.
const panel = document.querySelector(".settings");
if (panel) {
  const inputs = panel.querySelectorAll("input");
  const read = () => {
    for (const input of inputs) input.checked = (root.dataset[input.name] || "") === input.value;
  };
  const save = () => {
    try {
      localStorage.reading = JSON.stringify(root.dataset);
    } catch {}
    showVowels();
  };
  panel.onchange = ({ target: { name, value, checked } }) => {
    if (checked && value) root.dataset[name] = value;
    else delete root.dataset[name];
    save();
  };
  panel.querySelector("[data-reset]").onclick = () => {
    for (const { name } of inputs) delete root.dataset[name];
    read();
    save();
  };
  panel.onkeydown = ({ key }) => {
    if (key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.firstElementChild.focus();
  };
  // An open panel covers a part of the page: never the part where the reader is.
  const leave = target => {
    if (!panel.contains(target)) panel.open = false;
  };
  panel.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && leave(relatedTarget));
  addEventListener("pointerdown", ({ target }) => leave(target));

  // Vowel marks of Arabic: the texts as written are kept, so that they come back as they were.
  const marks = /[\u064B-\u0652\u0670]/g;
  const written = new Map();
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    if (data.search(marks) >= 0) written.set(walker.currentNode, data);
  }
  const showVowels = () => {
    const hide = root.dataset.vowels === "hide";
    for (const [node, text] of written) node.data = hide ? text.replace(marks, "") : text;
  };
  // What is copied is written as people type it.
  addEventListener("copy", event => {
    const text = `${getSelection()}`;
    if (text.search(marks) < 0) return;
    event.clipboardData.setData("text/plain", text.replace(marks, ""));
    event.preventDefault();
  });
  panel.querySelector("[name=vowels]").parentElement.hidden = !written.size;
  read();
  showVowels();
}

// The search page alone loads the search.
const search = document.querySelector("[data-script]");
if (search) import(search.dataset.script);

// A worker keeps pages on the device, for when there is no network. It is told of each page that is
// read, and whether data is to be spared. Browsers allow workers over https, and on this machine.
const { worker } = document.currentScript.dataset;
const keeper = navigator.serviceWorker;
if (worker && keeper) {
  const tell = () => keeper.controller?.postMessage(navigator.connection?.saveData);
  keeper.oncontrollerchange = tell;
  // Once the page is there: not at its load event, in which browsers lay the page out.
  const begin = () => {
    if (document.readyState !== "complete") return setTimeout(begin, 500);
    tell();
    keeper.register(worker).catch(() => {});
  };
  setTimeout(begin, 500);
}
