"""A page at every former address that leads to the new one: it works on any host.

Browsers go on at once, without JavaScript; whoever stays finds a link, in the language of the
page that it leads to. Search engines are told not to keep the former address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dalil.facts import Result
from dalil.urls import absolute, percent_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site


def jobs(_site: Site) -> Sequence[str]:
    """One job: former addresses are few."""
    return ("",)


def run(reading: Reading, _arg: str) -> Result:
    """Write a page for each former address."""
    languages = {code: (locale, way) for code, locale, _, way in reading.ask("languages")}
    outputs = []
    for former, address, lang in reading.ask("redirects"):
        _, _, base_url, base_path = reading.ask("site", lang)
        title = reading.ask("string", lang, "redirect-title") or address
        link = reading.ask("string", lang, "redirect-link") or address
        canonical = absolute(base_url, address)
        page = _page(languages[lang], title, link, percent_encoded(address), canonical)
        outputs.append((_path(former.removeprefix(base_path)), page))
    return Result(tuple(outputs))


def _path(former: str) -> str:
    return former if former.endswith(".html") else f"{former.rstrip('/')}/index.html"


def _page(language: tuple[str, str], title: str, link: str, address: str, canonical: str) -> bytes:
    root = ET.Element("html", {"lang": language[0], "dir": language[1]})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "title").text = title
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    ET.SubElement(head, "meta", {"name": "robots", "content": "noindex"})
    ET.SubElement(head, "meta", {"http-equiv": "refresh", "content": f"0; url={address}"})
    ET.SubElement(head, "link", {"rel": "canonical", "href": canonical})
    main = ET.SubElement(ET.SubElement(root, "body"), "main")
    ET.SubElement(main, "h1").text = title
    ET.SubElement(ET.SubElement(main, "p"), "a", {"href": address}).text = link
    ET.indent(root, "")
    html = ET.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{html}\n".encode()
