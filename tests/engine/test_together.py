"""Builds that meet: two at once, one that died, and editors who save while one is running."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dalil import builder, disk
from dalil.builder import Request, build
from tests.building import PROJECT, STEADY, arguments
from tests.engine.sites import caches, cold, difference, edit, lay_out, many_pages, new_tree, run

WAITING = "Another build of this site is running: waiting for it to end."


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])


def start(site: Path, **options: str | int) -> subprocess.Popen[str]:
    words = arguments(site, site / "output", options)
    return subprocess.Popen(
        [sys.executable, str(PROJECT / "build.py"), "build", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **STEADY},
        start_new_session=True,
    )


# Two at once


def test_builds_at_once_wait_for_each_other(site: Path) -> None:
    for number in range(3):
        edit(site / "content/about.fr.md", "Depuis", f"Depuis {number}")
        running = [start(site, jobs=1) for _ in range(3)]
        for each in running:
            _, stderr = each.communicate(timeout=60)
            assert each.returncode == 0, stderr
            assert stderr.strip() in ("", WAITING)
        assert not difference(new_tree(site), cold(site)[1])


def test_the_second_says_that_it_waits(site: Path) -> None:
    run(site)
    (cache,) = caches(site)
    edit(site / "content/about.fr.md", "Depuis", "Dès")
    with (cache / "lock").open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = start(site, jobs=1)
        assert second.stderr is not None
        assert second.stderr.readline().strip() == WAITING  # and it does not go on
        assert second.poll() is None
        before = new_tree(site)
        fcntl.flock(lock, fcntl.LOCK_UN)
    assert second.wait(timeout=60) == 0
    second.communicate()
    assert difference(new_tree(site), before)
    assert not difference(new_tree(site), cold(site)[1])


def test_builds_into_two_folders_do_not_wait(site: Path, tmp_path: Path) -> None:
    run(site)
    (cache,) = caches(site)
    with (cache / "lock").open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(site, tmp_path / "other")
    assert not difference(new_tree(site), cold(site)[1])


@pytest.mark.skipif(sys.platform != "linux", reason="sees the workers in /proc")
def test_a_killed_build_with_workers_frees_the_lock(tmp_path: Path) -> None:
    site = many_pages(tmp_path / "site", 100)
    first = start(site, jobs=2)
    children = Path(f"/proc/{first.pid}/task/{first.pid}/children")
    while len(children.read_text().split()) < 2:
        assert first.poll() is None, "it ended before it had workers"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = start(site, jobs=2)
    _, stderr = second.communicate(timeout=60)
    assert second.returncode == 0, stderr
    assert not difference(new_tree(site), cold(site)[1])


# Sources that change meanwhile


def save_new_body(site: Path) -> None:
    edit(site / "content/guides/work.fr.md", "Une note", "Deux notes")


def save_new_title(site: Path) -> None:
    edit(site / "content/guides/school.fr.md", "title: L’école", "title: Le collège")


def save_template(site: Path) -> None:
    edit(site / "templates/page.html", "<h1>", "<h1 class=new>")


def save_settings(site: Path) -> None:
    edit(site / "site.yaml", "fr: Guide}", "fr: Le nouveau guide}")


def save_style(site: Path) -> None:
    edit(site / "static/css/more.css", "40rem", "50rem")


def delete_page(site: Path) -> None:
    (site / "content/news/n3.fr.md").unlink()


def delete_template(site: Path) -> None:
    (site / "templates/404.html").unlink()


CHANGES = [
    save_new_body,
    save_new_title,
    save_template,
    save_settings,
    save_style,
    delete_page,
    delete_template,
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("moment", ["read", "prose", "page", "anchors"])
def test_what_was_saved_last_is_built(
    site: Path, moment: str, change: Callable[[Path], None]
) -> None:
    """A build shows one state of the sources; what it may have missed, the next one sees."""
    states = [cold(site)[1]]
    pending = [change]

    def progress(kind: str, done: int, total: int) -> None:
        if pending and kind == moment:
            pending.pop()(site)

    outcome = build(Request(site / "site.yaml", site / "output", workers=1), progress)
    assert not pending
    states.append(cold(site)[1])
    assert outcome.published
    assert new_tree(site) in states
    run(site)
    assert not difference(new_tree(site), states[1])


@pytest.mark.parametrize("change", [save_template, delete_template, save_settings, save_new_body])
def test_what_is_saved_before_it_is_read_is_built(
    site: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """The build looks at a file, the editor saves it, the build reads it: it begins again."""
    pending = [change]
    remains = builder._Build._remains

    def saved_first(build: builder._Build) -> object:
        if pending:
            pending.pop()(site)
        return remains(build)

    monkeypatch.setattr(builder._Build, "_remains", saved_first)
    assert run(site).published
    assert not difference(new_tree(site), cold(site)[1])


def test_a_file_that_vanishes_while_the_build_looks_is_not_there(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors' programs make and remove files of a moment."""
    walk = disk.walk
    passing = site / "content/4913"
    passing.write_text("")

    def walk_slowly(
        root: str | Path, keep: Callable[[str], bool] = lambda name: True, **more: Any
    ) -> dict[str, disk.Stamp]:
        found = walk(root, keep, **more)
        if Path(root).name == "content":
            passing.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(disk, "walk", walk_slowly)
    assert run(site).published
    assert not passing.exists()
    assert not difference(new_tree(site), cold(site)[1])
