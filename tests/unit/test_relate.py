"""Addresses, translations, sections, and the faults between pages."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.conflicts import conflicts
from dalil.datafiles import ANYTHING
from dalil.diagnostics import Diagnostic
from dalil.ledger import Options
from dalil.model import Site
from dalil.reader import Head, read_data, read_keyed, read_page
from dalil.relate import relate
from tests.tiny import configured, page

TODAY = Options("2026-11-23")
TEMPLATES = ("page.html", "section.html", "home.html", "guide.html")


def heads(files: dict[str, str], more: str = "") -> list[Head]:
    config = configured(more)
    found = []
    for path, text in files.items():
        read, faults = read_page(f"content/{path}", text.encode(), config)
        assert faults == []
        assert read is not None
        found.append(read.head)
    return found


def related(
    files: dict[str, str], more: str = "", options: Options = TODAY
) -> tuple[Site, list[Diagnostic]]:
    sources = b"s39: {title: a, publisher: b}"
    data = {"sources": read_data("content/data/sources.yaml", sources, ("ar", "fr"))[0]}
    strings = {"fr": read_keyed("content/strings.fr.yaml", b"menu: Menu", ANYTHING)[0]}
    return relate(configured(more), heads(files, more), strings, data, TEMPLATES, options)


def said(faults: list[Diagnostic], *unless: str) -> list[tuple[str, int, int, str]]:
    found = [(f.path, f.line, f.column, f.code) for f in faults if f.code not in unless]
    return sorted(found)


BOTH = {
    "index.ar.md": page("الرئيسية"),
    "index.fr.md": page("Accueil"),
    "guides/index.ar.md": page("الأدلة", slug="أدلة"),
    "guides/index.fr.md": page("Guides"),
    "guides/school.ar.md": page("المدرسة", slug="المدرسة"),
    "guides/school.fr.md": page("L’école", slug="ecole"),
}


# Addresses


def test_an_address_is_made_of_the_slugs_of_the_folders() -> None:
    site, faults = related(BOTH)
    assert faults == []
    assert {d.id: d.url for d in site.documents.values()} == {
        "index@ar": "ar/",
        "index@fr": "fr/",
        "guides/index@ar": "ar/أدلة/",
        "guides/index@fr": "fr/guides/",
        "guides/school@ar": "ar/أدلة/المدرسة/",
        "guides/school@fr": "fr/guides/ecole/",
    }


def test_a_form_is_below_its_page() -> None:
    files = BOTH | {
        "guides/school.simple.fr.md": page("a"),
        "guides/school.simple.ar.md": page("b"),
    }
    site, faults = related(files, "variants: {simple: {ar: مبسط}}")
    assert faults == []
    assert site.documents["guides/school.simple@ar"].url == "ar/أدلة/المدرسة/مبسط/"
    assert site.documents["guides/school.simple@fr"].url == "fr/guides/ecole/simple/"


def test_a_slug_is_the_same_in_every_normal_form() -> None:
    for slug in ("école", unicodedata.normalize("NFD", "école")):
        site, faults = related({"a.fr.md": page("a", slug=slug)}, "missing_translation: none")
        assert [f.code for f in faults] == ["translation-missing"]
        assert site.documents["a@fr"].url == "fr/école/"


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("../x", "path-outside"),
        ("a/b", "path-outside"),
        ("/a", "path-outside"),
        ("..", "path-outside"),
        ("a\\b", "path-outside"),
        ("a b", "value-type"),
        ("a?b", "value-type"),
        ('"-a"', "value-type"),
    ],
)
def test_a_slug_is_one_safe_part(slug: str, code: str) -> None:
    site, faults = related({"school.fr.md": page("a", slug=slug)})
    assert said(faults, "translation-missing") == [("content/school.fr.md", 4, 7, code)]
    assert site.documents["school@fr"].url == "fr/school/"


@given(st.text(min_size=1, max_size=12))
def test_no_slug_leaves_its_folder(slug: str) -> None:
    head = heads({"a.fr.md": page("a")})[0]
    head = head._replace(values=(*head.values, ("slug", slug)), places=())
    site, _ = relate(configured(), [head], {}, {}, TEMPLATES, TODAY)
    parts = site.documents["a@fr"].url.split("/")
    assert (parts[0], len(parts), parts[-1]) == ("fr", 3, "")
    assert parts[1] not in ("", ".", "..")
    assert not set("\\?#%:\0") & set(parts[1])


# Collisions


def collision(first: str, second: str) -> list[str]:
    _, faults = related({"a.fr.md": page("a", slug=first), "b.fr.md": page("b", slug=second)})
    return [f.code for f in faults if f.code != "translation-missing"]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("x", "y", []),
        ("x", "x", ["url-collision"]),
        ("School", "school", ["path-collision"]),
        ("ÉCOLE", "école", ["path-collision"]),
        ("Straße", "strasse", ["path-collision"]),
    ],
)
def test_addresses_collide_in_case_too(first: str, second: str, codes: list[str]) -> None:
    assert collision(first, second) == codes


def test_two_spellings_of_one_file_name_collide() -> None:
    one = heads({"école.fr.md": page("a")})[0]
    two = heads({unicodedata.normalize("NFD", "école.fr.md"): page("b")})[0]
    assert one.key == two.key
    assert one.path != two.path
    for order in ([one, two], [two, one]):
        site, faults = relate(configured(), order, {}, {}, TEMPLATES, TODAY)
        found = [f for f in faults if f.code == "path-collision"]
        assert [(f.path, dict(f.args)["other"]) for f in found] == [
            (max(one.path, two.path), min(one.path, two.path))
        ]
        assert len([d for d in site.documents.values() if d.lang == "fr"]) == 1


def test_the_order_of_the_files_changes_nothing() -> None:
    files = BOTH | {"x.fr.md": page("x", slug="guides"), "y.ar.md": page("y", aliases="[/old/]")}
    found = heads(files)
    expected = relate(configured(), found, {}, {}, TEMPLATES, TODAY)
    for order in itertools.islice(itertools.permutations(found), 1, 2000, 97):
        site, faults = relate(configured(), order, {}, {}, TEMPLATES, TODAY)
        assert sorted(faults) == sorted(expected[1])
        assert site.listings == expected[0].listings
        assert site.redirects == expected[0].redirects
        assert dict(site.documents) == dict(expected[0].documents)


# Translations


def test_a_missing_translation_is_borrowed_from_what_is_published() -> None:
    site, faults = related({"a.fr.md": page("Titre", slug="titre")})
    assert said(faults) == [("content/a.fr.md", 0, 0, "translation-missing")]
    assert dict(faults[0].args) == {"lang": "ar"}
    borrowed = site.groups["a"]["ar"]
    assert (borrowed.id, borrowed.lang, borrowed.status) == ("a@ar", "ar", "borrowed")
    assert (borrowed.original, borrowed.title, borrowed.path) == (
        "a@fr",
        "Titre",
        "content/a.fr.md",
    )
    assert borrowed.url == "ar/a/"


def test_without_notice_a_page_is_just_left_out() -> None:
    site, faults = related({"a.fr.md": page("a")}, "missing_translation: none")
    assert list(site.documents) == ["a@fr"]
    assert [f.code for f in faults] == ["translation-missing"]


@pytest.mark.parametrize(
    "line", [{"draft": "true"}, {"publish": "2026-11-24"}, {"expiry": "2026-11-23"}]
)
def test_what_is_not_published_is_not_borrowed(line: dict[str, str]) -> None:
    site, _ = related({"a.fr.md": page("a", **line)})
    assert list(site.documents) == ["a@fr"]


# Status


@pytest.mark.parametrize(
    ("line", "status", "with_drafts"),
    [
        ({}, "published", "published"),
        ({"draft": "true"}, "draft", "published"),
        ({"draft": "false"}, "published", "published"),
        ({"publish": "2026-11-23"}, "published", "published"),
        ({"publish": "2026-11-24"}, "scheduled", "published"),
        ({"expiry": "2026-11-24"}, "published", "published"),
        ({"expiry": "2026-11-23"}, "expired", "expired"),
        ({"draft": "true", "expiry": "2026-01-01"}, "expired", "expired"),
    ],
)
def test_the_day_decides(line: dict[str, str], status: str, with_drafts: str) -> None:
    files = {"a.fr.md": page("a", **line)}
    for options, expected in ((TODAY, status), (TODAY._replace(drafts=True), with_drafts)):
        site, _ = related(files, options=options)
        assert site.documents["a@fr"].status == expected
        assert ("a@fr" in [d.id for d in site.published]) is (expected == "published")


# Lists


def order_of(more: str, **files: dict[str, str]) -> list[str]:
    pages = {f"news/{name}.fr.md": page(name, **values) for name, values in files.items()}
    site, _ = related(pages | {"news/index.fr.md": page("News")}, more)
    return [id.partition("@")[0].removeprefix("news/") for id in site.listings["news/index", "fr"]]


def test_a_list_is_by_order_then_title() -> None:
    assert order_of("", b={"order": "1"}, a={"order": "2"}, c={}, d={"order": "1"}) == list("bdac")


def test_titles_are_sorted_as_the_language_does() -> None:
    site, _ = related(
        {f"n{n}.fr.md": page(t) for n, t in enumerate(("Zone", "école", "Eau", "être", "Ecu"))}
    )
    titles = [site.documents[id].title for id in site.listings["index", "fr"]]
    assert titles == ["Eau", "école", "Ecu", "être", "Zone"]


def test_a_collection_may_be_newest_first() -> None:
    more = "collections: {news: {order: [-date, title]}}"
    found = order_of(
        more, a={"date": "2026-01-02"}, b={"date": "2026-10-01"}, c={"date": "2026-01-02"}
    )
    assert found == ["b", "a", "c"]


def test_a_number_is_sorted_as_a_number() -> None:
    more = "collections: {news: {order: [rank], fields: {rank: {type: integer}}}}"
    assert order_of(more, a={"rank": "10"}, b={"rank": "9"}, c={"rank": "-1"}) == ["c", "b", "a"]


def test_forms_and_unpublished_pages_are_in_no_list() -> None:
    site, _ = related(
        {"a.fr.md": page("a"), "a.simple.fr.md": page("b"), "c.fr.md": page("c", draft="true")},
        "variants: {simple: {fr: facile}}",
    )
    assert site.listings["index", "fr"] == ("a@fr",)
    assert site.listings["index", "ar"] == ("a@ar",)


# Templates and collections


def test_a_template_is_its_pages_its_collections_or_its_kinds() -> None:
    more = "collections: {guides: {template: guide.html}}"
    files = BOTH | {"about.fr.md": page("a"), "plan.fr.md": page("a", template="guide")}
    site, _ = related(files, more)
    assert {d.key: d.template for d in site.documents.values() if d.lang == "fr"} == {
        "index": "home.html",
        "guides/index": "section.html",
        "guides/school": "guide.html",
        "about": "page.html",
        "plan": "guide.html",
    }


@pytest.mark.parametrize(
    ("line", "code", "column", "nearest"),
    [
        ({"template": "guyde"}, "template-unknown", 11, "guide.html"),
        ({"collection": "guide"}, "collection-unknown", 13, "guides"),
        ({"sources": "[s3]"}, "reference-unknown", 11, "s39"),
        ({"near": "scholl"}, "reference-unknown", 7, "school"),
    ],
)
def test_a_name_that_is_not_there(
    line: dict[str, str], code: str, column: int, nearest: str
) -> None:
    more = "collections: {guides: {fields: {near: {type: reference, to: guides}}}}"
    files = BOTH | {"guides/b.fr.md": page("b", **line), "guides/b.ar.md": page("b")}
    _, faults = related(files, more)
    assert [(f.path, f.line, f.column, f.code) for f in faults] == [
        ("content/guides/b.fr.md", 4, column, code)
    ]
    assert dict(faults[0].args)["nearest"] == nearest


# Menus, aliases, redirects


def test_a_menu_leads_to_a_page() -> None:
    _, faults = related(BOTH, "menus: {main: [{page: guides/scool, children: [{page: x}]}]}")
    assert said(faults) == [("site.yaml", 9, 23, "menu-dead"), ("site.yaml", 9, 55, "menu-dead")]
    assert [dict(f.args)["nearest"] for f in faults] == ["guides/school", ""]


def test_former_addresses_lead_to_their_pages() -> None:
    site, faults = related(
        {"a.fr.md": page("a", aliases="[/old/page, old/b.html]"), "a.ar.md": page("b")},
        "redirects: {/fr/former/: a, /x/: a, /y/: a@fr, /z: 'https://a.example/'}",
    )
    assert faults == []
    assert site.redirects == (
        ("fr/former/", "a@fr"),
        ("old/b.html", "a@fr"),
        ("old/page/", "a@fr"),
        ("x/", "a@ar"),
        ("y/", "a@fr"),
        ("z/", "https://a.example/"),
    )


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("/fr/b/", "alias-hides-page"),
        ("fr/b", "alias-hides-page"),
        ("/../up/", "path-outside"),
        ("/", "path-outside"),
        ("/taken/", "alias-collision"),
    ],
)
def test_an_alias_hides_nothing(alias: str, code: str) -> None:
    files = {
        "a.fr.md": page("a", aliases=f"[{alias}]"),
        "b.fr.md": page("b"),
        "A.fr.md": page("c", aliases="[/taken/]"),
    }
    _, faults = related(files, "missing_translation: none")
    found = [f for f in faults if f.code not in ("translation-missing", "path-collision")]
    assert said(found) == [("content/a.fr.md", 4, 11, code)]


@pytest.mark.parametrize(
    ("redirect", "code"),
    [
        ("/old/: nothing", "redirect-dead"),
        ("/old/: 'javascript:alert(1)'", "redirect-dead"),
        ("/old/: ftp://a.example/", "redirect-dead"),
        ("/fr/guides/: guides/school", "alias-hides-page"),
        ("/../x/: guides/school", "path-outside"),
    ],
)
def test_a_redirect_leads_from_a_free_place_to_a_page(redirect: str, code: str) -> None:
    _, faults = related(BOTH, f"redirects:\n  {redirect}")
    assert [(f.path, f.line, f.code) for f in faults] == [("site.yaml", 10, code)]


def test_strings_and_data_are_kept_by_name() -> None:
    site, _ = related(BOTH)
    assert site.strings == {"fr": {"menu": "Menu"}}
    assert list(site.data["sources"]) == ["s39"]


def test_a_whole_site_has_no_conflict_and_looking_twice_finds_the_same() -> None:
    files = BOTH | {"a.fr.md": page("a", aliases="[/fr/guides/]"), "a.ar.md": page("b")}
    found = sorted(heads(files), key=lambda head: head.path)
    by_key: dict[str, dict[str, Head]] = {}
    for head in found:
        by_key.setdefault(head.key, {})[head.lang] = head
    site, faults = relate(configured(), found, {}, {}, TEMPLATES, TODAY)
    assert list(conflicts(site, found, by_key, ())) == faults
    assert [f.code for f in faults] == ["alias-hides-page"]
