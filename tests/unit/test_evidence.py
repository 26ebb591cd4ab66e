"""Figures with their sources, sources that are needed, and translations that say the same."""

from pathlib import Path

import pytest

from dalil.evidence import evidence_faults
from tests import tiny
from tests.tiny import page

SOURCES = "".join(f"{name}: {{title: a, publisher: b}}\n" for name in ("s1", "s2", "s3"))
FIGURES = "".join(
    f"{name}: {{value: 5, unit: {{ar: أ, fr: a}}, year: 2025, scope: {{ar: أ, fr: a}},"
    f" source: [{sources}]}}\n"
    for name, sources in (("f1", "s1, s2"), ("f2", "s3"))
)
DATA = {"content/data/sources.yaml": SOURCES, "content/data/figures.yaml": FIGURES}
ALL = "[=f1] [=f2] [@s1, @s2, @s3]"


def both(fr: str, ar: str = "", **values: str) -> dict[str, str | bytes | None]:
    """The page about us, with these bodies in two languages."""
    return {
        "content/about.fr.md": page("a", fr, **values),
        "content/about.ar.md": page("ا", ar or fr, **values),
    }


def found(
    root: Path, changes: dict[str, str | bytes | None], *codes: str
) -> list[tuple[str, int, int, int, dict[str, str]]]:
    """The faults of these codes, in the order of their places; without codes, all."""
    known = tiny.known_of(tiny.lay_out(root, {**DATA, **changes}))
    faults = sorted(set(evidence_faults(known.site, tiny.values(known))))
    return [
        (f.path.removeprefix("content/"), *f[1:4], dict(f.args))
        for f in faults
        if not codes or f.code in codes
    ]


def test_a_site_in_which_all_is_cited_and_shown_has_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, both(ALL)) == []


def test_a_site_without_data_has_nothing_to_say(tmp_path: Path) -> None:
    nothing = dict.fromkeys(DATA)
    assert found(tmp_path, {**nothing, **both("Texte.")}) == []


# Figures and their sources


def test_a_figure_is_shown_with_one_of_its_sources(tmp_path: Path) -> None:
    body = "[@s1] [=f1]\n\nDe [=f2] à [=f2]."
    assert found(tmp_path / "a", both(body), "figure-without-source") == [
        (f"about.{lang}.md", 8, 5, 3, {"figure": "f2", "sources": "[@s3]"}) for lang in ("ar", "fr")
    ]
    whole = both("[=f1] [=f2]", sources="[s2, s3]")
    assert found(tmp_path / "b", whole, "figure-without-source") == []


def test_the_figures_of_a_draft_are_looked_at_too(tmp_path: Path) -> None:
    draft = {"content/plan.fr.md": page("a", "[=f1]", draft="true")}
    assert [path for path, *_ in found(tmp_path, {**both(ALL), **draft})] == ["plan.fr.md"]


# What nothing needs


def test_a_source_is_cited_by_a_page_or_needed_by_a_figure(tmp_path: Path) -> None:
    assert found(tmp_path / "a", both("[@s1]"), "source-uncited") == [
        ("data/sources.yaml", 2, 1, 2, {"id": "s2"}),
        ("data/sources.yaml", 3, 1, 2, {"id": "s3"}),
    ]
    assert found(tmp_path / "b", both("[@s3] [=f1]"), "source-uncited") == []
    assert found(tmp_path / "c", both("a", sources="[s1, s2, s3]"), "source-uncited") == []


def test_a_figure_that_no_page_shows_is_unused(tmp_path: Path) -> None:
    assert found(tmp_path, both("[=f1] [@s1, @s2, @s3]")) == [
        ("data/figures.yaml", 2, 1, 2, {"id": "f2"})
    ]


def test_a_draft_neither_cites_nor_shows(tmp_path: Path) -> None:
    codes = ("source-uncited", "figure-unused")
    names = [args["id"] for *_, args in found(tmp_path, both(ALL, draft="true"), *codes)]
    assert names == ["f1", "f2", "s1", "s2", "s3"]


def test_of_two_files_of_one_name_the_last_one_counts(tmp_path: Path) -> None:
    entry = "{title: a, publisher: b}\n"
    deep = {"content/data/sub/sources.yaml": f"s1: {entry}s4: {entry}"}
    assert found(tmp_path, {**deep, **both("[@s1]")}, "source-uncited") == [
        ("data/sub/sources.yaml", 2, 1, 2, {"id": "s4"})
    ]


# Translations


def differences(root: Path, fr: str, ar: str, **values: str) -> list[tuple[str, int, int, str]]:
    faults = found(root, both(fr, ar, **values), "translation-sources-differ")
    others = {"about.fr.md": "content/about.ar.md", "about.ar.md": "content/about.fr.md"}
    assert all(args["other"] == others[path] for path, *_, args in faults)
    return [(path, line, column, args["ids"]) for path, line, column, _, args in faults]


def test_two_languages_cite_and_show_the_same(tmp_path: Path) -> None:
    assert differences(tmp_path / "a", "[@s1] [=f1] [@s2]", "[@s2] [=f1] [=f1] [@s1]") == []
    assert differences(tmp_path / "b", "a [=f2] [@s1]\n\n[@s2]", "[@s1]") == [
        ("about.fr.md", 6, 4, "[=f2], [@s2]")
    ]
    assert differences(tmp_path / "c", "[@s1]", "[@s2]") == [
        ("about.ar.md", 6, 2, "[@s2]"),
        ("about.fr.md", 6, 2, "[@s1]"),
    ]


def test_a_source_of_the_front_matter_counts_as_cited(tmp_path: Path) -> None:
    changes = both("a")
    changes["content/about.fr.md"] = page("a", "b", sources="[s1, s2]")
    changes["content/about.ar.md"] = page("ا", "ب [@s1]")
    assert found(tmp_path, changes, "translation-sources-differ") == [
        ("about.fr.md", 4, 15, 2, {"ids": "[@s2]", "other": "content/about.ar.md"})
    ]


def test_a_source_that_does_not_exist_is_said_once(tmp_path: Path) -> None:
    changes = both("a")
    changes["content/about.fr.md"] = page("a", "[@s9] [=f9]", sources="[s9]")
    assert found(tmp_path, changes, "translation-sources-differ") == []


def test_drafts_borrowed_and_unreadable_pages_are_no_translations(tmp_path: Path) -> None:
    for number, ar in enumerate((page("ا", draft="true"), None, b"\xff")):
        changes = {**both(ALL), "content/about.ar.md": ar}
        assert found(tmp_path / str(number), changes, "translation-sources-differ") == []


def test_the_forms_of_a_variant_are_compared_with_each_other(tmp_path: Path) -> None:
    simple: dict[str, str | bytes | None] = {
        "site.yaml": tiny.SITE + "variants: {simple: {ar: مبسط, fr: facile}}\n",
        "content/about.simple.fr.md": page("a", "[@s1]"),
        "content/about.simple.ar.md": page("ا", "[@s1]"),
    }
    assert found(tmp_path / "a", {**both(ALL), **simple}) == []
    simple["content/about.simple.ar.md"] = page("ا")
    faults = found(tmp_path / "b", {**both(ALL), **simple})
    assert [path for path, *_ in faults] == ["about.simple.fr.md"]


@pytest.mark.parametrize(
    ("fr", "ar", "stale"),
    [
        ("2026-01-05", "2026-03-12", "fr"),
        ("2026-03-12", "2025-03-13", "ar"),
        ("2026-03-12", "2026-03-12", ""),
        ("2026-03-12", "", ""),
    ],
)
def test_a_translation_is_as_new_as_its_sibling(
    tmp_path: Path, fr: str, ar: str, stale: str
) -> None:
    changes = both(ALL)
    changes["content/about.fr.md"] = page("a", ALL, updated=fr)
    changes["content/about.ar.md"] = page("ا", ALL, **({"updated": ar} if ar else {}))
    faults = found(tmp_path, changes)
    assert len(faults) == (1 if stale else 0)
    for path, line, column, length, args in faults:
        assert (path, line, column, length) == (f"about.{stale}.md", 4, 10, 10)
        older, newer = sorted((fr, ar))
        other = "ar" if stale == "fr" else "fr"
        assert args == {"updated": older, "newer": newer, "other": f"content/about.{other}.md"}


def test_of_three_languages_the_newest_is_named(tmp_path: Path) -> None:
    third = tiny.SITE.replace(
        "default_language", "  en: {locale: en, name: English}\ndefault_language"
    )
    changes: dict[str, str | bytes | None] = {"site.yaml": third, **dict.fromkeys(DATA)}
    for lang, day in (("ar", "2026-01-02"), ("en", "2026-01-03"), ("fr", "2026-01-01")):
        changes[f"content/about.{lang}.md"] = page("a", updated=day)
    faults = found(tmp_path, changes, "translation-stale")
    assert [(path, args["other"]) for path, *_, args in faults] == [
        ("about.ar.md", "content/about.en.md"),
        ("about.fr.md", "content/about.en.md"),
    ]
