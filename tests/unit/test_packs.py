"""What jobs make, in few files: each content is found again, and equal packs are one."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.disk import fingerprint
from dalil.packs import Kept, pack, put, read, verified


def test_the_store_names_bytes_by_their_fingerprint(tmp_path: Path) -> None:
    name = put(tmp_path / "store", b"bytes")
    assert (tmp_path / "store" / name).read_bytes() == b"bytes"
    inode = (tmp_path / "store" / name).stat().st_ino
    assert put(tmp_path / "store", b"bytes") == name == fingerprint(b"bytes")
    assert (tmp_path / "store" / name).stat().st_ino == inode
    assert os.listdir(tmp_path / "store") == [name]


@given(st.lists(st.binary(max_size=9), min_size=1))
def test_every_content_of_a_pack_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    store = tmp_path_factory.mktemp("store")
    kept = list(pack(store, contents))
    assert [read(store, each) for each in kept] == contents
    assert [each.digest for each in kept] == [fingerprint(content) for content in contents]
    assert os.listdir(store) == [kept[0].pack]
    assert list(pack(store, contents)) == kept


def test_nothing_makes_no_file(tmp_path: Path) -> None:
    assert list(pack(tmp_path, [])) == []
    assert os.listdir(tmp_path) == []


def test_what_is_gone_is_no_empty_text(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path, Kept(fingerprint(b""), "gone", 0, 0))


def test_what_is_verified_is_whole_or_nothing(tmp_path: Path) -> None:
    kept = list(pack(tmp_path, [b"one", b"two"]))
    assert [verified(tmp_path, each) for each in kept] == [b"one", b"two"]
    others = list(pack(tmp_path, [b"three", b"four"]))
    (tmp_path / others[0].pack).write_bytes(b"threefo")
    assert [verified(tmp_path, each) for each in others] == [b"three", None]
    assert list(pack(tmp_path, [b"three", b"four"])) == others  # and written again
    assert [verified(tmp_path, each) for each in others] == [b"three", b"four"]
    assert verified(tmp_path, kept[0]._replace(pack="gone")) is None


def test_what_a_power_cut_left_is_written_again(tmp_path: Path) -> None:
    (kept,) = pack(tmp_path, [b"text"])
    (tmp_path / kept.pack).write_bytes(b"")
    assert list(pack(tmp_path, [b"text"])) == [kept]
    assert read(tmp_path, kept) == b"text"
