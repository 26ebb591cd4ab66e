"""Why a page is, or is not, done again, in a sentence."""

import string
from pathlib import Path

import pytest

from dalil.builder import Request, cache_folder, dry_run
from dalil.diagnostics import LANGUAGES, catalogue
from dalil.explain import explain
from dalil.ledger import settled
from tests import tiny
from tests.samples import photographed
from tests.tiny import page


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tiny.lay_out(tmp_path)
    assert tiny.built(tmp_path).published
    return tmp_path


def said(root: Path, name: str = "content/about.fr.md", language: str = "en") -> list[str]:
    return explain(Request(root / "site.yaml", root / "output"), name, language)


def test_a_page_that_holds_says_how_much_it_read(root: Path) -> None:
    title, sentence = said(root)
    assert title == "about@fr (content/about.fr.md)"
    assert "Up to date" in sentence
    assert any(character.isdecimal() for character in sentence)


@pytest.mark.parametrize(
    "name",
    [
        "content/about.fr.md",
        "about.fr.md",
        "about@fr",
        "fr/about/",
        "/fr/about/",
        "fr/about/index.html",
    ],
)
def test_a_page_has_many_names(root: Path, name: str) -> None:
    assert said(root, name)[0].startswith("about@fr ")


def test_a_file_is_known_by_its_whole_path_too(root: Path) -> None:
    assert said(root, str(root / "content/about.fr.md"))[0].startswith("about@fr ")


def test_a_key_names_the_page_in_every_language(root: Path) -> None:
    assert [line.split(" ")[0] for line in said(root, "about") if "@" in line] == [
        "about@ar",
        "about@fr",
    ]


@pytest.mark.parametrize("name", ["", "nothing", "content/nothing.fr.md", "about@de", "/"])
def test_what_is_no_page_has_no_reason(root: Path, name: str) -> None:
    assert said(root, name) == []


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        (
            "content/about.fr.md",
            page("À propos", "Autre texte."),
            "the text of «about@fr» has changed",
        ),
        ("templates/page.html", "<p>{{ page.title }}", "the template «page.html»"),
        ("content/about.fr.md", page("Qui", "Nous aidons les familles."), "front matter"),
    ],
)
def test_the_reason_is_the_fact_that_changed(root: Path, path: str, text: str, reason: str) -> None:
    (root / path).write_text(text, "utf-8")
    assert reason in "\n".join(said(root))
    assert "Up to date" not in "\n".join(said(root))  # asking twice changes nothing


def test_an_edit_of_another_page_is_no_reason(root: Path) -> None:
    (root / "content/index.fr.md").write_text(page("Accueil", "Autre texte."), "utf-8")
    assert "Up to date" in said(root)[1]


def test_a_page_that_was_changed_by_hand_is_made_again(root: Path) -> None:
    (root / "output/fr/about/index.html").write_text("by hand")
    assert "changed by hand" in said(root)[1]


def test_before_the_first_build_all_is_new(tmp_path: Path) -> None:
    tiny.lay_out(tmp_path)
    assert "never been done" in "\n".join(said(tmp_path))


def test_without_a_configuration_there_is_nothing_to_say(root: Path) -> None:
    (root / "site.yaml").write_text("- a")
    assert said(root) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_a_page_has_a_sentence_in_every_language(root: Path, language: str) -> None:
    sentences = catalogue(language)["explain"]
    planned = dry_run(Request(root / "site.yaml", root / "output"))
    assert planned is not None
    pages = [record for job, record in planned.past.items() if job[0] == "page"]
    store = cache_folder(Request(root / "site.yaml", root / "output")) / "store"
    asked = {fact[0] for each in pages for fact in each.trace}
    asked |= {fact[0] for each in pages for fact in (settled(store, each) or ((), ()))[0]}
    assert {"page", "prose", "template"} <= asked
    for name in asked:
        assert f"{name}_fact" in sentences or name in sentences, name
    for sentence in sentences.values():
        names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
        assert names <= {"0", "1", "name", "count", "last"}
    assert said(root, language=language)[1].strip()


def test_another_image_is_a_reason(root: Path) -> None:
    (root / "content/a.jpg").write_bytes(photographed(90, 60))
    (root / "content/about.fr.md").write_text(page("À propos", "![La rue](a.jpg)"), "utf-8")
    assert tiny.built(root).published
    assert "Up to date" in said(root)[1]
    (root / "content/a.jpg").write_bytes(photographed(91, 60))
    assert "the image «content/a.jpg» has changed." in " ".join(said(root))
