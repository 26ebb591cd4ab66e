"""Builds killed at any moment: readers see a whole site all the while, the next build repairs."""

import os
import random
import re
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from dalil.disk import fingerprint
from dalil.publish import MARK
from tests.building import STEADY
from tests.engine import dying
from tests.engine.sites import Tree, cold, difference, many_pages, new_tree, run

GUIDES = 65
KILLS = 25
STAMP = re.compile(rb"stamp-(\d{6})")
OUTPUTS = "outputs: [sitemap, robots, atom, jsonfeed, manifest, redirects-html, qr, search]\n"
"""All but what holds fingerprints of the pages, which `expected` would have to make."""
LONGEST = 60
"""Seconds after which a build that does not end is a failure."""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])


def put_stamp(site: Path, number: int) -> None:
    """Change what every page shows, and a file's name with it."""
    template = site / "templates/page.html"
    text = re.sub("<!-- stamp-.* -->\n", "", template.read_text("utf-8"))
    mark = f"<!-- stamp-{number:06} -->\n"
    template.write_text(text.replace("{% block main %}\n", "{% block main %}\n" + mark), "utf-8")


def expected(tree: Tree, number: int) -> Tree:
    """The tree of a stamp, from the tree of another."""
    stamped = {
        path: STAMP.sub(b"stamp-%06d" % number, content)
        for path, content in tree.items()
        if path != MARK
    }
    lines = (f"{fingerprint(stamped[path])}  {path}\n" for path in sorted(stamped))
    return stamped | {MARK: "".join(lines).encode()}


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree]:
    """A site of about 150 pages, built; and the tree of stamp 0."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])
    site = many_pages(tmp_path_factory.mktemp("killed") / "site", GUIDES)
    with (site / "site.yaml").open("a", encoding="utf-8") as config:
        config.write(OUTPUTS)
    put_stamp(site, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])
        assert run(site).published
        _, tree = cold(site)
    assert len([path for path in tree if path.endswith(".html")]) > 2 * GUIDES
    assert not difference(expected(tree, 0), tree)
    return site, tree


def look(output: Path) -> Tree:
    """All that a reader finds who opened the folder once: a host that serves one visitor."""
    found: Tree = {}

    def walk(folder: int, above: str) -> None:
        for name in os.listdir(folder):
            if stat.S_ISDIR(os.stat(name, dir_fd=folder).st_mode):
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
                try:
                    walk(inner, f"{above}{name}/")
                finally:
                    os.close(inner)
            else:
                with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                    found[above + name] = file.read()

    root = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    try:
        walk(root, "")
    finally:
        os.close(root)
    return found


class Reader:
    """Looks at the output folder again and again while builds come and go."""

    def __init__(self, output: Path, names: frozenset[str]) -> None:
        self.output = output
        self.names = names
        self.looks = 0
        self.faults: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._stop.is_set():
            self.looks += 1
            self.faults += self._faults()

    def _faults(self) -> Iterator[str]:
        before = self.output.stat().st_ino
        try:
            found = look(self.output)
        except FileNotFoundError as error:
            found = {}
            lost: OSError | None = error
        else:
            lost = None
        if self.output.stat().st_ino != before:
            return  # it was replaced while we looked: a slow reader of the former site
        if lost:
            yield f"{lost.filename} was there, and then not"
        elif found.keys() != self.names:
            yield f"other files: {sorted(found.keys() ^ self.names)}"
        stamps = {stamp for content in found.values() for stamp in STAMP.findall(content)}
        if len(stamps) > 1:
            yield f"pages of more than one build: {stamps}"


def test_builds_killed_at_random_moments(stamped: tuple[Path, Tree]) -> None:
    site, tree = stamped
    output = site / "output"
    chance = random.Random(2026)
    duration = min(whole_build(site, number) for number in range(3))
    old = new = 0
    with Reader(output, frozenset(tree)) as reader:
        for number in range(3, KILLS + 3):
            put_stamp(site, number)
            process = dying.start(site, workers=2)
            process.join(duration * chance.uniform(0, 1))  # the moment of its death
            process.kill()
            process.join(LONGEST)
            found = new_tree(site)
            assert found in (expected(tree, number - 1), expected(tree, number))
            is_new = found == expected(tree, number)
            old, new = old + (not is_new), new + is_new
            assert run(site).published
            assert not difference(new_tree(site), expected(tree, number))
    assert old + new == KILLS
    assert old, "all were killed too late to prove anything"
    assert reader.looks > KILLS / 5
    assert not reader.faults
    assert not difference(new_tree(site), cold(site)[1])


def whole_build(site: Path, number: int) -> float:
    """Seconds that a build of all pages takes."""
    put_stamp(site, number)
    started = time.monotonic()
    process = dying.start(site, workers=2)
    process.join(LONGEST)
    assert process.exitcode == 0
    return time.monotonic() - started


def test_builds_killed_at_each_step_of_their_work_on_the_disk(stamped: tuple[Path, Tree]) -> None:
    """The store, the spare tree, the ledger, the swap, the sweeping after it."""
    site, tree = stamped
    old = new = 0
    number = 1000
    put_stamp(site, number)
    assert run(site).published  # after a cold build there is more to sweep than after another
    number += 1
    put_stamp(site, number)
    code, last = dying.run_until(site)
    assert code == 0
    steps = sorted({*range(1, last, last // 20), *range(last - 12, last + 1)})
    for step in steps:
        number += 1
        put_stamp(site, number)
        code, done = dying.run_until(site, step)
        assert (code, done) == (-signal.SIGKILL, step)
        found = new_tree(site)
        assert found in (expected(tree, number - 1), expected(tree, number))
        is_new = found == expected(tree, number)
        old, new = old + (not is_new), new + is_new
        assert run(site).published
        assert not difference(new_tree(site), expected(tree, number))
    assert old > 5
    assert new
