"""Whole small sites: each makes its golden tree, and what holds for every site holds for them.

`tests/golden.py` says how the golden trees are made again.
"""

import json
import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree as ET

import pytest

from dalil.builder import Outcome
from tests.crawling import absolute, addresses, linked_data, place, words
from tests.golden import GOLDENS, SITES, Golden, build_site, lay_out, report, tree
from tests.pages import Page, pages, parse, readable
from tests.serving import SUB_PATH, Host

BASE = "https://example.org/"
EXPECTED = {name: SITES / golden.site / golden.expected for name, golden in GOLDENS.items()}
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make("translations", drafts=True)` → the tree that a site makes so."""

    def made(name: str, **options: str | bool) -> Path:
        folder = lay_out(GOLDENS[name], tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}")
        outcome = build_site(folder, **options)  # type: ignore[arg-type]
        assert outcome.published, report(outcome)
        return folder / "output"

    return made


def text(name: str, path: str) -> str:
    return (EXPECTED[name] / path).read_text("utf-8")


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


@pytest.mark.parametrize("name", sorted({*GOLDENS} - {"prose"}))
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


# Every address leads to a file of the tree


def named(folder: Path, base: str) -> dict[str, set[str]]:
    """Address → the files that name it."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for url in addresses(folder, file, base):
            found.setdefault(url, set()).add(file.relative_to(folder).as_posix())
    return found


def dead(folder: Path, base: str, urls: dict[str, set[str]]) -> list[str]:
    """What leads out of the site's path, to nothing, or to no place of a page, by HTTP."""
    wrong = []
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(base))
    for url, files in sorted(urls.items()):
        if not url.startswith(origin):
            continue
        address, anchor = urldefrag(url)
        if not url.startswith(base):
            wrong.append(f"{files}: {url} is outside")
            continue
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                moved = answer.url != address
        except urllib.error.HTTPError as error:
            error.close()
            wrong.append(f"{files}: {url} is {error.code}")
            continue
        file = place(folder, base, address)
        is_page = file.suffix == ".html"
        if moved or (anchor and is_page and unquote(anchor) not in parse(folder, file).ids):
            wrong.append(f"{files}: {url} is not there")
    return wrong


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("subpath", SUB_PATH), ("collections", "/"), ("minimal", SUB_PATH), ("translations", "/")],
)
def test_every_address_leads_somewhere(name: str, prefix: str, make: Make, server: Host) -> None:
    base = server.url(prefix)
    folder = make(name, base_url=base)
    server.mount(folder, prefix)
    assert dead(folder, base, named(folder, base)) == []


@pytest.mark.parametrize("name", ["subpath", "minimal"])
def test_every_file_is_named_by_another(name: str, make: Make) -> None:
    base = "https://example.org/anywhere/"
    folder = make(name, base_url=base)
    urls = named(folder, base)
    files = {path for path in folder.rglob("*") if path.is_file()}
    reached = {place(folder, base, url) for url in urls if url.startswith(base)}
    lost = {path.relative_to(folder).as_posix() for path in files - reached}
    assert {path for path in lost if not is_asked_for_by_name(folder / path)} == set()


def is_asked_for_by_name(file: Path) -> bool:
    """Whether a file is found without a link: by hosts and robots, or by those who know it."""
    if file.suffix == ".html":
        return 'http-equiv="refresh"' in file.read_text("utf-8") or file.name == "404.html"
    names = ("robots.txt", "_redirects", ".htaccess", "nginx-redirects.conf", ".dalil-manifest")
    return file.name in names


def test_the_crawler_reads_every_format(make: Make, server: Host) -> None:
    base = server.url(SUB_PATH)
    files = {f for found in named(make("subpath", base_url=base), base).values() for f in found}
    formats = {".html", ".xml", ".json", ".webmanifest", ".css", ".txt", ".conf", ""}
    assert {Path(file).suffix for file in files} == formats
    assert {"_redirects", ".htaccess", "ar/.htaccess"} <= files
    assert any(file.startswith("assets/css/type.") for file in files)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('<a href="/fr/">', "outside"),
        ('<a href="nowhere/">', "404"),
        ('<a href="./#nowhere">', "not there"),
        ('<a href="services">', "not there"),
        ('<meta http-equiv="refresh" content="0; url=x/">', "404"),
    ],
)
def test_a_dead_address_is_seen(written: str, code: str, make: Make, server: Host) -> None:
    base = server.url(SUB_PATH)
    folder = make("subpath", base_url=base)
    server.mount(folder, SUB_PATH)
    (folder / "fr/more.html").write_text(written, "utf-8")
    urls = named(folder, base)
    own = {url: files for url, files in urls.items() if files == {"fr/more.html"}}
    wrong = dead(folder, base, own or {absolute(f"{base}fr/", "./#nowhere"): {"fr/more.html"}})
    assert len(wrong) == 1
    assert code in wrong[0]


def test_a_style_sheet_loads_its_files_by_their_new_names() -> None:
    assets = EXPECTED["subpath"] / "assets"
    (sheet,) = assets.glob("site.*.css")
    (loaded,) = (assets / "css").iterdir()
    (font,) = (assets / "fonts").iterdir()
    (icon,) = (assets / "images").iterdir()
    assert f'@import "css/{loaded.name}"' in sheet.read_text("utf-8")
    assert f"url(images/{icon.name}?v=1#top)" in sheet.read_text("utf-8")
    assert f'url("../fonts/{font.name}")' in loaded.read_text("utf-8")


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
    assert not [e for e in page.elements if e.tag == "a" and e.attributes.get("hreflang") == "fr"]


def test_without_notice_a_missing_page_is_nowhere() -> None:
    with_notice, without = EXPECTED["translations"], EXPECTED["translations-none"]
    gone = tree(with_notice).keys() - tree(without).keys()
    assert gone == {"ar/guide/only-french/index.html", "fr/le-guide/only-arabic/index.html"}
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
    day: str, drafts: bool, shown: set[str], make: Make
) -> None:
    folder = make("translations", drafts=drafts, epoch=epoch(day))
    known = {"draft", "scheduled", "expired"}
    for lang, section in (("ar", "guide"), ("fr", "le-guide")):
        found = {path.name for path in (folder / lang / section).iterdir()}
        assert known & found == shown
        assert ("half-draft" in found) is (lang == "ar" or drafts)
        menu = (folder / lang / "index.html").read_text("utf-8")
        assert (f'href="/{lang}/{section}/draft/"' in menu) is drafts
        listing = (folder / lang / section / "index.html").read_text("utf-8")
        for each in known:
            assert (f'<li><a href="/{lang}/{section}/{each}/">' in listing) is (each in shown)
    sitemap = (folder / "sitemap.xml").read_text("utf-8")
    assert {each for each in known if f"/{each}/<" in sitemap} == shown


# Prose


@pytest.mark.parametrize(
    ("lang", "part"),
    [
        (
            "fr",
            "Qui&nbsp;? Nous&nbsp;! Voici&nbsp;: «&nbsp;oui&nbsp;»&nbsp;; 50&nbsp;% de 12&nbsp;km",
        ),
        ("fr", "<h1>Tout écrire\u00a0: comment\u00a0?</h1>"),
        ("fr", "<code>code: a &lt; b ?</code>"),  # code is left alone
        ("fr", '<table><caption id="table-1">Les centres en 2026</caption><thead>'),
        (
            "fr",
            '<th class="align-start" scope="row">Rabat</th>\n<td class="align-end">1&nbsp;200</td>',
        ),
        ("fr", '<div aria-label="Tableau 2" class="table" role="region" tabindex="0">'),
        ("fr", '<ol class="steps">\n<li>Réunir les pièces</li>'),
        ("fr", '<ol start="3">\n<li>Une liste qui commence à trois</li>'),
        ("fr", "<dt>Autre terme</dt>\n<dd>Une définition</dd>\n<dd>et une autre.</dd>"),
        ("fr", '<h3 class="important" id="sous-titre">Un sous-titre</h3>'),
        (
            "fr",
            '<div class="callout callout-note" role="note">\n<p class="callout-title">À noter</p>',
        ),
        ("fr", '<p class="callout-title">Attention au délai</p>'),
        ("fr", '<div class="callout callout-tip" role="note">\n<p>Un conseil sans titre.</p>'),
        ("fr", "<figcaption>La porte, côté rue</figcaption>"),
        ("fr", '<img alt="" class="decorative"'),
        ("fr", '<a aria-label="Retour au texte, note 2" class="footnote-backref" href="#fnref-2"'),
        ("fr", '<a aria-label="Source 1" class="cite-ref" href="#source-law" id="cite-1"'),
        ("fr", '<li id="source-law"><cite>Dahir n°\u00a01-57-099</cite>'),
        ("fr", 'Le mot <span dir="rtl" lang="ar">مركز</span> veut dire centre&nbsp;;'),
        ("fr", '<p dir="rtl" lang="ar">التعاون الوطني</p>'),
        ("fr", "# pas d'espace : ni là !"),
        ("fr", "&lt;b&gt;tel quel&lt;/b&gt;"),
        ("fr", "H<sub>2</sub>O, m<sup>2</sup>, <kbd>Entrée</kbd>, <mark>marqué&nbsp;: oui</mark>"),
        ("fr", "une entité © — et 5 &lt; 6."),
        ("ar", 'القانون <bdi dir="ltr">97.13</bdi> والظهير <bdi dir="ltr">2-71-625</bdi>'),
        ("ar", '<bdi dir="ltr">05 37 00 00 00</bdi> أو <bdi dir="ltr">+212 537 00 00 00</bdi>'),
        ("ar", "والرقم 5 وحده"),  # a number alone needs no isolation
        ("ar", "قرب <bdi>Place Al Joulane</bdi>"),
        ("ar", '<span dir="ltr" lang="fr">centre d’accueil&nbsp;: oui</span>'),
        ("ar", '<p class="callout-title">انتبهوا إلى أجل <bdi dir="ltr">30/11</bdi></p>'),
        ("ar", '<abbr title="مركز توجيه ومساعدة الأشخاص في وضعية إعاقة"><bdi>COAPH</bdi></abbr>'),
        ("ar", '<caption id="table-1">المراكز سنة 2026</caption>'),
        ("ar", '<h2 id="الكود-و-html">'),
        (
            "ar",
            '<p dir="ltr" lang="fr">Un paragraphe en français, avec sa langue&nbsp;: oui&nbsp;!</p>',
        ),
        ("ar", "<pre><code>النص 97.13 كما هو\n</code></pre>"),
    ],
)
def test_markdown_says_what_it_should(lang: str, part: str) -> None:
    assert part in text("prose", f"{lang}/index.html")


# Collections


def test_a_long_list_is_shared_among_pages() -> None:
    found = []
    for number, path in ((1, "fr/news/"), (2, "fr/news/2/"), (3, "fr/news/3/")):
        page = text("collections", f"{path}index.html")
        listing = page.partition('<ul class="listing">')[2].partition("</ul>")[0]
        found += re.findall(r'href="/fr/news/(n\d)/"', listing)
        neighbours = dict(re.findall(r'<link rel="(prev|next)" href="([^"]+)"', page))
        around = {"prev": (number - 1, number > 1), "next": (number + 1, number < 3)}
        assert neighbours == {
            rel: "/fr/news/" if other == 1 else f"/fr/news/{other}/"
            for rel, (other, exists) in around.items()
            if exists
        }
        assert f'<link rel="canonical" href="{BASE}{path}">' in page
    assert found == ["n5", "n4", "n3", "n2", "n1"]
    assert not (EXPECTED["collections"] / "fr/news/1").exists()
    assert not (EXPECTED["collections"] / "fr/news/4").exists()


def titles(path: str) -> list[str]:
    listing = text("collections", path).partition('<ul class="listing">')[2].partition("</ul>")[0]
    return re.findall(r'<li><a href="[^"]+">([^<]+)</a>', listing)


def test_lists_are_in_their_order() -> None:
    assert titles("fr/centres/index.html") == [
        "Centre de Rabat", "Centre d’Agadir", "Centre de Fès",
    ]  # fmt: skip
    assert titles("fr/agreements/index.html") == ["Première convention", "Deuxième convention"]


def test_titles_are_sorted_as_each_language_does() -> None:
    assert titles("fr/glossary/index.html") == [
        "2\u00a0ans", "10\u00a0ans", "Ecole", "école", "Écoute", "œuvre", "Zone",
    ]  # fmt: skip
    assert titles("ar/glossary/index.html") == [
        "أسرة", "إعاقة", "آلية", "امرأة", "ڭيش", "مُساعد", "يتيم",
    ]  # fmt: skip


def test_fields_of_every_type_reach_the_template() -> None:
    page = text("collections", "fr/agreements/first/index.html")
    for line in (
        "<dt>state</dt><dd>signed</dd>",
        "<dt>budget</dt><dd>1\u00a0250\u00a0000,5</dd>",
        "<dt>open</dt><dd>yes</dd>",
        '<dd><time datetime="2026-08-01">1er août 2026</time></dd>',
        '<a href="https://example.com/a?b=1&amp;c=2">',
        "<dt>themes</dt><dd>scolarité | formation</dd>",
        '<dd><a href="/fr/centres/rabat/">Centre de Rabat</a></dd>',
        'Délégation de Rabat, <bdi dir="ltr">0537000000</bdi>',
    ):
        assert line in page


def test_feeds_say_the_same() -> None:
    names = {"a": "http://www.w3.org/2005/Atom"}
    atom = ET.fromstring(text("collections", "fr/news/feed.xml"))
    feed = json.loads(text("collections", "fr/news/feed.json"))
    entries = atom.findall("a:entry", names)
    assert [e.findtext("a:id", "", names) for e in entries] == [i["id"] for i in feed["items"]]
    assert [e.findtext("a:content", "", names) for e in entries] == [
        item["content_html"] for item in feed["items"]
    ]
    third = feed["items"][2]
    assert third["title"] == "Nouvelle 3 & <suite>"
    assert f'<a href="{BASE}fr/news/n4/">' in third["content_html"]
    assert (third["date_published"][:10], third["date_modified"][:10]) == (
        "2026-03-15", "2026-06-01",
    )  # fmt: skip
    assert atom.findtext("a:updated", "", names) == "2026-06-01T00:00:00Z"


@pytest.mark.parametrize(
    ("former", "target", "lang"),
    [
        ("fr/old/3/index.html", "/fr/news/n3/", "fr-MA"),
        ("actualites/trois.html", "/fr/news/n3/", "fr-MA"),
        ("map/index.html", "/ar/centres/", "ar-MA"),  # no language in the path: the default one
        ("fr/plan.html", "/fr/centres/", "fr-MA"),
        ("old/index.html", "/fr/centres/rabat/", "fr-MA"),
        ("partner/index.html", "https://example.com/partner?a=1&b=2", "ar-MA"),
    ],
)
def test_former_addresses_lead_on(former: str, target: str, lang: str) -> None:
    page = parse(EXPECTED["collections"], EXPECTED["collections"] / former)
    assert page.is_redirect
    assert page.language == lang
    assert set(page.targets) == {target, absolute(BASE, target)}
    path = "/" + former.removesuffix("index.html")
    assert f"\n{path} {target} 301\n" in "\n" + text("collections", "_redirects")
    assert re.search(
        rf'location = "{path}" {{ .*301 "', text("collections", "nginx-redirects.conf")
    )


def test_menus_have_children_and_lead_out() -> None:
    header = text("collections", "ar/centres/rabat/index.html").partition("</header>")[0]
    menu = header.partition('<nav aria-label="القائمة">')[2]
    links = re.findall(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)', menu)
    assert links == [
        ("/ar/news/", "", "الأخبار"),
        ("/ar/centres/", "true", "أين؟"),
        ("/ar/centres/rabat/", "page", "مركز الرباط"),
        ("https://example.com/", "", "شريك"),
        ("https://example.com/carte?zoom=3&amp;lang=fr", "", "الخريطة"),
        ("/ar/agreements/second/", "", "الاتفاقية الثانية"),
    ]
    assert [menu.count(tag) for tag in ("<ul>", "</ul>", "<li>", "</li>")] == [3, 3, 6, 6]
