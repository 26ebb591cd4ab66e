"""A page's Markdown → HTML and faults, each at its exact place."""

import re
import unicodedata

import pytest

from dalil.prose import render

STRINGS = {
    ("fr", "callout-note"): "À noter",
    ("fr", "callout-warning"): "Attention",
    ("fr", "citation-label"): "Source {number}",
    ("fr", "footnote-back"): "Retour au texte ({number})",
    ("ar", "callout-warning"): "تنبيه",
    ("ar", "citation-label"): "المصدر {number}",
    ("ar", "footnote-back"): "العودة إلى النص ({number})",
}
LANGUAGES = (
    ("ar", "ar-MA", "العربية", "rtl"),
    ("fr", "fr-MA", "Français", "ltr"),
    ("zgh", "zgh-MA", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "ltr"),
)
TARGETS = {
    "centres/coaph": "published",
    "centres/coaph.simple": "published",
    "centres/école": "published",
    "programmes/schooling": "published",
    "programmes/soon": "scheduled",
    "programmes/draft": "draft",
    "programmes/borrowed": "borrowed",
    "programmes/index": "published",
}
PHOTO = (("image/avif", "/m/p-320.avif 320w, /m/p-960.avif 960w"), ("image/webp", "/m/p.webp"))
IMAGES = {
    "content/programmes/class.png": ("/m/class.1.png", 640, 480, (), ""),
    "content/programmes/photo.jpg": ("/m/p-960.jpg", 960, 720, PHOTO, "90vw"),
    "content/a.svg": ("/m/a.svg", 0, 0, (), ""),
}
FILES = {
    "content/programmes/form.pdf": "/m/form.1.pdf",
    unicodedata.normalize("NFD", "content/programmes/été.pdf"): "/m/été.1.pdf",
}
SOURCES = {"s39": (("title", "Décret"),), "s44": (("title", "Loi"),)}


class Site:
    """A small site that answers from dictionaries."""

    def __init__(self):
        self.asked = []

    def ask(self, *fact):
        self.asked.append(fact)
        return getattr(self, "_" + fact[0])(*fact[1:])

    def _string(self, lang, key):
        return STRINGS.get((lang, key), key)

    def _languages(self):
        return LANGUAGES

    def _target(self, key, lang):
        status = TARGETS.get(key)
        return status and (f"{key}@{lang}", f"/sub/{lang}/{key}/", lang, status)

    def _keys(self):
        return tuple(sorted(TARGETS))

    def _image(self, path):
        return IMAGES.get(path)

    def _file(self, path):
        return FILES.get(path)

    def _files(self):
        return (*IMAGES, *FILES)

    def _entry(self, _data, id):
        return SOURCES.get(id)

    def _data(self, _name):
        return tuple(SOURCES.items())

    def _terms(self, _lang):
        return ()


def page(body, lang="fr", first_line=1, site=None, key="programmes/schooling"):
    path = f"content/{key}.{lang}.md"
    return render(site or Site(), f"{key}@{lang}", path, lang, body, first_line)


def html(body, lang="fr"):
    rendered = page(body, lang)
    assert rendered.diagnostics == ()
    return rendered.html


def faults(marked, lang="fr", first_line=7):
    """Render a body in which ⟦…⟧ surround what is to be underlined; return found and expected."""
    body, start = "", 0
    expected: list[tuple[int, ...]] = []
    for piece in re.split("([⟦⟧])", marked):
        line, column = body.count("\n") + first_line, len(body) - body.rfind("\n")
        if piece == "⟦":
            expected.append((line, column))
        elif piece == "⟧":
            line, column = expected[-1][:2]
            expected[-1] = (line, column, len(body) - start)
        else:
            start = len(body)
            body += piece
    found = page(body, lang, first_line).diagnostics
    return found, expected


def check(code, marked, page_lang="fr", /, **args):
    """Assert that exactly the faults in ⟦…⟧ are found, with the code and (the first) the args."""
    found, expected = faults(marked, page_lang)
    assert [(each.code, each.line, each.column, each.length) for each in found] == [
        (code, *place) for place in expected
    ]
    first = dict(found[0].args)
    assert {name: first[name] for name in args} == args
    return first


# --- faults --------------------------------------------------------------------------------------

DEAD = "../centres/coahp.md"
PLACES = [
    f"[x](⟦{DEAD}⟧)",
    f"Un *texte* [x](⟦{DEAD}⟧) et [y](⟦{DEAD}⟧).",
    f'Écrit après : « été » [x](⟦{DEAD}⟧ "titre")',
    f"[x](<⟦{DEAD}⟧>)",
    f"- un\n- deux [x](⟦{DEAD}⟧)\n\n    suite [x](⟦{DEAD}⟧)",
    f"| A | B |\n|---|---|\n| a | [x](⟦{DEAD}⟧) |\n| b | [y](⟦{DEAD}⟧) |",
    f"`[x]({DEAD})` [x](⟦{DEAD}⟧)",
    f"```\n[x]({DEAD})\n```\n\n[x](⟦{DEAD}⟧)",
    f"    [x]({DEAD})\n\n[x](⟦{DEAD}⟧)",
    f"<!-- [x]({DEAD}) -->\n\n[x](⟦{DEAD}⟧)",
    f'[x][r] et [r]\n\n[r]: ⟦{DEAD}⟧ "T"',
    f"> cité [x](⟦{DEAD}⟧)",
    f"!!! note\n    Dans [x](⟦{DEAD}⟧)",
    f"## Titre [x](⟦{DEAD}⟧)",
    f"Terme\n:   Sens [x](⟦{DEAD}⟧)",
    f"a[^1]\n\n[^1]: note [x](⟦{DEAD}⟧)",
    f"**[x](⟦{DEAD}⟧)** _[y](⟦{DEAD}⟧)_",
    f"[![Une classe](class.png)](⟦{DEAD}⟧)",
    f"\ta\n\n-\tb\t[x](⟦{DEAD}⟧)\t[y](⟦{DEAD}⟧)",
    f"نص عربي قصير 😀 [x](⟦{DEAD}⟧)",
]


@pytest.mark.parametrize("marked", PLACES)
def test_a_dead_link_is_underlined_wherever_it_stands(marked):
    found, expected = faults(marked)
    assert [(each.line, each.column, each.length) for each in found] == expected
    assert {each.code for each in found} == {"link-unknown-page"}


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_positions_do_not_depend_on_line_ends(ends):
    (found,) = page(f"un{ends}{ends}deux [x]({DEAD}){ends}", first_line=3).diagnostics
    assert (found.line, found.column, found.length) == (5, 10, len(DEAD))


def test_a_dead_link_names_the_nearest_page():
    check("link-unknown-page", f"[x](⟦{DEAD}⟧)", target=DEAD, nearest="../centres/coaph.md")


def test_a_link_to_a_folder_or_from_the_root_is_no_page():
    check("link-unknown-page", "[x](⟦../centres/⟧)")
    check("link-unknown-page", "[x](⟦/fr/centres/⟧)")
    check("link-unknown-page", "[x](⟦../programmes/⟧)", nearest="index.md")


def test_a_dead_anchor_of_the_page_itself():
    check(
        "link-unknown-anchor", "## Où aller\n\n[x](#ou-aller) [y](⟦#ou-alle⟧)", nearest="ou-aller"
    )
    check("link-unknown-anchor", "## Où\n\n[x](⟦schooling.md#rien⟧)", anchor="rien")


def test_files_and_images():
    check("link-missing-file", "[x](⟦fomr.pdf⟧)", nearest="form.pdf")
    check("image-missing", "![Une classe](⟦clas.png⟧)", nearest="class.png")
    check("image-missing", "![Une classe](⟦https://e.ma/a.png⟧)")


def test_alternative_text():
    check("alt-missing", "Ici ⟦![]⟧(class.png) ![](class.png){.decorative}", target="class.png")
    for alt in ("image", "صورة", "photo 12", "IMG_2031", "class.png", "DSC-0042", "Photo"):
        check("alt-meaningless", f"![⟦{alt}⟧](class.png)", alt=alt)
    for alt in ("Photo de la classe", "صورة الملك محمد الخامس", "Trois enfants"):
        assert page(f"![{alt}](class.png)").diagnostics == ()


def test_links_of_other_languages():
    check("link-other-language", "[x](⟦../centres/coaph.ar.md#a⟧)", lang="ar")
    check(
        "link-other-language", "[رابط](⟦../centres/coaph.fr.md⟧)", page_lang := "ar"
    ) and page_lang
    assert page("[x](../centres/coaph.fr.md)").diagnostics == ()
    assert 'hreflang="ar"' in html("[x](../centres/coaph.ar.md){hreflang=ar}")


def test_links_that_leave_or_run():
    check("path-outside", "[x](⟦../../x.md⟧)", path="../../x.md")
    check("path-outside", "![Une classe](⟦../../x.png⟧)")
    check("link-unsafe", "[x](⟦javascript:alert(1)⟧)", target="javascript:alert(1)")
    for address in ("data:text/html,x", "vbscript:x", "JaVaScRiPt:x", "&#106;avascript:x"):
        check("link-unsafe", f"[x](⟦{address}⟧)")
    check("link-unsafe", "<⟦javascript://x⟧>")


def test_links_to_what_is_not_published():
    check("link-unpublished", "[x](⟦draft.md⟧) [y](⟦soon.md⟧)", target="draft.md", status="draft")
    assert "href" not in page("[x](draft.md)").html


def test_links_written_wrongly():
    check("link-spaced", "Un ⟦[lien] (../centres/coaph.md)⟧ et [sic] (voir plus bas)", text="lien")
    check(
        "link-double-parentheses",
        "Un [lien](⟦(../centres/coaph.md)⟧)",
        target="../centres/coaph.md",
    )
    assert page("    [a] (b.md)\n\n`[a] (b.md)` [a]((b)").diagnostics == ()


def test_headings():
    check("heading-second-h1", "## A\n\n⟦# B⟧", text="B")
    check("heading-second-h1", "## A\n\n⟦Éa B⟧\n===", text="Éa B")
    check("heading-skipped", "⟦### A⟧\n\n## B\n\n⟦#### C *d*⟧\n", level="3", after="1")
    check("heading-duplicate-id", "## A {#x}\n\n## B {#⟦x⟧}", id="x", first_line="7")
    check("heading-duplicate-id", "## A {#x}\n\nUn **mot**{#⟦x⟧}", id="x", first_line="7")


def test_raw_html():
    check("html-not-allowed", 'a ⟦<script⟧>x</script> ⟦<iframe⟧ src="x"></iframe>', tag="script")
    check(
        "html-attribute-not-allowed", '<b ⟦style⟧="x" ⟦onclick⟧=y>a</b>', attribute="style", tag="b"
    )
    check("html-attribute-not-allowed", "**a**{⟦onclick⟧=x}", attribute="onclick", tag="strong")
    check("html-unclosed", "a ⟦<b⟧>c\n\n⟦<div⟧>\nx\n", tag="b")
    check("html-unclosed", "a <b>c</b>⟦</b⟧>", tag="/b")
    assert page("`<script>` a < b, x<3 <https://e.ma> <a@b.ma>\n\n    <iframe>").diagnostics == ()


def test_raw_html_never_passes_what_is_not_allowed():
    rendered = page("<p onclick=x>a <script>alert(1)</script><a href=javascript:x>b</a></p>\n\n- c")
    assert rendered.html == "<p>a <a>b</a></p>\n\n<ul>\n<li>c</li>\n</ul>"


def test_bidirectional_overrides():
    check("bidi-override", "نص ⟦\u202e⟧ و `⟦\u2066⟧`", "ar", character="U+202E")


def test_text_left_in_another_language():
    french = "Ceci est un texte français oublié dans la page"
    arabic = "هذا نص عربي بقي في الصفحة الفرنسية دون ترجمة"
    check("text-other-language", f"نص عربي.\n\n⟦{french}.⟧\n\nنص", "ar", lang="ar", found="fr")
    check("text-other-language", f"- نص عربي\n- ⟦{french}⟧\n- نص", "ar")
    check("text-other-language", f"Texte.\n\n⟦{arabic}⟧", found="ar")
    check("text-other-language", f"⟦{arabic}⟧", "zgh", found="ar")
    for body in (
        f"[{french}]{{lang=fr}}",
        f"> {french}\n> {{lang=fr}}",
        f"`{french}`",
        f"نص عربي طويل بما يكفي ليغلب ما فيه من حروف لاتينية في هذه الفقرة ({french})",
        "<https://www.entraide.ma/une-adresse-vraiment-tres-longue>",
        f'نص [رابط](../centres/coaph.md "{french}")',
    ):
        assert page(body, "ar").diagnostics == (), body


def test_citations_and_notes_that_do_not_exist():
    check("citation-unknown", "a [@s39, ⟦@s93⟧] b [⟦@s4⟧]", source="s93", nearest="s39")
    check("footnote-unknown", "a⟦[^x]⟧ b[^y] `[^z]`\n\n[^y]: note", label="x")
    check("choice-unknown", "!!! ⟦danger⟧\n    Texte", found="danger")


# --- what a page becomes --------------------------------------------------------------------------


def test_links_lead_to_the_readers_language():
    rendered = page("[x](../centres/coaph.md#a) et [y](borrowed.md)", first_line=4)
    assert '<a href="/sub/fr/centres/coaph/#a">x</a>' in rendered.html
    assert rendered.links == (
        ("centres/coaph@fr", "a", 4, 5, 21, "../centres/coaph.md#a"),
        ("programmes/borrowed@fr", "", 4, 35, 11, "borrowed.md"),
    )
    assert 'href="/sub/ar/centres/coaph.simple/"' in html("[س](../centres/coaph.simple.md)", "ar")


def test_headings_get_readable_unique_ids():
    rendered = page(
        "## الوثائق المطلوبة\n\n## الوثائق المطلوبة\n\n### أ *ب* [@s39]\n\n## ج {#x}", "ar"
    )
    assert rendered.headings == (
        (2, "الوثائق-المطلوبة", "الوثائق المطلوبة"),
        (2, "الوثائق-المطلوبة-2", "الوثائق المطلوبة"),
        (3, "أ-ب", "أ ب"),
        (2, "x", "ج"),
    )
    assert set(rendered.ids) == {"الوثائق-المطلوبة", "الوثائق-المطلوبة-2", "أ-ب", "x"}


def test_an_automatic_id_gives_way_to_one_set_by_hand():
    assert [each[1] for each in page("## X\n\n## Y {#x}").headings] == ["x-2", "x"]


def test_a_table_has_a_caption_scopes_and_a_frame():
    assert html("Tableau : Les *centres* {.row-headers}\n\n| V | N |\n|:--|--:|\n| Salé | 2 |") == (
        '<div aria-labelledby="table-1" class="table" role="region" tabindex="0">\n'
        '<table><caption id="table-1">Les <em>centres</em></caption><thead>\n<tr>\n'
        '<th class="align-start" scope="col">V</th>\n<th class="align-end" scope="col">N</th>\n'
        '</tr>\n</thead>\n<tbody>\n<tr>\n<th class="align-start" scope="row">Salé</th>\n'
        '<td class="align-end">2</td>\n</tr>\n</tbody>\n</table>\n</div>'
    )
    bare = html("|  | B |\n|---|---|\n| c | d |")
    assert bare.startswith(
        '<div class="table">\n<table>\n<thead>\n<tr>\n<td></td>\n<th scope="col">B'
    )
    assert "جدول" not in html("جدول: المراكز\n\n| ا | ب |\n|---|---|\n| ج | د |", "ar")


def test_callouts_speak_the_pages_language():
    assert html("!!! warning\n    Texte") == (
        '<div class="callout callout-warning" role="note">\n'
        '<p class="callout-title">Attention</p>\n<p>Texte</p>\n</div>'
    )
    assert "تنبيه" in html("!!! warning\n    نص", "ar")
    assert '<p class="callout-title">Mot</p>' in html('!!! note "Mot"\n    Texte')


@pytest.mark.parametrize("body", ["1. a\n2. b\n{.steps}", "1. a\n2. b\n\n{.steps}"])
def test_steps(body):
    assert html(body) == '<ol class="steps">\n<li>a</li>\n<li>b</li>\n</ol>'


def test_figures_and_images():
    image = '<img alt="Une classe" decoding="async" height="480" src="/m/class.1.png" width="640">'
    assert html('![Une classe](class.png "Rabat, *2020*")') == (
        f"<figure>{image}<figcaption>Rabat, *2020*</figcaption>\n</figure>"
    )
    assert html("![Une classe](class.png)") == f"<p>{image}</p>"
    assert "width" not in html("![Un plan](../a.svg)")


def test_the_first_image_is_loaded_at_once_and_the_others_when_they_come_near():
    made = html("![Une classe](class.png)\n\n![Le plan](../a.svg) ![La rue](photo.jpg)")
    assert [part.partition(">")[0].count('loading="lazy"') for part in made.split("<img")[1:]] == [
        0,
        1,
        1,
    ]


def test_an_image_in_several_files_is_a_picture():
    picture = (
        '<picture><source sizes="90vw" srcset="/m/p-320.avif 320w, /m/p-960.avif 960w"'
        ' type="image/avif"><source sizes="90vw" srcset="/m/p.webp" type="image/webp">'
        '<img alt="La rue" class="wide" decoding="async" height="720" src="/m/p-960.jpg"'
        ' width="960">'
        "</picture>"
    )
    assert html("![La rue](photo.jpg){.wide}") == f"<p>{picture}</p>"
    assert f"<figure>{picture}<figcaption>" in html('![La rue](photo.jpg "Rabat"){.wide}')
    assert picture in html("![La rue](photo.jpg){.wide} <sub>x</sub>")  # cleaned


def test_a_decorative_image_says_so():
    made = page("![](photo.jpg){.decorative}")
    assert 'alt="" class="decorative"' in made.html
    assert made.diagnostics == ()


def test_the_files_to_which_a_text_links():
    assert page("[a](form.pdf) [b](form.pdf) ![Une classe](class.png)").files == (
        "content/programmes/form.pdf",
    )


def test_citations_are_numbered_by_first_use():
    rendered = page("a [@s44] b [@s39, @s44]")
    assert rendered.citations == ("s44", "s39")
    link = (
        '<a aria-label="Source {0}" class="cite-ref" href="#source-{1}"'
        ' role="doc-biblioref">{0}</a>'
    )
    first, second = link.format(1, "s44"), link.format(2, "s39")
    assert rendered.html == (
        f'<p>a<sup class="cite">{first}</sup> b<sup class="cite">{second}, <wbr>{first}</sup></p>'
    )
    assert rendered.text.split() == ["a", "b"]


def test_an_easy_page_keeps_its_lines():
    body = "Une phrase.\nUne autre [@s44].\n\n- un\n- deux\n"
    easy = page(body, key="programmes/index.simple")
    assert "<p>Une phrase.<br />\nUne autre<sup" in easy.html.replace("<br>", "<br />")
    assert "<br" not in easy.html.partition("<ul>")[2]
    note = page('!!! note "T"\n    Une.\n    Deux.\n    Trois.\n', key="programmes/index.simple")
    assert "T</p>\n<p>Une.<br />\nDeux.<br />\nTrois.</p>" in note.html.replace("<br>", "<br />")
    assert "<br" not in page(body).html


def test_footnotes():
    rendered = page("a[^x] b[^x]\n\n[^x]: note")
    assert (
        'id="fnref-1"><a class="footnote-ref" href="#fn-1" role="doc-noteref">1</a>'
        in rendered.html
    )
    assert (
        'aria-label="Retour au texte (1)" class="footnote-backref" href="#fnref-1"' in rendered.html
    )
    assert set(rendered.ids) == {"fn-1", "fnref-1", "fnref2-1"}
    assert rendered.text.split() == ["a", "b", "note"]


def test_runs_in_another_language():
    assert html("Le mot [مركز]{lang=ar} ici") == (
        '<p>Le mot <span dir="rtl" lang="ar">مركز</span> ici</p>'
    )
    assert "d’eau" in html("نص [un peu d'eau]{lang=fr}", "ar")


def test_abbreviations_and_definitions():
    assert html("Le COAPH.\n\n*[COAPH]: Centre") == '<p>Le <abbr title="Centre">COAPH</abbr>.</p>'
    assert html("Mot\n:   Sens") == "<dl>\n<dt>Mot</dt>\n<dd>Sens</dd>\n</dl>"


def test_raw_html_that_is_allowed_passes():
    assert "<details>" in html("<details><summary>Plus</summary>Texte</details>")
    assert html("H<sub>2</sub>O &copy; 2020<!-- à voir -->") == "<p>H<sub>2</sub>O © 2020</p>"
    assert html("a\n\n<!-- à voir -->\n\nb") == "<p>a</p>\n<p>b</p>"


def test_addresses_in_arabic_text_read_from_left_to_right():
    assert (
        html("<https://e.ma/a>", "ar")
        == '<p><a dir="ltr" href="https://e.ma/a">https://e.ma/a</a></p>'
    )


def test_typography_leaves_raw_html_that_is_marked():
    assert html("نص <bdi>EN</bdi> EN", "ar") == "<p>نص <bdi>EN</bdi> <bdi>EN</bdi></p>"
    assert html("<span lang=\"fr\">l'eau **d'ici**</span> EN", "ar") == (
        "<p><span lang=\"fr\">l'eau <strong>d'ici</strong></span> <bdi>EN</bdi></p>"
    )
    assert html("<b>EN</b> <kbd>97.13</kbd>", "ar") == (
        "<p><b><bdi>EN</bdi></b> <kbd>97.13</kbd></p>"
    )


def test_blocks_of_raw_html_are_set_as_the_rest_of_the_page():
    assert html('<div>L\'eau &amp; « feu » ! <code>a : b !</code> <i lang="en">Oh !</i></div>') == (
        '<div>L’eau &amp; «&nbsp;feu&nbsp;»&nbsp;! <code>a : b !</code> <i lang="en">Oh !</i></div>'
    )
    assert html("<div>نص HTML <bdi>x y</bdi></div>", "ar") == (
        "<div>نص <bdi>HTML</bdi> <bdi>x y</bdi></div>"
    )


def test_a_list_that_its_attributes_end_takes_nothing_from_the_next_one():
    for mark, tag in (("1.", "ol"), ("-", "ul")):
        assert html(f"{mark} a\n{{.x}}\n\n{mark} b") == (
            f'<{tag} class="x">\n<li>a</li>\n</{tag}>\n<{tag}>\n<li>b</li>\n</{tag}>'
        )
    assert html("A\n: b\n{.x}\n\nC\n: d") == (
        '<dl class="x">\n<dt>A</dt>\n<dd>b</dd>\n</dl>\n<dl>\n<dt>C</dt>\n<dd>d</dd>\n</dl>'
    )


def test_plain_text_has_no_marks_numbers_or_tags():
    rendered = page(
        "## Titre\n\nUn **mot** `code` [lien](../centres/coaph.md) <b>b</b> &amp; <a@b.ma>"
    )
    assert rendered.text.split() == ["Titre", "Un", "mot", "code", "lien", "b", "&", "a@b.ma"]


def test_private_use_characters_of_the_author_do_no_harm():
    (found,) = page(f"\ue000\ue005 [x]({DEAD})").diagnostics
    assert (found.line, found.column) == (1, 8)
    assert page("a \ue000 b").html == "<p>a \ufffd b</p>"


def test_more_links_than_there_are_marks():
    rendered = page("[x](../centres/coaph.md)\n" * 4200 + f"[y]({DEAD})")
    assert rendered.html.count("<a ") == 4200
    assert [each.line for each in rendered.diagnostics] == [4201]


def test_a_page_does_not_depend_on_the_one_before():
    body = (
        "a[^1] [x][r] **COAPH**\n\n[r]: ../centres/coaph.md\n[^1]: n\n*[COAPH]: C\n\n## A\n\n## A"
    )
    alone = page(body)
    page(body + "\n\n<div>\n\n```\nx\n```\n\n## A {#y}")
    assert page(body) == alone


def test_only_what_is_needed_is_asked():
    site = Site()
    page("Un texte **sans** lien.", site=site)
    assert site.asked == [("languages",), ("terms", "fr")]


def test_an_empty_page():
    assert page("")[:6] == ("", (), (), (), "", ())


def test_what_the_page_writes_itself_outlives_the_cleaning_of_raw_html():
    body = (
        "Table: T\n\n| A |\n|---|\n| b |\n\n![Une classe](class.png \"t\") <sub>x</sub>\n\n"
        "1. a\n2. b\n{.steps}\n\n!!! note\n    [x](../centres/coaph.ar.md){hreflang=ar} a[^1]"
        " [@s39]\n\n"
        "## عنوان {#ع}\n\n[^1]: n"
    )  # fmt: skip
    cleaned = page(body).html.replace("&nbsp;", "\u00a0")
    plain = page(body.replace("<sub>x</sub>", "x")).html.replace("&nbsp;", "\u00a0")

    def tags(text):
        return sorted(
            re.sub(r" (\S+=\"[^\"]*\")", r"|\1", tag).split("|")[0]
            + str(sorted(re.findall(r'[\w-]+="[^"]*"', tag)))
            for tag in re.findall("<[^/>][^>]*>", text)
        )

    assert tags(cleaned.replace("<sub>", "")) == tags(plain)


@pytest.mark.parametrize("tag", ["<p>", "<div class=x>", "</div>", "<iframe src=x>", "<script>"])
def test_a_tag_that_is_never_closed_hides_no_other_fault(tag):
    rendered = page(f"{tag}a\n\n[x]({DEAD})\n\n## B\n\n[@s0] [y](javascript:a)")
    assert [each.code for each in rendered.diagnostics][1:] == [
        "link-unknown-page",
        "citation-unknown",
        "link-unsafe",
    ]
    assert '<h2 id="b">B</h2>' in rendered.html
    assert "<script" not in rendered.html


def test_a_target_in_angle_brackets_is_no_tag():
    assert 'href="/m/form.1.pdf"' in html("[x](<form.pdf>)")


def test_a_path_is_found_however_its_letters_are_encoded():
    for form in ("NFC", "NFD"):
        body = unicodedata.normalize(form, "[x](../centres/école.md) [y](été.pdf)")
        assert html(body) == (
            '<p><a href="/sub/fr/centres/école/">x</a> <a href="/m/été.1.pdf">y</a></p>'
        )
