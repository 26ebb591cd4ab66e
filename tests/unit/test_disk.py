"""Bytes in and out: whole files, whole trees, one holder of a lock."""

import contextlib
import errno
import multiprocessing
import os
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import disk
from tests.tiny import tree

DEADLINE = 20  # seconds that nobody should ever wait


@given(st.binary(), st.binary())
def test_a_fingerprint_stands_for_bytes(one: bytes, other: bytes) -> None:
    assert len(disk.fingerprint(one)) == 32
    assert (disk.fingerprint(one) == disk.fingerprint(other)) is (one == other)


@pytest.mark.parametrize("count", [0, 3, 64, 1001])
def test_many_files_are_seen_to_in_their_order(count: int) -> None:
    paths = [str(each) for each in range(count)]
    found = disk.at_once(lambda path: (path * 2, threading.current_thread()), paths)
    assert [(path, said) for path, (said, _) in found.items()] == [(p, p * 2) for p in paths]
    here = {thread for _, thread in found.values()} <= {threading.current_thread()}
    assert here is (count < 64)
    assert threading.active_count() == 1  # or a later fork would copy their locks


def test_what_fails_with_one_file_of_many_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        disk.at_once(disk.read, [__file__] * 99 + ["/nowhere"])


# Walks


def fill(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    return root


def test_a_walk_finds_every_file(tmp_path: Path) -> None:
    fill(tmp_path, "a", "b/c", "b/d/e", "ع/ف.md")
    (tmp_path / "empty").mkdir()
    found = disk.walk(tmp_path)
    assert sorted(found) == ["a", "b/c", "b/d/e", "ع/ف.md"]
    assert found["b/c"] == disk.stamp(tmp_path / "b/c")
    assert disk.walk(tmp_path / "nowhere") == {}
    empty: list[str] = []
    assert disk.walk(tmp_path, empty=empty) == found
    assert empty == ["empty/"]


def test_a_walk_keeps_what_it_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "a", ".git/config", "b/.x", "b/c~")
    assert sorted(disk.walk(tmp_path, lambda name: not name.startswith("."))) == ["a", "b/c~"]


def test_a_walk_is_not_led_round_or_out_of_the_tree(tmp_path: Path) -> None:
    fill(tmp_path, "in/a", "out/b")
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    (tmp_path / "in/out").symlink_to(tmp_path / "out")
    (tmp_path / "in/secret").symlink_to(tmp_path / "out/b")
    (tmp_path / "in/file").symlink_to(tmp_path / "in/a")
    (tmp_path / "in/dead").symlink_to(tmp_path / "nothing")
    assert sorted(disk.walk(tmp_path / "in")) == ["a", "file"]


def test_a_replacement_is_seen_even_with_the_same_size_and_time(tmp_path: Path) -> None:
    path = fill(tmp_path, "a") / "a"
    before = disk.stamp(path)
    assert disk.stamp(path) == before
    os.link(path, tmp_path / "b")
    assert disk.linked(disk.stamp(path)) == disk.linked(before)  # a new link changes no bytes
    disk.write(path, b"b")
    os.utime(path, ns=(before[2], before[2]))
    assert disk.linked(disk.stamp(path)) != disk.linked(before)


# Whole files


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    disk.write(tmp_path / "a/b/c", b"1")
    disk.write(tmp_path / "a/b/c", b"22")
    assert tree(tmp_path) == {"a/b/c": b"22"}


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()  # a folder has the name: it cannot be replaced by a file
    with pytest.raises(OSError):  # noqa: PT011 (systems name it differently)
        disk.write(tmp_path / "a", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_readers_of_a_file_that_is_being_written_see_the_old_or_the_new(tmp_path: Path) -> None:
    path, versions = tmp_path / "a", [b"x" * 100_000, b"y" * 100_000]
    disk.write(path, versions[0])
    seen: set[bytes] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(100):
        disk.write(path, versions[number % 2])
    done.set()
    reader.join(DEADLINE)
    assert seen <= set(versions)


# Links


def test_a_link_holds_the_same_bytes_in_place_of_others(tmp_path: Path) -> None:
    fill(tmp_path, "a", "b")
    disk.link(tmp_path / "a", tmp_path / "b")
    disk.link(tmp_path / "a", tmp_path / "new/c")
    assert tree(tmp_path) == {"a": b"a", "b": b"a", "new/c": b"a"}
    assert (tmp_path / "b").stat().st_ino == (tmp_path / "a").stat().st_ino


@pytest.mark.parametrize("refusal", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP])
def test_where_links_are_refused_there_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    fill(tmp_path, "a")

    def refuse(source: Path, target: Path, *, follow_symlinks: bool) -> None:
        raise OSError(refusal, "refused")

    monkeypatch.setattr(os, "link", refuse)
    disk.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"a"
    assert (tmp_path / "b").stat().st_mtime_ns == (tmp_path / "a").stat().st_mtime_ns


def test_another_refusal_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path, *, follow_symlinks: bool) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="no space"):
        disk.link(fill(tmp_path, "a") / "a", tmp_path / "b")


# Removing


def test_a_removed_file_takes_its_empty_folders_along(tmp_path: Path) -> None:
    fill(tmp_path, "a/b/c", "a/d")
    disk.remove(tmp_path, "a/b/c")
    assert not (tmp_path / "a/b").exists()
    disk.remove(tmp_path, "a/d")
    disk.remove(tmp_path, "a/d")
    assert list(tmp_path.iterdir()) == []
    assert tmp_path.exists()


def test_discarding_never_follows_a_link(tmp_path: Path) -> None:
    fill(tmp_path, "kept/a", "gone/b")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    (tmp_path / "gone/link").symlink_to(tmp_path / "kept")
    for name in ("link", "gone", "nothing"):
        disk.discard(tmp_path / name)
    assert (tmp_path / "kept/a").exists()
    assert not (tmp_path / "gone").exists()


# Swapping


def two_trees(root: Path) -> tuple[Path, Path]:
    return fill(root / "new", "page", "added"), fill(root / "old", "page", "removed")


def test_two_folders_change_places(tmp_path: Path) -> None:
    new, old = two_trees(tmp_path)
    inodes = new.stat().st_ino, old.stat().st_ino
    disk.swap(new, old)
    assert (old.stat().st_ino, new.stat().st_ino) == inodes
    assert sorted(tree(old)) == ["added", "page"]
    assert sorted(tree(new)) == ["page", "removed"]


def test_the_name_never_shows_nothing_or_a_mixture(tmp_path: Path) -> None:
    new, old = two_trees(tmp_path)
    whole = {("added", "page"), ("page", "removed")}
    seen: set[tuple[str, ...]] = set()
    missing: list[OSError] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                seen.add(tuple(sorted(os.listdir(old))))
            except OSError as error:
                missing.append(error)

    watcher = threading.Thread(target=look)
    watcher.start()
    for _ in range(2000):
        disk.swap(new, old)
    done.set()
    watcher.join(DEADLINE)
    assert not missing
    assert seen <= whole


def test_where_the_system_cannot_exchange_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = two_trees(tmp_path)
    fill(tmp_path / ".old.old", "left by a death")
    monkeypatch.setattr(disk, "_exchange", lambda new, old: False)
    disk.swap(new, old)
    assert sorted(tree(old)) == ["added", "page"]
    assert sorted(tree(new)) == ["page", "removed"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old"]


def test_a_swap_with_nothing_is_an_error(tmp_path: Path) -> None:
    new = fill(tmp_path / "new", "page")
    with pytest.raises(FileNotFoundError):
        disk.swap(new, tmp_path / "nothing")
    assert sorted(tree(new)) == ["page"]


# The lock


def hold(path: Path, connection: Connection) -> None:
    with disk.locked(path, lambda: connection.send("waiting")):
        connection.send("held")
        connection.recv()


@contextlib.contextmanager
def holder(path: Path) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold, args=(path, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join(DEADLINE)


def said(connection: Connection) -> str:
    assert connection.poll(DEADLINE)
    return str(connection.recv())


def test_a_second_process_says_that_it_waits_and_then_gets_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "deep/lock"
    with holder(path) as (_, first):
        assert said(first) == "held"
        with holder(path) as (_, second):
            assert said(second) == "waiting"
            assert not second.poll(0.05)
            first.send("let go")
            assert said(second) == "held"


def test_a_dead_holder_lets_go(tmp_path: Path) -> None:
    with holder(tmp_path / "lock") as (process, connection):
        assert said(connection) == "held"
        process.kill()
        process.join(DEADLINE)
        with disk.locked(tmp_path / "lock", lambda: pytest.fail("it is free")):
            pass


def test_a_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), disk.locked(tmp_path / "lock", lambda: None):
        _ = 1 // 0
    with disk.locked(tmp_path / "lock", lambda: pytest.fail("it is free")):
        pass


# Trees walked by another process


def stamps(tree: Path) -> dict[str, disk.Stamp]:
    return {path: disk.linked(each) for path, each in disk.walk(tree, special=True).items()}


@pytest.mark.parametrize("split", [True, False])
def test_trees_are_walked_ahead_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, split: bool
) -> None:
    if not split:
        monkeypatch.delattr(os, "fork")
    first, second = fill(tmp_path / "first", "a", "b/c"), fill(tmp_path / "second", "d")
    (first / "link").symlink_to("a")
    (first / "hollow").mkdir()
    with disk.walking((first, second, tmp_path / "none")) as trees:
        assert list(trees) == [
            (stamps(first), ["hollow/"]),
            (stamps(second), []),
            ({}, []),
        ]


def test_a_walk_that_nobody_waits_for_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a")
    fork, children = os.fork, []

    def noted() -> int:
        children.append(fork())
        return children[-1]

    monkeypatch.setattr(os, "fork", noted)
    with disk.walking((tmp_path, tmp_path)) as trees:
        assert list(next(trees)[0]) == ["a"]
    (child,) = children
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_trees_are_walked_here_when_the_other_process_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a")
    monkeypatch.setattr(disk, "_walk_for", lambda sink, roots: os._exit(1))
    with disk.walking((tmp_path,)) as trees:
        assert list(trees) == [(stamps(tmp_path), [])]


def test_a_created_file_leaves_the_old_one_to_its_other_names(tmp_path: Path) -> None:
    disk.create(f"{tmp_path}/a/b", b"old")
    disk.link(tmp_path / "a/b", tmp_path / "c")
    made = disk.create(f"{tmp_path}/a/b", b"new")
    assert made == disk.linked(disk.stamp(tmp_path / "a/b"))
    assert ((tmp_path / "a/b").read_bytes(), (tmp_path / "c").read_bytes()) == (b"new", b"old")
