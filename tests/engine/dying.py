"""Builds in processes of their own that can be killed: at any moment, or at a chosen step."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from dalil import disk
from dalil.builder import Request, build
from tests.building import STEADY

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["dalil.work", "dalil.prose", "dalil.structured", __name__])
STEPS = frozenset(
    ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "ctypes.dlsym")
)
"""What a build does to the disk, beside writing files."""


def start(site: Path, workers: int) -> BaseProcess:
    """Begin a build."""
    process = PROCESSES.Process(target=_build, args=(site, workers))
    process.start()
    return process


def run_until(site: Path, step: int = 0) -> tuple[int | None, int]:
    """Build until a step of its work on the disk; (exit code, steps that were done)."""
    done = PROCESSES.Value("i", 0)
    process = PROCESSES.Process(target=_build_until, args=(site, step, done))
    process.start()
    process.join(60)
    return process.exitcode, done.value


def _build(site: Path, workers: int) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = STEADY["SOURCE_DATE_EPOCH"]
    build(Request(site / "site.yaml", site / "output", workers=workers))


def _build_until(site: Path, step: int, done: Synchronized[int]) -> None:
    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS or (event == "open" and _writes(arguments)):
            done.value += 1
            if done.value == step:
                os.kill(os.getpid(), signal.SIGKILL)

    disk.THREADS = 1  # their steps have one order then
    sys.addaudithook(watch)
    _build(site, 1)


def _writes(arguments: tuple[object, ...]) -> bool:
    return isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
