"""Guides: questions, answers, the way between them, and what is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dalil.facts import Answers, Reading
from dalil.guides import guide, is_inner
from dalil.model import Site
from dalil.views import PageView
from tests import tiny
from tests.tiny import page

MORE = """\
collections: {guides: {folder: guides, guide: true, template: guide.html}}
variants: {simple: {ar: مبسط, fr: facile}}
"""
ASK = "Que cherchez-vous ?"
SITE = {
    "site.yaml": tiny.SITE + MORE,
    "templates/guide.html": tiny.TEMPLATE,
    "templates/section.html": tiny.TEMPLATE,
    "content/guides/index.fr.md": page("Guides"),
    "content/guides/child/index.fr.md": page("Mon enfant", question=ASK),
    "content/guides/child/index.simple.fr.md": page("Mon enfant, facile"),
    "content/guides/child/school/index.fr.md": page(
        "École", answer="L'école", question="Laquelle ?", order="2"
    ),
    "content/guides/child/school/near.fr.md": page("Près", answer="La plus proche"),
    "content/guides/child/school/near.ar.md": page("قريبة", answer="الأقرب"),
    "content/guides/child/aid.fr.md": page("Aide", answer="Une aide", order="1"),
}
View = Callable[[str], PageView]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE)))


@pytest.fixture(scope="module")
def view(answers: Answers) -> View:
    return lambda id: PageView(Reading(answers), id)


@pytest.fixture(scope="module")
def site(answers: Answers) -> Site:
    return answers.known.site


def test_the_start_of_a_guide_asks_and_offers_answers_in_their_order(view: View) -> None:
    start = view("guides/child/index@fr")
    assert start.question == "Que cherchez-vous\u00a0?"
    assert (start.answer, start.answers_given) == ("", [])
    assert [(c.answer, c.title, c.url) for c in start.choices] == [
        ("Une aide", "Aide", "/sub/fr/guides/child/aid/"),
        ("L’école", "École", "/sub/fr/guides/child/school/"),
    ]
    assert {choice.id for choice in start.choices} == set(start.listed)  # they are no orphans


def test_a_page_knows_the_answers_that_lead_to_it(view: View) -> None:
    result = view("guides/child/school/near@fr")
    assert [(question, answer, card.id) for question, answer, card in result.answers_given] == [
        ("Que cherchez-vous\u00a0?", "L’école", "guides/child/index@fr"),
        ("Laquelle\u00a0?", "La plus proche", "guides/child/school/index@fr"),
    ]
    assert (result.question, result.answer, result.choices) == ("", "La plus proche", [])


def test_an_easy_page_asks_what_its_standard_page_asks(view: View) -> None:
    easy = view("guides/child/index.simple@fr")
    assert easy.question == "Que cherchez-vous\u00a0?"
    assert [choice.id for choice in easy.choices] == [
        "guides/child/aid@fr",
        "guides/child/school/index@fr",
    ]


def test_a_borrowed_page_asks_in_the_language_of_its_original(view: View) -> None:
    start = view("guides/child/index@ar")
    assert start.question == "Que cherchez-vous\u00a0?"
    assert {(choice.lang, choice.answer) for choice in start.choices} == {
        ("fr", "Une aide"),
        ("fr", "L’école"),
    }


def test_what_is_no_guide_asks_nothing(site: Site) -> None:
    for id in ("about@fr", "guides/index@fr", "nothing@fr"):
        assert guide(site, id) == ("", "", (), ())


def test_inner_pages_are_those_with_a_question_above(site: Site) -> None:
    inner = {d.key for d in site.documents.values() if is_inner(site, d)}
    assert inner == {
        "guides/child/school/index",
        "guides/child/school/near",
        "guides/child/aid",
    }


def test_the_pages_of_a_guide_have_its_template_and_its_list_has_not(site: Site) -> None:
    templates = {d.key: d.template for d in site.documents.values() if d.key.startswith("guides/")}
    assert templates.pop("guides/index") == "section.html"
    assert set(templates.values()) == {"guide.html"}


# Faults


def codes(root: Path, changes: dict[str, str | bytes | None]) -> list[tuple[str, str, int]]:
    found = tiny.built(tiny.lay_out(root, SITE | changes)).diagnostics
    return [(d.code, d.path, d.line) for d in found if d.code.startswith("guide-")]


def test_a_whole_guide_has_no_fault(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []


def test_an_answer_without_a_label_is_a_fault(tmp_path: Path) -> None:
    path = "content/guides/child/aid.fr.md"
    assert codes(tmp_path, {path: page("Aide")}) == [("guide-answer-missing", path, 1)]


def test_a_question_without_answers_is_a_fault_at_the_question(tmp_path: Path) -> None:
    path = "content/guides/child/aid.fr.md"
    dead_end = page("Aide", answer="Une aide", question="Laquelle ?")
    assert codes(tmp_path, {path: dead_end}) == [("guide-dead-end", path, 5)]


def test_answers_that_are_drafts_are_no_answers(tmp_path: Path) -> None:
    folder = "content/guides/child/school"
    draft = page("Près", answer="La plus proche", draft="true")
    found = codes(tmp_path, {f"{folder}/near.fr.md": draft, f"{folder}/near.ar.md": None})
    assert found == [("guide-dead-end", f"{folder}/index.fr.md", 5)]


def test_other_collections_know_neither_questions_nor_answers(tmp_path: Path) -> None:
    site = tiny.SITE + "collections: {guides: {folder: guides}}\n"
    found = tiny.built(tiny.lay_out(tmp_path, SITE | {"site.yaml": site})).diagnostics
    assert {d.code for d in found if d.path.endswith("child/aid.fr.md")} >= {"key-unknown"}
