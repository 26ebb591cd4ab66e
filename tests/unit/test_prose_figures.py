"""`[=id]` in a text becomes the figure's number, in the page's language and typography."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.prose import Rendered, render
from tests.answering import LANGUAGES

FIGURES = {
    "children": (("value", 27642), ("source", ("s1",))),
    "share": (("value", 30),),
    "rate": (("value", 72.7),),
    "broken": (("unit", "x"),),
}
WEAK = (("ar", ("المقال الأصلي",)), ("fr", ("article d'origine", "non signé")))
SOURCES = {
    "s1": (("title", "a"), ("confidence", "press")),
    "s2": (("title", "b"),),
    "weak": (("title", "c"), ("confidence", "weak"), ("attribution", WEAK)),
    "vague": (("confidence", "weak"), ("attribution", (("fr", ("vague",)),))),
}
ENTRIES: dict[str, dict[str, Any]] = {"figures": FIGURES, "sources": SOURCES}
LANGUAGE_OF = {"fr": "Les enfants : {}", "ar": "الأطفال: {}"}


class Site:
    """Knows a few figures and sources; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def ask(self, *fact: Any) -> Any:
        self.asked.append(fact)
        match fact:
            case ("languages",):
                return LANGUAGES
            case ("entry", name, id):
                return ENTRIES.get(name, {}).get(id)
            case ("data", name):
                return tuple(ENTRIES.get(name, {}).items())
            case ("image", _):
                return ("/a.png", 1, 1, (), "")
            case _:
                return None


def page(body: str, lang: str = "fr", site: Site | None = None) -> Rendered:
    return render(site or Site(), f"a@{lang}", f"content/a.{lang}.md", lang, body, 7)


def html(body: str, lang: str = "fr") -> str:
    rendered = page(body, lang)
    assert rendered.diagnostics == ()
    return rendered.html


def number(value: str, text: str) -> str:
    return f'<data class="figure" value="{value}">{text}</data>'


CHILDREN = number("27642", "27\u00a0642")
SHARE = number("30", "30")


def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert html("En 2025, [=children] enfants.") == f"<p>En 2025, {CHILDREN} enfants.</p>"
    assert html("[=rate]") == f"<p>{number('72.7', '72,7')}</p>"
    isolated = '<bdi dir="ltr">27.642</bdi>'
    assert html("[=children] طفلا", "ar") == f"<p>{number('27642', isolated)} طفلا</p>"
    assert html("[=share] طفلا", "ar") == f"<p>{SHARE} طفلا</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("« [=share] % »", f"«\u00a0{SHARE}\u00a0%\u00a0»"),
        ("«[=share]%»", f"«\u00a0{SHARE}\u00a0%\u00a0»"),
        ("[=share] millions de DH", f"{SHARE}\u00a0millions de DH"),
        ("[=share] 000", f"{SHARE}\u00a0000"),
        ("de [=share] : l'aide", f"de {SHARE}\u00a0: l’aide"),
        ("de [=share] ; [=share]?", f"de {SHARE}\u00a0; {SHARE}\u00a0?"),
        ("l'an [=share], l'autre", f"l’an {SHARE}, l’autre"),
    ],
)
def test_french_spaces_around_a_figure_are_those_around_a_number(body: str, expected: str) -> None:
    assert html(body) == f"<p>{expected}</p>"


@pytest.mark.parametrize("written", ["27 642 enfants", "« 30 % »", "30 millions", "30 km ; 30 : a"])
def test_a_figure_reads_as_the_same_number_typed(written: str) -> None:
    shown = html(written.replace("27 642", "[=children]").replace("30", "[=share]"))
    assert shown.replace(CHILDREN, "27\u00a0642").replace(SHARE, "30") == html(written)


@pytest.mark.parametrize("sign", [" %", "%", "\u00a0%"])
def test_in_arabic_the_sign_stays_with_its_number(sign: str) -> None:
    expected = f'<p>نسبة <bdi dir="ltr">{SHARE}{sign}</bdi> منهم</p>'
    assert html(f"نسبة [=share]{sign} منهم", "ar") == expected


@pytest.mark.parametrize(
    "body",
    [
        "- [=children] enfants",
        "## [=children] enfants",
        "| a | b |\n|---|---|\n| [=children] | c |",
        "Terme\n:   [=children] enfants",
        "!!! note\n    [=children] enfants",
        "**[=children]** enfants",
        "[les [=children] enfants](https://example.org/)",
        "Tableau : [=children] enfants\n\n| a | b |\n|---|---|\n| c | d |",
        "a[^1]\n\n[^1]: [=children] enfants",
    ],
)
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_figure_works_wherever_text_does(body: str, lang: str) -> None:
    rendered = page(LANGUAGE_OF[lang].format("1") + f"\n\n{body}", lang)
    assert rendered.html.count('<data class="figure" value="27642">') == 1
    assert "data-figure" not in rendered.html
    assert "[=" not in rendered.html + rendered.text
    assert [name for name, *_ in rendered.figures] == ["children"]


def test_plain_text_headings_and_alternatives_have_the_number() -> None:
    rendered = page("## [=children] enfants\n\nSoit [=share] %.\n\n![Les [=share] places](a.png)")
    assert rendered.text.split() == ["27", "642", "enfants", "Soit", "30", "%."]
    assert rendered.headings == ((2, "27-642-enfants", "27\u00a0642 enfants"),)
    assert 'alt="Les 30 places"' in rendered.html


@pytest.mark.parametrize("code", ["`[=children]`", "    [=children]", "```\n[=children]\n```"])
def test_in_code_nothing_is_a_figure(code: str) -> None:
    rendered = page(code)
    assert "[=children]" in rendered.html
    assert rendered.figures == ()


def test_a_figure_outlives_the_cleaning_of_raw_html() -> None:
    cleaned = html("<sub>x</sub> [=children]").replace("&nbsp;", "\u00a0")
    assert cleaned.partition("</sub> ")[2].removesuffix("</p>") == CHILDREN
    assert "html-attribute-not-allowed" in {
        each.code for each in page('<data data-figure="share">30</data>').diagnostics
    }


def test_what_is_escaped_or_a_link_is_no_figure() -> None:
    assert html("\\[=children]") == "<p>[=children]</p>"
    assert "<data" not in html("[=children](https://example.org/)")


def test_a_figure_before_a_colon_is_no_target_of_links() -> None:
    assert html("[=share]: enfants") == f"<p>{SHARE}\u00a0: enfants</p>"
    assert "[=share]" not in html("- [=children]\n- [=share]: أطفال", "ar")
    assert '<a href="https://e.org/">a</a>' in html("[a][r] [=share]\n\n[r]: https://e.org/")
    assert "cite-ref" in html("[@s1]: enfants")


def test_an_unknown_figure_is_a_fault_at_its_place() -> None:
    rendered = page("Il y a\n[=children] et [=childern] enfants `[=other]`.")
    (each,) = rendered.diagnostics
    assert each[1:5] == (8, 17, 9, "figure-unknown")
    assert dict(each.args) == {"figure": "childern", "nearest": "children"}
    assert "[=childern]" in rendered.html
    assert [name for name, *_ in rendered.figures] == ["children"]


def test_a_figure_whose_entry_is_broken_has_its_fault_there() -> None:
    assert html("[=broken]") == "<p>[=broken]</p>"


def test_the_first_place_of_each_figure_and_source_is_known() -> None:
    rendered = page("a [=share] [@s2, @s1]\n\n- [=children] [@s1]\n- [=share]")
    assert rendered.figures == (("share", 7, 4, 6), ("children", 9, 4, 9))
    assert rendered.cited == (("s2", 7, 13, 3), ("s1", 7, 18, 3))


def test_each_figure_is_a_fact_of_its_own() -> None:
    site = Site()
    page("[=share] et [=share]", site=site)
    assert {fact for fact in site.asked if "figures" in fact} == {("entry", "figures", "share")}


def test_names_of_figures_are_not_text_in_another_language() -> None:
    body = "كان [=children] طفلا [=children] [=children] [=children] [=children] سنة 2025"
    assert page(body, "ar").diagnostics == ()


# Weak sources


def unattributed(body: str, lang: str = "fr") -> list[tuple[int, int, int, str]]:
    found = page(body, lang).diagnostics
    assert {each.code for each in found} <= {"claim-unattributed"}
    return [(*each[1:4], dict(each.args)["source"]) for each in found]


@pytest.mark.parametrize(
    "body",
    [
        "Elle fut la première [@weak].",
        "- L’article d’origine.\n- Elle fut la première [@weak].",
        "| a | b |\n|---|---|\n| article d’origine | c |\n| d [@weak] | e |",
        "L’article d’origine.\n\nElle fut la première [@weak].",
        "Terme\n:   Elle fut la première [@weak].\n\nArticle d’origine.",
        "## Article d’origine\n\nElle fut la première [@weak].",
    ],
)
def test_what_a_weak_source_alone_says_is_attributed_in_its_block(body: str) -> None:
    (found,) = unattributed(body)
    line = body.split("\n")[found[0] - 7]
    assert line[found[1] - 1 :][: found[2]] == "@weak"


@pytest.mark.parametrize(
    "body",
    [
        "Selon l'ARTICLE D’ORIGINE, elle fut la première [@weak].",
        "Selon un article **non\nsigné**, elle fut la première [@weak].",
        "Elle fut la première [@weak, @s1].",
        "- Article d’origine [@weak].\n- Rien.",
        "| a | b |\n|---|---|\n| d [@weak] | article d’origine |",
        "Elle fut la première [@s1].",
    ],
)
def test_an_attribution_or_a_stronger_source_is_enough(body: str) -> None:
    assert unattributed(body) == []


def test_each_weak_source_of_a_citation_is_attributed() -> None:
    assert unattributed("Non signé [@weak, @vague].") == [(7, 19, 6, "vague")]
    assert unattributed("Rien [@weak, @vague].") == [(7, 7, 5, "weak"), (7, 14, 6, "vague")]
    assert unattributed("Non signé, vague [@weak, @vague].") == []


def test_attributions_are_in_the_language_of_the_page() -> None:
    assert unattributed("حسب المَقال الاصلي [@weak].", "ar") == []
    assert unattributed("الدار الأولى [@weak].", "ar") == [(7, 15, 5, "weak")]
    assert unattributed("لا عبارة بهذه اللغة [@vague].", "ar") == []  # a fault of the entry
