"""What past builds learned: which file had which bytes, which job read which facts.

Deleting it is always safe: the next build then does everything again. It is written whole and
checked when read, so a damaged or foreign one counts as none.
"""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dalil.diagnostics import Diagnostic
from dalil.disk import Stamp, fingerprint, write
from dalil.packs import Kept, pickled_in_thousands, verified

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
    fingerprints: tuple[str, ...]
    """Those of the answers that it was given."""
    settled: Kept | None
    """The facts that the `Site` alone answers, with fingerprints: while the site is the same,
    nobody looks for them."""
    outputs: tuple[tuple[str, Kept], ...]
    """(Path in the output tree, bytes: in the store until they are published)."""
    stored: tuple[Kept, ...]
    """What it keeps in the store for later jobs and builds."""
    diagnostics: tuple[Diagnostic, ...]
    value: Any
    reason: Fact
    """Why it was last done: the fact that had changed, or () when it was new."""


pickled_in_thousands(Record)


def settled(store: Path, record: Record) -> tuple[Sequence[Fact], Sequence[str]] | None:
    """The facts that the `Site` alone answers, with fingerprints; None when they are lost."""
    if record.settled is None:
        return (), ()
    content = verified(store, record.settled)
    if content is None:
        return None
    facts, fingerprints = marshal.loads(content)  # noqa: S302 (checked, our own)
    return facts, fingerprints


class Files(NamedTuple):
    """Files as a build saw or wrote them, by path."""

    digests: dict[str, str]
    """Fingerprints of their bytes."""
    stamps: dict[str, Stamp]


_NO_FILES = Files({}, {})


class Summary(NamedTuple):
    """What the last build said at its end."""

    published: bool
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    languages: int
    severities: tuple[tuple[str, str], ...]


class SiteKey(NamedTuple):
    """The site of the last build, kept in the store."""

    settings: str = ""
    """What it was made from beside the read files: `site.yaml` and the options."""
    stored: str = ""


class Header(NamedTuple):
    """Enough to know that nothing changed."""

    engine: str
    options: Options
    observed: int
    """When the sources were looked at: nanoseconds since 1970."""
    sources: Files
    placed: Files
    """The output tree."""
    output: int
    """Inode of the output folder that this ledger describes."""
    summary: Summary | None
    memory: str
    """What the store calls the list of all else: see `shards`."""


def nothing(engine: str) -> Header:
    """The header of a site that was never built."""
    return Header(engine, Options(""), 0, _NO_FILES, _NO_FILES, 0, None, "")


class Ledger:
    """The ledger of one output folder, kept in its cache folder; the records stand in `shards`."""

    def __init__(self, cache: Path, engine: str, output: Path) -> None:
        self._path = cache / "ledger"
        self._next = cache / "ledger.next"
        self.engine = engine
        if output.is_dir():
            self._settle(output.stat().st_ino)
        self._next.unlink(missing_ok=True)
        self.header = _read(self._path, engine) or nothing(engine)

    def _settle(self, inode: int) -> None:
        """A build that died after its swap had published: its ledger is the true one."""
        found = _read(self._next, self.engine)
        if found and found.output == inode:
            os.replace(self._next, self._path)

    def prepare(self, header: Header) -> None:
        """Write the ledger that will be true once the output folder is swapped."""
        write(self._next, _sealed(self.engine, _packed(header)))

    def commit(self) -> None:
        """The prepared ledger is true now."""
        os.replace(self._next, self._path)


def _packed(header: Header) -> bytes:
    """A header's bytes. What it says of thousands of files is plain, and packed in less time."""
    rest = pickle.dumps(header._replace(sources=_NO_FILES, placed=_NO_FILES), 5)
    return marshal.dumps((*header.sources, *header.placed, rest))


def _unpacked(content: bytes) -> Header:
    *files, rest = marshal.loads(content)  # noqa: S302 (checked, our own)
    header: Header = pickle.loads(rest)  # noqa: S301 (checked, our own)
    return header._replace(sources=Files(*files[:2]), placed=Files(*files[2:]))


def _sealed(engine: str, content: bytes) -> bytes:
    return f"dalil ledger {engine} {fingerprint(content)}\n".encode() + content


def _read(path: Path, engine: str) -> Header | None:
    """A ledger's header; None when there is none, or it is damaged, or another engine's."""
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None
    content = sealed.partition(b"\n")[2]
    if sealed != _sealed(engine, content):
        return None
    return _unpacked(content)


def engine_fingerprint() -> str:
    """The generator itself: its own files, the libraries' versions, Python's."""
    folder = Path(__file__).parent
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".js", ".py", ".yaml"))
    parts = [sys.version.encode(), *(p.read_bytes() for p in files)]
    for place in sys.path:
        if place.endswith("site-packages") and os.path.isdir(place):
            parts += sorted(os.fsencode(n) for n in os.listdir(place) if n.endswith(".dist-info"))
    return fingerprint(b"\0".join(parts))
