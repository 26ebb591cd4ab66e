"""The incremental engine: a job is done again only when a fact that it read has changed.

There is no invalidation and no graph to keep consistent: the trace of what a job read, with the
answers' fingerprints, is the graph, written down. Absence is a fact too.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

from dalil.facts import Answers, Reading
from dalil.ledger import Fact, Job, Memory, Record, put
from dalil.questions import OF_SITE, Known
from dalil.strata import KINDS

Progress = Callable[[str, int, int], None]
"""Told a kind of job, how many of the stratum are done, and how many there are."""
Available = Callable[[str, str], bool]
"""Whether a file of the tree, by path and fingerprint, can still be had."""
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
        self.done: list[Stale] = []
        self.same_site = False
        """Whether the `Site` is the last build's, and with it every answer that it alone gives."""
        self._available = available
        self._stored = stored
        self._shared: dict[Any, Any] = {}

    def values(self, kinds: Iterable[str]) -> dict[Job, Any]:
        """What the jobs of these kinds returned."""
        wanted = frozenset(kinds)
        return {job: r.value for job, r in self.now.items() if job[0] in wanted}

    def plan(self, jobs: Iterable[Job], answers: Answers) -> list[Stale]:
        """The jobs whose past result does not hold; the others' is taken over."""
        stale = []
        for job in jobs:
            reason = self.reason(job, answers)
            if reason is None:
                self.now[job] = self.past[job]
            else:
                stale.append(Stale(job, reason))
        return stale

    def reason(self, job: Job, answers: Answers) -> Fact | None:
        """Why a job must be done: a changed fact, or () for no usable past; None when it holds."""
        record = self.past.get(job)
        if record is None:
            return ()
        settled = OF_SITE if self.same_site else ()
        for fact, before in zip(record.trace, record.fingerprints, strict=True):
            if fact[0] not in settled and answers.fingerprint(fact) != before:
                return fact
        if all(name in self._stored for name in record.stored) and all(
            self._available(path, digest) for path, digest in record.outputs
        ):
            return None
        return ("output",)

    def run(
        self,
        jobs: Sequence[Job],
        known: Known,
        workers: int,
        progress: Progress,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Do what must be done of a stratum; `meanwhile` is called while worker processes do it."""
        answers = Answers(known)
        stale = self.plan(jobs, answers)
        self.done += stale
        reasons = dict(stale)
        for count, (job, record) in enumerate(_run(list(reasons), answers, workers, meanwhile), 1):
            self.now[job] = record._replace(
                trace=self._share(record.trace),
                fingerprints=self._share(record.fingerprints),
                reason=reasons[job],
            )
            progress(job[0], count, len(stale))
        for job in jobs:  # in one order, whatever had to be done
            self.now[job] = self.now.pop(job)

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
    if workers < 2 or weight < _FEW:
        for job in jobs:
            yield _do(job, answers)
        return
    # A forked worker finds the site in its memory; elsewhere it is sent one.
    method = "fork" if sys.platform == "linux" else "spawn"
    size = max(1, min(40, len(jobs) // (workers * 4)))
    chunks = [jobs[n : n + size] for n in range(0, len(jobs), size)]
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
    build = multiprocessing.parent_process()
    if build is not None:
        build.join()
        os._exit(1)


def _work(jobs: list[Job]) -> list[tuple[Job, Record]]:
    return [_do(job, _worker["answers"]) for job in jobs]


def _do(job: Job, answers: Answers) -> tuple[Job, Record]:
    reading = Reading(answers)
    result = KINDS[job[0]].run(reading, job[1])
    store = answers.known.store
    outputs = tuple((path, put(store, content)) for path, content in result.outputs)
    trace = tuple(reading.trace)
    fingerprints = tuple(answers.fingerprint(fact) for fact in trace)
    return job, Record(
        trace=trace,
        fingerprints=fingerprints,
        outputs=outputs,
        stored=tuple(reading.kept),
        diagnostics=result.diagnostics,
        value=result.value,
        reason=(),
    )
