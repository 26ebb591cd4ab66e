"""Diagnostics: values, nearest names, the catalogue in three languages, and the reports."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest

from dalil.diagnostics import (
    LANGUAGES,
    SEVERITIES,
    Diagnostic,
    advice,
    catalogue,
    codes,
    count,
    fault,
    has_errors,
    merge,
    nearest,
    severity,
)
from dalil.reports import (
    ReadLine,
    format_github,
    format_json,
    format_sarif,
    format_text,
    summary,
)

ROOT = Path(__file__).parents[2]
DEAD_LINK = fault(
    "link-unknown-page", "content/a.fr.md", 14, 21, 19,
    target="../centres/coahp.md", nearest="../centres/coaph.md",
)  # fmt: skip
ORPHAN = fault("page-orphan", "content/b.fr.md", page="b")


def reader(*lines: str) -> ReadLine:
    return lambda path, line: lines[line - 1]


# Values


def test_a_column_without_a_length_underlines_one_character() -> None:
    assert fault("x", "p", 1, 4) == Diagnostic("p", 1, 4, 1, "x", ())


def test_arguments_are_in_one_order_however_they_are_given() -> None:
    assert fault("x", "p", b="2", a="1") == fault("x", "p", a="1", b="2")


def test_merge_sorts_by_place_and_says_each_once() -> None:
    later, earlier = fault("b", "p", 2, 1), fault("c", "p", 1, 9)
    other, same_place = fault("a", "q"), fault("a", "p", 2, 1)
    assert merge([other, later], [earlier, later, same_place]) == (
        earlier, same_place, later, other,
    )  # fmt: skip


def test_severity_is_the_sites_else_the_catalogues() -> None:
    assert severity("page-orphan") == "warning"
    assert severity("link-unknown-page") == "error"
    assert severity("page-orphan", {"page-orphan": "off"}) == "off"


def test_counts_and_errors_follow_the_sites_severities() -> None:
    both = [DEAD_LINK, ORPHAN]
    assert count(both) == (1, 1, 0)
    assert count(both, {"page-orphan": "off", "link-unknown-page": "note"}) == (0, 0, 1)
    assert has_errors(both)
    assert not has_errors(both, {"link-unknown-page": "warning"})
    assert has_errors([ORPHAN], {"page-orphan": "error"})


# Nearest names


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("descripton", ["title", "description", "date"], "description"),
        ("dradt", ["draft", "date"], "draft"),
        ("Ecole-Publique", ["école_publique", "ecole"], "école_publique"),
        ("الاعاقه", ["الإعاقة", "الإعانة"], "الإعاقة"),
        ("المركزى", ["المركزي"], "المركزي"),
        ("الـمُركَّب", ["المركب"], "المركب"),
        (
            "../centres/coahp.md",
            ["../centres/coaph.md", "../centres/index.md"],
            "../centres/coaph.md",
        ),
        ("schooling", ["news/2026", "programmes/schooling"], "programmes/schooling"),
        ("programme/index", ["about/index", "programmes/index"], "programmes/index"),
        ("guides/zzzz/index", ["guides/index", "index"], ""),
        ("guide", ["index", "media"], ""),
        ("ar-MO", ["ar-JO", "ar-MA"], "ar-MA"),
        ("de", ["ar", "fr"], ""),
        ("programmes/disability/aids", ["programmes/disability/centres"], ""),
        ("", ["a", "b"], ""),
        ("word", [], ""),
    ],
)
def test_nearest(word: str, candidates: list[str], expected: str) -> None:
    assert nearest(word, candidates) == expected
    assert nearest(word, reversed(candidates)) == expected


def test_of_two_equally_near_the_first_in_order_is_taken() -> None:
    assert nearest("cat", ["cats", "catt"]) == nearest("cat", {"catt", "cats"}) == "cats"


# The catalogue


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, table or "") for _, name, table, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_languages_have_the_same_codes_tables_and_placeholders(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert set(other["codes"]) == set(english["codes"])
    for code, entry in english["codes"].items():
        translated = other["codes"][code]
        assert set(translated) == set(entry) - {"severity"}, code
        for part in translated:
            assert placeholders(translated[part]) == placeholders(entry[part]), (code, part)
    assert {t: set(words) for t, words in other["words"].items()} == {
        t: set(words) for t, words in english["words"].items()
    }
    assert set(other["severities"]) == set(english["severities"]) == set(SEVERITIES) - {"off"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_whole_sentences_of_their_language(language: str) -> None:
    for code, entry in catalogue(language)["codes"].items():
        tables = {table for part in entry.values() for _, table in placeholders(part)} - {""}
        assert tables <= {*catalogue(language)["words"], "name", "last"}, code
        assert entry["hint"], code
        assert re.search(r"([.:?]|\})$", entry["message"]), code
        # «» are written close in English and Arabic, with no-break spaces in French.
        spaced = re.search(r"«[  ]|[  ]»", " ".join(entry.values()))
        close = re.search(r"«[^\u00a0]|[^\u00a0]»", " ".join(entry.values()))
        assert not (close if language == "fr" else spaced), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_speaks_without_a_brace_or_a_gap(language: str) -> None:
    for code, entry in catalogue("en")["codes"].items():
        names = {name for part in entry.values() for name, _ in placeholders(part)}
        said = advice(fault(code, "p", **dict.fromkeys(names, "VALUE")), language)
        assert "…" not in said.message
        assert "VALUE" in said.message or "VALUE" in said.hint or not names
        assert "{{" not in said.hint or code == "template-syntax"


def test_words_of_other_tables_are_said_in_the_language() -> None:
    mixed = fault("text-other-language", "p", 1, lang="ar", found="fr")
    assert advice(mixed, "fr").message == (
        "Ce texte semble être en français dans une page en arabe."
    )
    empty = fault("value-type", "p", 1, key="draft", expected="boolean", found="")
    assert advice(empty).message == "«draft» must be true or false; here it is empty."
    typed = fault("value-type", "p", 1, key="draft", expected="boolean", found="oui")
    assert advice(typed).message == "«draft» must be true or false; here it is «oui»."
    assert advice(typed, "ar").hint == "مثال: «draft: true»."


@pytest.mark.parametrize("parser", ["mapping values are not allowed here",
                                    "mapping values are not allowed in this context"])  # fmt: skip
def test_both_yaml_parsers_are_put_into_plain_words(parser: str) -> None:
    assert (
        "a «:» stands in a text without quotes"
        in advice(fault("yaml-syntax", "p", 1, 1, problem=parser)).message
    )


def test_braces_in_an_authors_text_are_shown_as_they_are() -> None:
    assert advice(fault("key-unknown", "p", 1, 1, key="{x!r}", nearest="")).message == (
        "There is no key «{x!r}» here."
    )


def test_a_code_without_an_entry_still_says_what_is_known() -> None:
    assert advice(fault("no-such-code", "p", what="this")).message == "what: this"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 error"), ("en", 2, "2 errors"), ("fr", 1, "1 erreur"), ("fr", 2, "2 erreurs"),
        ("ar", 1, "خطأ واحد"), ("ar", 2, "خطآن"), ("ar", 3, "3 أخطاء"), ("ar", 10, "10 أخطاء"),
        ("ar", 11, "11 خطأ"), ("ar", 99, "99 خطأ"), ("ar", 103, "103 أخطاء"),
    ],
)  # fmt: skip
def test_summary_in_plural_forms(language: str, number: int, expected: str) -> None:
    found = [fault("link-unknown-page", "p", line) for line in range(number)]
    assert summary(found, language=language) == expected


def test_summary_names_each_severity() -> None:
    assert summary([DEAD_LINK, ORPHAN]) == "1 error, 1 warning"
    assert summary([DEAD_LINK, ORPHAN], language="ar") == "خطأ واحد، تنبيه واحد"
    assert summary([]) == "No faults."


# The docs


def test_docs_have_each_code_once_with_its_severity_and_both_examples() -> None:
    sections = (ROOT / "docs" / "diagnostics.md").read_text("utf-8").split("\n### `")[1:]
    documented = {section.partition("`")[0]: section for section in sections}
    assert len(documented) == len(sections)
    assert set(documented) == set(codes())
    for code, section in documented.items():
        assert f"*Default severity: {severity(code)}.*" in section, code
        assert re.findall(r"^(?:Wrong|Right):$", section, re.MULTILINE) == ["Wrong:", "Right:"], (
            code
        )


# Text


def test_text_has_the_place_the_line_the_caret_and_the_guess() -> None:
    lines = [""] * 13 + ["déposer au [centre](../centres/coahp.md)\n"]
    assert format_text([DEAD_LINK], read_line=reader(*lines)) == (
        "content/a.fr.md:14:21: error: No page is named «../centres/coahp.md». "
        "[link-unknown-page]\n"
        "    14 | déposer au [centre](../centres/coahp.md)\n"
        "       |                     ^^^^^^^^^^^^^^^^^^^\n"
        "    Did you mean «../centres/coaph.md»?\n"
    )


def test_text_of_a_whole_file_has_the_hint_and_no_excerpt() -> None:
    assert format_text([ORPHAN], language="fr") == (
        "content/b.fr.md: avertissement: Aucune autre page et aucun menu ne mène à cette page. "
        "[page-orphan]\n"
        "    Faites un lien vers elle dans une autre page, ou ajoutez-la à un menu de site.yaml.\n"
    )


def carets(line: str, column: int, length: int) -> tuple[str, str]:
    each = fault("alt-missing", "p", 1, column, length, target="x")
    excerpt = format_text([each], read_line=reader(line)).split("\n")[1:3]
    return excerpt[0][9:], excerpt[1][9:]


def test_arabic_marks_have_no_width_and_the_marked_text_is_said_again() -> None:
    line = "يُودَعُ في [المركز](x.png)"
    shown, caret = carets(line, line.index("x.png") + 1, 5)
    assert shown == line
    assert caret == " " * (line.index("x.png") - 3) + "^^^^^ «x.png»"


def test_wide_characters_are_two_columns() -> None:
    assert carets("日本x", 3, 1) == ("日本x", "    ^")
    assert carets("日本", 2, 1) == ("日本", "  ^^")


def test_tabs_and_overrides_are_shown_and_the_caret_spans_them() -> None:
    assert carets("\ta\u202eb", 3, 1) == (" a<U+202E>b", "  ^^^^^^^^")


def test_a_place_behind_the_line_is_marked_after_its_end() -> None:
    assert carets("abc", 9, 4) == ("abc", "   ^")


@pytest.mark.parametrize("column", [1, 50, 150, 296])
def test_long_lines_are_cut_around_the_fault(column: int) -> None:
    line = "".join(chr(ord("a") + n % 26) for n in range(300))
    shown, caret = carets(line, column, 5)
    assert len(shown) <= 102
    assert "…" in shown
    assert shown[caret.index("^") : caret.index("^") + 5] == line[column - 1 : column + 4]
    assert caret.count("^") == 5


def test_a_mark_longer_than_the_cut_line_ends_with_it() -> None:
    shown, caret = carets("x" * 300, 11, 250)
    assert len(shown) <= 102
    assert len(caret) <= len(shown)
    assert "^" * 50 in caret


def test_a_fault_of_a_whole_line_shows_the_line_alone() -> None:
    text = format_text(
        [fault("template-syntax", "t.html", 1, problem="x")], read_line=reader("{% if")
    )
    assert "     1 | {% if\n" in text
    assert "^" not in text


def test_colour_only_when_asked() -> None:
    assert "\033" not in format_text([DEAD_LINK, ORPHAN])
    coloured = format_text([DEAD_LINK, ORPHAN], colour=True)
    assert "\033[1;31merror:\033[0m" in coloured
    assert "\033[1;33mwarning:\033[0m" in coloured


def test_an_authors_escape_sequences_do_not_reach_the_terminal() -> None:
    each = fault("key-unknown", "p\x1b[2J", 1, 1, key="\x1b[31m", nearest="")
    assert "\x1b" not in format_text([each], read_line=reader("\x1b[31m: x"))


@pytest.mark.parametrize("write", [format_text, format_github, format_json, format_sarif])
def test_what_is_off_is_in_no_format(write: Callable[..., str]) -> None:
    assert "b.fr.md" not in write([DEAD_LINK, ORPHAN], overrides={"page-orphan": "off"})


# Machines


def test_github_annotations_are_escaped() -> None:
    each = fault("link-unknown-page", "a,b:c%.md", 2, 3, 4, target="50%", nearest="")
    assert format_github([each], folder="web/") == (
        "::error file=web/a%2Cb%3Ac%25.md,line=2,col=3,endColumn=7,title=link-unknown-page::"
        "No page is named «50%25».%0AWrite the path of the page's file, from the folder of this "
        "one: ../centres/coaph.md.\n"
    )
    assert format_github([ORPHAN], overrides={"page-orphan": "note"}).startswith(
        "::notice file=content/b.fr.md,title=page-orphan::"
    )


def test_json_has_its_documented_shape() -> None:
    report = json.loads(format_json([ORPHAN, DEAD_LINK]))
    text = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")
    documented = json.loads(text.split("```json\n")[1].split("```")[0])
    first = report["diagnostics"][0]
    assert set(report) == set(documented)
    assert set(report["counts"]) == set(documented["counts"])
    assert first | {"path": documented["diagnostics"][0]["path"]} == documented["diagnostics"][0]
    assert report["counts"] == {"errors": 1, "warnings": 1, "notes": 0}


def test_sarif_has_what_its_schema_requires() -> None:
    bidi = fault("bidi-override", "content/صفحة واحدة.ar.md", 3, 7, 1, character="\u202e")
    log = json.loads(format_sarif([ORPHAN, DEAD_LINK, bidi]))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert " " not in uri
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 14, "startColumn": 21, "endColumn": 40}
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


# Cost


def test_a_good_build_never_pays_for_the_sentences() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import dalil.diagnostics;"
        "print([m for m in ('yaml', 'difflib', 'json', 'unicodedata') if m in sys.modules])"
    )
    command = [sys.executable, "-S", "-c", program, str(ROOT)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"
