"""Two trees that take turns: the output folder is whole, and what is not ours stays."""

import errno
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import disk
from dalil.disk import fingerprint
from dalil.ledger import Files
from dalil.packs import pack
from dalil.publish import MARK, Tree, Unpublishable, complaint, spare_folder
from tests.tiny import tree

Contents = dict[str, bytes]
NOTHING = Files({}, {})


class Site:
    """An output folder and its cache, over several builds."""

    def __init__(self, root: Path) -> None:
        self.output, self.cache = root / "output", root / ".cache"
        self.store = self.cache / "store"
        self.store.mkdir(parents=True)
        self.placed = NOTHING

    def open(self) -> Tree:
        folders = (self.output, spare_folder(self.output, self.cache))
        with disk.walking(folders) as trees:
            return Tree(*folders, self.placed, iter(list(trees)))

    def stage(self, files: Contents) -> tuple[Tree, Files]:
        found = self.open()
        kept = pack(self.store, list(files.values()))
        wanted = dict(zip(files, kept, strict=True))
        for path, each in wanted.items():
            if found.current.get(path) == each.digest:  # a later build's store has it no more
                wanted[path] = each._replace(pack="gone")
        digests = {path: each.digest for path, each in wanted.items()}
        return found, found.stage(digests, wanted, self.store)

    def publish(self, files: Contents) -> Tree:
        found, placed = self.stage(files)
        found.exchange()
        self.placed = placed
        return found

    @property
    def shown(self) -> Contents:
        """What stands in the output folder, without the mark."""
        found = tree(self.output)
        found.pop(MARK, None)
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


FIRST = {"index.html": b"one", "a/index.html": b"two", "a/b.css": b"same", "c.css": b"same"}
SECOND = {"index.html": b"ONE", "a/index.html": b"two", "d/e/f.html": b"new"}


def test_a_tree_is_published_whole(site: Site) -> None:
    site.publish(FIRST)
    assert site.shown == FIRST
    site.publish(SECOND)
    assert site.shown == SECOND
    assert not (site.output / "a/b.css").exists()
    site.publish(FIRST)
    assert site.shown == FIRST


PATHS = st.sampled_from(["index.html", "a/index.html", "a/b/c.html", "d.css", "e/f", "g"])
TREES = st.lists(
    st.dictionaries(PATHS, st.sampled_from([b"1", b"2", b"3"]), min_size=1), max_size=6
)


@given(TREES)
def test_after_any_sequence_the_folder_holds_just_the_last_tree(
    tmp_path_factory: pytest.TempPathFactory, trees: list[Contents]
) -> None:
    site = Site(tmp_path_factory.mktemp("site"))
    for files in trees:
        site.publish(files)
        assert site.shown == files
        assert site.open().intact
        assert {path: digest for path, digest in site.placed.digests.items() if path != MARK} == {
            path: fingerprint(content) for path, content in files.items()
        }


def test_what_did_not_change_is_the_same_file(site: Site) -> None:
    site.publish(FIRST)
    before = (site.output / "a/index.html").stat()
    site.publish(SECOND)
    after = (site.output / "a/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_staging_changes_nothing_that_is_seen(site: Site) -> None:
    site.publish(FIRST)
    before = {path: disk.linked(disk.stamp(site.output / path)) for path in FIRST}
    site.stage(SECOND)
    assert site.shown == FIRST
    assert before == {path: disk.linked(disk.stamp(site.output / path)) for path in FIRST}


def test_the_tree_that_was_replaced_is_not_written_into(site: Site) -> None:
    """A server that opened a file of the old tree goes on reading the old bytes."""
    site.publish(FIRST)
    site.publish(FIRST | {"x": b"y"})
    with (site.output / "index.html").open("rb") as opened:
        site.publish(SECOND)
        site.publish(SECOND | {"index.html": b"third"})
        assert opened.read() == b"one"


def test_a_build_that_died_while_staging_is_repaired(site: Site) -> None:
    site.publish(FIRST)
    site.publish(SECOND)
    found, _ = site.stage(FIRST)
    (found.spare / "index.html").unlink()
    (found.spare / "half").write_bytes(b"written")
    site.publish(SECOND | {"more": b"x"})
    assert site.shown == SECOND | {"more": b"x"}


@pytest.mark.parametrize(
    "damage", [b"", b"x", b"\x80\x05.", pickle.dumps(7)[:-1], pickle.dumps({})[:2]]
)
def test_a_damaged_spare_manifest_is_repaired(site: Site, damage: bytes) -> None:
    site.publish(FIRST)
    site.publish(SECOND)
    (site.cache / "spare.manifest").write_bytes(damage)
    (site.cache / "spare/left").write_bytes(b"by a build that died")
    (site.cache / "spare/index.html").write_bytes(b"half")
    site.publish(FIRST)
    assert site.shown == FIRST


@pytest.mark.parametrize("hand", ["change", "remove", "spare removed", "cache removed"])
def test_what_a_hand_did_is_put_right(site: Site, hand: str) -> None:
    site.publish(FIRST)
    site.publish(SECOND)
    if hand == "change":
        (site.output / "index.html").write_bytes(b"by hand")
        assert not site.open().intact
    elif hand == "remove":
        (site.output / "index.html").unlink()
        assert not site.open().intact
    elif hand == "spare removed":
        disk.discard(site.cache / "spare")
    else:
        disk.discard(site.cache)
        site.store.mkdir(parents=True)
        site.placed = NOTHING
    site.publish(SECOND)
    assert site.shown == SECOND
    site.publish(FIRST)
    assert site.shown == FIRST


# What is not ours


def test_a_folder_that_a_hand_emptied_does_not_come_back(site: Site) -> None:
    site.publish(FIRST | {"x/y/z.html": b"z"})
    (site.output / "x/y/z.html").unlink()
    for files in (FIRST, SECOND, FIRST):
        site.publish(files)
        assert not (site.output / "x").exists()


def test_what_the_system_refuses_is_a_sentence() -> None:
    refused = OSError(errno.ENOSPC, "No space left on device", "output/a")
    assert complaint(refused, "en") == "«output/a»: there is no space left on the disk."
    assert complaint(OSError(errno.EIO, "Input/output error"), "en") == "«…»: Input/output error."
    assert complaint(Unpublishable("epoch", found="x"), "fr") == (
        "SOURCE_DATE_EPOCH n’est pas une date : x."
    )


def test_foreign_files_stay_in_the_tree_and_are_named(site: Site) -> None:
    site.publish(FIRST)
    (site.output / "CNAME").write_text("a.example")
    (site.output / "a/.htaccess").write_text("x")
    for files in (SECOND, FIRST, SECOND):
        found = site.publish(files)
        assert found.foreign == ("CNAME", "a/.htaccess")
        assert site.shown == files | {"CNAME": b"a.example", "a/.htaccess": b"x"}


def test_a_foreign_file_that_is_removed_stays_removed(site: Site) -> None:
    site.publish(FIRST)
    (site.output / "CNAME").write_text("a.example")
    site.publish(SECOND)
    (site.output / "CNAME").unlink()
    site.publish(FIRST)
    site.publish(SECOND)
    assert site.shown == SECOND


def test_a_foreign_file_that_changed_keeps_its_change(site: Site) -> None:
    site.publish(FIRST)
    (site.output / "CNAME").write_text("a.example")
    site.publish(SECOND)
    (site.output / "CNAME").write_text("b.example")
    site.publish(FIRST)
    site.publish(SECOND)
    assert site.shown["CNAME"] == b"b.example"


def test_a_folder_of_somebody_else_is_not_touched(site: Site) -> None:
    site.output.mkdir()
    (site.output / "thesis.doc").write_text("years of work")
    with pytest.raises(Unpublishable, match=r"thesis\.doc"):
        site.open()
    assert tree(site.output) == {"thesis.doc": b"years of work"}


def test_a_page_never_replaces_a_foreign_file(site: Site) -> None:
    site.publish(FIRST)
    (site.output / "new.html").write_text("by hand")
    with pytest.raises(Unpublishable, match=r"new\.html"):
        site.stage(FIRST | {"new.html": b"ours"})
    assert site.shown == FIRST | {"new.html": b"by hand"}


def test_an_empty_folder_is_ours_to_fill(site: Site) -> None:
    site.output.mkdir()
    site.publish(FIRST)
    assert site.shown == FIRST


def test_our_own_tree_is_known_without_a_ledger(site: Site) -> None:
    site.publish(FIRST)
    (site.output / "CNAME").write_text("a.example")
    site.placed = NOTHING
    assert site.open().foreign == ("CNAME",)


@pytest.mark.parametrize("kind", ["file", "link"])
def test_an_output_that_is_no_folder_is_refused(site: Site, kind: str) -> None:
    if kind == "file":
        site.output.write_text("x")
    else:
        elsewhere = site.output.with_name("elsewhere")
        elsewhere.mkdir()
        site.output.symlink_to(elsewhere)
    with pytest.raises(Unpublishable, match="is not a folder"):
        site.open()


def test_the_mark_names_every_file_with_its_fingerprint(site: Site) -> None:
    site.publish(FIRST)
    lines = (site.output / MARK).read_text("utf-8").splitlines()
    assert lines == [f"{fingerprint(FIRST[path])}  {path}" for path in sorted(FIRST)]
