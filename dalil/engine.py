"""The incremental engine: a job is done again only when a fact that it read has changed.

There is no invalidation and no graph to keep consistent: the trace of what a job read, with the
answers' fingerprints, is the graph, written down. Absence is a fact too.
"""

from __future__ import annotations

import marshal
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dalil.facts import Answers, Reading, Result
from dalil.ledger import Fact, Job, Record, settled
from dalil.packs import Kept, pack
from dalil.questions import OF_SITE, Known
from dalil.shards import Memory
from dalil.strata import KINDS

Progress = Callable[[str, int, int], None]
"""Told a kind of job, how many of the stratum are done, and how many there are."""
Available = Mapping[str, str]
"""Files that the output folder has, with their fingerprints."""
_LOST: Fact = ("output",)
"""The reason when a result can no longer be had."""
_FEW = 32
"""So few jobs are done sooner than workers are started."""


class Stale(NamedTuple):
    """A job to be done, and why: the fact that changed; () when it is new or its result is gone."""

    job: Job
    reason: Fact


class Engine:
    """One build's jobs: those of the past that still hold, and those done now."""

    def __init__(self, past: Memory, available: Available, stored: Collection[str]) -> None:
        self.past = past.records
        self.now: dict[Job, Record] = {}
        """Those of the strata that are done."""
        self.done: list[Stale] = []
        self.same_site = False
        """Whether the `Site` is the last build's, and with it every answer that it alone gives."""
        self._available = available
        self._stored = stored
        self._shared: dict[Any, Any] = {}

    def plan(self, jobs: Iterable[Job], answers: Answers) -> list[Stale]:
        """The jobs whose past result does not hold."""
        stale = []
        for job in jobs:
            reason = self.reason(job, answers)
            if reason is not None:
                stale.append(Stale(job, reason))
        return stale

    def reason(self, job: Job, answers: Answers) -> Fact | None:
        """Why a job must be done: a changed fact, or () for no usable past; None when it holds."""
        record = self.past.get(job)
        if record is None:
            return ()
        changed = answers.changed(record.trace, record.fingerprints)
        if changed is None and not self.same_site:
            found = settled(answers.known.store, record)
            changed = answers.changed(*found) if found else _LOST
        if changed is None and self._lost(record):
            changed = _LOST
        return changed

    def _lost(self, record: Record) -> bool:
        """Whether a result can no longer be had."""
        for kept in record.stored:
            if kept.pack not in self._stored:
                return True
        for path, kept in record.outputs:
            if self._available.get(path) != kept.digest and kept.pack not in self._stored:
                return True
        return False

    def run(
        self,
        jobs: Sequence[Job],
        known: Known,
        workers: int,
        progress: Progress,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Do what must be done of a stratum.

        `meanwhile` is called while worker processes do it.
        """
        answers = Answers(known)
        stale = self.plan(jobs, answers)
        self.done += stale
        reasons = dict(stale)
        fresh: dict[Job, Record] = {}
        for count, (job, record) in enumerate(_run(list(reasons), answers, workers, meanwhile), 1):
            fresh[job] = record._replace(
                trace=self._share(record.trace),
                fingerprints=self._share(record.fingerprints),
                reason=reasons[job],
            )
            progress(job[0], count, len(stale))
        # In one order, whatever had to be done.
        for job in jobs:
            self.now[job] = fresh.get(job) or self.past[job]

    def _share(self, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        """Equal facts of many jobs, kept once: less memory, and a smaller ledger."""
        return tuple(self._shared.setdefault(part, part) for part in parts)

    @property
    def changed(self) -> set[Job]:
        """Jobs whose record is no longer the last build's, those that are gone among them."""
        return {job for job, _ in self.done} | (self.past.keys() - self.now.keys())


def _run(
    jobs: list[Job], answers: Answers, workers: int, meanwhile: Callable[[], None]
) -> Iterator[tuple[Job, Record]]:
    weight = sum(_FEW // 2 if KINDS[kind].slow else 1 for kind, _ in jobs)
    size = max(1, min(40, len(jobs) // (workers * 4)))
    chunks = [jobs[n : n + size] for n in range(0, len(jobs), size)]
    if workers < 2 or weight < _FEW:
        for chunk in chunks:
            yield from _do(chunk, answers)
        return
    import multiprocessing  # not before it is needed: start-up time
    from concurrent.futures import ProcessPoolExecutor

    # A forked worker finds the site in its memory; elsewhere it is sent one.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(workers, context, _begin, (answers.known,)) as pool:
        finished = pool.map(_work, chunks)
        meanwhile()
        for done in finished:
            yield from done


_worker: dict[str, Answers] = {}
"""In a worker process: the answers that its jobs share."""


def _begin(known: Known) -> None:
    _worker["answers"] = Answers(known)
    threading.Thread(target=_end_with_the_build, daemon=True).start()


def _end_with_the_build() -> None:
    """A forked worker shares the build's lock: one that outlived the build would keep it."""
    from multiprocessing import parent_process

    build = parent_process()
    if build is not None:
        build.join()
        os._exit(1)


def _work(jobs: list[Job]) -> list[tuple[Job, Record]]:
    return _do(jobs, _worker["answers"])


def _do(jobs: list[Job], answers: Answers) -> list[tuple[Job, Record]]:
    """Do some jobs. What they make is kept in packs: files of the tree last a build only."""
    done = []
    for kind, arg in jobs:
        reading = Reading(answers)
        done.append((reading, KINDS[kind].run(reading, arg)))
    store = answers.known.store
    files = pack(store, [content for _, made in done for _, content in made.outputs])
    texts = pack(store, [content for reading, _ in done for content in reading.kept])
    of_site = [_of_site(reading) for reading, _ in done]
    facts = pack(store, list(filter(None, of_site)))
    return [
        (job, _record(reading, made, files, texts, next(facts) if own else None))
        for job, (reading, made), own in zip(jobs, done, of_site, strict=True)
    ]


def _of_site(reading: Reading) -> bytes:
    """The facts of a trace that the `Site` alone answers, with fingerprints."""
    facts = tuple(fact for fact in reading.trace if fact[0] in OF_SITE)
    if not facts:
        return b""
    return marshal.dumps((facts, tuple(map(reading.answers.fingerprint, facts))), 2)


def _record(
    reading: Reading,
    made: Result,
    files: Iterator[Kept],
    texts: Iterator[Kept],
    settled: Kept | None,
) -> Record:
    trace = tuple(fact for fact in reading.trace if fact[0] not in OF_SITE)
    return Record(
        trace=trace,
        fingerprints=tuple(map(reading.answers.fingerprint, trace)),
        settled=settled,
        outputs=tuple((path, next(files)) for path, _ in made.outputs),
        stored=tuple(next(texts) for _ in reading.kept),
        diagnostics=made.diagnostics,
        value=made.value,
        reason=(),
    )
