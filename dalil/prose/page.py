"""What one rendering knows and collects: the page, its source, its faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from dalil.diagnostics import Diagnostic, fault
from dalil.prose.scan import Source


class Reading(Protocol):
    """Answers questions about the site, and remembers that they were asked."""

    def ask(self, *fact: Any) -> Any:
        """Answer a fact; the answers are plain values."""
        ...


@dataclass
class Page:
    """The page that is rendered now; nothing of it outlives the rendering."""

    reading: Reading
    id: str
    path: str
    lang: str
    source: Source
    diagnostics: list[Diagnostic] = field(default_factory=list)
    links: list[tuple[str, str, int, int, int, str]] = field(default_factory=list)
    citations: list[str] = field(default_factory=list)
    cited: list[tuple[str, int]] = field(default_factory=list)
    """(Source, offset) of every citation."""
    weak: list[tuple[Any, str, int]] = field(default_factory=list)
    """(Element, source, offset) of citations that name weak sources alone."""
    figures: list[tuple[str, int]] = field(default_factory=list)
    """(Figure, offset) of every figure shown."""
    files: list[str] = field(default_factory=list)
    """Files beside the pages to which the text links."""
    explicit_ids: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    """Pictures and their words, held back until the rest of the page is written."""

    def fault(self, code: str, offset: int, length: int, /, **args: str) -> None:
        """Report a fault at `offset` of the body."""
        line, column = self.source.position(offset)
        self.diagnostics.append(fault(code, self.path, line, column, max(length, 1), **args))

    def places(self, named: list[tuple[str, int]]) -> tuple[tuple[str, int, int, int], ...]:
        """Return (name, line, column, length) of each name's first place, in their order."""
        first: dict[str, int] = {}
        for name, offset in sorted(named, key=lambda each: each[1]):
            first.setdefault(name, offset)
        return tuple((name, *self.source.position(at), len(name) + 1) for name, at in first.items())

    def string(self, key: str, **values: object) -> str:
        """Return an interface word in the page's language, its `{name}`s filled in."""
        text = str(self.reading.ask("string", self.lang, key) or key)
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text
