"""A large site is remembered in shards: a build opens those that an edit touches, and no other."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil import builder, packs, questions
from dalil.ledger import Ledger, engine_fingerprint
from dalil.shards import Shards
from tests.building import STEADY
from tests.engine import editing
from tests.engine.sites import caches, edit, enlarge, lay_out, prove, run


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])
    root = lay_out(tmp_path / "site")
    enlarge(monkeypatch)
    set_setting(root, "outputs", ["sitemap", "atom", "redirects-html"])
    assert run(root).published
    return root


def set_setting(site: Path, key: str, value: Any) -> None:
    editing.set_setting(site / "site.yaml", site / "site.yaml", key, value)


def shards(site: Path) -> Shards:
    (cache,) = caches(site)
    header = Ledger(cache, engine_fingerprint(), site / "output").header
    return Shards(cache / "store", header.memory)


def damage_all_but(site: Path, *paths: str) -> None:
    """Make every shard unreadable that holds none of these pages."""
    (cache,) = caches(site)
    found = shards(site)
    kept = {found.all[number].name for number in found.touched(paths)}
    for shard in found.all:
        if shard.name not in kept:
            file = cache / "store" / shard.name
            file.write_bytes(b"?" * file.stat().st_size)


def test_a_text_is_edited_and_the_other_shards_stay_closed(site: Path) -> None:
    about = "content/about.simple.fr.md"
    damage_all_but(site, about)
    editing.toggle_piece(site / about, "about.simple", "plain")
    assert prove(site).rendered == 1


def test_a_shard_that_is_damaged_is_found_out_when_it_is_opened(site: Path) -> None:
    damage_all_but(site, "content/about.fr.md")
    editing.toggle_piece(site / "content/news/n1.fr.md", "news/n1", "plain")
    outcome = prove(site)
    assert outcome.rendered == outcome.pages  # nothing is known any more
    assert run(site).rendered == 0


def test_a_closed_shard_is_looked_into_and_stays_closed(site: Path) -> None:
    """A text with an anchor of another page, whose text has not changed."""
    school = "content/guides/school.fr.md"
    damage_all_but(site, school, "content/about.fr.md")
    editing.toggle_piece(site / school, "guides/school", "plain")
    assert prove(site).rendered == 1


def test_a_text_links_to_an_image_which_is_put_out_for_it(site: Path) -> None:
    about = site / "content/about.simple.fr.md"
    for _ in range(2):  # and then no longer
        editing.toggle_piece(about, "about.simple", "link to the image")
        assert prove(site).published


def test_a_text_gets_its_first_anchor(site: Path) -> None:
    editing.toggle_piece(site / "content/news/n1.fr.md", "news/n1", "anchor of the new heading")
    found = {(each.path, each.code) for each in prove(site).diagnostics}
    assert ("content/news/n1.fr.md", "link-unknown-anchor") in found


def test_a_text_links_to_another_page(site: Path) -> None:
    """The passes over the whole site are made again, the other shards stay closed."""
    about = site / "content/about.simple.fr.md"
    editing.toggle_piece(about, "about.simple", "link")
    before = {path: path.stat().st_mtime_ns for path in (caches(site)[0] / "store").iterdir()}
    assert prove(site).rendered == 1
    after = {path: path.stat().st_mtime_ns for path in (caches(site)[0] / "store").iterdir()}
    assert len(before.items() & after.items()) > len(before) / 2


def test_a_draft_beside_its_published_translation_is_looked_through(site: Path) -> None:
    """Its id is another one, since the page there is borrowed; its home is the same."""
    draft = site / "content/news/n1.ar.md"
    editing.set_front(draft, "draft", "true")
    assert prove(site).published
    editing.toggle_piece(draft, "news/n1", "link to what may come")
    found = {(each.path, each.code) for each in prove(site).diagnostics}
    assert ("content/news/n1.ar.md", "link-unknown-page") in found


def test_what_one_text_tells_another_opens_that_one_s_shard(site: Path) -> None:
    about = site / "content/about.fr.md"
    edit(about, "## Notre histoire", "## Toute notre histoire")
    found = prove(site).diagnostics
    assert "link-unknown-anchor" in {each.code for each in found}


def test_a_template_opens_every_shard(site: Path) -> None:
    page = site / "templates/page.html"
    page.write_text(page.read_text("utf-8") + "<!-- more -->", "utf-8")
    assert prove(site).rendered > 1


@pytest.mark.parametrize("lost", ["output", "store"])
def test_what_is_lost_is_missed_although_another_page_was_edited(site: Path, lost: str) -> None:
    (cache,) = caches(site)
    found = shards(site)
    (number,) = found.touched(["content/about.fr.md"]) - {0}
    if lost == "output":
        (site / "output/fr/about/index.html").unlink()
    else:
        for pack in found.all[number].packs:
            (cache / "store" / pack).unlink()
        packs._whole.cache_clear()  # a build in a process of its own remembers no file
        questions._stored.cache_clear()
    # In its text there is an anchor of that page.
    editing.toggle_piece(site / "content/guides/school.fr.md", "guides/school", "plain")
    assert prove(site).published


def test_what_was_edited_while_another_page_had_a_fault(site: Path) -> None:
    """It is in no tree yet when the fault is mended."""
    about = site / "content/about.fr.md"
    editing.toggle_piece(about, "about", "link to what may come")
    editing.toggle_piece(site / "content/news/n1.fr.md", "news/n1", "plain")
    assert prove(site).failed
    editing.toggle_piece(about, "about", "link to what may come")
    assert prove(site).published


def test_a_page_that_is_new_and_one_that_is_gone(site: Path) -> None:
    extra = site / "content/extra.fr.md"
    shutil.copy(site / "content/about.fr.md", extra)
    assert "content/extra.fr.md" in {each.path for each in prove(site).diagnostics}
    extra.unlink()
    assert prove(site).published


def test_another_day(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = site / "content/about.fr.md"
    editing.set_front(about, "expiry", "2099-01-01")
    assert prove(site).published
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4070908800")  # 1 January 2099
    editing.toggle_piece(site / "content/news/n1.fr.md", "news/n1", "plain")
    assert "content/guides/school.fr.md" in {each.path for each in prove(site).diagnostics}


def test_two_pages_of_one_address(site: Path) -> None:
    """When that is only worth a warning, the last one stands there, whichever is edited."""
    set_setting(site, "severities", editing.SETTINGS["severities"][0])
    pages = [site / f"content/news/{name}.fr.md" for name in ("n1", "n2")]
    for page in pages:
        editing.set_front(page, "slug", "nouvelle")
    assert prove(site).published
    for page in (*pages, *pages):
        editing.toggle_piece(page, "news/n", "plain")
        assert prove(site).published


def test_a_page_without_front_matter_has_no_text(site: Path) -> None:
    """Nor had it a title before: nothing that is said of it is another, but its text is gone."""
    set_setting(site, "severities", editing.SETTINGS["severities"][0])
    page = site / "content/about.fr.md"
    for content in ("---\n---\nSome text.\n", "Some text.\n", "---\n---\nSome text.\n"):
        page.write_text(content, "utf-8")
        assert prove(site).published


def test_faults_in_closed_shards_are_told_again(site: Path) -> None:
    set_setting(site, "severities", editing.SETTINGS["severities"][0])
    editing.toggle_piece(
        site / "content/guides/work.fr.md", "guides/work", "citation of what may come"
    )
    assert prove(site).published
    about = "content/about.simple.fr.md"
    damage_all_but(site, about)
    editing.toggle_piece(site / about, "about.simple", "plain")
    outcome = prove(site)
    assert outcome.rendered == 1
    assert ("content/guides/work.fr.md", "citation-unknown") in {
        (each.path, each.code) for each in outcome.diagnostics
    }


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 99), st.sampled_from(editing.PIECES)), min_size=2, max_size=8
    ),
    drafts=st.sets(st.integers(0, 99), max_size=4),
)
@settings(max_examples=8)
def test_texts_edited_one_after_another(steps: list[tuple[int, str]], drafts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])
        patch.setattr(builder, "_RACY", 20_000_000)
        root = lay_out(Path(folder) / "site")
        enlarge(patch)
        set_setting(root, "severities", editing.SETTINGS["severities"][0])
        pages = sorted((root / "content").rglob("*.md"))
        for choice in drafts:
            editing.set_front(pages[choice % len(pages)], "draft", "true")
        run(root)
        for choice, piece in steps:
            page = pages[choice % len(pages)]
            key = os.fspath(page.relative_to(root / "content"))
            editing.toggle_piece(page, key, piece)
            prove(root)
