"""From sources to a tree and a report: all faults in one run, and nothing outside the store."""

from pathlib import Path

import pytest

from dalil.diagnostics import merge
from dalil.ledger import SiteKey, SourceChanged
from dalil.shards import Memory
from dalil.work import Made, plan, work
from tests import tiny
from tests.tiny import page

NOTHING = Memory({}, SiteKey())


def made(root: Path, past: Memory = NOTHING, **options: object) -> Made:
    task = tiny.task_of(root, tiny.TODAY._replace(**options))  # type: ignore[arg-type]
    stored = frozenset(path.name for path in task.store.iterdir())
    return work(task, past, {}, stored, tiny.quiet)


def outputs(found: Made) -> dict[str, str]:
    return {
        path: kept.digest for each in found.memory.records.values() for path, kept in each.outputs
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny.lay_out(tmp_path)


def test_a_whole_site_is_made_in_the_store(root: Path) -> None:
    before = set(tiny.tree(root))
    found = made(root)
    assert found.summary.diagnostics == ()
    assert (found.summary.pages, found.summary.languages, found.rendered) == (4, 2, 4)
    assert set(outputs(found)) == {
        "ar/index.html",
        "fr/index.html",
        "ar/about/index.html",
        "fr/about/index.html",
    }
    new = set(tiny.tree(root)) - before
    assert {path.split("/")[0] for path in new} == {".cache"}


def test_nothing_changed_nothing_done(root: Path) -> None:
    first = made(root)
    again = made(root, first.memory)
    assert (again.rendered, again.changed) == (0, set())
    assert again.summary == first.summary
    assert outputs(again) == outputs(first)


def test_one_body_edited_one_page_rendered(root: Path) -> None:
    first = made(root)
    (root / "content/about.fr.md").write_text(page("À propos", "Autre texte."), "utf-8")
    again = made(root, first.memory)
    assert again.rendered == 1
    assert outputs(again) == outputs(made(root))
    different = {path for path, digest in outputs(again).items() if outputs(first)[path] != digest}
    assert different == {"fr/about/index.html"}


def test_the_same_edit_undone_gives_the_same_tree(root: Path) -> None:
    first = made(root)
    text = (root / "content/about.fr.md").read_bytes()
    (root / "content/about.fr.md").write_text(page("Autre"), "utf-8")
    second = made(root, first.memory)
    (root / "content/about.fr.md").write_bytes(text)
    assert outputs(made(root, second.memory)) == outputs(first)


def test_all_faults_of_all_files_are_found_in_one_run(tmp_path: Path) -> None:
    broken: dict[str, str | bytes | None] = {
        "site.yaml": tiny.SITE + "menus: {main: [{page: abuot}]}\nother: x\n",
        "content/index.fr.md": "---\ntitle: a: b\n---\n",
        "content/about.fr.md": "---\ntitle: x\ndescription: y\ndradt: true\n---\n\n[a](b.md)\n",
        "content/about.ar.md": b"---\n\xff\n---\n",
        "content/x.de.md": page("x"),
        "content/data/sources.yaml": "s1: {title: a}\n",
        "content/strings.fr.yaml": "a: b\n",
        "templates/other.html": "{% if %}",
    }
    found = made(tiny.lay_out(tmp_path, broken)).summary.diagnostics
    assert list(found) == list(merge(found))
    assert {(f.path, f.code) for f in found} == {
        ("site.yaml", "menu-dead"),
        ("site.yaml", "key-unknown"),
        ("content/index.fr.md", "yaml-syntax"),
        ("content/about.fr.md", "key-unknown"),
        ("content/about.fr.md", "link-unknown-page"),
        ("content/about.fr.md", "page-orphan"),
        ("content/about.ar.md", "encoding-not-utf8"),
        ("content/about.ar.md", "page-orphan"),
        ("content/x.de.md", "language-unknown"),
        ("content/data/sources.yaml", "field-missing"),
        ("content/data/sources.yaml", "source-uncited"),
        ("content/strings.ar.yaml", "string-missing"),
        ("templates/other.html", "template-syntax"),
    }


def test_without_a_configuration_there_is_only_its_faults(root: Path) -> None:
    first = made(root)
    (root / "site.yaml").write_text("- a\n")
    found = made(root, first.memory)
    assert [f.code for f in found.summary.diagnostics] == ["yaml-syntax"]
    assert found.memory is first.memory  # it is of use again once site.yaml is mended


def test_a_configuration_in_another_encoding_is_a_fault(root: Path) -> None:
    (root / "site.yaml").write_bytes("name: é".encode("latin-1"))
    assert [f.code for f in made(root).summary.diagnostics] == ["encoding-not-utf8"]


def test_a_file_that_is_saved_meanwhile_begins_the_build_again(root: Path) -> None:
    for path in ("site.yaml", "content/about.fr.md", "templates/page.html"):
        task = tiny.task_of(root)
        before = (root / path).read_bytes()
        (root / path).write_bytes(before + b"\n")
        with pytest.raises(SourceChanged):
            work(task, NOTHING, {}, (), tiny.quiet)
        (root / path).write_bytes(before)


def test_a_template_that_fails_on_every_page_is_said_once(root: Path) -> None:
    (root / "templates/page.html").write_text("{{ page.title }}\n{{ nothing.at_all }}\n")
    found = [f for f in made(root).summary.diagnostics if f.code == "template-error"]
    assert [(f.path, f.line) for f in found] == [("templates/page.html", 2)]


def test_the_day_is_a_part_of_the_site(root: Path) -> None:
    text = page("Titre", expiry="2026-12-01")
    (root / "content/about.fr.md").write_text(text, "utf-8")
    first = made(root)
    again = made(root, first.memory, today="2026-12-01")
    assert "fr/about/index.html" in outputs(first)
    assert outputs(again) == outputs(made(root, today="2026-12-01")) != outputs(first)


def test_a_plan_says_what_would_be_done_and_why_and_does_nothing(root: Path) -> None:
    first = made(root)
    (root / "content/about.fr.md").write_text(page("À propos", "Autre texte."), "utf-8")
    task = tiny.task_of(root)
    stored = frozenset(path.name for path in task.store.iterdir())
    planned = plan(task, first.memory, {}, stored)
    assert planned is not None
    assert dict(planned.stale) == {("prose", "about@fr"): ("body", "about@fr")}
    (root / "templates/page.html").write_text("<p>{{ page.title }}")
    planned = plan(tiny.task_of(root), first.memory, {}, stored)
    assert planned is not None
    assert planned.stale["page", "index@ar"] == ("template", "page.html")


def test_without_a_configuration_there_is_no_plan(root: Path) -> None:
    (root / "site.yaml").write_text("")
    assert plan(tiny.task_of(root), NOTHING, {}, frozenset()) is None
