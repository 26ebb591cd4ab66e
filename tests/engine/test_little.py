"""Only what changed is done again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dalil.builder import Outcome, Request, dry_run
from tests.building import STEADY
from tests.engine.editing import FIGURES, set_front, set_line, toggle_piece
from tests.engine.sites import draw_image, edit, enlarge, lay_out, run

BOTH = ("ar", "fr")


@pytest.fixture(params=["small", "large"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is remembered in one piece, or in shards as large ones are."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", STEADY["SOURCE_DATE_EPOCH"])
    root = lay_out(tmp_path / "site")
    if request.param == "large":
        enlarge(monkeypatch)
    # Without the menu, so that a title is shown where it is listed, and nowhere else.
    edit(root / "templates/base.html", '{% include "partials/menu.html" %}\n', "")
    assert run(root).published
    return root


def stamps(site: Path) -> dict[str, int]:
    """Path → inode: a file that is made again is another one."""
    output = site / "output"
    return {
        path.relative_to(output).as_posix(): path.stat().st_ino for path in output.rglob("*.html")
    }


def rendered(site: Path, change: Callable[[], object]) -> tuple[Outcome, set[str]]:
    """What a build says after a change, and the pages whose bytes are new."""
    before = stamps(site)
    change()
    outcome = run(site)
    after = stamps(site)
    return outcome, {path for path, inode in after.items() if before.get(path) != inode}


def test_nothing_changed(site: Path) -> None:
    outcome, changed = rendered(site, lambda: None)
    assert outcome.rendered == 0
    assert outcome.published
    assert not changed


def test_touched_files_have_not_changed(site: Path) -> None:
    def touch() -> None:
        for path in site.rglob("content/**/*"):
            path.touch()

    outcome, changed = rendered(site, touch)
    assert outcome.rendered == 0
    assert not changed


def test_a_body(site: Path) -> None:
    outcome, changed = rendered(
        site, lambda: edit(site / "content/guides/school.fr.md", "Avant", "Bien avant")
    )
    assert outcome.rendered == 1
    assert changed == {"fr/conseils/school/index.html"}


def test_a_body_whose_bytes_change_but_not_its_page(site: Path) -> None:
    """A page may be done again to the same bytes; then nothing new is put out."""
    outcome, changed = rendered(
        site, lambda: edit(site / "content/about.fr.md", "\n## Nos textes", "\n\n\n## Nos textes")
    )
    assert outcome.rendered <= 1
    assert not changed


def test_the_body_of_a_borrowed_page_is_shown_twice(site: Path) -> None:
    outcome, changed = rendered(
        site, lambda: edit(site / "content/guides/work.fr.md", "Une note", "Deux notes")
    )
    assert outcome.rendered == 2
    assert changed == {"fr/conseils/work/index.html", "ar/أدلة/work/index.html"}


def test_a_figure_is_rendered_where_it_is_shown(site: Path) -> None:
    figures = site / "content/data/figures.yaml"
    school = site / "content/guides/school.fr.md"
    set_line(figures, "pages", FIGURES["pages"][0].replace("s3", "s1"))
    toggle_piece(school, "guides/school", "number of what may come")
    assert run(site).published

    edit(figures, "value: 12345", "value: 54321")
    plan = dry_run(Request(site / "site.yaml", site / "output"))
    assert plan is not None
    assert {job: fact for job, fact in plan.stale.items() if job[0] == "prose"} == {
        ("prose", f"about@{lang}"): ("entry", "figures", "centres") for lang in BOTH
    }
    outcome, changed = rendered(site, lambda: None)
    assert outcome.rendered == 2
    assert changed == {"ar/about/index.html", "fr/about/index.html"}
    assert ">54\u00a0321</data>" in (site / "output/fr/about/index.html").read_text("utf-8")


def test_a_title_is_rendered_where_it_is_shown(site: Path) -> None:
    outcome, changed = rendered(
        site, lambda: set_front(site / "content/guides/school.fr.md", "title", "Le collège")
    )
    # Its own page, and the list of its section.
    assert changed == {"fr/conseils/school/index.html", "fr/conseils/index.html"}
    assert outcome.rendered == 2


def test_a_title_above_is_rendered_below(site: Path) -> None:
    _, changed = rendered(
        site, lambda: set_front(site / "content/guides/index.fr.md", "title", "Aides")
    )
    assert changed == {
        "fr/conseils/index.html",
        "fr/conseils/school/index.html",
        "fr/conseils/work/index.html",
        "fr/index.html",
    }


@pytest.mark.parametrize(
    ("key", "text", "pages"),
    [
        ("borrowed", "Pas de traduction.", set()),
        ("updated", "Le {day}", {"fr/about/index.html"}),
        ("callout-warning", "Danger", {"fr/conseils/school/index.html"}),
        ("not-found", "Rien", {"fr/404.html"}),
        ("page-number", "p. {number}", {"fr/news/index.html", "fr/news/2/index.html"}),
        ("redirect-link", "Allez-y", {"fr/ancien/index.html", "fr/nous.html", "fr/qui/index.html"}),
    ],
)
def test_a_string_is_rendered_where_it_is_said(
    site: Path, key: str, text: str, pages: set[str]
) -> None:
    outcome, changed = rendered(site, lambda: set_line(site / "content/strings.fr.yaml", key, text))
    assert outcome.published
    assert changed == pages


def test_a_source_is_rendered_where_it_is_cited(site: Path) -> None:
    _, changed = rendered(
        site,
        lambda: set_line(
            site / "content/data/sources.yaml", "s1", "{title: Dahir, publisher: BO, language: fr}"
        ),
    )
    assert changed == {"fr/about/index.html", "ar/about/index.html"}


def test_an_image_is_rendered_where_it_is_shown(site: Path) -> None:
    _, changed = rendered(site, lambda: draw_image(site / "content/dot.png", 9, "blue"))
    assert changed == {"fr/about/index.html"}


def test_a_style_sheet_is_rendered_where_it_is_loaded(site: Path) -> None:
    outcome, changed = rendered(site, lambda: edit(site / "static/css/more.css", "40rem", "50rem"))
    assert outcome.rendered == outcome.pages  # its name and that of the sheet that loads it changed
    assert "index.html" not in changed  # the choice of languages has no style


def test_a_partial_is_rendered_where_it_is_included(site: Path) -> None:
    _, changed = rendered(
        site, lambda: edit(site / "templates/home.html", 'name="home"', 'name="front"')
    )
    assert changed == {"fr/index.html", "ar/index.html"}


def test_an_included_file_that_appears(site: Path) -> None:
    def add() -> None:
        (site / "templates/partials/extra.html").write_text("<p>extra</p>")

    outcome, changed = rendered(site, add)
    assert outcome.rendered == outcome.pages
    assert "fr/404.html" not in changed


def test_an_anchor_is_looked_for_again(site: Path) -> None:
    outcome, changed = rendered(
        site,
        lambda: edit(site / "content/about.fr.md", "## Notre histoire", "## Toute notre histoire"),
    )
    found = [
        (each.path, each.code) for each in outcome.diagnostics if each.code != "translation-missing"
    ]
    assert found == [("content/guides/school.fr.md", "link-unknown-anchor")]
    assert not outcome.published
    # Its headings pair with those of its translation, which answers to their anchors.
    assert outcome.rendered == 2
    assert not changed
    outcome, changed = rendered(
        site,
        lambda: edit(
            site / "content/guides/school.fr.md", "#notre-histoire", "#toute-notre-histoire"
        ),
    )
    assert outcome.published
    assert outcome.rendered == 1
    assert changed == {
        "fr/about/index.html",
        "ar/about/index.html",
        "fr/conseils/school/index.html",
    }


def test_a_page_that_appears_where_it_was_looked_for(site: Path) -> None:
    edit(site / "content/index.fr.md", "Bienvenue.", "[Bientôt](soon.md).")
    outcome = run(site)
    assert [each.code for each in outcome.diagnostics if each.path == "content/index.fr.md"] == [
        "link-unknown-page"
    ]
    for lang in BOTH:
        shutil.copy(site / f"content/news/n1.{lang}.md", site / f"content/soon.{lang}.md")
    edit(site / "content/soon.fr.md", "Voir [à propos](../about.md).", "")
    outcome = run(site)
    assert outcome.published
    assert outcome.rendered == 4  # it and the home page, which links to it, in both languages


def test_another_day_changes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def next_day() -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(STEADY["SOURCE_DATE_EPOCH"]) + 86400))

    outcome, changed = rendered(site, next_day)
    assert outcome.rendered == 0
    assert not changed
