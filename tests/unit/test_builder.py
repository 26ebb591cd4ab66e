"""A build: all or nothing, all faults, and nothing done twice."""

import multiprocessing
import os
from pathlib import Path

import pytest

from dalil import builder
from dalil.builder import Request, build, cache_folder, dry_run, today
from dalil.publish import MARK, Unpublishable
from tests import tiny
from tests.tiny import built, page, tree


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.lay_out(tmp_path / "site")


def edit(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("0", "1970-01-01"), ("1795392000", "2026-11-23"), ("1795478399", "2026-11-23")],
)
def test_the_day_is_that_of_source_date_epoch(
    monkeypatch: pytest.MonkeyPatch, epoch: str, day: str
) -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert today() == day


@pytest.mark.parametrize("epoch", ["", "soon", "-1"])
def test_without_an_epoch_it_is_today(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert today() >= "2026-01-01"


# A build and the next


def test_a_site_is_built(root: Path) -> None:
    outcome = built(root)
    assert (outcome.diagnostics, outcome.published, outcome.failed) == ((), True, False)
    assert (outcome.pages, outcome.languages, outcome.rendered, outcome.foreign) == (4, 2, 4, ())
    assert set(tree(root / "output")) == {
        MARK,
        "ar/index.html",
        "fr/index.html",
        "ar/about/index.html",
        "fr/about/index.html",
    }


def test_nothing_changed_nothing_written(root: Path) -> None:
    built(root)
    before = (root / "output").stat(), tree(root)
    outcome = built(root)
    assert (outcome.rendered, outcome.published) == (0, True)
    assert ((root / "output").stat(), tree(root)) == before


def test_a_touched_file_is_no_change(root: Path) -> None:
    built(root)
    inode = (root / "output").stat().st_ino
    os.utime(root / "content/about.fr.md")
    assert built(root).rendered == 0
    assert (root / "output").stat().st_ino == inode


def test_an_edit_of_the_same_size_in_the_same_moment_is_seen(root: Path) -> None:
    built(root)
    path = root / "content/about.fr.md"
    times = path.stat()
    edit(root, "content/about.fr.md", path.read_text("utf-8").replace("Nous", "Vous"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert built(root).rendered == 1
    assert b"Vous aidons" in (root / "output/fr/about/index.html").read_bytes()


def test_a_deleted_page_leaves_nothing(root: Path) -> None:
    built(root)
    for lang in ("ar", "fr"):
        (root / f"content/about.{lang}.md").unlink()
    edit(root, "site.yaml", tiny.SITE)
    built(root)
    assert set(tree(root / "output")) == {MARK, "ar/index.html", "fr/index.html"}
    assert not (root / "output/fr/about").exists()


def test_what_a_hand_changed_in_the_output_is_put_right(root: Path) -> None:
    built(root)
    expected = tree(root / "output")
    (root / "output/fr/index.html").write_text("by hand")
    (root / "output/ar/index.html").unlink()
    assert built(root).published
    assert tree(root / "output") == expected


@pytest.mark.parametrize("lost", [".cache", ".cache/*/ledger", ".cache/*/store", ".cache/*/spare"])
def test_the_cache_may_be_deleted_in_whole_or_in_part(root: Path, lost: str) -> None:
    built(root)
    edit(root, "content/about.fr.md", page("Qui"))
    built(root)
    expected = tree(root / "output")
    for path in list(root.glob(lost)):
        path.rename(root / "gone")
    assert built(root).published
    assert tree(root / "output") == expected
    edit(root, "content/about.fr.md", tiny.FILES["content/about.fr.md"])
    assert built(root).published
    assert set(tree(root / "output")) == set(expected)


def test_clean_does_everything_again_and_makes_the_same(root: Path) -> None:
    built(root)
    expected = tree(root / "output")
    assert built(root, clean=True).rendered == 4
    assert tree(root / "output") == expected


# Faults


def test_a_build_with_faults_publishes_nothing(root: Path) -> None:
    built(root)
    before = (root / "output").stat().st_ino, tree(root / "output")
    edit(root, "content/about.fr.md", page("a", "[b](gone.md)"))
    edit(root, "content/index.fr.md", "no head")
    outcome = built(root)
    assert (outcome.published, outcome.failed) == (False, True)
    assert {f.code for f in outcome.diagnostics} == {"front-matter-missing", "link-unknown-page"}
    assert ((root / "output").stat().st_ino, tree(root / "output")) == before
    again = built(root)
    assert (again.diagnostics, again.failed, again.rendered) == (outcome.diagnostics, True, 0)


def test_a_mended_build_publishes(root: Path) -> None:
    edit(root, "content/about.fr.md", page("a", "[b](gone.md)"))
    assert built(root).failed
    assert not (root / "output").exists()
    edit(root, "content/about.fr.md", page("a", "[b](index.md)"))
    assert built(root).published
    assert (root / "output/fr/about/index.html").exists()


def test_a_severity_decides_whether_it_is_published(root: Path) -> None:
    edit(root, "content/plan.fr.md", page("a"))  # an orphan, not translated: warnings
    assert built(root).published
    edit(root, "site.yaml", tiny.SITE + tiny.MENUS + "severities: {page-orphan: error}\n")
    assert not built(root).published


def test_checking_writes_nothing_into_the_output(root: Path) -> None:
    outcome = built(root, publish=False)
    assert (outcome.published, outcome.failed, outcome.pages) == (False, False, 4)
    assert not (root / "output").exists()
    assert built(root).published  # what was checked is then published
    edit(root, "content/about.fr.md", page("Qui"))
    before = tree(root / "output")
    assert not built(root, publish=False).failed
    assert tree(root / "output") == before


def test_without_a_site_yaml_it_is_the_environments_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build(Request(tmp_path / "site.yaml", tmp_path / "output"))


def test_an_output_of_somebody_else_is_refused(root: Path) -> None:
    (root / "output").mkdir()
    (root / "output/thesis.doc").write_text("x")
    with pytest.raises(Unpublishable, match=r"thesis\.doc"):
        built(root)
    assert tree(root / "output") == {"thesis.doc": b"x"}


# Options


def test_drafts_are_shown_when_asked_for(root: Path) -> None:
    for lang in ("ar", "fr"):
        edit(root, f"content/about.{lang}.md", page("Qui", draft="true"))
    built(root)
    assert not (root / "output/fr/about").exists()
    built(root, drafts=True)
    assert (root / "output/fr/about/index.html").exists()
    built(root)
    assert not (root / "output/fr/about").exists()


def test_another_address_is_another_site(root: Path) -> None:
    edit(root, "templates/page.html", "{{ page.canonical }}")
    built(root)
    built(root, base_url="https://a.example/b/")
    assert (root / "output/fr/index.html").read_text() == "https://a.example/b/fr/"
    built(root)
    assert (root / "output/fr/index.html").read_text() == "https://www.example.org/sub/fr/"


def test_two_outputs_of_one_site_have_memories_of_their_own(root: Path) -> None:
    one, two = (Request(root / "site.yaml", root / name, workers=1) for name in ("one", "two"))
    assert cache_folder(one) != cache_folder(two)
    assert build(one).rendered == build(two).rendered == 4
    assert build(one).rendered == build(two).rendered == 0
    assert tree(root / "one") == tree(root / "two")


def test_hidden_and_backup_files_are_no_sources(root: Path) -> None:
    built(root)
    for name in (".x.fr.md", "about.fr.md~", ".git/a.fr.md"):
        (root / "content" / name).parent.mkdir(exist_ok=True)
        edit(root, f"content/{name}", "no page")
    outcome = built(root)
    assert (outcome.diagnostics, outcome.rendered) == ((), 0)


def test_a_file_saved_during_the_build_is_built_as_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = iter(["1", "2"])
    whole = builder._Build._task

    def save_meanwhile(self: builder._Build) -> object:
        task = whole(self)
        if (text := next(saved, "")) != "":
            edit(root, "content/about.fr.md", page("Qui", f"Version {text}."))
        return task

    monkeypatch.setattr(builder._Build, "_task", save_meanwhile)
    assert built(root).published
    assert b"Version 2." in (root / "output/fr/about/index.html").read_bytes()


# Several at once


def build_many(root: Path, times: int) -> None:
    for _ in range(times):
        assert built(root, clean=True).published


def test_two_builds_at_once_do_each_other_no_harm(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=build_many, args=(root, 5)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    expected = tree(root / "output")
    assert built(root).rendered == 0
    assert len(expected) == 5


def test_a_dry_run_changes_nothing(root: Path) -> None:
    built(root)
    edit(root, "content/about.fr.md", page("Qui"))
    before = tree(root / "output")
    planned = dry_run(Request(root / "site.yaml", root / "output", workers=1))
    assert planned is not None
    assert ("page", "about@fr") in planned.stale
    assert tree(root / "output") == before
    assert built(root).rendered >= 1  # it is still to be done
