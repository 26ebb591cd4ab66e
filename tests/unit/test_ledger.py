"""What past builds learned: whole or none, and true after a death at any moment."""

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.disk import fingerprint
from dalil.ledger import (
    Files,
    Header,
    Ledger,
    Options,
    engine_fingerprint,
    nothing,
)

ENGINE = fingerprint(b"engine")


class Folder:
    """A cache and an output folder, as one build after another finds them."""

    def __init__(self, root: Path) -> None:
        self.cache, self.output = root / "cache", root / "output"
        self.cache.mkdir()

    def open(self, engine: str = ENGINE) -> Ledger:
        return Ledger(self.cache, engine, self.output)

    def publish(self) -> int:
        """A new folder takes the place of the output folder."""
        spare = self.output.with_name("spare")
        spare.mkdir()
        if self.output.exists():
            self.output.rename(self.output.with_name(f"old{spare.stat().st_ino}"))
        spare.rename(self.output)
        return self.output.stat().st_ino


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def described(inode: int, day: str) -> Header:
    placed = Files({"index.html": "digest"}, {"index.html": (1, 2, 3, 4)})
    return nothing(ENGINE)._replace(options=Options(day), output=inode, placed=placed)


def test_a_site_that_was_never_built_has_nothing(folder: Folder) -> None:
    ledger = folder.open()
    assert ledger.header == nothing(ENGINE)


def test_what_was_committed_is_found_again(folder: Folder) -> None:
    ledger = folder.open()
    header = described(folder.publish(), "2026-11-23")
    ledger.prepare(header)
    ledger.commit()
    again = folder.open()
    assert again.header == header


def test_what_was_only_prepared_is_not_true(folder: Folder) -> None:
    ledger = folder.open()
    ledger.prepare(described(folder.publish(), "2026-11-22"))
    ledger.commit()
    later = folder.open()
    later.prepare(described(999_999_999, "2026-11-23"))
    again = folder.open()
    assert again.header.options.today == "2026-11-22"
    assert not (folder.cache / "ledger.next").exists()


def test_a_death_between_the_swap_and_the_commit_is_settled(folder: Folder) -> None:
    ledger = folder.open()
    ledger.prepare(described(folder.publish(), "2026-11-22"))
    ledger.commit()
    later = folder.open()
    later.prepare(described(folder.publish(), "2026-11-23"))
    again = folder.open()  # the commit never came, but the new folder stands there
    assert again.header.options.today == "2026-11-23"
    assert folder.open().header == again.header


@given(cut=st.integers(0, 2000), flip=st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_ledger_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int
) -> None:
    folder = Folder(tmp_path_factory.mktemp("ledger"))
    ledger = folder.open()
    ledger.prepare(described(folder.publish(), "2026-11-23"))
    ledger.commit()
    path = folder.cache / "ledger"
    content = path.read_bytes()
    at = cut % len(content)
    damaged = (
        content[:at]
        if flip % 2
        else content[:at] + bytes([content[at] ^ (flip or 2)]) + content[at + 1 :]
    )
    path.write_bytes(damaged)
    assert folder.open().header == nothing(ENGINE)
    path.write_bytes(content)
    assert folder.open().header != nothing(ENGINE)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"dalil ledger 1\n", pickle.dumps({"a": 1}), b"\xff" * 99]
)
def test_a_foreign_file_counts_as_none(folder: Folder, content: bytes) -> None:
    (folder.cache / "ledger").write_bytes(content)
    assert folder.open().header == nothing(ENGINE)


def test_another_engine_begins_anew(folder: Folder) -> None:
    ledger = folder.open()
    ledger.prepare(described(folder.publish(), "2026-11-23"))
    ledger.commit()
    other = fingerprint(b"other")
    assert folder.open(other).header == nothing(other)


def test_the_engine_is_the_same_at_each_look() -> None:
    assert engine_fingerprint() == engine_fingerprint()
    assert len(engine_fingerprint()) == 32
