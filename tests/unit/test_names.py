"""What the name of a source file says of it."""

import unicodedata
from typing import Literal

import pytest

from dalil.names import collection_of, home, kind, page_name
from tests.tiny import configured

CONFIG = configured("""\
variants: {simple: {ar: مبسط, fr: facile}}
collections:
  guides: {}
  schools: {folder: guides/schools}
""")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/index.fr.md", "page"),
        ("content/strings.fr.yaml", "strings"),
        ("content/strings.zgh.yaml", "strings"),
        ("content/data/sources.yaml", "data"),
        ("content/data/more/a.yml", "data"),
        ("templates/base.html", "template"),
        ("templates/base.md", "template"),
        ("static/site.yaml", "static"),
        ("static/readme.md", "static"),
        ("content/a.PNG", "image"),
        ("content/a.svg", "image"),
        ("content/a.MP3", "media"),
        ("content/a.fr.vtt", "media"),
        ("static/a.mp3", "static"),
        ("content/a.pdf", "file"),
        ("site.yaml", "config"),
    ],
)
def test_a_path_says_what_it_is(path: str, expected: str) -> None:
    assert kind(path) == expected


# Names


@pytest.mark.parametrize(
    ("path", "key", "lang"),
    [
        ("content/index.ar.md", "index", "ar"),
        ("content/a/b.fr.md", "a/b", "fr"),
        ("content/a/b.simple.fr.md", "a/b.simple", "fr"),
        ("content/a/index.simple.fr.md", "a/index.simple", "fr"),
        ("content/التعليم/المدرسة.ar.md", "التعليم/المدرسة", "ar"),
        ("content/2026-11-23-news.fr.md", "2026-11-23-news", "fr"),
    ],
)
def test_a_name_says_which_page_and_which_language(path: str, key: str, lang: str) -> None:
    assert page_name(path, CONFIG) == (key, lang, None)


def test_a_name_in_another_normal_form_is_the_same_name_or_a_valid_one() -> None:
    path = unicodedata.normalize("NFD", "content/école.fr.md")
    key, lang, fault = page_name(path, CONFIG)
    assert fault is None
    assert (unicodedata.normalize("NFC", key), lang) == ("école", "fr")


@pytest.mark.parametrize(
    ("path", "suffix", "nearest", "example"),
    [
        ("a.de.md", "de", "", "a.ar.md"),
        ("a.fra.md", "fra", "a.fr.md", "a.fr.md"),
        ("a.md", "", "", "a.ar.md"),
        (".fr.md", "", "", ".fr.ar.md"),
    ],
)
def test_a_name_without_a_language_is_a_fault(
    path: str, suffix: str, nearest: str, example: str
) -> None:
    key, lang, found = page_name(f"content/{path}", CONFIG)
    assert found is not None
    assert (key, lang, found.line, found.code) == ("", "", 0, "language-unknown")
    named = {"suffix": suffix, "nearest": nearest, "example": example, "languages": "ar, fr"}
    assert dict(found.args) == named


@pytest.mark.parametrize(
    ("path", "name", "nearest"),
    [
        ("a b.fr.md", "a b.fr.md", "a-b.fr.md"),
        ("100 %.fr.md", "100 %.fr.md", "100.fr.md"),
        ("a.easy.fr.md", "a.easy.fr.md", "a.fr.md"),
        ("a.simpel.fr.md", "a.simpel.fr.md", "a.simple.fr.md"),
        ("-a.fr.md", "-a.fr.md", "a.fr.md"),
        ("b c/a.fr.md", "b c/a.fr.md", "b-c/a.fr.md"),
    ],
)
def test_a_name_that_no_page_can_have_is_a_fault(path: str, name: str, nearest: str) -> None:
    _, _, found = page_name(f"content/{path}", CONFIG)
    assert found is not None
    assert (found.code, dict(found.args)) == (
        "file-name-invalid",
        {"name": name, "nearest": nearest},
    )


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("guides/a", "guides"),
        ("guides/index", "guides"),
        ("guides/schools/a", "schools"),
        ("guides/schoolsmore/a", "guides"),
        ("guidesmore/a", ""),
        ("index", ""),
    ],
)
def test_the_deepest_folder_is_the_collection(key: str, name: str) -> None:
    assert collection_of(key, CONFIG) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("content/index.fr.md", "index"),
        ("content/a/b-c.simple.ar.md", "a/b-c"),
        ("content/v1.2/b.fr.md", "v1.2/b"),
        ("a/b-c@fr", "a/b-c"),
        ("a/b-c.simple@ar", "a/b-c"),
        ("a/b@fr#12", "a/b"),
        ("~a/b@fr", "a/b"),
        ("content/a/b.png", ""),
        ("content/data/a.yaml", ""),
        ("templates/page.html", ""),
        ("static/a.md", ""),
        ("site.yaml", ""),
        ("fr", ""),
        ("", ""),
    ],
)
def test_a_file_and_an_id_are_at_home_with_their_page(name: str, expected: str) -> None:
    assert home(name) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("path", ["école/élève.fr.md", "guides/a.simple.ar.md", "دليل.ar.md"])
def test_a_page_is_at_home_whichever_of_its_names_is_said(
    path: str, form: Literal["NFC", "NFD"]
) -> None:
    path = unicodedata.normalize(form, f"content/{path}")
    key, lang, _ = page_name(path, CONFIG)
    assert home(path) == home(f"{key}@{lang}") != ""
