"""Every address that the files of a tree name, whatever their format."""

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin
from xml.etree import ElementTree as ET

from tests.pages import parse

META = {"og:url"}
_RULES = {
    "_redirects": r"^\S+ (\S+) [0-9]+$",
    ".htaccess": r'ErrorDocument 404 "([^"]+)"|RedirectMatch 301 "[^"]+" "([^"]+)"',
    "nginx-redirects.conf": r'dalil_not_found "([^"]+)"|return 301 "([^"]+)"',
}


def addresses(tree: Path, file: Path, base: str) -> Iterator[str]:
    """The absolute addresses in one file of a tree that is published at `base`."""
    path = file.relative_to(tree).as_posix()
    here = base + quote(path.removesuffix("index.html"))
    for target in _targets(tree, file):
        yield absolute(here, target)


def absolute(here: str, target: str) -> str:
    """`target` as seen from `here`, percent-encoded as a browser asks for it."""
    return quote(urljoin(here, target.strip()), safe="!#$%&'()*+,/:;=?@[]~")


def _targets(tree: Path, file: Path) -> Iterator[str]:
    if file.name in _RULES:
        for match in re.finditer(_RULES[file.name], file.read_text("utf-8"), re.MULTILINE):
            yield from filter(None, match.groups())
        return
    match file.suffix:
        case ".html":
            yield from _of_html(tree, file)
        case ".xml":
            yield from _of_xml(ET.parse(file).getroot())
        case ".json" | ".webmanifest":
            yield from of_json(json.loads(file.read_text("utf-8")))
        case ".css":
            text = file.read_text("utf-8")
            yield from re.findall(r"""(?:url\(|@import )\s*["']?([^"')\s;]+)""", text)
        case ".txt":
            yield from re.findall(r"^Sitemap: (\S+)$", file.read_text("utf-8"), re.MULTILINE)
        case _:
            pass


def _of_html(tree: Path, file: Path) -> Iterator[str]:
    page = parse(tree, file)
    yield from page.targets
    for each in page.elements:
        if each.attributes.get("http-equiv", "").lower() == "refresh":
            yield each.attributes["content"].partition("url=")[2]
        if each.tag == "meta" and each.attributes.get("property") in META:
            yield each.attributes["content"]
    for data in linked_data(file):
        # An "@id" is a name: its fragment need not be a place of the page.
        yield from (urldefrag(url).url for url in of_json(data))


def linked_data(file: Path) -> list[Any]:
    """What the scripts of type application/ld+json of a page say."""
    scripts = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', file.read_text("utf-8")
    )
    return [json.loads(script) for script in scripts]


def _of_xml(element: ET.Element) -> Iterator[str]:
    for each in element.iter():
        name = each.tag.rpartition("}")[2]
        if "href" in each.attrib:
            yield each.attrib["href"]
        if name == "loc":
            yield each.text or ""
        if each.get("type") == "html":
            yield from of_markup(each.text or "")


def of_json(value: Any, key: str = "") -> Iterator[str]:
    """The addresses in JSON data: whole ones, paths, and those of HTML in it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from of_json(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from of_json(item, key)
    elif key == "content_html":
        yield from of_markup(value)
    elif isinstance(value, str) and key != "@context" and re.match(r"https?://|/", value):
        yield value


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]


def of_markup(html: str) -> list[str]:
    """The addresses in a piece of HTML."""
    parser = _Attributes()
    parser.feed(html)
    return parser.found


class _Words(HTMLParser):
    """Each piece of text with the language that the nearest `lang` around it says."""

    # A title holds nothing but text: the front door's is in every language.
    _SILENT = ("script", "style", "code", "title")
    _VOID = frozenset(("meta", "link", "img", "br", "hr", "wbr"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, str]] = []
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in self._VOID:
            return
        known = dict(attributes)
        _, lang, way = self.open[-1] if self.open else ("", "", "")
        self.open.append((tag, known.get("lang") or lang, known.get("dir") or way))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and data.strip() and self.open[-1][0] not in self._SILENT:
            self.found.append((unescape(data.strip()), *self.open[-1][1:]))


def words(file: Path) -> list[tuple[str, str, str]]:
    """(Text, language, direction) for each piece of text of a page, as its mark-up says."""
    parser = _Words()
    parser.feed(file.read_text("utf-8"))
    return parser.found


def place(tree: Path, base: str, url: str) -> Path:
    """The file of a tree that answers an address under `base`."""
    path = unquote(urldefrag(url).url.partition("?")[0].removeprefix(base))
    return tree / (f"{path}index.html" if not path or path.endswith("/") else path)
