"""Languages: direction, dates, numbers, plurals, lists, slugs, folding and order."""

import random
import subprocess
import sys
import unicodedata
from datetime import date
from urllib.parse import quote, unquote

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from dalil import languages
from dalil.languages import (
    direction,
    fold,
    format_date,
    format_list,
    format_number,
    is_known_locale,
    known_locales,
    plural_categories,
    plural_category,
    slugify,
    sort_key,
)

BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# --- locales ---


@pytest.mark.parametrize("locale", ["ar-MA", "fr-MA", "fr", "zgh", "zgh-MA", "zh-CN"])
def test_known_locales(locale: str) -> None:
    assert is_known_locale(locale)


@pytest.mark.parametrize("locale", ["", "xx", "xx-MA", "ar_MA", "french", "root", "../fr", "fr-é"])
def test_unknown_locales(locale: str) -> None:
    assert not is_known_locale(locale)


def test_direction_agrees_with_cldr_for_every_locale() -> None:
    wrong = [
        locale
        for locale in known_locales()
        if (direction(locale) == "rtl") != (Locale.parse(locale, sep="-").text_direction == "rtl")
    ]
    assert wrong == []
    assert len(known_locales()) > 900


def test_importing_languages_does_not_import_babel() -> None:
    code = (
        "import sys; from dalil.languages import *; direction('ar-MA'); is_known_locale('ar-MA');"
        "slugify('x'); sort_key('x', 'ar'); fold('x'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- dates ---


@pytest.mark.parametrize(
    ("iso", "locale", "style", "expected"),
    [
        ("2026-11-23", "ar-MA", "long", "23 نونبر 2026"),
        ("2026-08-01", "ar-MA", "long", "1 غشت 2026"),
        ("2026-08-01", "ar-MA", "full", "السبت، 1 غشت 2026"),
        ("2026-08-01", "ar-MA", "short", "1/8/2026"),
        ("2026-08-01", "fr-MA", "long", "1er août 2026"),
        ("2026-08-01", "fr-MA", "full", "samedi 1er août 2026"),
        ("2026-08-01", "fr-MA", "short", "01/08/2026"),
        ("2026-08-11", "fr-MA", "long", "11 août 2026"),
        ("2026-08-31", "fr", "long", "31 août 2026"),
        ("2026-11-23", "zgh", "long", "23 ⵏⵓⵡⴰⵏⴱⵉⵔ 2026"),
    ],
)
def test_dates(iso: str, locale: str, style: languages.DateStyle, expected: str) -> None:
    assert format_date(iso, locale, style) == expected


def test_the_months_are_those_of_morocco() -> None:
    months = [format_date(f"2026-{month:02}-02", "ar-MA").split()[1] for month in range(1, 13)]
    assert " ".join(months) == (
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
    )


@given(day=st.dates(), locale=st.sampled_from(["ar-MA", "ar", "fr-MA", "zgh", "he", "fa"]))
def test_dates_and_numbers_hold_no_bidi_control(day: date, locale: str) -> None:
    for style in ("full", "long", "medium", "short"):
        assert not BIDI_CONTROLS & set(format_date(day.isoformat(), locale, style))
    assert not BIDI_CONTROLS & set(format_number(-day.toordinal() / 100, locale))


@pytest.mark.parametrize("iso", ["", "2026-02-30", "23/11/2026"])
def test_an_impossible_date_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|day"):
        format_date(iso, "fr-MA")


def test_an_unknown_locale_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown locale 'xx'"):
        format_number(1, "xx")


# --- numbers, plurals, lists ---


@pytest.mark.parametrize(
    ("number", "locale", "expected"),
    [
        (1234567.5, "ar-MA", "1.234.567,5"),
        (1234567.5, "ar-EG", "1,234,567.5"),
        (1234567.5, "fr-MA", "1\u00a0234\u00a0567,5"),
        (-12000, "zgh", "-12\u00a0000"),
        (7, "ar-MA", "7"),
    ],
)
def test_numbers(number: float, locale: str, expected: str) -> None:
    assert format_number(number, locale) == expected


COUNTS = (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 1_000_000, 1.5)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ar-MA", "zero one two few few many many other other few many other other"),
        ("fr-MA", "one one other other other other other other other other other many one"),
        ("zgh", "other other other other other other other other other other other other other"),
    ],
)
def test_plural_category(locale: str, expected: str) -> None:
    assert [plural_category(count, locale) for count in COUNTS] == expected.split()


def test_plural_categories() -> None:
    assert plural_categories("ar-MA") == ("zero", "one", "two", "few", "many", "other")
    assert plural_categories("fr-MA") == ("one", "many", "other")
    assert plural_categories("zgh") == ("other",)


def test_lists() -> None:
    assert format_list([], "fr-MA") == ""
    assert format_list(["Rabat"], "fr-MA") == "Rabat"
    assert format_list(["Rabat", "Fès", "Safi"], "fr-MA") == "Rabat, Fès et Safi"
    assert format_list(["الرباط", "فاس", "آسفي"], "ar-MA") == "الرباط وفاس وآسفي"


# --- slugs ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الوثائق المطلوبة", "الوثائق-المطلوبة"),
        ("المُسَاعَدَة الاِجتماعيّة", "المساعدة-الاجتماعية"),
        ("مـــركز أطفال؟", "مركز-أطفال"),
        ("L’œuvre de l’Été n° 3 : coût", "l-oeuvre-de-l-ete-n-3-cout"),
        ("Décret n°2-21-582 (2021)", "decret-n-2-21-582-2021"),
        ("ⴰⵙⵍⵎⴷ ⵏ ⵓⵎⵢⴰⴷ", "ⴰⵙⵍⵎⴷ-ⵏ-ⵓⵎⵢⴰⴷ"),
        ("ⵜⴰⵎⴳⵯⴰ", "ⵜⴰⵎⴳⵯⴰ"),
        ("Кий й", "кий-й"),
        ("हिन्दी", "हिन्दी"),
        ("a\u200fb\u202ec", "abc"),
        ("programme_scolaire", "programme-scolaire"),
        ("", "section"),
        (" — … ", "section"),
        ("\u064e", "section"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slugify(text) == expected


def test_the_forms_of_arabic_unicode_have_one_slug() -> None:
    assert slugify(unicodedata.normalize("NFD", "أهمية")) == slugify("أهمية") == "أهمية"
    assert slugify("\ufefb") == "لا"


@given(st.text())
@example("İI")
@example("ϓ\u0301")
@example("ǅ ℀ ½")
@example("ا\u064e\u0654")
def test_a_slug_is_stable_and_fits_an_id_and_a_url(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert slugify(slug) == slug
    assert unicodedata.normalize("NFC", slug) == slug
    assert not any(character.isspace() or character in "/?#%&\"'<>.\\:" for character in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug
    assert not BIDI_CONTROLS & set(slug)
    assert unquote(quote(slug)) == slug


# --- folding ---


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("اعاقة", "إعاقة"),
        ("بطاقه", "بطاقة"),
        ("اسفي", "آسفي"),
        ("المساعده", "المُسَاعَدَة"),
        ("مركز", "مـــركز"),
        ("مستشفي", "مستشفى"),
        ("اكادير", "أگادير"),
        ("ETE", "été"),
        ("oeuvres", "œuvres"),
        ("l'ecole", "l’école"),
        ("2026", "٢٠٢٦"),
        ("a b", " a \u200f\n b "),
    ],
)
def test_folding_makes_what_is_typed_equal_what_is_written(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


def test_folding_splits_french_elision_only() -> None:
    assert fold("d’abord qu'il jusqu’à L'hôpital") == "d abord qu il jusqu a l hopital"
    assert fold("aujourd’hui") == "aujourd'hui"


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


# --- order ---

ARABIC = [
    "آسفي", "إعاقة", "أكادير", "بطاقة", "بني ملال", "تازة", "تربية", "تعاون", "ثقافة", "جمعية",
    "حماية", "خدمة", "دعم", "سلا", "شهادة", "صندوق", "طفل", "ظرف", "عون", "غاية", "فاس", "قانون",
    "كرسي", "گلميم", "ڭلميم", "لجنة", "مركز", "مساعدة", "نونبر", "هبة", "وجدة", "يد",
]  # fmt: skip
FRENCH = [
    "2 dirhams", "10 dirhams", "âge", "aide", "aidé", "aides", "Cas", "coeur", "cœur", "cote",
    "Cote", "coté", "côte", "côté", "de l’État", "début", "école", "écoles", "Essaouira",
    "Fès", "la zone", "lait", "œuvre", "ordre", "peche", "pêche", "pêché", "zone",
]  # fmt: skip
TIFINAGH = [
    "ⴰⵣⵓⵍ", "ⴱⵓ", "ⴳⵎⵔ", "ⴳⵯⵎⵔ", "ⴷⴷⵓ", "ⴹⴰⵕ", "ⴼⴰⵙ", "ⴽⵛⵎ", "ⵀⴰⵏ", "ⵃⴰⵃⴰ", "ⵄⴰⵍⵉ", "ⵅⴰⵍⵉ",
    "ⵇⵇⵏ", "ⵉⴳ", "ⵊⴰⵊ", "ⵍⵍⵓⵥ", "ⵎⴰⵏ", "ⵏⵏⵉ", "ⵓⵍ", "ⵔⴰⴷ", "ⵖⵔⵎ", "ⵙⵉⵏ", "ⵚⴱⵔ", "ⵛⴰ", "ⵜⴰⵎⴰ",
    "ⵟⴰⵟⴰ", "ⵡⵉ", "ⵢⴰⵏ", "ⵣⵣⵓⵔ", "ⵥⵕ",
]  # fmt: skip


def shuffle(words: list[str]) -> list[str]:
    return random.Random(2026).sample(words, len(words))


@pytest.mark.parametrize(
    ("locale", "words"), [("ar-MA", ARABIC), ("fr-MA", FRENCH), ("zgh", TIFINAGH)]
)
def test_order_of_real_words(locale: str, words: list[str]) -> None:
    assert sorted(shuffle(words), key=lambda word: sort_key(word, locale)) == words


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        # A letter's form decides only between words of the same letters.
        ("ar-MA", ["انا", "أنا", "انت", "أنت"]),
        ("ar-MA", ["ا", "آ", "أ", "إ"]),
        ("ar-MA", ["ثورت", "ثورة", "ثورتان", "ثورتنا"]),
        ("ar-MA", ["علي", "على", "عليه"]),
        ("ar-MA", ["سول", "سؤل", "سولا"]),
        # A word before the same word with more letters; a gap before any letter.
        ("ar-MA", ["مركز", "مركز التربية", "مركزي"]),
        ("ar-MA", ["المادة 2", "المادة 10", "المادة ٢٠"]),
        # The scripts of the locale come first.
        ("ar-MA", ["3", "يد", "Aide", "ⴰⵣⵓⵍ"]),
        ("fr-MA", ["3", "zone", "إعاقة", "ⴰⵣⵓⵍ"]),
        ("zgh", ["3", "ⵢⴰⵏ", "aide", "إعاقة"]),
    ],
)
def test_rules_of_order(locale: str, words: list[str]) -> None:
    assert sorted(shuffle(words), key=lambda word: sort_key(word, locale)) == words


def test_vowel_marks_and_tatweel_weigh_nothing() -> None:
    plain, marked = sort_key("مدرسة", "ar-MA"), sort_key("مَدْرَسَـــة", "ar-MA")
    assert plain[:3] == marked[:3]
    assert plain != marked


@given(st.lists(st.text(), max_size=6), st.sampled_from(["ar-MA", "fr-MA", "zgh"]))
def test_order_does_not_depend_on_the_first_order(words: list[str], locale: str) -> None:
    def key(word: str) -> languages.SortKey:
        return sort_key(word, locale)

    assert sorted(words, key=key) == sorted(shuffle(words), key=key)
