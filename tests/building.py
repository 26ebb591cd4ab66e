"""Run the generator on a folder, as a person would or inside this process."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

PROJECT = Path(__file__).resolve().parent.parent
SITE_PARTS = ("site.yaml", "content", "templates", "static")
STEADY = {"SOURCE_DATE_EPOCH": "1795392000", "NO_COLOR": "1"}  # it is 2026-11-23
TIME_LIMIT = 300  # seconds

Option = str | int | bool | Path


class Built(NamedTuple):
    """What one run of the generator left behind."""

    site: Path  # the folder of site.yaml
    output: Path
    status: int
    stdout: str
    stderr: str


def copy_site(source: Path, target: Path) -> Path:
    """Copy what a site is made of, and nothing that a build has left; returns `target`."""
    target.mkdir(parents=True)
    for name in SITE_PARTS:
        part = source / name
        if part.is_dir():
            shutil.copytree(part, target / name)
        elif part.exists():
            shutil.copy2(part, target / name)
    return target


def arguments(site: Path, output: Path, options: Mapping[str, Option]) -> list[str]:
    """`base_url="…", clean=True` → `--site … --output … --base-url … --clean`."""
    words = ["--site", str(site / "site.yaml"), "--output", str(output)]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            words.append(flag)
        elif value is not False:
            words += [flag, str(value)]
    return words


def run_cli(
    site: Path,
    *,
    command: str = "build",
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Option,
) -> Built:
    """Run `python build.py` in a process of its own; the output stands beside `site` by default."""
    output = output or site / "output"
    words = [command, *arguments(site, output, options)]
    return _finished(site, output, words, {**STEADY, **(environment or {})})


def run_unprivileged(site: Path, output: Path, **options: Option) -> Built:
    """The same for a person who may not write everywhere, as root may."""
    without = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
    return _finished(site, output, ["build", *arguments(site, output, options)], STEADY, without)


def _finished(
    site: Path,
    output: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    through: Sequence[str] = (),
) -> Built:
    finished = subprocess.run(
        [*through, sys.executable, str(PROJECT / "build.py"), *words],
        capture_output=True,
        check=False,
        cwd=site,
        encoding="utf-8",
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        timeout=TIME_LIMIT,
    )
    return Built(site, output, finished.returncode, finished.stdout, finished.stderr)


def run_here(
    site: Path,
    *,
    command: str = "build",
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Option,
) -> Built:
    """Run the same command inside this process: quicker, and a debugger can stop in it."""
    from dalil.cli import main

    output = output or site / "output"
    stdout, stderr = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {**STEADY, **(environment or {})}),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        status = main([command, *arguments(site, output, options)])
    return Built(site, output, status, stdout.getvalue(), stderr.getvalue())


def must_build(site: Path, **options: Option) -> Built:
    """Run the command line and insist on its success."""
    built = run_cli(site, command="build", output=None, environment=None, **options)
    assert built.status == 0, f"build of {site} ended {built.status}\n{built.stdout}{built.stderr}"
    return built
