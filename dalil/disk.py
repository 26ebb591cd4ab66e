"""Bytes in and out: fingerprints, ordered walks, whole-file writes, locks, swapped folders.

Nothing here knows what a site is. Paths inside a tree are POSIX strings relative to its root.
"""

from __future__ import annotations

import contextlib
import errno
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeVar

Answer = TypeVar("Answer")

Stamp = tuple[int, ...]
"""What the file system says of a file without reading it: inode, bytes, and when these bytes were
written (mtime) and something of it changed (ctime), in nanoseconds. A plain tuple, for each build
reads and writes one a file.
"""


def linked(stamp: Stamp) -> Stamp:
    """What remains of a file's stamp when a hard link to it is made.

    ctime betrays a replacement that kept size and mtime, but moves then: trees of hard links do
    without it.
    """
    return stamp[:3]


def stamp(path: str | Path) -> Stamp:
    """The stamp of one file; OSError when there is none."""
    return _stamp(os.stat(path))


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def fingerprint(content: bytes) -> str:
    """32 hexadecimal digits that stand for these bytes."""
    return blake2b(content, digest_size=16).hexdigest()


def walk(
    root: str | Path,
    keep: Callable[[str], bool] = lambda name: True,
    *,
    special: bool = False,
    empty: list[str] | None = None,
) -> dict[str, Stamp]:
    """Every file below `root`, path → stamp. `keep` is asked each file's and folder's name.

    Folders behind symbolic links are not entered, and a link to a file outside the tree is none
    of its files: who writes pages could else publish what the machine holds.
    `special` counts such links as files, and all else that is neither file nor folder. `empty`
    takes the folders in which nothing is. A root that does not exist holds nothing, and a file
    that vanishes meanwhile was never there.
    """
    found: dict[str, Stamp] = {}
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = os.scandir(f"{root}/{folder}")
        except FileNotFoundError:
            continue
        with entries:
            entry = None
            for entry in entries:
                if not keep(entry.name):
                    continue
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path + "/")
                elif special or (entry.is_file() and _stays(root, entry)):
                    try:
                        found[path] = _stamp(entry.stat(follow_symlinks=not special))
                    except FileNotFoundError:
                        continue
        if entry is None and empty is not None:
            empty.append(folder)
    return found


Found = tuple[dict[str, Stamp], list[str]]
"""What stands in a tree of hard links: its files, `special` ones too, and the empty folders."""


@contextlib.contextmanager
def walking(roots: Sequence[Path]) -> Iterator[Iterator[Found]]:
    """Walk trees in a process of its own, one after another, ahead of the caller.

    Where no process can be split off, or the one that was dies, they are walked here.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        yield map(_found, roots)
        return
    source, sink = os.pipe()
    child = os.fork()
    if not child:
        _walk_for(sink, roots)
    os.close(sink)
    with open(source, "rb") as pipe:
        try:
            yield (_told(pipe, root) for root in roots)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _found(root: Path) -> Found:
    empty: list[str] = []
    found = walk(root, special=True, empty=empty)
    return {path: linked(stamp) for path, stamp in found.items()}, empty


def _told(pipe: BinaryIO, root: Path) -> Found:
    length = int.from_bytes(pipe.read(8), "big")
    content = pipe.read(length)
    if not length or len(content) < length:
        return _found(root)
    found: Found = marshal.loads(content)  # noqa: S302 (our own)
    return found


def _walk_for(sink: int, roots: Sequence[Path]) -> NoReturn:
    """The split-off process: walk, tell, end; whatever happens, do nothing else."""
    try:
        with open(sink, "wb") as pipe:
            for root in roots:
                content = marshal.dumps(_found(root))
                pipe.write(len(content).to_bytes(8, "big") + content)
                pipe.flush()
    finally:
        os._exit(0)


def _stays(root: str | Path, entry: os.DirEntry[str]) -> bool:
    """Whether a file is what its tree holds, not a link to something outside."""
    if not entry.is_symlink():
        return True
    return Path(entry.path).resolve().is_relative_to(Path(root).resolve())


def write(path: str | Path, content: bytes) -> None:
    """Write a whole file or nothing: its name appears only when its bytes are complete."""
    part = f"{path}.{os.getpid()}.partial"
    try:
        try:
            file = open(part, "wb")  # noqa: SIM115 (the with is below)
        except FileNotFoundError:
            make_folder_of(path)
            file = open(part, "wb")  # noqa: SIM115
        with file:
            file.write(content)
        os.replace(part, path)
    except OSError:  # no space, no right: leave nothing half done
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)
        raise


def link(source: str | Path, target: str | Path) -> None:
    """Let `target` hold the bytes of `source`: a hard link, or a copy where links are refused.

    A symbolic link stays one.
    """
    try:
        os.link(source, target, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except FileExistsError:
        os.unlink(target)
        link(source, target)
    except FileNotFoundError:
        make_folder_of(target)
        link(source, target)
    except OSError as refusal:
        if refusal.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        import shutil

        shutil.copy2(source, target, follow_symlinks=False)


def read(path: str) -> bytes:
    """The bytes of a file: what `Path.read_bytes` gives, in half the time."""
    with open(path, "rb", buffering=0) as file:
        return file.read()


def create(path: str, content: bytes) -> Stamp:
    """Write a new file of a tree of hard links; what was there keeps its other names."""
    try:
        file = open(path, "xb", buffering=0)  # noqa: SIM115 (the with is below)
    except FileExistsError:
        os.unlink(path)
        return create(path, content)
    except FileNotFoundError:
        make_folder_of(path)
        return create(path, content)
    with file:
        written = file.write(content)
        while written < len(content):  # a signal came in between
            written += file.write(content[written:])
        return linked(_stamp(os.fstat(file.fileno())))


THREADS = 2  # more of them only wait for each other
_MANY = 64


def at_once(do: Callable[[str], Answer], paths: Sequence[str]) -> dict[str, Answer]:
    """What `do` says of each path, in their order; of many paths, several at a time.

    For what the system does with files takes most of the time, and it lets threads go on meanwhile.
    """
    if len(paths) < _MANY:
        return {path: do(path) for path in paths}
    from concurrent.futures import ThreadPoolExecutor  # not before it is needed: start-up time

    size = -(-len(paths) // THREADS)
    parts = [paths[at : at + size] for at in range(0, len(paths), size)]
    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pair for part in pool.map(partial(_each, do), parts) for pair in part)


def _each(do: Callable[[str], Answer], paths: Sequence[str]) -> list[tuple[str, Answer]]:
    return [(path, do(path)) for path in paths]


def make_folder_of(path: str | Path) -> None:
    """Make the folder of a file; most often only the last one is missing."""
    folder = os.path.dirname(path)
    if not folder:
        return
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder_of(folder)
        make_folder_of(path)


def remove(root: Path, path: str) -> None:
    """Remove a file of a tree, and the folders that it leaves empty."""
    with contextlib.suppress(FileNotFoundError):
        (root / path).unlink()
    remove_empty(root, (root / path).parent)


def remove_empty(root: Path, folder: Path) -> None:
    """Remove a folder of a tree, and those above it, as far as nothing is in them."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def discard(folder: Path) -> None:
    """Remove a folder and all below it, if it is there."""
    if folder.is_dir() and not folder.is_symlink():
        import shutil

        shutil.rmtree(folder)


_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h, RENAME_SWAP of macOS's renamex_np
_HERE = -100  # AT_FDCWD


def swap(new: Path, old: Path) -> None:
    """Exchange two folders in one step, so that `old`'s name never shows half a tree.

    Linux and macOS do it in one system call. Elsewhere there are two renames, and for the moment
    between them the name shows nothing; the caller's next run repairs a death in between.
    """
    if not _exchange(os.fsencode(new), os.fsencode(old)):
        aside = old.with_name(f".{old.name}.old")
        discard(aside)
        old.rename(aside)
        new.rename(old)
        aside.rename(new)


def _exchange(new: bytes, old: bytes) -> bool:
    if sys.platform == "win32":
        return False
    import ctypes  # not before it is needed: start-up time

    system = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(system, "renameat2"):
        failed = system.renameat2(_HERE, new, _HERE, old, _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(system, "renamex_np"):
        failed = system.renamex_np(new, old, _EXCHANGE)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False  # a file system that cannot exchange
    raise OSError(code, os.strerror(code), os.fsdecode(old))


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold an exclusive lock; when another process has it, call `waiting` once, then wait.

    The system lets go of the lock when its holder dies, so nothing is ever left locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as handle:
        if not _lock(handle.fileno(), wait=False):
            waiting()
            _lock(handle.fileno(), wait=True)
        yield


def _lock(handle: int, *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
