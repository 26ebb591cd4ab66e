"""Prose: one page's Markdown → HTML, headings, links, plain text, and every fault in it.

`render` asks a *reading* about the site (what a path leads to, how large an image is, what a word
of the interface is called); it reads no file and keeps nothing from one page to the next.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import NamedTuple

from markdown.util import HTML_PLACEHOLDER, HTML_PLACEHOLDER_RE

from dalil.diagnostics import Diagnostic, merge
from dalil.model import variant_of
from dalil.prose import html as raw_html
from dalil.prose.blocks import Heading, complete
from dalil.prose.drawings import draw, finish
from dalil.prose.figures import forget_ids
from dalil.prose.lints import check_source
from dalil.prose.page import Page, Reading
from dalil.prose.runs import join_runs
from dalil.prose.scan import Source, without_marks
from dalil.prose.serial import Writer
from dalil.prose.syntax import PageEngine, build
from dalil.prose.terms import link_terms
from dalil.typography import Typeset, plain_text, typeset_for

__all__ = ["Reading", "Rendered", "converter", "render"]

_HELD_ENTITY = re.compile("\x02amp\x03(#?[0-9a-zA-Z]+);")
_HELD = re.compile("\x02[^\x03]*\x03")


class Rendered(NamedTuple):
    """One page's prose, and what other parts need to know of it."""

    html: str
    headings: tuple[Heading, ...]  # (level, anchor, plain text), in order
    links: tuple[tuple[str, str, int, int, int, str], ...]
    """Links to pages: (target id, anchor, line, column, length, target as written)."""
    ids: tuple[str, ...]  # all ids in the HTML
    text: str  # plain
    citations: tuple[str, ...]  # ids of sources, in the order of their first use
    cited: tuple[tuple[str, int, int, int], ...]
    """Each source that is cited: (id, line, column, length) of its first citation."""
    figures: tuple[tuple[str, int, int, int], ...]
    """Each figure that is shown, in the same way."""
    files: tuple[str, ...]
    """Files beside the pages to which the text links."""
    diagnostics: tuple[Diagnostic, ...]


def render(reading: Reading, id: str, path: str, lang: str, body: str, first_line: int) -> Rendered:
    """Render the body of one page, whose first line is line `first_line` of the file at `path`.

    Faults of the author are in `diagnostics`; the HTML is well formed whatever they are.
    """
    page = Page(reading, id, path, lang, Source(body, first_line))
    check_source(page)
    engine = converter()
    engine.page = page
    source = page.source.marked()
    if variant_of(id.partition("@")[0])[1]:
        source = _LINE_END.sub(r"\1  \n", source)  # an easy page keeps its lines: a sentence each
    root = engine.tree(source)
    headings, ids = complete(root, page)
    ids = draw(root, page, ids)
    forget_ids(root, page)
    stash = engine.htmlStash.rawHtmlBlocks
    link_terms(root, page, stash)
    join_runs(root, lang)
    written, text = Writer(typeset_for(lang), typeset_for, stash).write(root)
    if stash:
        written, text = _restore(engine, written, text, typeset_for(lang))
    else:
        written = engine.finish(written)
    if stash or "\x02" in text:
        text = _plain(text)
    if page.source.marks:
        written, text = without_marks(written), without_marks(text)
    if page.drawn:
        written = finish(written, page)
    headings = tuple((level, anchor, plain_text(title, lang)) for level, anchor, title in headings)
    return Rendered(
        written,
        headings,
        tuple(page.links),
        ids,
        text,
        tuple(page.citations),
        page.places(page.cited),
        page.places(page.figures),
        tuple(sorted(set(page.files))),
        merge(page.diagnostics),
    )


# Between lines of a paragraph, those of a callout among them: they are indented alike.
_LINE_END = re.compile(r"^( {4}\S.*)\n(?= {4}\S)|(?<=\S)\n(?=\S)", re.MULTILINE)


@cache
def converter() -> PageEngine:
    """The converter of this process: to make one takes as long as some pages."""
    return build()


def _plain(text: str) -> str:
    """Decode what the parser holds back in text, and drop its other placeholders."""
    text = _HELD_ENTITY.sub(lambda match: unescape(f"&{match.group(1)};"), text)
    return _HELD.sub(" ", text)


def _restore(engine: PageEngine, written: str, text: str, typography: Typeset) -> tuple[str, str]:
    """Put stashed code, entities and raw HTML back; comments go, raw HTML is set and cleaned."""
    stash = engine.htmlStash.rawHtmlBlocks
    has_html = False
    for index in range(engine.fenced, len(stash)):
        piece = str(stash[index])
        if raw_html.is_comment(piece):
            place = HTML_PLACEHOLDER % index
            written = written.replace(f"<p>{place}</p>\n", "").replace(place, "")
        elif not raw_html.is_entity(piece):
            has_html = True
            stash[index] = raw_html.typeset(piece, typography)
    while HTML_PLACEHOLDER_RE.search(text):
        text = HTML_PLACEHOLDER_RE.sub(lambda m: raw_html.plain(str(stash[int(m.group(1))])), text)
    written = engine.finish(written)
    return (raw_html.clean(written) if has_html else written), text
