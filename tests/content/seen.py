"""What readers see or hear on the pages of a built site: texts with their languages, and prose."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

SIDE_BY_SIDE = ("/deux-langues/", "/باللغتين/")  # both columns stand on pages of their own
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_SILENT = frozenset(("script", "style", "code", "pre"))
_SPOKEN = ("alt", "aria-label", "title", "placeholder")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "data",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    ]
)
# Neither headings, nor labels, nor the words of a picture are sentences.
_NO_PROSE = frozenset(
    ["figure", "table", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "svg", "sup"]
)


class Text(NamedTuple):
    """One text, in the language that its mark-up says."""

    language: str
    text: str
    of_sources: bool  # in the list of sources: as others wrote it


class Seen(NamedTuple):
    """One page."""

    path: str  # of its file, relative to the tree
    language: str
    texts: tuple[Text, ...]
    blocks: tuple[str, ...]  # its own paragraphs and list items, but those that only are a link

    @property
    def is_easy(self) -> bool:
        """Whether this is the easy-to-read form of a page."""
        return self.path.endswith(("/facile/index.html", "/مبسط/index.html"))

    @property
    def standard(self) -> str:
        """The path of the page whose easy-to-read form this is."""
        return re.sub("/(?:facile|مبسط)/index.html$", "/index.html", self.path)


class _Open(NamedTuple):
    tag: str
    language: str
    prose: bool
    sources: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [_Open("", "", prose=False, sources=False)]
        self.texts: list[Text] = []
        self.blocks = [""]
        self.linked = [0]  # how many characters of each block stand in links

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        around = self.open[-1]
        classes = known.get("class", "").split()
        here = _Open(
            tag,
            known.get("lang") or around.language,
            prose=(around.prose or "prose" in classes) and tag not in _NO_PROSE,
            sources=around.sources or "sources" in classes or "source-list" in classes,
        )
        names = _SPOKEN + (("content",) if known.get("name") == "description" else ())
        for name in names:
            if known.get(name):
                self.texts.append(Text(here.language, known[name], here.sources))
        self._end_block(tag)
        if tag not in _VOID:
            self.open.append(here)

    def handle_endtag(self, tag: str) -> None:
        self._end_block(tag)
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if here.tag in _SILENT or not data.strip():
            data = " " * bool(data)
        else:
            self.texts.append(Text(here.language, data, here.sources))
        if here.prose and here.language == self.open[1].language:
            self.blocks[-1] += data
            self.linked[-1] += len(data.strip()) * any(each.tag == "a" for each in self.open)

    def _end_block(self, tag: str) -> None:
        if tag not in _INLINE:
            self.blocks.append("")
            self.linked.append(0)

    def said(self) -> Iterator[str]:
        """Each block that is more than the name of another page."""
        for block, linked in zip(self.blocks, self.linked, strict=True):
            text = " ".join(block.split())
            if len(text) > linked + 1:  # a full stop may follow the link
                yield text


def page(tree: Path, file: Path) -> Seen:
    """Read one file of a tree."""
    reader = _Reader()
    reader.feed(file.read_text("utf-8"))
    language = next((text.language for text in reader.texts), "")
    path = file.relative_to(tree).as_posix()
    return Seen(path, language, tuple(reader.texts), tuple(reader.said()))


@cache
def pages(tree: Path) -> tuple[Seen, ...]:
    """Every page of a tree that says something of its own; they are read once."""
    files = sorted(tree.rglob("index.html"))
    assert files, f"no page in {tree}"
    return tuple(
        page(tree, file)
        for file in files
        if not any(view in f"/{file.relative_to(tree)}" for view in SIDE_BY_SIDE)
    )
