"""Checks that a generator has built what is compared: pages, languages, menu, body, links."""

import posixpath
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.corpus import (
    LANGUAGES,
    SECTION_COUNT,
    WORDS,
    Page,
    Size,
    page_keys,
    section_key,
    url_path,
)
from bench.scenarios import Site

DIRECTIONS = {"ar": "rtl", "fr": "ltr"}
_BASE = "https://bench.example"
_COUNTED = ("h1", "h2", "h3", "table", "tr", "blockquote", "strong", "em")
_VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class BuiltPage(HTMLParser):
    """What a built page says: its head, its menu, its breadcrumb, what its main part is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root: dict[str, str] = {}
        self.title = ""
        self.description = ""
        self.alternates: dict[str, str] = {}
        self.language_links: dict[str, str] = {}
        self.links: dict[str, list[str]] = {"menu": [], "breadcrumb": [], "main": []}
        self.texts: dict[str, list[str]] = {"menu": [], "breadcrumb": [], "main": []}
        self.counts: Counter[str] = Counter()
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    @property
    def _region(self) -> str:
        return next((region for _, region in reversed(self._open) if region), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.root = values
        elif tag == "meta" and values.get("name") == "description":
            self.description = values["content"]
        elif tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]
        elif tag == "a":
            self._note_link(values)
        if self._region == "main":
            self.counts[tag] += 1
        if tag not in _VOID:
            self._open.append((tag, self._region_of(tag, values)))

    def _note_link(self, values: dict[str, str]) -> None:
        if self._region:
            self.links[self._region].append(values.get("href", ""))
        elif "hreflang" in values:
            self.language_links[values["hreflang"]] = values["href"]

    @staticmethod
    def _region_of(tag: str, values: dict[str, str]) -> str:
        if tag == "main":
            return "main"
        if tag == "nav":
            return next((name for name in ("menu", "breadcrumb") if name in values["class"]), "")
        return ""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title":
            self.title += data
        if self._region and data.strip():
            self.texts[self._region].append(data.strip())


def faults(site: Site, size: Size, sample: list[Page]) -> list[str]:
    """What is missing or wrong in a built site; empty when it is what was asked for."""
    found = []
    for lang in LANGUAGES:
        wanted = size.pages // len(LANGUAGES)
        count = sum(1 for _ in (site.output / lang).rglob("index.html"))
        if count != wanted:
            found.append(f"{count} pages instead of {wanted} below /{lang}/")
    for page in sample:
        path = site.page(page.key, page.lang)
        if not path.is_file():
            found.append(f"{page.key} ({page.lang}): not built")
            continue
        built = BuiltPage(path.read_text(encoding="utf-8"))
        found += [
            f"{page.key} ({page.lang}): {fault}"
            for fault in [*_head_faults(built, page), *_body_faults(built, page, site, size)]
        ]
    return found


def _typed(text: str) -> str:
    """A text as it was typed: Dalil sets apostrophes and no-break spaces in titles too."""
    return text.replace("’", "'").replace("\u00a0", " ")


def _head_faults(built: BuiltPage, page: Page) -> list[str]:
    other = next(lang for lang in LANGUAGES if lang != page.lang)
    urls = {lang: _BASE + url_path(page.key, lang) for lang in LANGUAGES}
    language_link = urljoin(_BASE, built.language_links.get(other, ""))
    checks = {
        "lang of html": built.root.get("lang", "").startswith(page.lang),
        "dir of html": built.root.get("dir") == DIRECTIONS[page.lang],
        "title": _typed(page.title) in _typed(built.title),
        "description": _typed(built.description) == _typed(page.description),
        "alternate links": {lang: built.alternates.get(lang) for lang in LANGUAGES} == urls,
        "language link": language_link == urls[other],
    }
    return [f"wrong {name}" for name, is_right in checks.items() if not is_right]


def _body_faults(built: BuiltPage, page: Page, site: Site, size: Size) -> list[str]:
    words = WORDS[page.lang]
    own = _BASE + url_path(page.key, page.lang)
    menu_keys = ["index", *(section_key(number + 1) for number in range(SECTION_COUNT))]
    menu = [urljoin(own, link) for link in built.links["menu"]]
    trail = [_BASE + url_path(key, page.lang) for key in _ancestors(page.key)]
    checks = {
        "menu links": menu == [_BASE + url_path(key, page.lang) for key in menu_keys],
        "menu titles": built.texts["menu"] == [words.home, *words.sections],
        "breadcrumb": [urljoin(own, link) for link in built.links["breadcrumb"]][: len(trail)]
        == trail,
        "end of breadcrumb": page.title in built.texts["breadcrumb"],
    }
    found = [f"wrong {name}" for name, is_right in checks.items() if not is_right]
    for tag, wanted in expected_counts(page.body).items():
        if built.counts[tag] != wanted:
            found.append(f"{built.counts[tag]} <{tag}> instead of {wanted}")
    known = {url_path(key, lang) for key in page_keys(size) for lang in LANGUAGES}
    for link in built.links["main"]:
        target = urlsplit(urljoin(own, link))
        is_ours = f"{target.scheme}://{target.netloc}" == _BASE
        if is_ours and (
            target.path not in known
            or not (site.output / target.path.strip("/") / "index.html").is_file()
        ):
            found.append(f"dead link {link}")
    wanted_links = page.body.count("](")
    if len(built.links["main"]) < wanted_links:
        found.append(f"{len(built.links['main'])} links instead of {wanted_links}")
    return found


def expected_counts(body: str) -> dict[str, int]:
    """How many elements of each kind the Markdown of a corpus page must become."""
    rows = len(re.findall(r"(?m)^\|", body))
    tables = len(re.findall(r"(?m)^\| ---", body))
    strong = body.count("**") // 2
    counts = {
        "h1": 1,
        "h2": len(re.findall(r"(?m)^## ", body)),
        "h3": len(re.findall(r"(?m)^### ", body)),
        "table": tables,
        "tr": rows - tables,
        "blockquote": len(re.findall(r"(?m)^> ", body)),
        "strong": strong,
        "em": (body.count("*") - 4 * strong) // 2,
    }
    return {tag: counts[tag] for tag in _COUNTED}


def _ancestors(key: str) -> list[str]:
    if key == "index":
        return []
    section = f"{posixpath.dirname(key)}/index"
    return ["index"] if key == section else ["index", section]
