"""Words cut to a light stem: what must meet, meets."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.languages import fold
from dalil.stems import RULES, stem, terms, words


def stems(text: str, lang: str) -> list[str]:
    return [stem(word, lang) for word in words(text)]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("ar", "إعاقة", "الاعاقه"),
        ("ar", "والمركز", "مركز"),
        ("ar", "للأطفال", "أطفال"),
        ("ar", "المُسَاعَدَة", "مساعده"),
        ("ar", "مـــركز", "مركز"),
        ("ar", "مستشفيات", "مستشفى"),
        ("ar", "شهاداتهم", "شهادة"),
        ("ar", "وبالجمعيات", "جمعية"),
        ("ar", "٢٠٢٥", "2025"),
        ("fr", "l’hôpital", "l'hopital"),
        ("fr", "hôpitaux", "hopital"),
        ("fr", "Œuvres", "oeuvre"),
        ("fr", "handicapées", "handicapé"),
        ("fr", "ÉCOLES", "école"),
        ("zgh", "ⵜⴰⵎⵓⵔⵜ", "ⵜⴰⵎⵓⵔⵜ"),
    ],
)
def test_forms_of_one_word_meet(lang: str, one: str, other: str) -> None:
    assert stems(one, lang) == stems(other, lang)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [("ar", "ولد", "بلد"), ("ar", "بنت", "نت"), ("fr", "bas", "bac"), ("fr", "prix", "pris")],
)
def test_short_words_stay_what_they_are(lang: str, one: str, other: str) -> None:
    assert stems(one, lang) != stems(other, lang)


def test_a_word_is_found_by_itself_and_by_its_stem() -> None:
    assert terms("مركز", "ar") == ("مركز",)
    assert terms("والمركز", "ar") == ("والمركز", "مركز")


def test_words_that_say_nothing_are_written_as_they_are_looked_for() -> None:
    for rules in RULES.values():
        assert all(words(word) == [word] for word in rules.stop)


@given(st.text(st.characters() | st.sampled_from(" \t\u00a0'’Σσلا\u0301")))
def test_a_text_has_the_words_of_its_folded_form(text: str) -> None:
    assert words(text) == re.findall(r"[^\W_]+", fold(text))


@given(st.text(), st.sampled_from(["ar", "fr", "zgh"]))
def test_a_stem_is_never_empty(text: str, lang: str) -> None:
    assert all(stems(text, lang))
