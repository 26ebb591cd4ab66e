"""`site` in a template: the site in the page's language, all of it through `Reading`."""

from __future__ import annotations

from typing import Any, NamedTuple

from dalil import languages, registers
from dalil.cards import FiledCard, Term
from dalil.facts import Reading
from dalil.model import Document
from dalil.words import TemplateFault


class MenuEntry(NamedTuple):
    """One entry of a menu, in the reader's language."""

    title: str
    lang: str
    """Of the title: not the page's when the entry's page is not translated."""
    url: str
    current: bool
    """It is this page."""
    active: bool
    """It is this page, or one above it."""
    children: tuple[MenuEntry, ...]


class SiteView:
    """`site` in a template: the site in the page's language."""

    def __init__(
        self,
        reading: Reading,
        lang: str,
        document: Document | None,
        listed: list[str] | None = None,
    ) -> None:
        """`listed` takes the ids of the pages to which a list of the template leads."""
        self._reading = reading
        self._listed = [] if listed is None else listed
        self._document = document
        self.lang = lang
        self.name, self.description, self.base_url, self.base_path = reading.ask("site", lang)

    @property
    def home(self) -> str:
        """Address of the home page in the reader's language."""
        return f"{self.base_path}{self.lang}/"

    @property
    def languages(self) -> list[languages.Language]:
        """Every language of the site, in its order."""
        return [languages.Language(*each) for each in self._reading.ask("languages")]

    @property
    def default_language(self) -> str:
        """Code of the language that comes first."""
        return str(self._reading.ask("config", "default_language"))

    @property
    def subject(self) -> dict[str, Any]:
        """What the site is about, as `site.yaml` says it."""
        return dict(self._reading.ask("config", "subject"))

    @property
    def theme(self) -> dict[str, str]:
        """Colours and icon of `site.yaml`."""
        return dict(self._reading.ask("config", "theme"))

    @property
    def feedback(self) -> dict[str, str]:
        """Where readers may write to: `email` or `form`; {} when nowhere."""
        return dict(self._reading.ask("config", "feedback"))

    @property
    def outputs(self) -> tuple[str, ...]:
        """What is put out beside pages."""
        return tuple(self._reading.ask("config", "outputs"))

    def entry(self, name: str, id: str) -> dict[str, Any]:
        """The named values of one entry of `content/data/<name>.yaml`."""
        found = self._reading.ask("entry", name, id)
        if not isinstance(found, tuple) or not all(isinstance(each, tuple) for each in found):
            raise TemplateFault(f"No «{id}» with named values is in content/data/{name}.yaml.")
        return dict(found)

    @property
    def terms(self) -> list[Term]:
        """The glossary in alphabetical order, each term with its letter: `groupby("letter")`."""
        found = registers.terms(self._reading, self.lang)
        self._listed += [term.id for term in found]
        return found

    @property
    def a_to_z(self) -> list[FiledCard]:
        """Every page in alphabetical order; of a guide only the pages that are no answers."""
        return registers.a_to_z(self._reading, self.lang)

    @property
    def tree(self) -> registers.Branch | None:
        """The site map: the home page (`card`), its other `forms`, and its `children`."""
        return registers.site_map(self._reading, self.lang)

    @property
    def all_sources(self) -> list[registers.CitedSource]:
        """Every source of `content/data/sources.yaml`, with the pages that cite it."""
        return registers.sources(self._reading, self.lang)

    @property
    def figures(self) -> list[registers.FigureLine]:
        """Every figure of `content/data/figures.yaml`, written as the language writes it."""
        return registers.figures(self._reading, self.lang)

    def in_language(self, lang: str) -> SiteView:
        """The same site, named in another language."""
        return SiteView(self._reading, lang, None)

    def menu(self, name: str) -> tuple[MenuEntry, ...]:
        """A menu of `site.yaml`; () when it has none of that name."""
        above = _above(self._reading, self._document) if self._document else ()
        here = self._document.id if self._document else ""
        return tuple(
            _entry(each, here, above) for each in self._reading.ask("menu", name, self.lang)
        )

    def page(self, key: str) -> MenuEntry | None:
        """The page of a key, to link to; None when the reader's language has none."""
        found = self._reading.ask("target", key, self.lang)
        if not found or found[3] != "published" or found[0] != f"{key}@{self.lang}":
            return None
        card = self._reading.ask("card", found[0])
        here = self._document.id if self._document else ""
        return _entry((found[0], card[4], card[1], card[2], ()), here, ())


def _above(reading: Reading, document: Document) -> tuple[str, ...]:
    return tuple(reading.ask("page", document.id)[2])


def _entry(entry: tuple[Any, ...], here: str, above: tuple[str, ...]) -> MenuEntry:
    id, title, lang, url, children = entry
    # Every page is below the home page: that one is active only where the reader is on it.
    active = bool(id) and (id == here or (id in above and not id.startswith("index@")))
    below = tuple(_entry(child, here, above) for child in children)
    return MenuEntry(title, lang, url, bool(id) and id == here, active, below)
