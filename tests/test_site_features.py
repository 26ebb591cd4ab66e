"""What Markdown and collections make, said line by line of the golden trees."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from tests.crawling import absolute
from tests.golden import BASE, EXPECTED, text
from tests.pages import parse

# Prose


@pytest.mark.parametrize(
    ("lang", "part"),
    [
        (
            "fr",
            "Qui&nbsp;? Nous&nbsp;! Voici&nbsp;: «&nbsp;oui&nbsp;»&nbsp;; 50&nbsp;%",
        ),
        ("fr", "<h1>Tout écrire\u00a0: comment\u00a0?</h1>"),
        ("fr", "<code>code: a &lt; b ?</code>"),  # code is left alone
        ("fr", '<table><caption id="table-1">Les centres en 2026</caption><thead>'),
        (
            "fr",
            '<th class="align-start" scope="row">Rabat</th>\n<td class="align-end">1&nbsp;',
        ),
        ("fr", '<div aria-label="Tableau 2" class="table" role="region" tabindex="0">'),
        ("fr", '<ol class="steps">\n<li>Réunir les pièces</li>'),
        ("fr", '<ol start="3">\n<li>Une liste qui commence à trois</li>'),
        ("fr", "<dt>Autre terme</dt>\n<dd>Une définition</dd>\n<dd>et une autre.</dd>"),
        ("fr", '<h3 class="important" id="sous-titre">Un sous-titre</h3>'),
        (
            "fr",
            'callout-note" role="note">\n<p class="callout-title">À noter</p>',
        ),
        ("fr", '<p class="callout-title">Attention au délai</p>'),
        ("fr", '<div class="callout callout-tip" role="note">\n<p>Un conseil sans titre.</p>'),
        ("fr", "<figcaption>La porte, côté rue</figcaption>"),
        ("fr", '<img alt="" class="decorative"'),
        ("fr", '<a aria-label="Retour au texte, note 2" class="footnote-backref" href="#fnref-2"'),
        ("fr", '<a aria-label="Source 1" class="cite-ref" href="#source-law"'),
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
            '<p dir="ltr" lang="fr">Un paragraphe en français, avec sa langue&nbsp;:',
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
