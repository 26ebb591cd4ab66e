"""`page` in a template: one page, all of it through `Reading`."""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

from markupsafe import Markup

from dalil import cards, freshness, registers
from dalil.cards import Card, Choice, Source, Term
from dalil.facts import Reading
from dalil.feeds import feed_path, feed_title
from dalil.media import Medium, media_of
from dalil.model import Document, Prose
from dalil.urls import absolute

FEEDS = {
    "atom": ("application/atom+xml", "feed.xml"),
    "jsonfeed": ("application/feed+json", "feed.json"),
}


class Heading(NamedTuple):
    """A heading of the page's text, with those below it."""

    level: int
    anchor: str
    text: str
    children: list[Heading]


class Translation(NamedTuple):
    """One form of the page that the language links offer."""

    lang: str
    dir: str
    name: str
    url: str
    current: bool
    exists: bool
    """False when the page there says that it is not translated."""


_OF_DOCUMENT = frozenset(Document._fields)


class PageView:
    """`page` in a template."""

    def __init__(self, reading: Reading, id: str, number: int = 1) -> None:
        self._reading = reading
        plain, self.url, self._trail, self._alternates, self.variant, self._family = reading.ask(
            "page", id
        )
        self.document = Document(*plain)
        self.number = number
        self.listed: list[str] = []
        shown = self.document.original or id
        prose = reading.ask("prose", shown)
        self.prose = Prose(*prose) if prose else Prose()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in _OF_DOCUMENT:
            raise AttributeError(name)
        return getattr(self.document, name)

    @property
    def is_home(self) -> bool:
        """Whether it is the home page of its language."""
        return self.document.key == "index"

    @property
    def dir(self) -> str:
        """Direction of the page's language."""
        return self._direction(self.document.lang)

    def _direction(self, lang: str) -> str:
        return cards.direction(self._reading, lang)

    def absolute(self, url: str) -> str:
        """The whole address of a site's path, as a URL (percent-encoded)."""
        return absolute(self._reading.ask("site", self.document.lang)[2], url)

    @property
    def canonical(self) -> str:
        """The address that speaks for this page: a borrowed page's is its original's."""
        if self.document.original:
            return self.absolute(self._reading.ask("page", self.document.original)[1])
        return self.absolute(self.page_url(self.number))

    @property
    def borrowed(self) -> Translation | None:
        """The original that a page shows while its own translation is missing."""
        if not self.document.original:
            return None
        lang = self.document.original.rpartition("@")[2]
        return next(each for each in self.translations if each.lang == lang)

    @property
    def html(self) -> Markup:
        """The page's text. Headings also answer to the anchors of their translations."""
        return Markup(_with_aliases(self.prose.html, self._aliases()))  # noqa: S704 (our own, cleaned)

    def _aliases(self) -> dict[str, list[str]]:
        """Anchor → anchors of the same heading in the page's other languages, where they pair."""
        shown = self.document.original or self.document.id
        levels = [heading[0] for heading in self.prose.headings]
        found: dict[str, list[str]] = {}
        taken = set(self.prose.ids)
        for _, id, _ in self._alternates:
            if id == shown:
                continue
            others = self._reading.ask("headings", id)
            if [heading[0] for heading in others] != levels:
                continue
            for own, other in zip(self.prose.headings, others, strict=True):
                if other[1] not in taken:
                    taken.add(other[1])
                    found.setdefault(own[1], []).append(other[1])
        return found

    @property
    def contents(self) -> list[Heading]:
        """The headings as a tree."""
        return _tree(self.prose.headings)

    @property
    def fields(self) -> dict[str, Any]:
        """All of the front matter, the collection's own fields among it."""
        return dict(self.document.values)

    @property
    def translations(self) -> list[Translation]:
        """The page in every language in which it can be opened, in the site's order."""
        known = {
            code: (name, direction) for code, _, name, direction in self._reading.ask("languages")
        }
        return [
            Translation(
                lang,
                known[lang][1],
                known[lang][0],
                url,
                lang == self.document.lang,
                status == "published",
            )
            for lang, _, url, status in self._reading.ask("forms", self.document.key)
        ]

    @property
    def newer(self) -> freshness.Newer | None:
        """The form in another language that is newer than this one, and what changed there."""
        return freshness.newer(self._reading, self.document)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(hreflang, URL): every language in which the page exists, itself and x-default too."""
        if self.document.original or self.number > 1:
            return []
        found = [(lang, self.absolute(url)) for lang, _, url in self._alternates]
        default = self._reading.ask("config", "default_language")
        first = dict(found).get(default) or (found[0][1] if found else "")
        if self.is_home:
            first = self._reading.ask("site", default)[2]
        return [*found, ("x-default", first)] if first else []

    @property
    def trail(self) -> list[Card]:
        """The pages above, the home page first."""
        return [self.card(id) for id in self._trail]

    def card(self, id: str) -> Card:
        """What can be said of another page, by its id."""
        return cards.card(self._reading, id)

    @property
    def forms(self) -> list[tuple[str, Card]]:
        """(Variant, page) for the other forms of the page in its language: "" is the standard."""
        return [(variant, self.card(id)) for variant, id in self._family if variant != self.variant]

    @property
    def side_by_side(self) -> str:
        """Address of the page beside its translation; "" when there is no such view."""
        return str(self._reading.ask("side_by_side", self.document.id))

    @property
    def media(self) -> list[Medium]:
        """The page's recordings: sound, sign-language film."""
        document, original = self.document, self.document.original
        if original:
            document = Document(*self._reading.ask("page", original)[0])
        found = media_of(self._reading, document)
        self.listed += [each.transcript_id for each in found if each.transcript_id]
        return found

    @property
    def listing(self) -> list[Card]:
        """The pages right below this section: those of this number, when the list is long."""
        ids = self._reading.ask("listing", self.document.key, self.document.lang)
        size = self._page_size()
        shown = ids[(self.number - 1) * size : self.number * size] if size else ids
        self.listed += shown
        return [self.card(id) for id in shown]

    def _page_size(self) -> int:
        found = self._reading.ask("collection", self.document.collection)
        return int(found[2]) if found and self.document.is_index else 0

    @property
    def page_count(self) -> int:
        """How many pages the section's list takes."""
        size = self._page_size()
        count = (
            len(self._reading.ask("listing", self.document.key, self.document.lang)) if size else 0
        )
        return max(1, -(-count // size)) if size else 1

    def page_url(self, number: int) -> str:
        """Address of one page of the list."""
        return str(self.url) if number == 1 else f"{self.url}{number}/"

    @property
    def term(self) -> Term | None:
        """The term that the page explains; None when its collection is no glossary."""
        found = self._reading.ask("collection", self.document.collection)
        if not found or not found[4] or self.document.is_index:
            return None
        return registers.term(self._reading, self.document.id, "")

    @property
    def question(self) -> str:
        """What a page of a guide asks; "" when it asks nothing."""
        return str(self._guide[0])

    @property
    def answer(self) -> str:
        """The answer, to the question of the page above, that leads to this page of a guide."""
        return str(self._guide[1])

    @property
    def answers_given(self) -> list[tuple[str, str, Card]]:
        """(Question, answer, page that asks) from the start of the guide to this page."""
        return [(question, answer, self.card(id)) for question, answer, id in self._guide[2]]

    @property
    def choices(self) -> list[Choice]:
        """The answers to the question of this page of a guide, each with where it leads."""
        found = self._guide[3]
        self.listed += [id for _, id in found]
        return [Choice(*cards.card_fields(self._reading, id), answer) for answer, id in found]

    @property
    def _guide(self) -> tuple[Any, ...]:
        return tuple(self._reading.ask("guide", self.document.id))

    @property
    def sources(self) -> list[Source]:
        """What the page cites: in its text by first use, then in its front matter."""
        named = self.fields.get("sources", ())
        return [
            cards.source(self._reading, id) for id in dict.fromkeys((*self.prose.citations, *named))
        ]

    @property
    def feeds(self) -> list[tuple[str, str, str]]:
        """(Media type, title, URL) of the feeds in the page's language."""
        lang = self.document.lang
        base = self._reading.ask("site", lang)[3]
        wanted = [FEEDS[o] for o in self._reading.ask("config", "outputs") if o in FEEDS]
        found = []
        for name in self._reading.ask("collections"):
            if wanted and self._reading.ask("feed", name, lang):
                arg = f"{name}@{lang}"
                title = feed_title(self._reading, arg)
                found += [(media, title, base + feed_path(arg, file)) for media, file in wanted]
        return found

    @property
    def json_ld(self) -> Any:
        """The page as schema.org data, for a script of type application/ld+json."""
        from dalil.structured import json_ld

        return json_ld(self._reading, self.document.id)


class Notice(NamedTuple):
    """`page` in a template that stands for no document: the page not found."""

    lang: str
    dir: str
    url: str
    key: str = ""
    status: str = "notice"
    is_home: bool = False


def _tree(headings: tuple[tuple[int, str, str], ...]) -> list[Heading]:
    roots: list[Heading] = []
    open_: list[Heading] = []
    for level, anchor, text in headings:
        heading = Heading(level, anchor, text, [])
        while open_ and open_[-1].level >= level:
            open_.pop()
        (open_[-1].children if open_ else roots).append(heading)
        open_.append(heading)
    return roots


def _with_aliases(html: str, aliases: dict[str, list[str]]) -> str:
    """The text with more anchors behind some, which are given in its own order."""
    pieces: list[str] = []
    last = 0
    for anchor, others in aliases.items():
        mark = f' id="{escape(anchor)}">'
        at = html.find(mark, last)
        if at < 0:
            continue
        end = at + len(mark)
        pieces += (html[last:end], *(f'<span id="{escape(other)}"></span>' for other in others))
        last = end
    pieces.append(html[last:])
    return "".join(pieces)
