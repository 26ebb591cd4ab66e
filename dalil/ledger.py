"""What past builds learned: which file had which bytes, which job read which facts.

Deleting it is always safe: the next build then does everything again. It is written whole and
checked when read, so a damaged or foreign one counts as none.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import Any, NamedTuple

from dalil.diagnostics import Diagnostic
from dalil.disk import Stamp, fingerprint, write

_MAGIC = b"dalil ledger 1\n"


Fact = tuple[Any, ...]
"""A question's name and its arguments."""
Job = tuple[str, str]
"""A kind of job and its argument."""


class SourceChanged(Exception):
    """A source file changed while it was being built from: the build begins again."""


class Options(NamedTuple):
    """What a build is told beside its files."""

    today: str
    drafts: bool = False
    base_url: str = ""


class Record(NamedTuple):
    """What one job read, made and said."""

    trace: tuple[Fact, ...]
    outputs: tuple[tuple[str, str], ...]
    """(Path in the output tree, fingerprint)."""
    stored: tuple[str, ...]
    """Fingerprints of what it keeps in the store."""
    diagnostics: tuple[Diagnostic, ...]
    value: Any
    reason: Fact
    """Why it was last done: the fact that had changed, or () when it was new."""


class Placed(NamedTuple):
    """A file of the output tree as it was put there."""

    digest: str
    stamp: Stamp


class Summary(NamedTuple):
    """What the last build said at its end."""

    published: bool
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    languages: int
    severities: tuple[tuple[str, str], ...]


class Header(NamedTuple):
    """Enough to know that nothing changed."""

    engine: str
    options: Options
    observed: int
    """When the sources were looked at: nanoseconds since 1970."""
    sources: dict[str, tuple[Stamp, str]]
    placed: dict[str, Placed]
    output: int
    """Inode of the output folder that this ledger describes."""
    summary: Summary | None


class Memory(NamedTuple):
    """Everything else: the jobs and the answers they were given."""

    records: dict[Job, Record]
    facts: dict[Fact, str]


def nothing(engine: str) -> Header:
    """The header of a site that was never built."""
    return Header(engine, Options(""), 0, {}, {}, 0, None)


class Ledger:
    """The ledger of one output folder, kept in its cache folder."""

    def __init__(self, cache: Path, engine: str, output: Path) -> None:
        self._path = cache / "ledger"
        self._next = cache / "ledger.next"
        self.engine = engine
        self.header = nothing(engine)
        self._body = b""
        self._settle(output)
        self._load(engine)

    def _settle(self, output: Path) -> None:
        """A build that died after its swap had published: its ledger is the true one."""
        content = _read(self._next)
        if content and output.is_dir() and _header(content)[0].output == output.stat().st_ino:
            os.replace(self._next, self._path)
        self._next.unlink(missing_ok=True)

    def _load(self, engine: str) -> None:
        content = _read(self._path)
        if content:
            header, body = _header(content)
            if header.engine == engine:
                self.header, self._body = header, body

    def memory(self) -> Memory:
        """The jobs of the last build; none when there is no ledger."""
        return pickle.loads(self._body) if self._body else Memory({}, {})  # noqa: S301 (checked, our own)

    def prepare(self, header: Header, memory: Memory) -> None:
        """Write the ledger that will be true once the output folder is swapped."""
        head = pickle.dumps(header, 5)
        body = pickle.dumps(memory, 5)
        content = len(head).to_bytes(8, "big") + head + body
        write(self._next, _MAGIC + fingerprint(content).encode() + content)

    def commit(self) -> None:
        """The prepared ledger is true now."""
        os.replace(self._next, self._path)


def _read(path: Path) -> bytes:
    """The checked content of a ledger file; b"" when there is none, or it is damaged."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return b""
    start = len(_MAGIC) + 32
    whole = (
        content.startswith(_MAGIC)
        and content[len(_MAGIC) : start] == fingerprint(content[start:]).encode()
    )
    return content[start:] if whole else b""


def _header(content: bytes) -> tuple[Header, bytes]:
    size = 8 + int.from_bytes(content[:8], "big")
    try:
        return pickle.loads(content[8:size]), content[size:]  # noqa: S301 (checked, our own)
    except (AttributeError, ImportError, TypeError, ValueError):  # another version's shapes
        return nothing(""), b""


def engine_fingerprint() -> str:
    """The generator itself: its own files, the libraries' versions, Python's."""
    folder = Path(__file__).parent
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".yaml"))
    parts = [sys.version.encode(), *(p.read_bytes() for p in files)]
    for place in sys.path:
        if place.endswith("site-packages") and os.path.isdir(place):
            parts += sorted(os.fsencode(n) for n in os.listdir(place) if n.endswith(".dist-info"))
    return fingerprint(b"\0".join(parts))
