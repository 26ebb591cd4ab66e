"""Runs a command and measures the whole process tree that it starts (Linux: reads ``/proc``)."""

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_SHORTEST_PAUSE = 0.01
_PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """What one run took: seconds of wall clock, seconds of CPU (user and system), peak bytes.

    ``memory`` is the highest sum of proportional set sizes (PSS) seen over the tree: a page that
    forked workers share counts once. ``samples`` says how often it was looked at.
    """

    wall: float
    cpu: float
    memory: int
    samples: int


class CommandFailed(Exception):
    """A measured command ended with another status than 0; the message has its last output."""


def run(
    command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run ``command`` in ``folder`` until it and all its descendants have ended.

    Wall time ends with the command itself. Raises ``CommandFailed``.
    """
    _adopt_orphans()
    before = _cpu_of_children()
    peak = _Peak()
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        sampler = threading.Thread(target=peak.watch, args=(process.pid,))
        sampler.start()
        status = process.wait()
        wall = time.perf_counter() - start
    peak.ended.set()
    sampler.join()
    _wait_for_orphans(process.pid)
    if status != 0:
        tail = log.read_text(errors="replace")[-2000:]
        raise CommandFailed(f"{' '.join(command)} ended with status {status}:\n{tail}")
    return Cost(wall, _cpu_of_children() - before, peak.memory, peak.samples)


class _Peak:
    """The highest memory of a process tree, looked at again and again in a thread."""

    def __init__(self) -> None:
        self.memory = 0
        self.samples = 0
        self.ended = threading.Event()

    def watch(self, root: int) -> None:
        """Sample until told to end, pausing ten times as long as a sample takes."""
        while not self.ended.is_set():
            start = time.perf_counter()
            memory = tree_memory(root)
            self.memory = max(self.memory, memory)
            self.samples += memory > 0
            self.ended.wait(max(_SHORTEST_PAUSE, 10 * (time.perf_counter() - start)))


def tree_memory(root: int) -> int:
    """The sum of the PSS of a process, its descendants and its session, in bytes."""
    return sum(_proportional_size(process) for process in tree(root))


def tree(root: int) -> set[int]:
    """The ids of a process, of its descendants, and of what else runs in its session.

    The session finds descendants whose parent has ended already.
    """
    parents, members = {}, {root}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            stat = Path("/proc", entry, "stat").read_text(errors="replace")
        except OSError:
            continue  # it ended meanwhile
        # The command's name, in brackets, may contain anything; what follows it has no spaces.
        _state, parent, _group, session = stat.rpartition(")")[2].split()[:4]
        parents[int(entry)] = int(parent)
        if int(session) == root:
            members.add(int(entry))
    grown = True
    while grown:
        children = {process for process, parent in parents.items() if parent in members}
        grown = not children <= members
        members |= children
    return members


def _proportional_size(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_bytes()
    except OSError:
        return 0
    for line in rollup.splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _adopt_orphans() -> None:
    """Make orphaned descendants children of this process, so that their CPU time is counted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans(session: int) -> None:
    for process in tree(session) - {session}:
        try:
            os.waitpid(process, 0)
        except ChildProcessError:
            continue  # not an orphan: its parent, which was waited for here too, has reaped it
