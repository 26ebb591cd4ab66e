"""`site.yaml`: everything that is not right is refused, at its place; what is right is typed."""

import random
from typing import Any

import pytest

from dalil import diagnostics
from dalil.config import OUTPUTS, SiteConfig, described, fields, load
from dalil.languages import Language
from dalil.rules import is_base_url
from dalil.schema import Field, json_schema
from tests.building import PROJECT
from tests.tiny import SITE, configured

Said = list[tuple[int, int, str, dict[str, str]]]


def faults_of(text: str) -> Said:
    _, faults = load("site.yaml", text)
    return [(f.line, f.column, f.code, dict(f.args)) for f in diagnostics.merge(faults)]


def faults_with(more: str) -> Said:
    """The faults that lines add; the site's own are on lines 1 to 8."""
    return faults_of(SITE + more)


def replaced(before: str, after: str) -> Said:
    assert before in SITE
    return faults_of(SITE.replace(before, after))


def test_a_right_file_becomes_typed_values() -> None:
    config = configured("""\
collections:
  news: {dated: true, per_page: 20, order: [-date, title], structured: article}
  places: {folder: /centres/, fields: {phone: {type: text, required: true}}}
menus:
  main:
    - page: about
      children: [{url: https://www.example.org/, label: {ar: خارج, fr: Dehors}}]
severities: {page-orphan: "off"}
variants: {simple: {ar: مبسط, fr: facile}}
redirects: {/old/: about}
missing_translation: none
""")
    assert config.base_url == "https://www.example.org/sub/"
    assert config.base_path == "/sub/"
    assert config.languages["ar"] == Language("ar", "ar-MA", "العربية", "rtl")
    assert config.default_language == "ar"
    assert config.collections["news"].folder == "news"
    assert config.collections["news"].order == ("-date", "title")
    assert config.collections["places"].folder == "centres"
    assert config.collections["places"].fields["phone"] == Field("text", required=True)
    (entry,) = config.menus["main"]
    assert (entry.page, entry.place.line) == ("about", 14)
    assert entry.children[0].label == {"ar": "خارج", "fr": "Dehors"}
    assert config.severities == {"page-orphan": "off"}
    assert config.missing_translation == "none"


def test_collections_of_terms_and_of_guides_declare_their_fields() -> None:
    config = configured(
        "collections:\n"
        "  words: {terms: true, fields: {origin: {type: text}}}\n"
        "  ways: {guide: true, fields: {audience: {type: text}}}\n"
    )
    words, ways = config.collections["words"], config.collections["ways"]
    assert (words.terms, words.guide) == (True, False)
    assert words.declared(is_index=False).keys() == {
        "forms", "acronym", "own_translation", "pronunciation", "origin",
    }  # fmt: skip
    assert words.declared(is_index=True) == {}
    assert ways.declared(is_index=False).keys() == {"question", "answer", "audience"}
    assert ways.declared(is_index=True).keys() == {"question", "answer"}


def test_what_is_not_said_has_a_default() -> None:
    config, faults = load(
        "site.yaml", SITE.replace("outputs: []\n", "").replace("default_language: ar\n", "")
    )
    assert faults == []
    assert config is not None
    assert config.default_language == "ar"  # the first
    assert config.outputs == OUTPUTS
    assert config.missing_translation == "notice"


@pytest.mark.parametrize(
    ("given", "url", "path"),
    [
        ("", "https://www.example.org/sub/", "/sub/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/", "/"),
        ("https://a.example/b/c//", "https://a.example/b/c/", "/b/c/"),
    ],
)
def test_the_command_line_may_give_another_address(given: str, url: str, path: str) -> None:
    config, _ = load("site.yaml", SITE, given)
    assert config is not None
    assert (config.base_url, config.base_path) == (url, path)


# Nothing to build from


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# a remark",
        "- a\n- b",
        "hello",
        "~",
        "{}",
        "base_url: https://www.example.org/",
        SITE.replace("languages:", "langues:"),
        SITE.replace("languages:\n", "languages: [ar, fr]\nx:\n"),
        SITE.replace("languages:\n", "languages: {}\nx:\n"),
        SITE.replace("languages:\n", "languages:\nx:\n"),
        SITE.replace("name: {ar: دليل, fr: Guide}\n", "name: {}\n"),
        SITE.replace("name: {ar: دليل, fr: Guide}\n", "name: Guide\n"),
        SITE.replace("https://www.example.org/sub/", "www.example.org"),
        SITE + "menus: &a [*a]",
    ],
)
def test_no_configuration_always_comes_with_a_fault(text: str) -> None:
    config, faults = load("site.yaml", text)
    assert config is None
    assert faults
    assert diagnostics.has_errors(faults)


def test_a_site_without_languages_says_so() -> None:
    assert (2, 11, "value-type") in [
        f[:3]
        for f in replaced(
            "languages:\n  ar: {locale: ar-MA, name: العربية}\n"
            "  fr: {locale: fr-MA, name: Français}\n",
            "languages:\n",
        )
    ]
    assert faults_of("base_url: https://a.example/\nname: {ar: a}\ndescription: {ar: b}\n")[0] == (
        1,
        1,
        "field-missing",
        {"key": "languages"},
    )


def test_a_list_of_languages_is_no_mapping() -> None:
    text = SITE.replace("languages:\n", "languages: [ar, fr]\nothers:\n")
    found = [f for f in faults_of(text) if f[2] == "value-type"]
    assert found == [
        (2, 12, "value-type", {"key": "languages", "expected": "mapping", "found": "list"})
    ]


# Keys and values, each at its place, with the nearest name


@pytest.mark.parametrize(
    ("more", "place", "code", "args"),
    [
        ("menu: {}", (9, 1), "key-unknown", {"key": "menu", "nearest": "menus"}),
        ("5: x", (9, 1), "key-unknown", {"key": "5", "nearest": ""}),
        ("? [a]\n: x", (9, 3), "key-unknown", {"key": "?", "nearest": ""}),
        ("outputs: []", (9, 1), "key-duplicate", {"key": "outputs", "first_line": "8"}),
        (
            "severities: {page-orfan: error}",
            (9, 14),
            "key-unknown",
            {"key": "page-orfan", "nearest": "page-orphan"},
        ),
        (
            "severities: {page-orphan: fatal}",
            (9, 27),
            "choice-unknown",
            {
                "key": "severities.page-orphan",
                "found": "fatal",
                "choices": "error, warning, note, off",
                "nearest": "",
            },
        ),
        ("collections: [news]", (9, 14), "value-type", {"found": "list"}),
        ("collections:\n  news:\n", (10, 8), "value-type", {"key": "collections.news"}),
        ("collections: {news: {dated: oui}}", (9, 29), "value-type", {"found": "oui"}),
        ("collections: {news: {per_page: -1}}", (9, 32), "value-type", {"found": "-1"}),
        ("collections: {news: {folder: ../x}}", (9, 30), "path-outside", {"path": "../x"}),
        ("collections: {news: {folders: x}}", (9, 22), "key-unknown", {"nearest": "folder"}),
        (
            "collections: {news: {order: [-dat, title]}}",
            (9, 30),
            "choice-unknown",
            {"found": "dat", "nearest": "date"},
        ),
        (
            "collections: {news: {fields: {a: {type: txt}}}}",
            (9, 41),
            "choice-unknown",
            {"found": "txt", "nearest": "text"},
        ),
        (
            "collections: {news: {fields: {a: {}}}}",
            (9, 34),
            "field-missing",
            {"key": "collections.news.fields.a.type"},
        ),
        (
            "collections: {news: {fields: {a: {type: reference}}}}",
            (9, 41),
            "field-missing",
            {"key": "collections.news.fields.a.to"},
        ),
        (
            "collections: {news: {fields: {a: {type: list, of: {type: reference}}}}}",
            (9, 58),
            "field-missing",
            {"key": "collections.news.fields.a.of.to"},
        ),
        (
            "collections: {news: {fields: {title: {type: integer}}}}",
            (9, 45),
            "choice-unknown",
            {"found": "integer", "choices": "text"},
        ),
        ("menus: [about]", (9, 8), "value-type", {"key": "menus"}),
        ("menus: {main: [about]}", (9, 16), "value-type", {"key": "menus.main.0"}),
        ("menus: {main: [{}]}", (9, 16), "field-missing", {"key": "menus.main.0.page"}),
        (
            "menus: {main: [{label: {ar: a, fr: b}}]}",
            (9, 16),
            "field-missing",
            {"key": "menus.main.0.page"},
        ),
        (
            "menus: {main: [{page: about, children: [{}]}]}",
            (9, 41),
            "field-missing",
            {"key": "menus.main.0.children.0.page"},
        ),
        (
            "menus: {main: [{url: 'https://a.example/', label: {ar: a}}]}",
            (9, 17),
            "field-missing",
            {"key": "menus.main.0.label.fr"},
        ),
        (
            "menus: {main: [{page: about, url: 'https://a.example/'}]}",
            (9, 30),
            "key-unknown",
            {"key": "url"},
        ),
        (
            "menus: {main: [{url: /fr/, label: {ar: a, fr: b}}]}",
            (9, 22),
            "url-invalid",
            {"found": "/fr/"},
        ),
        ("menus: {main: [{page: about, pages: x}]}", (9, 30), "key-unknown", {"nearest": "page"}),
        (
            "variants: {fr: {ar: a, fr: b}}",
            (9, 12),
            "key-duplicate",
            {"key": "fr", "first_line": "4"},
        ),
        ("variants: {'a b': {ar: a}}", (9, 12), "value-type", {"expected": "slug", "found": "a b"}),
        ("variants: {simple: {ar: a/b}}", (9, 25), "value-type", {"expected": "slug"}),
        ("variants: {simple: {ar: ..}}", (9, 25), "value-type", {"expected": "slug"}),
        ("variants: {simple: facile}", (9, 20), "value-type", {"expected": "mapping"}),
        ("variants: {simple: {de: x}}", (9, 21), "key-unknown", {"key": "de"}),
        ("redirects: {/old/: [about]}", (9, 20), "value-type", {"key": "redirects./old/"}),
        ("missing_translation: notices", (9, 22), "choice-unknown", {"nearest": "notice"}),
        ("subject: {name: {de: x}}", (9, 18), "key-unknown", {"key": "de"}),
        ("subject: {url: x}", (9, 16), "url-invalid", {"key": "subject.url"}),
        ("theme: {color: red}", (9, 9), "key-unknown", {"nearest": "colour"}),
    ],
)
def test_a_fault_of_an_added_line(
    more: str, place: tuple[int, int], code: str, args: dict[str, str]
) -> None:
    found = faults_with(more)
    assert [f[:3] for f in found] == [(*place, code)]
    assert args.items() <= found[0][3].items()


@pytest.mark.parametrize(
    ("before", "after", "place", "code", "args"),
    [
        (
            "default_language: ar",
            "default_language: en",
            (5, 19),
            "choice-unknown",
            {"choices": "ar, fr"},
        ),
        ("outputs: []", "outputs: [sitemp]", (8, 11), "choice-unknown", {"nearest": "sitemap"}),
        ("outputs: []", "outputs: sitemap", (8, 10), "value-type", {"expected": "list"}),
        ("fr-MA", "fr-XQ", (4, 16), "locale-unknown", {"locale": "fr-XQ"}),
        ("{locale: fr-MA, name: Français}", "fr-MA", (4, 7), "value-type", {"key": "languages.fr"}),
        (", name: Français", "", (4, 8), "field-missing", {"key": "languages.fr.name"}),
        ("locale: fr-MA, ", "", (4, 8), "field-missing", {"key": "languages.fr.locale"}),
        (", fr: Guide}", "}", (6, 1), "field-missing", {"key": "name.fr"}),
        (", fr: Le guide des services.}", "}", (7, 1), "field-missing", {"key": "description.fr"}),
        ("org/sub/", "org/sub/?a=b", (1, 11), "url-invalid", {"key": "base_url"}),
        ("org/sub/", "org/#top", (1, 11), "url-invalid", {"key": "base_url"}),
        ("https://www.example.org/sub/", "https://a:b/", (1, 11), "url-invalid", {}),
        ("https://www.example.org/sub/", "'https://[a/'", (1, 11), "url-invalid", {}),
    ],
)
def test_a_fault_of_a_changed_line(
    before: str, after: str, place: tuple[int, int], code: str, args: dict[str, str]
) -> None:
    found = replaced(before, after)
    assert [f[:3] for f in found] == [(*place, code)]
    assert args.items() <= found[0][3].items()


@pytest.mark.parametrize("code", ["'a/b'", "a.b", "..", "'a b'"])
def test_a_language_is_a_part_of_addresses(code: str) -> None:
    found = [f for f in replaced("  fr: {", f"  {code}: {{") if f[0] == 4]
    assert [f[2] for f in found] == ["value-type"]
    assert found[0][3]["expected"] == "slug"


def test_a_language_twice_is_a_fault() -> None:
    found = replaced("  fr: {", "  ar: {")
    assert (4, 3, "key-duplicate", {"key": "ar", "first_line": "3"}) in found


def test_with_an_unknown_locale_the_rest_is_looked_at_all_the_same() -> None:
    config, faults = load("site.yaml", SITE.replace("ar-MA", "ar-MO") + "x: y\n")
    assert [f.code for f in faults] == ["key-unknown", "locale-unknown"]
    assert config is not None
    assert config.languages["ar"].locale == "ar"
    assert config.languages["ar"].direction == "rtl"


def test_every_severity_of_the_catalogue_can_be_set() -> None:
    lines = "".join(f"  {code}: warning\n" for code in diagnostics.codes())
    config = configured(f"severities:\n{lines}")
    assert set(config.severities) == set(diagnostics.codes())


def test_many_faults_are_said_in_one_run() -> None:
    lines = ["menu: x", "theme: {color: red}", "redirects: []", "severities: {x: error}"]
    random.Random(7).shuffle(lines)
    found = faults_with("\n".join(lines))
    assert sorted(f[0] for f in found) == [9, 10, 11, 12]


def test_a_common_field_may_be_required_and_stays_what_it_is() -> None:
    config = configured(
        "collections: {news: {fields: {date: {type: date, required: true},"
        " sources: {type: list, required: true}}}}"
    )
    own = config.collections["news"].fields
    assert (own["date"].type, own["date"].required) == ("date", True)
    assert own["sources"].of == Field("reference", to="sources")


def test_a_collection_without_folder_on_disk_is_fine() -> None:
    assert faults_with("collections: {news: {folder: not-yet-there}}") == []


def test_what_one_fault_says_is_not_said_twice() -> None:
    assert [f[2] for f in faults_with("menus: {main: [{page: [a]}, [b], {urls: c}]}")] == [
        "value-type",
        "value-type",
        "field-missing",
        "key-unknown",
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://www.example.org", True),
        ("http://127.0.0.1:8000/a/b/", True),
        ("https://مثال.example/", True),
        ("https://", False),
        ("example.org", False),
        ("https://a.example/?b", False),
        ("https://a.example/#b", False),
    ],
)
def test_an_address_for_a_site(text: str, right: bool) -> None:
    assert is_base_url(text) is right


# The JSON Schema


def test_the_json_schema_describes_this_project() -> None:
    schema = described(PROJECT / "site.yaml")
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["properties"]) == set(fields())
    assert set(schema["properties"]["name"]["properties"]) == {"ar", "fr"}
    assert "page-orphan" in schema["properties"]["severities"]["properties"]


def test_a_collection_has_a_json_schema_of_its_own(tmp_path: Any) -> None:
    site = tmp_path / "site.yaml"
    site.write_text(
        SITE + "collections: {news: {fields: {phone: {type: text, required: true}}}}", "utf-8"
    )
    schema = described(site, "news")
    assert schema["required"] == ["title", "description", "phone"]
    with pytest.raises(KeyError):
        described(site, "olds")


def test_editors_tools_judge_as_we_do() -> None:
    yaml = pytest.importorskip("yaml")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema(Field("record", fields=fields(("ar", "fr"), diagnostics.codes())))
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(SITE))
    for wrong in ("menu: {}", "severities: {x: error}", "menus: {main: [about]}"):
        assert faults_with(wrong)
        assert not validator.is_valid(yaml.safe_load(SITE + wrong))


def test_a_configuration_does_not_change() -> None:
    config: SiteConfig = configured()
    with pytest.raises(AttributeError):
        config.base_url = "https://other.example/"  # type: ignore[misc]
