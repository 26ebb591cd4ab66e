"""A build: look, read, relate, render, check, publish. All faults in one run; all or nothing."""

from __future__ import annotations

import contextlib
import datetime
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dalil import disk
from dalil.diagnostics import Diagnostic, has_errors
from dalil.ledger import (
    Files,
    Ledger,
    Options,
    SourceChanged,
    Summary,
    engine_fingerprint,
)
from dalil.publish import MARK, Tree, Unpublishable, spare_folder

if TYPE_CHECKING:
    from dalil.engine import Available
    from dalil.shards import Shards
    from dalil.work import Made, Plan, Task

Progress = Callable[[str, int, int], None]
FOLDERS = ("content", "templates", "static")
_FEW = 32
"""Changed sources; more of them are likely to change what all pages show."""
_RACY = 2_000_000_000
"""A file changed within two seconds of being looked at may change again unseen by its times."""


class Request(NamedTuple):
    """What the person asked for."""

    site: Path
    """The `site.yaml`; everything is found beside it."""
    output: Path
    base_url: str = ""
    workers: int = 0
    clean: bool = False
    drafts: bool = False
    publish: bool = True
    """False: look for faults only."""


class Outcome(NamedTuple):
    """What a build did and found."""

    diagnostics: tuple[Diagnostic, ...]
    severities: Mapping[str, str]
    published: bool
    """The output folder holds this site now."""
    failed: bool
    pages: int
    languages: int
    rendered: int
    foreign: tuple[str, ...]
    seconds: float


def today() -> str:
    """The day of the build: SOURCE_DATE_EPOCH's when it is set, in UTC everywhere."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdecimal() else time.time()  # noqa: TID251 (the one place)
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    except (OverflowError, ValueError, OSError) as error:
        raise Unpublishable("epoch", found=epoch) from error


def cache_folder(request: Request) -> Path:
    """Where the ledger of one output folder lives, beside the site."""
    root = request.site.resolve().parent
    name = os.path.relpath(request.output.absolute(), root)
    return root / ".cache" / disk.fingerprint(os.fsencode(name))[:12]


def build(
    request: Request,
    progress: Progress = lambda kind, done, total: None,
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Build the site. OSError and `publish.Unpublishable` are the environment's faults."""
    started = time.monotonic()
    cache = cache_folder(request)
    with disk.locked(cache / "lock", waiting):
        while True:
            try:
                with _attempt(request, cache, progress) as attempt:
                    outcome = attempt.run()
            except SourceChanged:
                continue  # somebody saved a file meanwhile: build what they saved
            return outcome._replace(seconds=time.monotonic() - started)


def dry_run(request: Request) -> Plan | None:
    """What a build would do now, without doing it; None when `site.yaml` cannot be read."""
    cache = cache_folder(request)
    with (
        disk.locked(cache / "lock", lambda: None),
        _attempt(request, cache, lambda kind, done, total: None) as attempt,
    ):
        return attempt.plan()


@contextlib.contextmanager
def _attempt(request: Request, cache: Path, progress: Progress) -> Iterator[_Build]:
    """One build, while another process looks through what the last one left."""
    _refuse_sources(request.output.resolve(), request.site.resolve().parent)
    folders = (request.output.absolute(), spare_folder(request.output.absolute(), cache))
    with disk.walking(folders) as trees:
        yield _Build(request, cache, progress, *folders, trees)


class _Build:
    """One attempt, under the lock."""

    def __init__(
        self,
        request: Request,
        cache: Path,
        progress: Progress,
        output: Path,
        spare: Path,
        trees: Iterator[disk.Found],
    ) -> None:
        self.request, self.output, self.spare, self.trees = request, output, spare, trees
        self.root = request.site.resolve().parent
        self.cache = cache
        self.store = cache / "store"
        self.progress = progress
        self.options = Options(today(), request.drafts, request.base_url)
        self.ledger = Ledger(cache, engine_fingerprint(), output)
        self.sources, self.observed = self._observe()
        self.same_sources = self.sources.digests == self.ledger.header.sources.digests
        if not self.same_sources:
            _preload()

    @cached_property
    def shards(self) -> Shards:
        """What is remembered of jobs: not loaded before it is needed, for start-up time."""
        from dalil.shards import Shards

        return Shards(self.store, "" if self.request.clean else self.ledger.header.memory)

    @cached_property
    def tree(self) -> Tree:
        """The output folder: looked at when it is needed, for it is being walked meanwhile."""
        return Tree(self.output, self.spare, self.ledger.header.placed, self.trees)

    def _observe(self) -> tuple[Files, int]:
        """Every source file with its fingerprint; only what may have changed is read."""
        observed = time.time_ns()
        found = {"site.yaml": disk.stamp(self.request.site)}
        for folder in FOLDERS:
            for path, stamp in disk.walk(self.root / folder, _is_source).items():
                found[f"{folder}/{path}"] = stamp
        past, racy = self.ledger.header.sources, self.ledger.header.observed - _RACY
        changed = [
            path
            for path, stamp in found.items()
            if stamp != past.stamps.get(path) or stamp[2] >= racy or stamp[3] >= racy
        ]
        digests = past.digests | disk.at_once(self._digest, changed)
        if digests.keys() != past.digests.keys() or digests.keys() != found.keys():
            digests = {path: digests[path] for path in sorted(found)}
        return Files(digests, found), observed

    def _digest(self, path: str) -> str:
        file = self.request.site if path == "site.yaml" else f"{self.root}/{path}"
        try:
            return disk.fingerprint(disk.read(str(file)))
        except FileNotFoundError as error:
            raise SourceChanged(path) from error

    def run(self) -> Outcome:
        """Say what the last build said when nothing changed; otherwise build."""
        header = self.ledger.header
        summary = header.summary
        unchanged = (
            summary is not None
            and not self.request.clean
            and header.options == self.options
            and self.same_sources
            and (self.tree.intact or not summary.published)
            and not (self.request.publish and not summary.published and not _failed(summary))
        )
        if unchanged and summary is not None:
            return self._outcome(summary, 0)
        return self._build()

    def _outcome(self, summary: Summary, rendered: int) -> Outcome:
        return Outcome(
            diagnostics=summary.diagnostics,
            severities=dict(summary.severities),
            published=summary.published,
            failed=_failed(summary),
            pages=summary.pages,
            languages=summary.languages,
            rendered=rendered,
            foreign=self.tree.foreign,
            seconds=0.0,
        )

    def _build(self) -> Outcome:
        made = self._made()
        failed = _failed(made.summary)
        summary = made.summary._replace(published=self.request.publish and not failed)
        self._finish(made, summary)
        return self._outcome(summary, made.rendered)

    def _made(self) -> Made:
        """The work done, with as many shards of the memory open as it takes."""
        from dalil.shards import Touched
        from dalil.work import work

        available, stored = self._remains()
        touched = self._opened_first(stored)
        while True:
            memory = self.shards.memory(touched)
            try:
                return work(self._task(), memory, available, stored, self.progress)
            except Touched as more:
                touched |= more.numbers

    def _opened_first(self, stored: Collection[str]) -> set[int]:
        """The shards to be opened first: all, unless no more has changed than a few sources."""
        header, shards = self.ledger.header, self.shards
        past, now = header.sources.digests, self.sources.digests
        changed = [path for path in now if now[path] != past.get(path)]
        steady = (
            header.summary is not None
            and header.summary.published
            and past.keys() == now.keys()
            and len(changed) <= _FEW
            and self.tree.intact
            # Each file of the tree has one owner; one more is the tree's own.
            and sum(shard.files for shard in shards.all) + 1 == len(header.placed.digests)
            and shards.needed.issubset(stored)
        )
        return shards.touched(changed) if steady else set(range(shards.count))

    def plan(self) -> Plan | None:
        """What a build would do now."""
        from dalil.work import plan

        return plan(self._task(), self.shards.memory(), *self._remains())

    def _task(self) -> Task:
        from dalil.work import Task

        workers = self.request.workers or _processors()
        known = self.sources.digests
        return Task(self.root, self.request.site, self.store, known, self.options, workers)

    def _remains(self) -> tuple[Available, frozenset[str]]:
        """What past jobs made and is still there: files of the tree, and the store's."""
        self.store.mkdir(parents=True, exist_ok=True)
        with os.scandir(self.store) as entries:  # an empty file is what a power cut left
            stored = frozenset(entry.name for entry in entries if entry.stat().st_size)
        made = {path: digest for path, digest in self.tree.current.items() if path != MARK}
        return made, stored

    def _finish(self, made: Made, summary: Summary) -> None:
        """Publish, if all is well, and remember."""
        past = self.ledger.header
        header = past._replace(
            engine=self.ledger.engine,
            options=self.options,
            observed=self.observed,
            sources=self.sources,
            summary=summary,
        )
        kept = dict(file for record in made.memory.records.values() for file in record.outputs)
        if summary.published:
            placed = self.tree.stage(made.files, kept, self.store)
            header = header._replace(placed=placed, output=self.tree.spare.stat().st_ino)
        self.shards.write(made.memory, made.changed)
        self.ledger.prepare(header._replace(memory=self.shards.name))
        needed = self.shards.needed
        if summary.published:
            self.tree.exchange()
        else:
            needed.update(each.pack for each in kept.values())  # for the build that publishes
        self.ledger.commit()
        self._sweep(needed)

    def _sweep(self, needed: set[str]) -> None:
        """Drop from the store what nothing needs any more."""
        for name in os.listdir(self.store):
            if name not in needed:
                (self.store / name).unlink(missing_ok=True)


def _preload() -> None:
    """Load what a build needs, and a build of nothing does not: that takes longer than an edit."""
    from dalil.pages import preload
    from dalil.work import work  # noqa: F401

    preload()


def _is_source(name: str) -> bool:
    """Not what editors' programs and systems leave beside the files."""
    return not name.startswith(".") and not name.endswith("~")


def _refuse_sources(output: Path, root: Path) -> None:
    """What is built must not be read as a source by the next build."""
    for folder in FOLDERS:
        if output.is_relative_to(root / folder):
            raise Unpublishable("among-sources", path=output, folder=folder)


def _failed(summary: Summary) -> bool:
    return has_errors(summary.diagnostics, dict(summary.severities))


def _processors() -> int:
    """As many workers as the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
