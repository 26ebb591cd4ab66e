"""Packs: what many jobs make, in few files of the store.

Making a file costs a system far more than filling it, so jobs that are done together share one.
A pack is named for what it holds; it is there whole or not at all.
"""

from __future__ import annotations

import copyreg
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dalil.disk import fingerprint, write


def pickled_in_thousands(kind: type[tuple[Any, ...]]) -> None:
    """Let `pickle` make named tuples of a kind again at once, without their own `__new__`."""
    copyreg.pickle(kind, lambda value: (tuple.__new__, (kind, tuple(value))))


class Kept(NamedTuple):
    """Where the store has some bytes."""

    digest: str
    """Their fingerprint."""
    pack: str
    offset: int
    length: int


pickled_in_thousands(Kept)


def put(store: Path, content: bytes) -> str:
    """Write bytes to the store under their fingerprint, unless they are there."""
    name = fingerprint(content)
    _place(store, name, content)
    return name


def _place(store: Path, name: str, content: bytes) -> None:
    path = f"{store}/{name}"
    try:
        whole = os.path.getsize(path) == len(content)
    except FileNotFoundError:
        whole = False
    if not whole:  # a power cut may have left it empty
        write(path, content)


def pack(store: Path, contents: Sequence[bytes]) -> Iterator[Kept]:
    """Write several contents to one file of the store; yield where each of them is, in order."""
    if not contents:
        return
    digests = [fingerprint(content) for content in contents]
    name = fingerprint("".join(digests).encode())
    _place(store, name, b"".join(contents))
    offset = 0
    for digest, content in zip(digests, contents, strict=True):
        yield Kept(digest, name, offset, len(content))
        offset += len(content)


def read(store: Path, kept: Kept) -> bytes:
    """The bytes that were kept; OSError when the pack is gone."""
    return _whole(store, kept.pack)[kept.offset : kept.offset + kept.length]


def verified(store: Path, kept: Kept) -> bytes | None:
    """The bytes that were kept; None when they are gone or damaged."""
    try:
        content = read(store, kept)
    except FileNotFoundError:
        return None
    if fingerprint(content) == kept.digest:
        return content
    _whole.cache_clear()
    (store / kept.pack).unlink(missing_ok=True)  # or it would not be written again
    return None


@lru_cache(maxsize=2)
def _whole(store: Path, pack: str) -> bytes:
    """A pack. What was done together is asked for one after the other: it is read once."""
    return (store / pack).read_bytes()
