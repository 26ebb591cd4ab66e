"""The side-by-side view: one page in two languages, section beside section.

For families and officers who share a screen, and for print. It is a page of its own, below the page
in each of its languages; its canonical address is that page's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

from dalil import csp
from dalil.facts import Reading, Result
from dalil.model import Site
from dalil.views import PageView

TEMPLATE = "side-by-side.html"
_SECTION = re.compile(r"(?=<h2\b)")
_IDS = re.compile(
    r'(\s(?:id|for|headers|aria-labelledby|aria-describedby|aria-controls)=")([^"]*)"'
)
_HERE = re.compile(r'(\shref=")#([^"]*)"')


class Side(NamedTuple):
    """One language of the view."""

    lang: str
    dir: str
    title: str
    url: str


class SidesView(PageView):
    """`page` in the template of a side-by-side view."""

    @property
    def sides(self) -> list[Side]:
        """The reader's language, then the first other one in which the page exists."""
        return [Side(v.document.lang, v.dir, v.document.title, v.url) for v in self._views]

    @property
    def rows(self) -> list[list[Markup]]:
        """The same part of both texts in each row: sections, when both texts have as many."""
        parts = [_SECTION.split(_own(v.prose.html, v.document.lang, v.url)) for v in self._views]
        if len({len(each) for each in parts}) > 1:
            parts = [["".join(each)] for each in parts]
        rows = [list(map(Markup, row)) for row in zip(*parts, strict=True)]
        return [row for row in rows if any(part.strip() for part in row)]

    @property
    def _views(self) -> list[PageView]:
        others = [id for lang, id, _ in self._alternates if lang != self.document.lang]
        return [self, PageView(self._reading, others[0])]


def sides_jobs(site: Site) -> list[str]:
    """Published pages that are published in another language too; their variants have none."""
    if TEMPLATE not in site.templates:
        return []
    return [d.id for d in site.documents.values() if site.side_by_side(d)]


def run_sides(reading: Reading, id: str) -> Result:
    """One view's HTML. The value ends with `csp.Needs`, as a page's."""
    from dalil.templates import render

    view = SidesView(reading, id)
    document = view.document
    html, faults = render(reading, TEMPLATE, document.lang, view, document.path)
    if html is None:
        return Result(diagnostics=tuple(faults))
    base = reading.ask("site", document.lang)[3]
    path = view.side_by_side.removeprefix(base)
    return Result(((f"{path}index.html", html.encode()),), tuple(faults), (tuple(csp.needs(html)),))


def _own(html: str, lang: str, url: str) -> str:
    """A text whose ids are its own on a page that holds two; its sources stand on its page."""

    def link(match: re.Match[str]) -> str:
        opening, id = match.groups()
        target = f"{url}#{id}" if id.startswith("source-") else f"#{lang}-{id}"
        return f'{opening}{target}"'

    def names(match: re.Match[str]) -> str:
        return match[1] + " ".join(f"{lang}-{id}" for id in match[2].split()) + '"'

    return _HERE.sub(link, _IDS.sub(names, html))
