"""The table of jobs: complete, in one order, each stratum after what it reads."""

from dataclasses import replace
from pathlib import Path

import pytest

from dalil import outputs
from dalil.config import OUTPUTS
from dalil.facts import Answers, Reading
from dalil.names import home
from dalil.questions import Known
from dalil.reader import Keyed, Page
from dalil.strata import KINDS, PICTURES, PROSE, READ, TREE, WHOLE, jobs
from tests import tiny

SITE = {
    "site.yaml": tiny.SITE.replace("outputs: []", "outputs: [sitemap, robots]") + tiny.MENUS,
    "content/strings.fr.yaml": "menu: Menu\n",
    "content/strings.ar.yaml": "menu: القائمة\n",
    "content/data/sources.yaml": "s1: {title: a, publisher: b}\n",
    "content/photo.svg": "<svg width='1'/>",
    "content/form.pdf": "%PDF",
    "static/site.css": "a{}",
}


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return tiny.known_of(tiny.lay_out(tmp_path, SITE))


def test_no_kind_of_job_stands_twice() -> None:
    strata = (READ, PICTURES, PROSE, TREE, *WHOLE)
    assert len(KINDS) == sum(map(len, strata))
    assert set(OUTPUTS) == set(outputs.OUTPUTS) <= KINDS.keys()


def test_every_file_that_says_something_is_read(known: Known) -> None:
    read = {arg for _, arg in jobs(READ, known)}
    assert set(known.sources) - read == {"site.yaml", "content/form.pdf"}


def test_every_page_has_its_prose_and_its_file(known: Known) -> None:
    assert {arg for _, arg in jobs(PROSE, known)} == set(known.site.documents)
    pages = {arg for kind, arg in jobs(TREE, known) if kind == "page"}
    assert pages == set(known.site.documents)


def test_only_the_outputs_that_were_asked_for_have_jobs(known: Known) -> None:
    assert {kind for kind, _ in jobs(TREE, known)} & set(OUTPUTS) == {"sitemap", "robots"}


def test_what_asks_for_the_whole_tree_is_of_no_page(known: Known) -> None:
    """So it stands in the shard that is always open."""
    config = replace(known.site.config, outputs=OUTPUTS)
    known = known._replace(site=replace(known.site, config=config))
    last = [job for kinds in WHOLE for job in jobs(kinds, known)]
    assert {"search", "redirects-apache", "headers-nginx", "offline"} <= {kind for kind, _ in last}
    assert {home(arg) for _, arg in last} == {""}


def test_every_copied_file_has_a_job(known: Known) -> None:
    copied = {arg for kind, arg in jobs(TREE, known) if kind == "asset"}
    assert copied == {"content/photo.svg", "content/form.pdf", "static/site.css"}


def test_the_jobs_have_one_order(known: Known) -> None:
    backwards = known._replace(sources=dict(sorted(known.sources.items())))
    for kinds in (READ, PROSE, TREE):
        assert jobs(kinds, known) == jobs(kinds, backwards)
        assert len(set(jobs(kinds, known))) == len(jobs(kinds, known))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("content/about.fr.md", Page),
        ("content/strings.fr.yaml", Keyed),
        ("content/data/sources.yaml", Keyed),
        ("templates/page.html", tuple),
        ("content/photo.svg", tuple),
        ("static/site.css", tuple),
    ],
)
def test_reading_a_file_asks_for_its_bytes(known: Known, path: str, kind: type) -> None:
    reading = Reading(Answers(known))
    result = READ["read"].run(reading, path)
    assert isinstance(result.value, kind)
    assert result.diagnostics == ()
    assert ("source", path) in reading.trace


def test_a_page_depends_on_the_schema_and_nothing_else_of_the_site(known: Known) -> None:
    reading = Reading(Answers(known))
    READ["read"].run(reading, "content/about.fr.md")
    assert list(reading.trace) == [("source", "content/about.fr.md"), ("schema",)]


def test_the_schema_changes_with_the_fields_of_a_collection(tmp_path: Path) -> None:
    plain = tiny.known_of(tiny.lay_out(tmp_path / "a"))
    text = tiny.SITE + "collections: {x: {fields: {y: {type: text}}}}\n"
    other = tiny.known_of(tiny.lay_out(tmp_path / "b", {"site.yaml": text}))
    fact = ("schema",)
    assert Answers(plain).fingerprint(fact) != Answers(other).fingerprint(fact)
