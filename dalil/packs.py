"""Packs: what many jobs make, in few files of the store.

Making a file costs a system far more than filling it, so jobs that are done together share one.
A pack is named for what it holds; it is there whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dalil.disk import fingerprint, write


class Kept(NamedTuple):
    """Where the store has some bytes."""

    digest: str
    """Their fingerprint."""
    pack: str
    offset: int
    length: int


def put(store: Path, content: bytes) -> str:
    """Write bytes to the store under their fingerprint, unless they are there."""
    name = fingerprint(content)
    _place(store, name, content)
    return name


def _place(store: Path, name: str, content: bytes) -> None:
    path = f"{store}/{name}"
    if not os.path.exists(path):
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
    with open(f"{store}/{kept.pack}", "rb", buffering=0) as file:
        file.seek(kept.offset)
        return file.read(kept.length)
