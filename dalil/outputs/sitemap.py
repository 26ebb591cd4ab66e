"""`sitemap.xml`: every published page, with its translations.

A page that only borrows its text from another language is neither listed nor claimed as an
alternate. Beyond 50,000 pages, the limit of the protocol, `sitemap.xml` becomes an index of
`sitemap-1.xml`, `sitemap-2.xml`, …
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dalil.facts import Result
from dalil.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site

    Page = tuple[str, str, tuple[tuple[str, str], ...]]

PAGES_IN_FILE = 50_000

_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def jobs(_site: Site) -> Sequence[str]:
    """One job: the map is of the whole site."""
    return ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write the map, in one file or as an index of several."""
    default = reading.ask("config", "default_language")
    _, _, base_url, base_path = reading.ask("site", default)
    pages = [
        (url, changed, _with_default(url, alternates, default, base_path))
        for url, changed, alternates in reading.ask("sitemap")
    ]
    if len(pages) <= PAGES_IN_FILE:
        return Result((("sitemap.xml", _map(pages, base_url)),))
    starts = range(0, len(pages), PAGES_IN_FILE)
    parts = [pages[start : start + PAGES_IN_FILE] for start in starts]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    maps = ((name, _map(part, base_url)) for name, part in zip(names, parts, strict=True))
    return Result((("sitemap.xml", _index(names, parts, base_url)), *maps))


def _with_default(
    url: str, alternates: tuple[tuple[str, str], ...], default: str, base_path: str
) -> tuple[tuple[str, str], ...]:
    """The alternates, and x-default: where a reader of any other language is best sent.

    That is the choice of languages at the root for the home page, and for any other the page in
    the default language, or in the first that it has. Pages say the same in their heads.
    """
    homes = {f"{base_path}{lang}/" for lang, _ in alternates}
    first = dict(alternates).get(default, alternates[0][1])
    return (*alternates, ("x-default", base_path if url in homes else first))


def _map(pages: Sequence[Page], base_url: str) -> bytes:
    root = ET.Element("urlset", {"xmlns": _XMLNS, "xmlns:xhtml": _XHTML})
    for url, changed, alternates in pages:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = absolute(base_url, url)
        if changed:
            ET.SubElement(entry, "lastmod").text = changed
        for lang, address in alternates:
            href = absolute(base_url, address)
            attributes = {"rel": "alternate", "hreflang": lang, "href": href}
            ET.SubElement(entry, "xhtml:link", attributes)
    return _xml(root)


def _index(names: Sequence[str], parts: Sequence[Sequence[Page]], base_url: str) -> bytes:
    root = ET.Element("sitemapindex", {"xmlns": _XMLNS})
    for name, pages in zip(names, parts, strict=True):
        entry = ET.SubElement(root, "sitemap")
        ET.SubElement(entry, "loc").text = absolute(base_url, name)
        if changed := max(page[1] for page in pages):
            ET.SubElement(entry, "lastmod").text = changed
    return _xml(root)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
