"""What a language asks of a page: direction, dates, numbers, plurals, lists, slugs and order.

Everything about locales comes from CLDR through Babel, which is imported only inside the
functions that need it: a build that changes nothing never pays for it. Results hold no invisible
bidirectional control: isolating a number or a date in running text is the markup's work.

Every function that takes a locale raises `ValueError` or Babel's `UnknownLocaleError` for one that
`is_known_locale` refuses; the configuration is checked with that before anything else runs.
"""

from __future__ import annotations

import importlib.util
import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from babel import Locale

Direction: TypeAlias = Literal["rtl", "ltr"]
DateStyle: TypeAlias = Literal["full", "long", "medium", "short"]
SortKey: TypeAlias = tuple[str, str, str, str]

PLURAL_CATEGORIES = ("zero", "one", "two", "few", "many", "other")

_RTL_LANGUAGES = frozenset(
    {
        "apc", "ar", "bal", "bgn", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps",
        "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi",
    }
)  # fmt: skip
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


class Language(NamedTuple):
    """A language of the site, as `site.yaml` declares it."""

    code: str
    """The segment of the URL, "ar"."""
    locale: str
    """The BCP 47 tag that decides dates and numbers, "ar-MA"."""
    name: str
    """Its name in itself, "العربية"."""
    direction: Direction


# --- locales -----------------------------------------------------------------------------------


@cache
def known_locales() -> tuple[str, ...]:
    """All locales that Babel has data for, as BCP 47 tags, sorted."""
    # Reading the names of the data files is some 20 ms faster than importing Babel to ask it.
    spec = importlib.util.find_spec("babel")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Babel is not installed.")
    files = os.listdir(os.path.join(os.path.dirname(spec.origin), "locale-data"))
    names = (name.removesuffix(".dat") for name in files if name.endswith(".dat"))
    return tuple(sorted(name.replace("_", "-") for name in names if name != "root"))


def is_known_locale(locale: str) -> bool:
    """Whether dates and numbers can be written in `locale`, such as "ar-MA"."""
    if locale in known_locales():
        return True
    # A tag without a data file of its own can still be known: "zh-CN" means "zh-Hans-CN".
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})+", locale):
        return False
    try:
        _locale(locale)
    except (ValueError, LookupError):
        return False
    return True


@cache
def direction(locale: str) -> Direction:
    """The direction of a language's script: "rtl" or "ltr"."""
    language, *subtags = locale.replace("_", "-").lower().split("-")
    script = next((tag for tag in subtags if len(tag) == 4 and tag.isalpha()), "")
    is_rtl = script in _RTL_SCRIPTS if script else language in _RTL_LANGUAGES
    return "rtl" if is_rtl else "ltr"


@cache
def _locale(locale: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(f"unknown locale {locale!r}") from error


# --- dates, numbers, plurals, lists ------------------------------------------------------------


@cache
def format_date(iso: str, locale: str, style: DateStyle = "long") -> str:
    """Write a date as the locale's readers do: «23 نونبر 2026», « 1er août 2026 ».

    `iso` is a date such as "2026-11-23", a month ("2026-11") or a year, which is written as it
    is; anything else raises `ValueError`.
    """
    from babel.dates import format_date as format_babel_date
    from babel.dates import format_skeleton, get_date_format

    if re.fullmatch(r"\d{4}", iso):
        return iso
    parsed = _locale(locale)
    if re.fullmatch(r"\d{4}-\d{2}", iso):
        month = date.fromisoformat(f"{iso}-01")
        return strip_bidi_controls(format_skeleton("yMMMM", month, locale=parsed))
    day = date.fromisoformat(iso)
    pattern = get_date_format(style, parsed).pattern
    if day.day == 1 and parsed.language == "fr":
        # CLDR has no ordinal day, but the first of a month is never « 1 août ».
        pattern = re.sub(r"(?<!d)d(?!d)", "d'er'", pattern)
    return strip_bidi_controls(format_babel_date(day, pattern, parsed))


@cache
def format_number(value: float, locale: str) -> str:
    """Write a number with the locale's separators and the digits 0-9."""
    from babel.numbers import format_decimal

    text = format_decimal(value, locale=_locale(locale), numbering_system="latn")
    # Fonts that lack the narrow no-break space of French would draw a box: the wide one is safe.
    return strip_bidi_controls(text).replace("\u202f", "\u00a0")


def plural_category(count: float, locale: str) -> str:
    """The CLDR category of a count: one of `plural_categories(locale)`."""
    return _locale(locale).plural_form(count)


@cache
def plural_categories(locale: str) -> tuple[str, ...]:
    """All CLDR categories of a language, in CLDR's order: six for Arabic, three for French."""
    tags = _locale(locale).plural_form.tags | {"other"}
    return tuple(category for category in PLURAL_CATEGORIES if category in tags)


def format_list(items: Sequence[str], locale: str) -> str:
    """Join names as a sentence does: « a, b et c », «a وb وc»; "" for none."""
    from babel.lists import format_list as format_babel_list

    return format_babel_list(list(items), locale=_locale(locale))


# --- slugs -------------------------------------------------------------------------------------

_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WITHOUT_BIDI_CONTROLS = str.maketrans("", "", _BIDI_CONTROLS)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_ARABIC_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u061c\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)

# NFKC takes the labial letter of Tifinagh for a typographic variant: it must not touch it.
_COMPATIBLE = re.compile("[^ⵯ]+")


def strip_bidi_controls(text: str) -> str:
    """`text` without the invisible characters that steer the bidirectional algorithm."""
    return text.translate(_WITHOUT_BIDI_CONTROLS)


def slugify(text: str) -> str:
    """A readable part of a URL or an anchor: «الوثائق المطلوبة» → «الوثائق-المطلوبة».

    Letters and digits of every script stay; Arabic vowel marks and tatweel, Latin accents and
    case go, words are joined by "-". Hamza, madda and ta marbuta stay: they are letters. The
    result is in NFC, is its own slug, and is never empty: "section" stands in for a text without
    letters or digits.
    """
    text = _slug_letters(text)
    # Lower case and compatibility forms can call for each other: repeat until nothing changes.
    while (again := _slug_letters(text)) != text:
        text = again
    words = "".join(map(_slug_character, text)).split()
    return "-".join(filter(None, map(_from_first_letter, words))) or "section"


def _slug_letters(text: str) -> str:
    text = _COMPATIBLE.sub(_compose, _INVISIBLE.sub("", text)).lower().translate(_LIGATURES)
    text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text))
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text))


def _compose(run: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", run[0])


@cache
def _slug_character(character: str) -> str:
    """A letter, a digit or a mark as it is; a gap for anything else."""
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _from_first_letter(word: str) -> str:
    # A mark belongs to the letter before it; at the start of a word there is none.
    while word and _is_mark(word[0]):
        word = word[1:]
    return word


# --- folding -----------------------------------------------------------------------------------

_FOLDED_LETTERS = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ة": "ه", "گ": "ك", "ڭ": "ك", "ڤ": "ف", "پ": "ب",
        "ـ": None, "œ": "oe", "æ": "ae", "’": "'",
    }
)  # fmt: skip
_ELISION = re.compile(r"\b([cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'")


def fold(text: str) -> str:
    """The form in which texts are compared by a search that forgives.

    Case, accents, vowel marks, hamza, madda, tatweel, invisible characters and the kind of digits
    are gone, final ya and ta marbuta are written as they are typed, Moroccan letters as their
    neighbours, and French elision is split off: "L’hôpital" → "l hopital". White space is single.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).translate(_FOLDED_LETTERS))
    folded = "".join(map(_folded_character, text)).translate(_FOLDED_LETTERS)
    return " ".join(_ELISION.sub(r"\1 ", folded).split())


@cache
def _folded_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return "" if kind[0] == "M" else character


# --- order -------------------------------------------------------------------------------------

_ARABIC_ALPHABET = "ءابپتثجچحخدذرزژسشصضطظعغفڤقكگڭلمنهوي"
_ARABIC_VARIANTS = {"ٱ": "ا", "ة": "ت", "ى": "ي"}
_LATIN_EXPANSIONS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
_SCRIPT_OF = {
    "TIFINAGH": frozenset({"zgh", "shi"}),
    "ARABIC": _RTL_LANGUAGES - {"dv", "he", "nqo", "rhg", "syr", "yi"},
    "HEBREW": frozenset({"he", "yi"}),
}
_SEPARATOR, _NUMBER, _OWN_LETTER, _OTHER_LETTER = "\x01\x02\x03\x04"


def sort_key(text: str, locale: str) -> SortKey:
    """The place of a name in a list: compare keys made with the same locale.

    The rule is CLDR's collation, reduced to the scripts that matter here, with numbers by value:

    1. letters alone, in alphabetical order, the scripts of the locale first; a gap between words
       comes before a number ("2" before "10"), a number before a letter;
    2. then accents and the forms of a letter: e é è, ا آ أ إ, ت ة, ي ى (hamza's bearers too);
    3. then case, small before capital; then the text itself, so that the order is total.

    Vowel marks, tatweel and invisible characters weigh nothing before the last level. The article
    «ال» counts as letters, as in CLDR.
    """
    own_script = _own_script(locale)
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    primary: list[str] = []
    forms: list[str] = []
    cases: list[str] = []
    for run in _RUNS.findall(_ARABIC_VOWELS.sub("", bare)):
        if run[0].isdecimal():
            digits = "".join(map(_folded_character, run)).lstrip("0")
            primary.append(f"{_NUMBER}{chr(len(digits))}{digits}")
        elif run[0].isalnum():
            for character in run:
                weight, form, case = _letter_weights(character, own_script)
                primary.append(weight)
                forms.append(form)
                cases.append(case)
        elif primary and not all(map(_is_mark, run)):
            primary.append(_SEPARATOR)
    letters = "".join(primary).rstrip(_SEPARATOR)
    return letters, "".join(forms), "".join(cases), text


_RUNS = re.compile(r"\d+|[^\W\d_]+|[\W_]+")
_ARABIC_VOWELS = re.compile("[\u0640\u064b-\u0652\u0656-\u065f\u0670]")


@cache
def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


@cache
def _own_script(locale: str) -> str:
    language = locale.partition("-")[0]
    scripts = (script for script, languages in _SCRIPT_OF.items() if language in languages)
    return next(scripts, "LATIN")


@cache
def _letter_weights(character: str, own_script: str) -> tuple[str, str, str]:
    """The weights of a letter in NFC: of its base, its form and its case."""
    letter = character.lower()
    expanded = _LATIN_EXPANSIONS.get(letter) or _ARABIC_VARIANTS.get(letter)
    parts = unicodedata.normalize("NFD", expanded or letter)
    bases = [_ARABIC_VARIANTS.get(each, each) for each in parts if not _is_mark(each)]
    weight = "".join(_alphabet_weight(base, own_script) for base in bases)
    marks = "".join(_mark_weight(each) for each in parts if _is_mark(each))
    form = ("\x7f" if expanded else "") + marks or "\x00"
    return weight, f"{form}\x00", "1" if character != letter else "0"


def _alphabet_weight(letter: str, own_script: str) -> str:
    is_own = unicodedata.name(letter, "").startswith(own_script)
    place = _ARABIC_ALPHABET.find(letter)
    # The letters of the Arabic alphabet are not in order in Unicode; those beyond it follow it.
    weight = chr(0x0600 + place) if place >= 0 else letter
    return (_OWN_LETTER if is_own else _OTHER_LETTER) + weight


@cache
def _mark_weight(mark: str) -> str:
    order = "\u0653\u0654\u0655\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u0303\u0307\u0327\u0328"
    place = order.find(mark)
    return chr(place + 1) if place >= 0 else mark
