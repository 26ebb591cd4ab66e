"""Whole small sites: each makes its golden tree, and what holds for every site holds for them.

`tests/golden.py` says how the golden trees are made again.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from dalil.builder import Outcome
from tests.crawling import linked_data, words
from tests.golden import (
    BASE,
    EXPECTED,
    GOLDENS,
    SITES,
    Golden,
    build_site,
    lay_out,
    make,
    report,
    text,
    tree,
)
from tests.pages import Page, pages, parse, readable
from tests.serving import SUB_PATH

# Golden trees


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_golden_tree_and_report(name: str, tmp_path: Path) -> None:
    golden = GOLDENS[name]
    outcome = build_site(lay_out(golden, tmp_path / name))
    made, expected = tree(tmp_path / name / "output"), tree(EXPECTED[name])
    assert made.keys() == expected.keys()
    for path, content in made.items():
        assert content.decode("utf-8", "replace") == expected[path].decode("utf-8", "replace"), path
        assert content == expected[path], path
    assert report(outcome) == said(golden)
    assert_nothing_is_done_again(tmp_path / name, outcome)


def said(golden: Golden) -> str:
    path = SITES / golden.site / f"{golden.expected}-report.txt"
    return path.read_text("utf-8") if path.exists() else ""


def assert_nothing_is_done_again(folder: Path, first: Outcome) -> None:
    again = build_site(folder)
    assert (again.rendered, again.diagnostics, again.pages) == (0, first.diagnostics, first.pages)


def test_every_site_has_its_golden_tree() -> None:
    sites = {path.parent.name for path in SITES.glob("*/site.yaml")}
    assert sites == {golden.site for golden in GOLDENS.values()}
    for golden in GOLDENS.values():
        assert (SITES / golden.site / golden.expected / "404.html").exists()


# What holds for every site


def by_url(name: str) -> dict[str, Page]:
    """The pages of a golden tree by their whole address, as people read it."""
    base = BASE if name != "subpath" else f"{BASE}{SUB_PATH[1:]}"
    return {f"{base}{page.url}": page for page in readable(EXPECTED[name])}


def canonical(page: Page) -> str:
    found = [e.attributes["href"] for e in page.elements if e.attributes.get("rel") == "canonical"]
    assert len(found) == 1, page.path
    return unquote(found[0])


def is_hidden(page: Page) -> bool:
    """Whether search engines are asked to leave a page out."""
    return any(
        e.attributes.get("name") == "robots" and "noindex" in e.attributes["content"]
        for e in page.elements
    )


def alternates(page: Page) -> dict[str, str]:
    return {lang: unquote(url) for lang, url in page.alternates.items()}


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_alternates_are_whole_and_answered(name: str) -> None:
    found = by_url(name)
    claims = {url: alternates(page) for url, page in found.items() if page.alternates}
    assert claims
    for url, claimed in claims.items():
        assert url in claimed.values()
        assert "x-default" in claimed
        for lang, other in claimed.items():
            assert other in found, f"{url}: {other} is not there"
            assert lang == "x-default" or found[other].language == lang
            assert claims[other] == claimed, f"{other} does not answer {url}"
            assert not is_hidden(found[other])


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_a_page_is_its_own_canonical_or_borrows(name: str) -> None:
    found = by_url(name)
    for url, page in found.items():
        if page.is_not_found:
            assert is_hidden(page)
        elif canonical(page) != url:
            assert is_hidden(page)
            assert not page.alternates
            assert canonical(found[canonical(page)]) == canonical(page)
        else:
            assert not is_hidden(page)


@pytest.mark.parametrize("name", sorted({*GOLDENS} - {"drawings", "prose"}))
def test_the_map_lists_what_pages_say_of_themselves(name: str) -> None:
    listed = {}
    for entry in ET.fromstring(text(name, "sitemap.xml")):
        links = {e.attrib["hreflang"]: unquote(e.attrib["href"]) for e in entry if e.attrib}
        listed[unquote(entry[0].text or "")] = links
    front = BASE if name != "subpath" else f"{BASE}{SUB_PATH[1:]}"
    own = {url: alternates(p) for url, p in by_url(name).items() if p.alternates and url != front}
    assert listed == own


SCRIPTS = {"ar": "\u0621-\u064a\u0686\u06ad", "zgh": "\u2d30-\u2d67"}
WAYS = {"ar": "rtl", "fr": "ltr", "zgh": "ltr", "en": "ltr"}


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_text_is_in_the_language_around_it(name: str) -> None:
    for file in sorted(EXPECTED[name].rglob("*.html")):
        for piece, lang, way in words(file):
            lang = lang.partition("-")[0]
            for other, letters in SCRIPTS.items():
                assert other == lang or not re.search(f"[{letters}]", piece), (file, piece, lang)
            own = SCRIPTS.get(lang)
            assert own is None or way in (WAYS[lang], "ltr"), (file, piece, way)
            if way == "rtl":
                assert lang == "ar", (file, piece)


def test_a_wrong_language_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html lang="fr" dir="ltr"><p>مركز<b lang="ar" dir="rtl">مركز</b>', "utf-8")
    assert words(page) == [("مركز", "fr", "ltr"), ("مركز", "ar", "rtl")]


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_nothing_needs_javascript(name: str) -> None:
    for page in pages(EXPECTED[name]):
        kinds = {e.attributes.get("type") for e in page.elements if e.tag == "script"}
        assert kinds <= {"application/ld+json"}


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_ids_are_unique(name: str) -> None:
    for page in pages(EXPECTED[name]):
        ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids)), page.path


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_the_front_door_offers_every_language(name: str) -> None:
    front = parse(EXPECTED[name], EXPECTED[name] / "index.html")
    offered = {
        e.attributes["hreflang"] for e in front.elements if e.tag == "a" and "href" in e.attributes
    }
    homes = {path.name for path in EXPECTED[name].iterdir() if (path / "404.html").exists()}
    assert offered == homes
    assert {"ar", "fr"} <= homes


# Three languages


def test_a_third_language_is_only_configuration() -> None:
    home = parse(EXPECTED["trilingual"], EXPECTED["trilingual"] / "zgh/index.html")
    assert home.elements[0].attributes == {"lang": "zgh", "dir": "ltr"}
    assert list(home.alternates) == ["ar", "fr", "zgh", "x-default"]
    page = text("trilingual", "zgh/ⵓⵙⵙⴰⵏ/today/index.html")
    assert '<time datetime="2026-11-23">23 ⵏⵓⵡⴰⵏⴱⵉⵔ 2026</time>' in page
    assert '<h2 id="ⴰⵙⵙⴰ">' in page
    manifest = json.loads(text("trilingual", "zgh/manifest.webmanifest"))
    assert (manifest["lang"], manifest["dir"], manifest["name"]) == ("zgh-MA", "ltr", "ⴰⵣⵓⵍ")
    feed = json.loads(text("trilingual", "zgh/days/feed.json"))
    assert (feed["language"], len(feed["items"])) == ("zgh-MA", 1)
    assert "ⵜⴰⵙⵏⴰ: 2" in text("trilingual", "zgh/ⵓⵙⵙⴰⵏ/index.html")


def test_a_borrowed_page_is_marked_and_claimed_by_nobody() -> None:
    path = "zgh/ⵓⵙⵙⴰⵏ/tomorrow/index.html"
    page = parse(EXPECTED["trilingual"], EXPECTED["trilingual"] / path)
    assert page.language == "zgh"
    assert canonical(page) == f"{BASE}ar/days/tomorrow/"
    assert is_hidden(page)
    assert page.alternates == {}
    assert linked_data(EXPECTED["trilingual"] / path) == []
    marked = [e.tag for e in page.elements if e.attributes.get("lang") == "ar" and e.tag != "a"]
    assert marked == ["title", "h1", "ol", "div"]
    assert '<h1 lang="ar" dir="rtl">غدا</h1>' in text("trilingual", path)
    for machine in ("sitemap.xml", "zgh/days/feed.xml", "zgh/days/feed.json"):
        assert "tomorrow" not in unquote(text("trilingual", machine)).replace(
            f"{BASE}ar/days/tomorrow/", ""
        ).replace(f"{BASE}fr/days/tomorrow/", "")
    for other in ("ar", "fr"):
        own = parse(
            EXPECTED["trilingual"], EXPECTED["trilingual"] / other / "days/tomorrow/index.html"
        )
        assert list(own.alternates) == ["ar", "fr", "x-default"]


# Translations


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("fr/le-guide/les-étapes/", "ar/guide/steps/"),
        ("fr/le-guide/les-étapes/facile/", "ar/guide/steps/مبسط/"),
        ("fr/le-guide/", "ar/guide/"),
        ("fr/le-guide/only-french/", "ar/guide/only-french/"),
        ("fr/", "ar/"),
    ],
)
def test_the_language_link_stays_on_the_page(page: str, other: str) -> None:
    for here, there, lang in ((page, other, "ar"), (other, page, "fr")):
        found = parse(EXPECTED["translations"], EXPECTED["translations"] / here / "index.html")
        links = [
            e.attributes["href"]
            for e in found.elements
            if e.tag == "a" and e.attributes.get("hreflang") == lang
        ]
        assert links[0] == f"/{there}"


def test_headings_answer_to_the_anchors_of_their_translations() -> None:
    page = text("translations", "fr/le-guide/les-étapes/index.html")
    assert '<h2 id="le-dossier"><span id="الملف"></span>Le dossier</h2>' in page
    assert '<h3 id="les-pieces"><span id="الوثائق"></span>Les pièces</h3>' in page
    assert '<h2 id="contact">Contact</h2>' in page  # the same anchor in both languages
    other = text("translations", "ar/guide/steps/index.html")
    assert '<h2 id="الملف"><span id="le-dossier"></span>الملف</h2>' in other
    assert "<span id=" not in text("translations", "fr/le-guide/uneven/index.html")


def test_x_default_is_the_front_door_or_the_default_language() -> None:
    found = by_url("translations")
    for page, expected in {
        "fr/": "",
        "ar/": "",
        "fr/le-guide/les-étapes/": "ar/guide/steps/",
        "fr/le-guide/only-french/": "fr/le-guide/only-french/",
        "ar/guide/half-draft/": "ar/guide/half-draft/",
    }.items():
        assert alternates(found[f"{BASE}{page}"])["x-default"] == f"{BASE}{expected}"


def test_a_translation_that_is_not_published_is_not_claimed() -> None:
    page = by_url("translations")[f"{BASE}ar/guide/half-draft/"]
    assert list(page.alternates) == ["ar", "x-default"]
    # Its language link leads to a notice, as if the draft were not there.
    notice = by_url("translations")[f"{BASE}fr/le-guide/half-draft/"]
    assert [e for e in page.elements if e.tag == "a" and e.attributes.get("hreflang") == "fr"]
    assert not notice.alternates
    assert 'lang="ar" dir="rtl"' in text("translations", "fr/le-guide/half-draft/index.html")


def test_without_notice_a_missing_page_is_nowhere() -> None:
    with_notice, without = EXPECTED["translations"], EXPECTED["translations-none"]
    gone = tree(with_notice).keys() - tree(without).keys()
    assert gone == {
        "ar/guide/only-french/index.html",
        "fr/le-guide/only-arabic/index.html",
        "fr/le-guide/half-draft/index.html",
    }
    assert tree(without).keys() <= tree(with_notice).keys()
    for file in without.rglob("*"):
        if file.is_file():
            assert "ar/guide/only-french" not in file.read_text("utf-8")
    assert text("translations", "sitemap.xml") == text("translations-none", "sitemap.xml")


def epoch(day: str) -> str:
    return str(int(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("day", "drafts", "shown"),
    [
        ("2026-11-22", False, {"expired"}),  # the day before it expires
        ("2026-11-23", False, set()),
        ("2026-12-30", False, set()),
        ("2026-12-31", False, {"scheduled"}),  # its day
        ("2026-11-23", True, {"draft", "scheduled"}),
        ("2026-11-22", True, {"draft", "scheduled", "expired"}),
    ],
)
def test_pages_appear_and_go_on_their_day(
    day: str, drafts: bool, shown: set[str], tmp_path: Path
) -> None:
    folder = make("translations", tmp_path, drafts=drafts, epoch=epoch(day))
    known = {"draft", "scheduled", "expired"}
    for lang, section in (("ar", "guide"), ("fr", "le-guide")):
        found = {path.name for path in (folder / lang / section).iterdir()}
        assert known & found == shown
        half = (folder / lang / section / "half-draft/index.html").read_text("utf-8")
        own = f'rel="canonical" href="{BASE}{lang}/'
        assert (own in half) is (lang == "ar" or drafts)
        menu = (folder / lang / "index.html").read_text("utf-8")
        assert (f'href="/{lang}/{section}/draft/"' in menu) is drafts
        listing = (folder / lang / section / "index.html").read_text("utf-8")
        for each in known:
            assert (f'<li><a href="/{lang}/{section}/{each}/">' in listing) is (each in shown)
    sitemap = (folder / "sitemap.xml").read_text("utf-8")
    assert {each for each in known if f"/{each}/<" in sitemap} == shown
