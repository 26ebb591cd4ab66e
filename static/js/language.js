// Changing the language keeps the section being read: the headings of a page also answer to the
// anchors of its translations. Without this script the link leads to the top of the page.
const headings = document.querySelectorAll(".prose :is(h2, h3, h4)[id]");
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
