"""Charts and diagrams: what is drawn, where, and what is refused."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.prose import Rendered, render
from dalil.prose.lettering import width, wrap
from dalil.prose.svg import WIDTH, Bar, Named, Sheet, chart, path, roles, timeline

LANGUAGES = (("ar", "ar-MA", "العربية", "rtl"), ("fr", "fr-MA", "Français", "ltr"))
STRINGS = {
    "drawing-text": "Le même, en texte",
    "drawing-chart": "Diagramme en barres",
    "drawing-timeline": "Frise",
    "drawing-path": "Étapes",
    "drawing-roles": "Rôles",
}


def figure(value: float, year: str, series: str | None = "readers", **unit: str) -> Any:
    said = (("value", value), ("year", year), ("unit", tuple(unit.items())))
    return said if series is None else (*said, ("series", series))


FIGURES = {
    "readers-2018": figure(8642, "2018", ar="قارئا", fr="lecteurs"),
    "readers-2024": figure(27500, "2024", ar="قارئ", fr="lecteurs"),
    "readers-2025": figure(27642, "2025", ar="قارئا", fr="lecteurs"),
    "hours-2025": figure(12, "2025", ar="ساعة", fr="heures"),
    "books-2025": figure(300, "2025", "books", ar="قارئا", fr="lecteurs"),
    "alone-2025": figure(7, "2025", None, ar="قارئا", fr="lecteurs"),
    "single-2025": figure(9, "2025", None, ar="قارئا", fr="lecteurs"),
}


class Site:
    """Answers what a page with drawings asks."""

    def __init__(self, strings: dict[str, str] = STRINGS) -> None:
        self.strings = strings

    def ask(self, *fact: Any) -> Any:
        match fact:
            case ("string", _, key):
                return self.strings.get(key)
            case ("languages",):
                return LANGUAGES
            case ("entry", "figures", id):
                return FIGURES.get(id)
        return None


def page(body: str, lang: str = "fr", site: Site | None = None, key: str = "books") -> Rendered:
    return render(site or Site(), f"{key}@{lang}", f"content/{key}.{lang}.md", lang, body, 1)


def html(body: str, lang: str = "fr") -> str:
    rendered = page(body, lang)
    assert rendered.diagnostics == ()
    return rendered.html


def pictures(body: str, lang: str = "fr") -> list[ElementTree.Element]:
    found = re.findall(r"<svg.*?</svg>", html(body, lang), re.DOTALL)
    return [ElementTree.fromstring(each) for each in found]


def written(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter("text")]


def said(body: str) -> list[tuple[str, int, int, int]]:
    return [(f.code, f.line, f.column, f.length) for f in page(body).diagnostics]


def table(*rows: str, caption: str = "{.row-headers .chart}", head: str = "A | B") -> str:
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * columns, *(f"| {row} |" for row in rows)]
    return f"Tableau : Titre {caption}\n\n" + "\n".join(lines)


TIMELINE = "Schéma : Titre\n\n1957\n:   Le début.\n\n2018\n:   La suite.\n{.timeline}"

# The picture of a chart


def test_a_small_chart_is_exactly_this() -> None:
    sheet = Sheet("fr")
    chart(sheet, [Bar("2024", 50, "50"), Bar("2025", 100, "100")])
    assert sheet.svg(Named("drawing-1", "Livres & salles", "Des barres.")) == (
        '<svg role="img" aria-labelledby="drawing-1-title" aria-describedby="drawing-1-text"'
        ' viewBox="0 0 320 70" width="320" direction="ltr">\n'
        '<title id="drawing-1-title">Livres &amp; salles</title>'
        '<desc id="drawing-1-text">Des barres.</desc>\n'
        '<g fill="none" stroke="currentColor" stroke-width="2">'
        '<rect x="55" y="0" width="109" height="24" class="bar"/>'
        '<rect x="55" y="36" width="218" height="24" class="bar"/>'
        '<path class="zero" d="M55 0V66"/></g>\n'
        '<g fill="currentColor" font-size="16">'
        '<text x="0" y="17">2024</text><text x="172" y="17" font-weight="700">50</text>'
        '<text x="0" y="53">2025</text><text x="281" y="53" font-weight="700">100</text></g>\n'
        "</svg>"
    )


def test_the_same_chart_in_arabic_is_its_mirror() -> None:
    sheet = Sheet("ar")
    chart(sheet, [Bar("2024", 50, "50"), Bar("2025", 100, "100")])
    svg = ElementTree.fromstring(sheet.svg(Named("a", "ب", "")))
    assert svg.get("direction") == "rtl"
    assert svg.get("aria-describedby") is None
    assert svg.find("desc") is None
    bars = [(int(r.get("x", "")), int(r.get("width", ""))) for r in svg.iter("rect")]
    assert [x + long for x, long in bars] == [WIDTH - 57, WIDTH - 57]  # they start at the right
    labels = [int(t.get("x", "")) for t in svg.iter("text") if not t.get("font-weight")]
    assert labels == [WIDTH, WIDTH]


VALUES = st.lists(st.integers(0, 10**9) | st.floats(0, 10**6), min_size=1, max_size=12)
LABELS = st.sampled_from(
    ["2024", "Réserve", "قاعة الأطفال", "Salle des enfants et des adolescents"]
)


@given(VALUES, LABELS, st.sampled_from(["fr", "ar"]))
def test_bars_start_at_zero_and_are_as_long_as_their_values(
    values: list[float], label: str, lang: str
) -> None:
    sheet = Sheet(lang)
    chart(sheet, [Bar(label, value, f"{value:.0f}") for value in values])
    svg = ElementTree.fromstring(sheet.svg(Named("a", "b", "c")))
    long = [int(rect.get("width", "")) for rect in svg.iter("rect")]
    edge = [
        int(rect.get("x", "")) + (int(rect.get("width", "")) if lang == "ar" else 0)
        for rect in svg.iter("rect")
    ]
    assert len(set(edge)) <= 1
    most = max(values)
    room = max(long, default=0)
    shown = [round(value / most * room) if most else 0 for value in values]
    assert long == [each for each in shown if each]
    assert not most or room > WIDTH // 4


# The letters


WORD = st.text("abcdmwéœ' -1234567890،؟ابتسشصضلمنهويةءك", min_size=1, max_size=40)


@given(st.lists(WORD, max_size=15).map(" ".join), st.integers(60, 320), st.booleans())
def test_a_line_keeps_to_its_room_and_nothing_is_lost(text: str, room: int, bold: bool) -> None:
    lines = wrap(text, 16, room, bold)
    assert all(width(line, 16, bold) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_word_that_is_too_long_is_cut_after_a_hyphen() -> None:
    assert wrap("porte-document-électronique", 16, 120) == ["porte-", "document-", "électronique"]
    assert wrap("م" * 30, 16, 100) == ["م" * 9, "م" * 9, "م" * 9, "م" * 3]


def test_a_number_in_groups_stays_on_one_line() -> None:
    assert wrap("un total de 27 642 livres", 16, 135) == ["un total de", "27\u00a0642 livres"]


def test_vowel_marks_have_no_width() -> None:
    assert width("يُقدِّم", 16) == width("يقدم", 16)
    assert width("كتاب", 16, bold=True) > width("كتاب", 16)


ENTRY = st.tuples(st.sampled_from(["1957", "27 avril 1957", "الستينيات"]), WORD)


@given(st.lists(ENTRY, min_size=1, max_size=8), st.sampled_from(["fr", "ar"]))
def test_lines_never_leave_the_picture(entries: list[tuple[str, str]], lang: str) -> None:
    for draw in (timeline, path, roles):
        sheet = Sheet(lang)
        draw(sheet, entries)
        svg = ElementTree.fromstring(sheet.svg(Named("a", "b", "c")))
        high = int(svg.get("viewBox", "").split()[3])
        for text in svg.iter("text"):
            if text.get("text-anchor"):
                continue
            x = int(text.get("x", ""))
            start = WIDTH - x if lang == "ar" else x
            line, bold = "".join(text.itertext()), text.get("font-weight") is not None
            assert start + width(line, sheet.size, bold) <= WIDTH
            assert sheet.size <= int(text.get("y", "")) + sheet.size // 2 <= high + sheet.size // 2


def test_a_picture_is_small_and_always_the_same() -> None:
    event = "فتحت الخزانة قاعة ثانية للمطالعة فيها طاولات كثيرة للقراء."
    body = "\n\n".join(f"{1950 + n}\n:   {event}" for n in range(8)) + "\n{.timeline}"
    first, second = html(body, "ar"), html(body, "ar")
    assert first == second
    svg = re.search(r"<svg.*?</svg>", first, re.DOTALL)
    assert svg
    assert len(svg.group().encode()) <= 3072
    assert not re.search(r'="[0-9]+\.[0-9]', svg.group())


# The lists of a page


def test_a_timeline_is_a_figure_with_its_list() -> None:
    found = html(TIMELINE)
    assert found.startswith(
        '<figure class="drawing drawing-timeline">\n<figcaption>Titre</figcaption>\n<svg role="img"'
    )
    assert (
        '<title id="drawing-1-title">Titre</title><desc id="drawing-1-text">Frise</desc>' in found
    )
    assert found.endswith(
        "</svg>\n<details>\n<summary>Le même, en texte</summary>\n<dl>\n<dt>1957</dt>\n"
        "<dd>Le début.</dd>\n<dt>2018</dt>\n<dd>La suite.</dd>\n</dl>\n</details>\n</figure>"
    )
    assert [written(svg) for svg in pictures(TIMELINE)] == [
        ["1957", "Le début.", "2018", "La suite."]
    ]


@pytest.mark.parametrize(
    "word", ["Schéma :", "Schéma\u00a0:", "Diagram:", "رسم :", "رسم:", "schéma:"]
)
def test_a_caption_may_be_written_in_many_ways(word: str) -> None:
    found = page(TIMELINE.replace("Schéma :", word)).html
    assert "<figcaption>Titre</figcaption>" in found


def test_another_paragraph_is_no_caption() -> None:
    found = html(TIMELINE.replace("Schéma : ", "Voici un "))
    assert found.startswith("<p>Voici un Titre</p>\n<figure")
    assert '<title id="drawing-1-title">Frise</title>\n' in found
    assert "<desc" not in found


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_line_may_stand_apart_from_its_list(gap: str) -> None:
    for body, kind in (("A\n:   b", "timeline"), ("A\n:   b", "roles"), ("1. a\n2. b", "path")):
        assert f'class="drawing drawing-{kind}"' in html(f"{body}{gap}{{.{kind}}}")
    loose = "A\n\n:   b\n\n    c"
    assert "<svg" in html(f"{loose}\n\n{{.roles}}")


def test_other_classes_stay() -> None:
    assert '<ol class="steps">' in html("1. a\n2. b\n{.steps .path}")


def test_marks_notes_and_emphasis_do_not_enter_a_picture() -> None:
    body = "1. **Écrire** [ici](https://example.org/)[^1]\n2. l'envoi\n{.path}\n\n[^1]: Une note."
    assert written(pictures(body)[0]) == ["Écrire ici", "1", "l’envoi", "2"]


def test_each_picture_has_ids_of_its_own() -> None:
    rendered = page(f"## Un {{#drawing-1-title}}\n\n{TIMELINE}\n\n{TIMELINE}")
    ids = re.findall(r' id="([^"]+)"', rendered.html)
    assert len(ids) == len(set(ids))
    assert {"drawing-2-title", "drawing-3-text"} <= set(rendered.ids)


def test_latin_words_and_numbers_are_isolated_in_arabic() -> None:
    svg = pictures("أ\n:   المرسوم 2-71-625 في نظام BIBLIO\n{.timeline}", "ar")[0]
    isolated = re.findall("\u2066(.*?)\u2069", "".join(svg.itertext()))
    assert isolated == ["2-71-625", "BIBLIO"]
    assert written(svg)[0] == "أ"


def test_a_picture_is_no_text_of_the_page() -> None:
    assert page(TIMELINE).text.split() == [
        "Titre",
        "1957",
        "Le",
        "début.",
        "2018",
        "La",
        "suite.",
    ]


def test_raw_html_beside_a_picture_is_still_cleaned() -> None:
    rendered = page(f"<p>x<svg><title>y</title></svg></p>\n\n{TIMELINE}")
    assert rendered.html.count("<svg") == 1
    assert '<svg role="img"' in rendered.html
    assert "<summary>Le même, en texte</summary>" in rendered.html


def test_an_easy_page_is_drawn_too() -> None:
    rendered = page(TIMELINE, key="books.simple")
    assert rendered.diagnostics == ()
    assert "<svg" in rendered.html


@pytest.mark.parametrize(
    "body",
    [
        "- a\n- b\n{.path}",
        "1. a\n{.timeline}",
        "- a\n{.roles}",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n{.path}",
    ],
)
def test_a_list_of_another_kind_is_a_fault(body: str) -> None:
    rendered = page(body)
    assert [each.code for each in rendered.diagnostics] == ["drawing-misplaced"]
    assert "<svg" not in rendered.html


def test_the_second_of_two_is_the_one_at_fault() -> None:
    assert said("1. a\n{.path}\n\ntexte\n\n- b\n{.path}") == [("drawing-misplaced", 7, 2, 5)]
    assert said("```\n{.path}\n```\n\n- b\n{.path}") == [("drawing-misplaced", 6, 2, 5)]


def test_a_word_that_the_site_lacks_is_a_fault_of_the_site() -> None:
    faults = page(TIMELINE, site=Site({"drawing-text": "Texte"})).diagnostics
    assert [(each.code, each.path, dict(each.args)["key"]) for each in faults] == [
        ("string-missing", "content/strings.fr.yaml", "drawing-timeline")
    ]
    assert page("1. a\n{.steps}", site=Site({})).diagnostics == ()


# The tables of a page


def test_a_chart_stands_before_its_table_under_one_caption() -> None:
    found = html(table("2024 | [=readers-2024]", "2025 | [=readers-2025]"))
    assert found.startswith(
        '<figure class="drawing drawing-chart">\n<figcaption id="table-1">Titre</figcaption>\n<svg'
    )
    assert (
        '</svg>\n<div aria-labelledby="table-1" class="table" role="region" tabindex="0">\n'
        '<table aria-labelledby="table-1">\n<thead>' in found
    )
    assert "<caption" not in found
    assert 'class="chart"' not in found


def test_a_chart_shows_the_first_column_of_figures() -> None:
    rows = ["A | 3 | [=readers-2024]", "B | 4 | [=readers-2025] [^1]"]
    body = table(*rows, head="A | B | C") + "\n\n[^1]: Note."
    assert written(pictures(body)[0]) == ["A (2024)", "27\u00a0500", "B (2025)", "27\u00a0642"]


def test_labels_say_the_year_where_years_differ() -> None:
    same = table("A | [=readers-2025]", "B | [=readers-2025]")
    assert written(pictures(same)[0])[::2] == ["A", "B"]
    told = table("Fin 2024 | [=readers-2024]", "En 2025 | [=readers-2025]")
    assert written(pictures(told)[0])[::2] == ["Fin 2024", "En 2025"]


def test_years_that_are_left_out_are_seen() -> None:
    whole = table("2024 | [=readers-2024]", "2025 | [=readers-2025]")
    gap = table("2018 | [=readers-2018]", "2024 | [=readers-2024]", "2025 | [=readers-2025]")
    assert 'class="left-out"' not in html(whole)
    assert html(gap).count('class="left-out"') == 1
    assert re.search(r'class="left-out" d="M\d+ 30V54"', html(gap))


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (("1 200", "800"), ["1\u00a0200", "800"]),
        (("1.200", "1.000.000"), ["1\u00a0200", "1\u00a0000\u00a0000"]),
        (("1,5", "2.25"), ["1,5", "2,25"]),
        (("72,7 %", "30%"), ["72,7\u00a0%", "30\u00a0%"]),
        (("12", "—"), ["12", "—"]),
        (("0", "0"), ["0", "0"]),
    ],
)
def test_plain_numbers_are_drawn_as_the_language_writes_them(
    cells: tuple[str, str], shown: list[str]
) -> None:
    body = table(f"A | {cells[0]}", f"B | {cells[1]}")
    found = [
        each.replace(".", "\u00a0") if "," not in each else each
        for each in written(pictures(body)[0])[1::2]
    ]
    assert found == shown


def test_the_first_column_that_is_all_numbers_is_chosen() -> None:
    body = table("A | oui | 3", "B | 4 | 5", head="A | B | C")
    assert written(pictures(body)[0])[1::2] == ["3", "5"]


@pytest.mark.parametrize(
    "rows",
    [
        ("A | [=readers-2025]", "B | [=books-2025]"),
        ("A | [=readers-2025]", "B | [=hours-2025]"),
        ("A | [=alone-2025]", "B | [=single-2025]"),
        ("A | [=readers-2025]", "B | 12"),
        ("A | 12 %", "B | 12"),
    ],
)
def test_scopes_are_never_mixed(rows: tuple[str, str]) -> None:
    assert said("## Un\n\n" + table(*rows)) == [("chart-mixed-scopes", 3, 31, 6)]


def test_a_unit_may_be_inflected() -> None:
    assert "<svg" in html(table("2024 | [=readers-2024]", "2025 | [=readers-2025]"))
    assert "<svg" in html(table("A | [=alone-2025]"))


def test_a_table_without_numbers_is_no_chart() -> None:
    assert said(table("A | b", "C | d")) == [("chart-empty", 1, 31, 6)]
    assert said(table("A | —")) == [("chart-empty", 1, 31, 6)]


@pytest.mark.parametrize(
    "classes", ["{.chart}", "{ .chart .row-headers }", "{.chart .row-headers}"]
)
def test_classes_of_a_caption_stand_in_any_order(classes: str) -> None:
    found = html(table("A | 1", caption=classes))
    assert "<svg" in found
    assert ('scope="row"' in found) is ("row-headers" in classes)
    assert "{" not in found
