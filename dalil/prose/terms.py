"""Links from a text to the terms of the glossary: each term where it is first used.

A text is cut into words once; a word is looked up among the first words of all forms, so that the
cost grows with the text and not with the glossary. Forms are found as whole words, the longest
first. An Arabic word is also looked up without the particles and the article joined to it, and
marks of vowels never count. Only the case of a form's first letter is free: "CAS" is not « cas ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

from markdown.util import HTML_PLACEHOLDER

from dalil.model import variant_of
from dalil.prose.html import raw_tag
from dalil.prose.page import Page
from dalil.prose.serial import BLOCKS

Element = ElementTree.Element
Term = tuple[str, str, str, tuple[str, ...]]
"""(Key, title, acronym, other forms)."""

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*")
_UNWRITTEN = re.compile("[\u0640\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed]")
_SPACE = re.compile(r"\s+")
_HELD = re.compile(f"{HTML_PLACEHOLDER % '([0-9]+)'}|\x02[^\x03]*\x03")  # by the parser
# What joins a word to its neighbour so that neither is whole: « centre-ville », an address.
_JOINS = "-‑.@_"
# Between an acronym and what it stands for: « Bulletin officiel (BO) ».
_BESIDE = re.compile(r"[\s(\[«»\"“”',،:;)\]–—-]{1,4}")
_CLITICS = re.compile(r"(?P<particles>[وف]?[بكل]?)(?P<article>ال|(?<=ل)ل)?")
_FEWEST = 3  # letters that must be left of a word without its clitics
_SKIPPED = frozenset(
    {
        "a", "abbr", "bdi", "button", "caption", "code", "data", "dfn", "h1", "h2", "h3", "h4",
        "h5", "h6", "kbd", "math", "nav", "pre", "samp", "script", "style", "summary", "sup",
        "svg", "th", "time", "var",
    }
)  # fmt: skip


class Form(NamedTuple):
    """One written form of a term: words and what stands between them, by turns."""

    pieces: tuple[str, ...]
    key: str
    is_acronym: bool


class Use(NamedTuple):
    """A form found in a text."""

    start: int
    end: int
    form: Form


class Forms:
    """All forms of a language's terms, by their first word."""

    def __init__(self, terms: tuple[Term, ...], language: str) -> None:
        self.titles = {key: title for key, title, _, _ in terms}
        self._is_arabic = language == "ar"
        self._by_word: dict[str, list[Form]] = {}
        self._known: dict[str, tuple[Form, ...]] = {}
        """What was found of each word of the texts."""
        for key, title, acronym, others in terms:
            bare = title.removesuffix(f"({acronym})").strip() if acronym else title
            for written in dict.fromkeys((title, bare, *others)):
                self._add(written, key)
            if acronym and acronym != title:
                self._add(acronym, key, is_acronym=True)

    def _add(self, written: str, key: str, *, is_acronym: bool = False) -> None:
        words = list(_WORD.finditer(written))
        if not words:
            return
        pieces = [_word(words[0].group())]
        for before, word in pairwise(words):
            pieces += [_gap(written[before.end() : word.start()]), _word(word.group())]
        first = pieces[0] if is_acronym else _first_small(pieces[0])
        form = Form((first, *pieces[1:]), key, is_acronym)
        self._by_word.setdefault(first, []).append(form)

    def find(self, text: str) -> Iterator[Use]:
        """Yield the forms in a text from its start to its end; none overlaps another."""
        words: list[re.Match[str]] = []
        at = 0
        for number, word in enumerate(_WORD.findall(text)):
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = tuple(self._that_begin_with(word))
            if not known or number < at:
                continue
            words = words or list(_WORD.finditer(text))
            form = max(
                (form for form in known if _stands(text, words, number, form)),
                key=lambda form: len(form.pieces),
                default=None,
            )
            if form is not None:
                at = number + len(form.pieces) // 2 + 1
                yield Use(words[number].start(), words[at - 1].end(), form)

    def _that_begin_with(self, word: str) -> Iterator[Form]:
        """Yield the forms whose first word this may be, those of the least changed word first."""
        for spelling in self._spellings(word):
            yield from self._by_word.get(spelling, ())

    def _spellings(self, word: str) -> Iterator[str]:
        """Yield the forms under which a word of a text may be known."""
        word = _word(word)
        yield word
        small = _first_small(word)
        if small != word:
            yield small
        if self._is_arabic:
            yield from _without_clitics(word)


def _without_clitics(word: str) -> Iterator[str]:
    match = _CLITICS.match(word)
    if match is None:
        return
    particles = match["particles"]
    for count in range(1, len(particles) + 1):
        rest = word[count:]
        if len(rest) >= _FEWEST:
            yield rest
        if particles[count - 1] == "ل" and rest.startswith("ل"):  # «للمركز» is ل and «المركز»
            yield f"ا{rest}"
    rest = word[match.end() :]
    if match["article"] and len(rest) >= _FEWEST:
        yield rest


def _stands(text: str, words: list[re.Match[str]], at: int, form: Form) -> bool:
    """Tell whether a form that begins with a word stands there, whole."""
    last = at + len(form.pieces) // 2
    if last >= len(words):
        return False
    for number in range(at + 1, last + 1):
        place = 2 * (number - at)
        if form.pieces[place] != _word(words[number].group()):
            return False
        if form.pieces[place - 1] != _gap(text[words[number - 1].end() : words[number].start()]):
            return False
    return not (
        _is_joined(text, words[at].start() - 1, -1) or _is_joined(text, words[last].end(), 1)
    )


def _is_joined(text: str, at: int, step: int) -> bool:
    """Tell whether a mark at `at` joins the word on one side of it to another on the other."""
    beyond = at + step
    return (
        0 <= at < len(text)
        and text[at] in _JOINS
        and 0 <= beyond < len(text)
        and text[beyond].isalnum()
    )


def _word(word: str) -> str:
    """Return a word without what is not always written."""
    return _UNWRITTEN.sub("", unicodedata.normalize("NFC", word))


def _gap(text: str) -> str:
    return _SPACE.sub(" ", text).replace("’", "'")


def _first_small(word: str) -> str:
    return word[:1].lower() + word[1:]


@lru_cache(maxsize=8)
def _forms(terms: tuple[Term, ...], language: str) -> Forms:
    return Forms(terms, language)


# --- the page ------------------------------------------------------------------------------------


def link_terms(root: Element, page: Page, stash: Sequence[object]) -> None:
    """Link the first use of each term in the page's text."""
    terms = page.reading.ask("terms", page.lang)
    if terms and page.reading.ask("wants_terms", page.id):
        language = page.lang.partition("-")[0]
        _Linking(page, _forms(terms, language), stash).run(root)


class _Linking:
    """One page: which of its terms are linked already, and where the raw HTML is."""

    def __init__(self, page: Page, forms: Forms, stash: Sequence[object]) -> None:
        self._page = page
        self._forms = forms
        self._stash = stash
        self._own = variant_of(page.id.partition("@")[0])[0]
        self._linked = {self._own}
        self._expanded = {self._own}
        self._raw: list[str] = []  # raw tags that are open: their content stays as it is

    def run(self, element: Element) -> None:
        """Link the terms in an element, in the order of the text."""
        if element.tag in BLOCKS:
            self._raw = []  # a raw tag left open ends with its block
        children = list(element)
        element.text = self._text(element, None, element.text)
        for child in children:
            if not self._is_skipped(child):
                self.run(child)
            child.tail = self._text(element, child, child.tail)

    def _is_skipped(self, element: Element) -> bool:
        language = element.get("lang", self._page.lang).partition("-")[0]
        kind = element.get("class") or ""
        return (
            element.tag in _SKIPPED
            or language != self._page.lang.partition("-")[0]
            or "drawing" in kind
            or "callout-title" in kind
        )

    def _text(self, parent: Element, after: Element | None, text: str | None) -> str | None:
        """Put links behind a child, or before all; return the text before the first link."""
        if not text or type(text) is not str or text.isspace():  # an AtomicString stays as it is
            return text
        before, last = "", None
        for piece in self._pieces(text):
            if not isinstance(piece, str):
                siblings = list(parent)
                place = last if last is not None else after
                parent.insert(siblings.index(place) + 1 if place is not None else 0, piece)
                last = piece
            elif last is None:
                before += piece
            else:
                last.tail = (last.tail or "") + piece
        return before

    def _pieces(self, text: str) -> Iterator[str | Element]:
        """Yield the text cut at its links; raw tags and what is in them stay."""
        at = 0
        for held in _HELD.finditer(text):
            yield from self._parts(text[at : held.start()])
            yield held.group()
            at = held.end()
            tag = raw_tag(str(self._stash[int(held[1])])) if held[1] else None
            if tag and not tag.closes:
                self._raw.append(tag.name)
            elif tag and self._raw and self._raw[-1] == tag.name:
                self._raw.pop()
        yield from self._parts(text[at:])

    def _parts(self, text: str) -> Iterator[str | Element]:
        """Yield a text without raw HTML, cut at the links that it gets."""
        uses = list(self._forms.find(text)) if text and not self._raw else []
        explained = {
            each
            for one, other in pairwise(uses)
            if one.form.key == other.form.key and _BESIDE.fullmatch(text, one.end, other.start)
            for each in (one, other)
        }
        at = 0
        for use in uses:
            made = self._element(use.form, text[use.start : use.end], use in explained)
            if made is not None:
                yield text[at : use.start]
                yield made
                at = use.end
        yield text[at:]

    def _element(self, form: Form, text: str, is_explained: bool) -> Element | None:
        """Return the link of a first use, an acronym explained, or both; None for other uses."""
        expands = form.is_acronym and form.key not in self._expanded
        if form.is_acronym:
            self._expanded.add(form.key)
        made: Element | None = None
        if expands and not is_explained:
            made = Element("abbr", {"title": self._forms.titles[form.key]})
            made.text = text
        if form.key in self._linked:
            return made
        self._linked.add(form.key)
        target = self._page.reading.ask("target", form.key, self._page.lang)
        self._page.links.append((target[0], "", 0, 0, 0, ""))
        link = Element("a", {"class": "term", "href": target[1]})
        if made is None:
            link.text = text
        else:
            link.append(made)
        return link
