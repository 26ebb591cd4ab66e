"""The records of jobs, in shards: a build opens those that something has touched.

A shard holds the jobs of some pages, in all their languages; the first one, those of no page. What
its jobs asked is answered by the `Site`, by the sources and jobs of these same pages, or by others.
A shard stays closed while the `Site` is the same, none of these pages' sources has changed, and
each fact that others answer has the fingerprint that it had: nothing in it is to be done again.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from dalil.diagnostics import Diagnostic
from dalil.disk import fingerprint
from dalil.ledger import Fact, Job, Record, SiteKey
from dalil.names import home
from dalil.packs import put
from dalil.questions import OF_A_PAGE

MANY = 2000
"""Records; fewer are kept in one shard, which is always open."""
COUNT = 64


class Shard(NamedTuple):
    """A shard as its outside shows it: what a build needs to know of it while it is closed."""

    name: str
    """The fingerprint of its bytes, and its name in the store."""
    asked: tuple[tuple[Fact, str], ...]
    """The facts that others answer, with fingerprints."""
    diagnostics: tuple[Diagnostic, ...]
    packs: tuple[str, ...]
    """Those that its records need, but for files of the tree."""
    pages: int
    files: int
    """Of the tree."""


class Touched(Exception):
    """More shards must be opened than are."""

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(numbers)
        self.numbers = frozenset(numbers)


class Closed(Mapping[Job, Record]):
    """The records of shards that stay closed; one is read once somebody looks into it."""

    def __init__(self, shards: Shards, numbers: Collection[int]) -> None:
        self.shards = {number: shards.all[number] for number in numbers}
        self._of = shards

    def __getitem__(self, job: Job) -> Record:
        return self._read(_number(job[1], self._of.count))[job]

    def __iter__(self) -> Iterator[Job]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())

    def copy(self) -> dict[Job, Record]:
        """All of them, at once."""
        records: dict[Job, Record] = {}
        for number in self.shards:
            records |= self._read(number)
        return records

    def __bool__(self) -> bool:
        return bool(self.shards)  # without a look into them

    def _read(self, number: int) -> Mapping[Job, Record]:
        if number not in self.shards:
            return {}
        try:
            return self._of.records(number)
        except _Lost:
            raise Touched(range(self._of.count)) from None

    def answer(self, fact: Fact) -> bool:
        """Whether a fact is of one of their pages, and so what it was."""
        return _is_of(fact, self.shards, self._of.count)


class Memory(NamedTuple):
    """What the last build leaves to the jobs of the next one."""

    records: dict[Job, Record]
    """Of the shards that are open."""
    site: SiteKey
    whole: tuple[Diagnostic, ...] = ()
    """Faults that only the whole site shows."""
    closed: Closed | None = None
    """None when all shards are open."""


class _Index(NamedTuple):
    """What stands in the store, beside the shards themselves."""

    shards: tuple[Shard, ...] = ()
    site: SiteKey = SiteKey()
    whole: tuple[Diagnostic, ...] = ()


class _Lost(Exception):
    """A part is missing or damaged."""


class Shards:
    """All that the store remembers of jobs, for one ledger."""

    def __init__(self, store: Path, name: str) -> None:
        """Under `name` the store says which they are; what is lost counts as none."""
        self._store, self.name = store, name
        self._parts: dict[int, dict[Job, Record]] = {}
        self._index = _Index()
        if name:
            with contextlib.suppress(_Lost):
                self._index = pickle.loads(self._read(name))  # noqa: S301 (checked, our own)

    def _read(self, name: str) -> bytes:
        try:
            content = (self._store / name).read_bytes()
        except FileNotFoundError:
            raise _Lost from None
        if fingerprint(content) != name:
            raise _Lost
        return content

    @property
    def all(self) -> tuple[Shard, ...]:
        """Every shard; there are none before the first build."""
        return self._index.shards

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.all)

    @property
    def needed(self) -> set[str]:
        """Files of the store."""
        names = {self.name, self._index.site.stored}
        return names.union(*([shard.name, *shard.packs] for shard in self.all))

    def records(self, number: int) -> dict[Job, Record]:
        """Those of one shard."""
        if number not in self._parts:
            self._parts[number] = pickle.loads(self._read(self.all[number].name))  # noqa: S301
        return self._parts[number]

    def touched(self, paths: Iterable[str]) -> set[int]:
        """The shards that such source files belong to, and the one that belongs to no page."""
        return {0, *(_number(path, self.count) for path in paths)}

    def memory(self, touched: Collection[int] | None = None) -> Memory:
        """What is remembered when these shards are open, or all; nothing when one is lost."""
        numbers = range(self.count)
        opened = numbers if touched is None else sorted(touched)
        records: dict[Job, Record] = {}
        try:
            for number in opened:
                records |= self.records(number)
        except _Lost:
            self._index, self._parts = _Index(), {}
            return Memory({}, SiteKey())
        shut = [number for number in numbers if number not in opened]
        closed = Closed(self, shut) if shut else None
        return Memory(records, self._index.site, self._index.whole, closed)

    def write(self, memory: Memory, changed: Collection[Job]) -> None:
        """Remember this from now on; only shards in which something changed are written."""
        count = self.count
        if memory.closed is None:
            count = COUNT if len(memory.records) >= MANY else 1
        if count == self.count:
            past = {n: self.records(n) for n in {_number(arg, count) for _, arg in changed}}
        else:
            changed, past = memory.records, {n: {} for n in range(count)}
        self._parts |= {
            number: {job: memory.records[job] for job in part if job in memory.records}
            for number, part in past.items()
        }
        for job in changed:
            if job in memory.records:
                self._parts[_number(job[1], count)][job] = memory.records[job]
        shards = (self._write(n, count) if n in past else self.all[n] for n in range(count))
        self._index = _Index(tuple(shards), memory.site, memory.whole)
        self.name = put(self._store, pickle.dumps(self._index, 5))

    def _write(self, number: int, count: int) -> Shard:
        records = self._parts[number]
        asked: dict[Fact, str] = {}
        packs = set()
        for record in records.values():
            asked.update(zip(record.trace, record.fingerprints, strict=True))
            packs.update([kept.pack for kept in record.stored])
            if record.settled:
                packs.add(record.settled.pack)
        others = (each for each in asked.items() if not _is_of(each[0], (number,), count))
        return Shard(
            name=put(self._store, pickle.dumps(records, 5)),
            asked=tuple(others),
            diagnostics=tuple(said for record in records.values() for said in record.diagnostics),
            packs=tuple(sorted(packs)),
            pages=sum(1 for kind, _ in records if kind == "page"),
            files=sum(len(record.outputs) for record in records.values()),
        )


@cache
def _number(name: str, count: int) -> int:
    """The shard of a job's argument or of a source path."""
    page = home(name) if count > 1 else ""
    return 1 + crc32(page.encode(errors="surrogateescape")) % (count - 1) if page else 0


def _is_of(fact: Fact, numbers: Collection[int], count: int) -> bool:
    """Whether a fact is of a page in one of these shards."""
    return fact[0] in OF_A_PAGE and _number(fact[1], count) in numbers
