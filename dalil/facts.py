"""The questions a job may ask, and the recording of its asking.

Everything that a job looks at goes through `Reading.ask`. The facts it asked are its trace: its
result stays current while each of them still has the same fingerprint. Nothing is declared, so
nothing is forgotten; absence is an answer too.

A fact is a tuple of a question's name and its arguments. An answer is plain data: text, numbers,
booleans, None, bytes, and tuples of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from dalil.diagnostics import Diagnostic
from dalil.disk import read
from dalil.ledger import Fact, SourceChanged
from dalil.questions import FINGERPRINTS, OF_SITE, QUESTIONS, Known, fingerprint_of

Trace = dict[Fact, None]
_UNASKED = object()


class Result(NamedTuple):
    """What a job returns: files of the output tree, faults, and a plain value for later jobs."""

    outputs: tuple[tuple[str, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    value: Any = None


class Answers:
    """Answers to facts, each found once a process."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._answers: dict[Fact, Any] = {}
        self._fingerprints: dict[Fact, str] = {}

    def answer(self, fact: Fact) -> Any:
        """What the site says to a question."""
        found = self._answers.get(fact, _UNASKED)
        if found is _UNASKED:
            name = fact[0]
            if name in OF_SITE:
                found = OF_SITE[name](self.known.site, *fact[1:])
            else:
                found = QUESTIONS[name](self.known, *fact[1:])
            if name not in FINGERPRINTS:  # whole texts would fill the memory
                self._answers[fact] = found
        return found

    def fingerprint(self, fact: Fact) -> str:
        """A short text that stands for the answer."""
        quick = FINGERPRINTS.get(fact[0])
        if quick:
            return quick(self.known, *fact[1:])
        found = self._fingerprints.get(fact)
        if found is None:
            found = self._fingerprints[fact] = fingerprint_of(self.answer(fact))
        return found

    def changed(self, facts: Sequence[Fact], fingerprints: Sequence[str]) -> Fact | None:
        """The first fact with another answer than the one of that fingerprint."""
        known = self._fingerprints  # asked here too: a call each would cost more than the answer
        for fact, before in zip(facts, fingerprints, strict=True):
            if (known.get(fact) or self.fingerprint(fact)) != before:
                return fact
        return None


class Reading:
    """One job's view of the site: it answers, and remembers what was asked."""

    def __init__(self, answers: Answers) -> None:
        self.trace: Trace = {}
        self.answers = answers
        self.kept: list[bytes] = []

    def ask(self, *fact: Any) -> Any:
        """The answer to a question of `QUESTIONS`."""
        self.trace[fact] = None
        return self.answers.answer(fact)

    def store(self, content: bytes) -> None:
        """Keep bytes for later jobs and builds: the job's record says where."""
        self.kept.append(content)

    def source(self, path: str) -> bytes:
        """The bytes of a source file; SourceChanged when they are no longer those first seen."""
        expected = self.ask("source", path)
        return read_source(self.answers.known.root, path, expected)


def read_source(root: Path, path: str, expected: str) -> bytes:
    """The bytes of a file that must still have the fingerprint `expected`."""
    try:
        content = read(f"{root}/{path}")
    except OSError as error:
        raise SourceChanged(path) from error
    if blake2b(content, digest_size=16).hexdigest() != expected:
        raise SourceChanged(path)
    return content
