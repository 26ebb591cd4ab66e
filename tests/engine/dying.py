"""Builds in processes of their own that can be killed: at any moment, or at a chosen step."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from dalil.builder import Request, build

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["dalil.work", "dalil.prose", "dalil.structured", __name__])
STEPS = frozenset(
    ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "ctypes.dlsym")
)
"""What a build does to the disk, beside writing files."""


def start(site: Path, workers: int, step: int = 0, day: str = "1795392000") -> BaseProcess:
    """Begin a build; with a step, it kills itself at that step of its work on the disk."""
    process = PROCESSES.Process(target=_build, args=(site, workers, step, day))
    process.start()
    return process


def _build(site: Path, workers: int, step: int, day: str) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = day
    if step:
        _die_at(step)
    build(Request(site / "site.yaml", site / "output", workers=workers))


def _die_at(step: int) -> None:
    left = step

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS or (event == "open" and _writes(arguments)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _writes(arguments: tuple[object, ...]) -> bool:
    return isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
