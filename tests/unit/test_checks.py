"""Faults that only the whole site shows."""

from pathlib import Path

import pytest

from dalil.checks import anchor_jobs, orphans, run_anchors, run_strings, string_jobs
from dalil.diagnostics import Diagnostic
from dalil.facts import Answers, Reading
from dalil.questions import Known
from tests import tiny
from tests.tiny import page


def known(root: Path, changes: dict[str, str]) -> Known:
    return tiny.known_of(tiny.lay_out(root, changes))


def said(faults: tuple[Diagnostic, ...]) -> list[tuple[str, int, int, str, dict[str, str]]]:
    return [(f.path, f.line, f.column, f.code, dict(f.args)) for f in faults]


# Anchors

LINKS = {
    "content/about.fr.md": page(
        "a", "## Domaines\n\n[h](index.md#debut), [a](index.md#debat) et [ici](#domaines)."
    ),
    "content/index.fr.md": page("i", "## Début {#debut}\n\n[s](about.md)"),
    "content/about.ar.md": page("ا", "## المجالات"),
    "content/index.ar.md": page("ب", "[م](about.md#المجالات) و[ن](about.md#المجال)"),
}


def test_a_link_to_an_anchor_leads_to_something(tmp_path: Path) -> None:
    site = known(tmp_path, LINKS)
    assert set(anchor_jobs(site.records)) >= {"about@fr", "index@ar"}
    assert "index@fr" not in anchor_jobs(site.records)
    faults = run_anchors(Reading(Answers(site)), "about@fr").diagnostics
    assert said(faults) == [
        (
            "content/about.fr.md",
            8,
            26,
            "link-unknown-anchor",
            {"anchor": "debat", "target": "index.md", "nearest": "debut"},
        )
    ]
    (only,) = run_anchors(Reading(Answers(site)), "index@ar").diagnostics
    assert dict(only.args)["nearest"] == "المجالات"


def test_the_trace_holds_the_anchors_and_not_the_text_of_the_target(tmp_path: Path) -> None:
    reading = Reading(Answers(known(tmp_path, LINKS)))
    run_anchors(reading, "about@fr")
    assert ("anchors", "index@fr") in reading.trace
    assert ("prose", "index@fr") not in reading.trace


# Strings


def strings(
    root: Path, fr: str, ar: str, more: dict[str, str] | None = None
) -> list[tuple[str, int, int, str, dict[str, str]]]:
    files = {"content/strings.fr.yaml": fr, "content/strings.ar.yaml": ar}
    site = known(root, files | (more or {}))
    assert string_jobs(site.site) == ["all"]
    return said(run_strings(Reading(Answers(site)), "all").diagnostics)


def test_every_language_says_every_string(tmp_path: Path) -> None:
    assert strings(tmp_path, "a: A\nb: B\n", "a: ا\nc: ت\n") == [
        ("content/strings.ar.yaml", 0, 0, "string-missing", {"key": "b", "lang": "ar"}),
        ("content/strings.fr.yaml", 0, 0, "string-missing", {"key": "c", "lang": "fr"}),
    ]


def test_a_string_has_all_plural_forms_of_its_language(tmp_path: Path) -> None:
    found = strings(tmp_path, "n: {one: a, other: b}\n", "x: ا\nn: {one: ا, other: ب}\n")
    assert [
        (p, line, d["category"]) for p, line, _, code, d in found if code == "plural-missing"
    ] == [
        ("content/strings.ar.yaml", 2, "zero"),
        ("content/strings.ar.yaml", 2, "two"),
        ("content/strings.ar.yaml", 2, "few"),
        ("content/strings.ar.yaml", 2, "many"),
        ("content/strings.fr.yaml", 1, "many"),
    ]


def test_a_plural_in_one_language_is_one_in_all(tmp_path: Path) -> None:
    found = strings(
        tmp_path, "n: page\n", "n: {zero: a, one: a, two: a, few: a, many: a, other: a}\n"
    )
    assert {(p, code) for p, _, _, code, _ in found} == {
        ("content/strings.fr.yaml", "plural-missing")
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    ("fr", "ar", "names"),
    [
        ("a: le {date}\n", "a: في {date}\n", []),
        ("a: le {jour}\n", "a: في {date}\n", ["date", "jour"]),
        ("a: le\n", "a: في {date}\n", ["date"]),
        ("a: '{date} {date}'\n", "a: في {date}\n", []),
    ],
)
def test_the_placeholders_are_those_of_the_default_language(
    tmp_path: Path, fr: str, ar: str, names: list[str]
) -> None:
    found = strings(tmp_path, fr, ar)
    assert [(p, line, code, d["name"]) for p, line, _, code, d in found] == [
        ("content/strings.fr.yaml", 1, "string-placeholder", name) for name in names
    ]


def test_strings_of_no_language_of_the_site_are_a_fault(tmp_path: Path) -> None:
    found = strings(tmp_path, "a: A\n", "a: ا\n", {"content/strings.fre.yaml": "b: B\n"})
    assert found == [
        (
            "content/strings.fre.yaml",
            0,
            0,
            "language-unknown",
            {
                "suffix": "fre",
                "nearest": "strings.fr.yaml",
                "example": "strings.fr.yaml",
                "languages": "ar, fr",
            },
        )
    ]


def test_a_site_without_strings_has_nothing_to_check(tmp_path: Path) -> None:
    assert string_jobs(known(tmp_path, {}).site) == []


# Orphans


def lonely(root: Path, changes: dict[str, str], menus: tuple[str, ...] = ()) -> list[str]:
    site = known(root, changes)
    return sorted(f.path for f in orphans(site.site, tiny.values(site), menus))


NO_MENU = {"site.yaml": tiny.SITE + "variants: {simple: {ar: مبسط, fr: facile}}\n"}


def test_a_page_to_which_nothing_leads_is_an_orphan(tmp_path: Path) -> None:
    assert lonely(tmp_path, NO_MENU) == ["content/about.ar.md", "content/about.fr.md"]


def test_a_menu_a_link_or_a_list_leads_to_a_page(tmp_path: Path) -> None:
    assert lonely(tmp_path / "a", NO_MENU, ("about@fr",)) == ["content/about.ar.md"]
    link = {"content/index.fr.md": page("a", "[b](about.md)")}
    assert lonely(tmp_path / "b", NO_MENU | link) == ["content/about.ar.md"]
    listing = {"templates/page.html": "{% for card in page.listing %}{{ card.url }}{% endfor %}"}
    assert lonely(tmp_path / "c", NO_MENU | listing) == []


def test_a_link_from_a_draft_or_from_itself_does_not_count(tmp_path: Path) -> None:
    draft = {"content/plan.fr.md": page("a", "[b](about.md)", draft="true")}
    assert "content/about.fr.md" in lonely(tmp_path / "a", NO_MENU | draft)
    itself = {"content/about.fr.md": page("a", "[b](about.md)")}
    assert "content/about.fr.md" in lonely(tmp_path / "b", NO_MENU | itself)


def test_a_form_is_reached_through_its_page(tmp_path: Path) -> None:
    simple = {"content/about.simple.fr.md": page("a")}
    assert lonely(tmp_path, NO_MENU | simple, ("about@fr", "about@ar")) == []


def test_what_is_not_published_and_the_home_page_are_no_orphans(tmp_path: Path) -> None:
    draft = {
        "content/plan.fr.md": page("a", draft="true"),
        "content/about.fr.md": None,
        "content/about.ar.md": None,
    }
    assert lonely(tmp_path, NO_MENU | draft) == []  # type: ignore[arg-type]
