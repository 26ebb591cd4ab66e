"""Answers are plain data, absence among them; equal answers have equal fingerprints."""

import inspect
import marshal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import site_questions
from dalil.facts import Answers
from dalil.names import home
from dalil.questions import FINGERPRINTS, OF_A_PAGE, OF_SITE, QUESTIONS, Known, fingerprint_of
from tests import tiny
from tests.tiny import page

MORE = """\
menus:
  main:
    - {page: news/index, children: [{page: news/a}]}
    - {url: 'https://a.example/', label: {ar: خارج, fr: Dehors}}
    - {page: gone}
collections: {news: {dated: true, order: [-date]}}
variants: {simple: {ar: مبسط, fr: facile}}
redirects: {/old/: about}
subject: {type: Organization, name: {ar: ا, fr: E}}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>'
SITE = {
    "site.yaml": tiny.SITE + MORE,
    "content/news/index.fr.md": page("Nouvelles"),
    "content/news/index.ar.md": page("الأخبار"),
    "content/news/a.fr.md": page(
        "A", "## Un\n\n[b](b.md#deux)", date="2026-01-01", aliases="[/a/]"
    ),
    "content/news/b.fr.md": page("B", "## Deux {#deux}", date="2026-02-01", updated="2026-03-01"),
    "content/news/c.fr.md": page("C", draft="true", date="2026-04-01"),
    "content/about.simple.fr.md": page("Simple"),
    "content/news/photo.svg": SVG,
    "content/data/sources.yaml": "s39: {title: Dahir, publisher: BO}\n",
    "content/strings.fr.yaml": "menu: Menu\npages: {one: page, many: pages, other: pages}\n",
    "content/strings.ar.yaml": "menu: القائمة\n",
    "static/css/site.css": "a{background:url(../icon.svg)}",
    "static/icon.svg": SVG,
    "templates/base.html": tiny.TEMPLATE,
    "templates/page.html": "{% extends 'base.html' %}",
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE))


@pytest.fixture(scope="module")
def answers(known: Known) -> Answers:
    return Answers(known)


BASE = "/sub/"
FACTS: list[tuple[tuple[Any, ...], Any]] = [
    (("target", "about", "fr"), ("about@fr", BASE + "fr/about/", "fr", "published")),
    (("target", "news/a", "ar"), ("news/a@ar", BASE + "ar/news/a/", "fr", "borrowed")),
    (("target", "news/c", "fr"), ("news/c@fr", BASE + "fr/news/c/", "fr", "draft")),
    (("target", "nothing", "fr"), None),
    (("keys",), ("about", "about.simple", "index", "news/a", "news/b", "news/c", "news/index")),
    (("files",), ("content/news/photo.svg",)),
    (("file", "content/nothing.pdf"), None),
    (("file", "static/icon.svg"), None),
    (("image", "content/nothing.png"), None),
    (("asset", "nothing.css"), None),
    (("entry", "sources", "s39"), (("title", "Dahir"), ("publisher", "BO"))),
    (("entry", "sources", "s40"), None),
    (("data", "nothing"), ()),
    (("string", "fr", "menu"), "Menu"),
    (("string", "fr", "nothing"), None),
    (("string", "fr", "pages"), (("one", "page"), ("many", "pages"), ("other", "pages"))),
    (("places", "content/strings.fr.yaml"), (("menu", (1, 1, 4)), ("pages", (2, 1, 5)))),
    (("places", "content/strings.de.yaml"), ()),
    (
        ("card", "news/b@fr"),
        ("news/b@fr", "fr", BASE + "fr/news/b/", "B", "B", "B.", "2026-02-01", "2026-03-01"),
    ),
    (("card", "nothing@fr"), None),
    (("head", "about@fr"), (("title", "À propos"), ("description", "À propos."))),
    (("head", "nothing@fr"), None),
    (("page", "nothing@fr"), None),
    (("headings", "news/a@fr"), ((2, "un", "Un"),)),
    (("headings", "nothing@fr"), ()),
    (("anchors", "nothing@fr"), None),
    (("site", "fr"), ("Guide", "Le guide des services.", "https://www.example.org/sub/", BASE)),
    (("languages",), (("ar", "ar-MA", "العربية", "rtl"), ("fr", "fr-MA", "Français", "ltr"))),
    (("config", "default_language"), "ar"),
    (("config", "subject"), (("type", "Organization"), ("name", (("ar", "ا"), ("fr", "E"))))),
    (("collections",), ("news",)),
    (("collection", "news"), ("news", True, 0, "article", False)),
    (("collection", "nothing"), None),
    (("listing", "news/index", "fr"), ("news/b@fr", "news/a@fr")),
    (("listing", "news", "fr"), ("news/b@fr", "news/a@fr")),
    (("listing", "nothing", "fr"), ()),
    (("feed", "news", "fr"), ("news/b@fr", "news/a@fr")),
    (("feed", "news", "ar"), ()),
    (
        ("published", "fr"),
        ("index@fr", "about@fr", "about.simple@fr", "news/index@fr", "news/a@fr", "news/b@fr"),
    ),
    (("alternates", "news/a"), (("fr", "news/a@fr", BASE + "fr/news/a/"),)),
    (
        ("forms", "news/a"),
        (
            ("ar", "news/a@ar", BASE + "ar/news/a/", "borrowed"),
            ("fr", "news/a@fr", BASE + "fr/news/a/", "published"),
        ),
    ),
    (("forms", "nothing"), ()),
    (("menu", "nothing", "fr"), ()),
    (
        ("redirects",),
        ((BASE + "a/", BASE + "fr/news/a/", "fr"), (BASE + "old/", BASE + "ar/about/", "ar")),
    ),
]


@pytest.mark.parametrize(("fact", "expected"), FACTS, ids=lambda value: str(value)[:40])
def test_an_answer(answers: Answers, fact: tuple[Any, ...], expected: Any) -> None:
    assert answers.answer(fact) == expected


def test_a_menu_shows_what_can_be_opened(answers: Answers) -> None:
    entries = answers.answer(("menu", "main", "fr"))
    assert [entry[0] for entry in entries] == ["news/index@fr", ""]  # the page that is gone is not
    assert [child[0] for child in entries[0][-1]] == ["news/a@fr"]
    assert "Dehors" in entries[1]
    assert "https://a.example/" in entries[1]


def test_a_page_knows_its_place_and_its_forms(answers: Answers) -> None:
    plain, address, trail, alternates, variant, family = answers.answer(("page", "about.simple@fr"))
    assert plain[0] == "about.simple@fr"
    assert address == BASE + "fr/about/facile/"
    assert trail == ("index@fr", "about@fr")
    assert alternates == (("fr", "about.simple@fr", address),)
    assert variant == "simple"
    assert family == (("", "about@fr"), ("simple", "about.simple@fr"))


def test_the_name_of_a_file_changes_with_its_bytes(answers: Answers, known: Known) -> None:
    digest = known.sources["static/icon.svg"][:10]
    assert answers.answer(("asset", "icon.svg")) == f"{BASE}assets/icon.{digest}.svg"
    address, *shown = answers.answer(("image", "content/news/photo.svg"))
    assert shown == [20, 10, (), ""]
    assert address == answers.answer(("file", "content/news/photo.svg"))
    assert known.sources["content/news/photo.svg"][:10] in address


def test_the_name_of_a_style_sheet_changes_with_what_it_loads(known: Known) -> None:
    def name(of: Known) -> str:
        return str(Answers(of).answer(("asset", "css/site.css")))

    other = known._replace(sources={**known.sources, "static/icon.svg": "0" * 32})
    assert name(known) == name(known._replace(records=dict(known.records)))
    assert name(known) != name(other)


def test_style_sheets_that_load_each_other_have_names(known: Known) -> None:
    sources = {"static/a.css": "1" * 32, "static/b.css": "2" * 32}
    records = {
        ("read", "static/a.css"): tiny.returned(("static/b.css",)),
        ("read", "static/b.css"): tiny.returned(("static/a.css",)),
    }
    both = Answers(known._replace(sources=sources, records=records))
    names = {both.answer(("asset", "a.css")), both.answer(("asset", "b.css"))}
    assert len(names) == 2


def test_a_template_is_known_with_all_that_it_uses(answers: Answers, known: Known) -> None:
    assert answers.answer(("template", "page.html")) == (
        ("base.html", known.sources["templates/base.html"]),
        ("page.html", known.sources["templates/page.html"]),
    )
    assert answers.answer(("template", "nothing.html")) == (("nothing.html", ""),)


def test_templates_that_include_each_other_have_an_answer(known: Known) -> None:
    records = {
        ("read", "templates/a.html"): tiny.returned(("b.html",)),
        ("read", "templates/b.html"): tiny.returned(("a.html",)),
    }
    both = Answers(known._replace(records=records)).answer(("template", "a.html"))
    assert [name for name, _ in both] == ["a.html", "b.html"]


# All of them


def parameters(question: Any) -> int:
    return len(inspect.signature(question).parameters) - 1


@pytest.mark.parametrize("name", sorted({*QUESTIONS, *OF_SITE}))
def test_the_unknown_has_a_plain_answer(answers: Answers, name: str) -> None:
    question = OF_SITE.get(name) or QUESTIONS[name]
    arguments = ("default_language",) if name == "config" else ("nothing",) * parameters(question)
    if name == "site":
        arguments = ("de",)
    answer = answers.answer((name, *arguments))
    assert marshal.loads(marshal.dumps(answer)) == answer
    assert isinstance(answers.fingerprint((name, *arguments)), str)


@pytest.mark.parametrize("name", sorted(FINGERPRINTS))
def test_a_short_way_to_a_fingerprint_tells_apart_what_differs(answers: Answers, name: str) -> None:
    ids = ("news/a@fr", "news/b@fr", "about@fr", "nothing@fr")
    found = {id: answers.fingerprint((name, id)) for id in ids}
    for one in ids:
        for other in ids:
            if answers.answer((name, one)) != answers.answer((name, other)):
                assert found[one] != found[other]


def test_each_question_is_asked_in_one_place() -> None:
    assert not QUESTIONS.keys() & OF_SITE.keys()
    assert OF_SITE is site_questions.QUESTIONS
    assert FINGERPRINTS.keys() <= QUESTIONS.keys()


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.tuples(inner) | st.tuples(inner, inner),
    max_leaves=5,
)


@given(PLAIN, PLAIN)
def test_equal_answers_and_only_they_have_equal_fingerprints(one: Any, other: Any) -> None:
    same = marshal.dumps(one, 2) == marshal.dumps(other, 2)
    if not isinstance(one, str) and not isinstance(other, str):
        assert (fingerprint_of(one) == fingerprint_of(other)) is same
    assert fingerprint_of((one, "a" * 3)) == fingerprint_of((one, "".join("a" for _ in range(3))))


def test_the_answer_does_not_depend_on_how_it_was_made(tmp_path: Path) -> None:
    word = "".join(["w"] * 50)
    assert fingerprint_of((word, word)) == fingerprint_of((word, "w" * 50))


class _Watched(dict[Any, Any]):
    """A mapping that knows what was looked for in it, and refuses to be looked through."""

    def __init__(self, content: Mapping[Any, Any]) -> None:
        super().__init__(content)
        self.asked: list[Any] = []

    def __getitem__(self, key: Any) -> Any:
        self.asked.append(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self.asked.append(key)
        return super().get(key, default)

    def _refused(self) -> Any:
        raise AssertionError("a question of a page looked through all that is known")

    __iter__ = keys = values = items = _refused


@pytest.fixture(scope="module")
def with_a_draft(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """A page is borrowed from its translation, although a draft of its own is there."""
    draft = {"content/news/a.ar.md": page("أ", "## نص", draft="true")}
    known = tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE | draft))
    assert len([id for id in known.site.documents if home(id) == "news/a"]) == 3
    return known


@pytest.mark.parametrize("question", sorted(OF_A_PAGE))
def test_a_question_of_a_page_looks_at_nothing_but_that_page(
    with_a_draft: Known, question: str
) -> None:
    """In all its languages: the borrowed page shows the text of its original."""
    known, asked = with_a_draft, set()
    for name in filter(home, (*known.sources, *known.site.documents)):
        sources, records = _Watched(known.sources), _Watched(known.records)
        watched = known._replace(sources=sources, records=records)
        QUESTIONS[question](watched, name)
        FINGERPRINTS.get(question, lambda *_: "")(watched, name)
        looked = [*sources.asked, *(arg for _, arg in records.asked)]
        assert {home(each) for each in looked} <= {home(name)}
        asked.update(looked)
    assert asked
