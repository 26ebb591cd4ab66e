"""French spaces, isolated runs in Arabic, and what they leave alone."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.typography import EDGE, arabic, escape, french, french_text, holds, typeset_for

N = "\u00a0"


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Quoi ? Oui ! Non ; si :", f"Quoi{N}? Oui{N}! Non{N}; si{N}:"),
        ("Quoi? Oui! Non; si: x", f"Quoi{N}? Oui{N}! Non{N}; si{N}: x"),
        ("« mot », «mot»", f"«{N}mot{N}», «{N}mot{N}»"),
        ("«»", f"«{N}»"),
        ("l'eau d'Émile aujourd'hui", "l’eau d’Émile aujourd’hui"),
        ("'mot' 5' l'", "'mot' 5' l’"),
        ("n° 12, n°12, N° 3", f"n°{N}12, n°{N}12, N°{N}3"),
        ("n°s 3, kn° 5, 20° 7, n° a", f"n°s{N}3, kn° 5, 20° 7, n° a"),
        ("1 000 000 et 05 37 00 00 00", f"1{N}000{N}000 et 05{N}37{N}00{N}00{N}00"),
        ("50 %, 50%, 12 km, 3 ans, 5 €", f"50{N}%, 50{N}%, 12{N}km, 3{N}ans, 5{N}€"),
        ("à 12:30, ratio 1:2", "à 12:30, ratio 1:2"),
        ("https://e.ma/?b=1;c:d%20e !", f"https://e.ma/?b=1;c:d%20e{N}!"),
        ("www.e.ma/?x=l'a", "www.e.ma/?x=l'a"),
        ("mot.php?x et a%20b 5%20", "mot.php?x et a%20b 5%20"),
        ("(« mot »), (quoi ?) :) ;-)", f"(«{N}mot{N}»), (quoi{N}?) :) ;-)"),
        ("Ah !!! Oh ?!", f"Ah{N}!!! Oh{N}?!"),
        ("12 mots, 5 minutes", "12 mots, 5 minutes"),
        ("mot\u202f: déjà", "mot\u202f: déjà"),
        (f"mot{N}: déjà", f"mot{N}: déjà"),
        (f"a{EDGE} ! b{EDGE}: c", f"a{EDGE}{N}! b{EDGE}: c"),
        ("a <b> & c;", f"a &lt;b&gt; &amp; c{N};"),
    ],
)  # fmt: skip
def test_french(written, set_):
    assert french(written) == set_


@given(st.text(alphabet="ab[^!:/", max_size=12), st.text(alphabet="ab[^!:/", max_size=3))
def test_what_a_text_holds_is_what_is_in_it(text, mark):
    assert holds(text, mark) is (mark in text)


FRENCH = st.text(alphabet=list("ab é1 2 ;:!?»«'’%°n\u00a0\u202f\0.,()\n"), max_size=40)


@settings(max_examples=500, deadline=None)
@given(FRENCH)
def test_french_is_idempotent(text):
    once = french_text(text)
    assert french_text(once) == once


@settings(max_examples=500, deadline=None)
@given(FRENCH)
def test_french_changes_only_spaces_and_apostrophes(text):
    def bare(text):
        return re.sub("[ \u00a0]", "", text).replace("’", "'")

    assert bare(french_text(text)) == bare(text)


def isolated(text):
    return re.findall(r"(?s)<bdi[^>]*>(.*?)</bdi>", arabic(text))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("نص two\nlines.", ["two\nlines"]),
        ("القانون 97.13 والظهير 1.57.099 والمرسوم 2-71-625.", ["97.13", "1.57.099", "2-71-625"]),
        ("الهاتف 05 37 00 00 00 أو +212 537 00 00 00", ["05 37 00 00 00", "+212 537 00 00 00"]),
        ("سنة 2015 و3 مراكز", []),
        ("في 23/11/2026 على 12:30، 2015-2020", ["23/11/2026", "12:30", "2015-2020"]),
        ("نحو 1 500 000 درهم و50 % و1,5 %", ["1 500 000", "50 %", "1,5 %"]),
        ("مركز COAPH ومنصة Khadamaty.", ["COAPH", "Khadamaty"]),
        ("موقع www.entraide.ma أو a@b.ma!", ["www.entraide.ma", "a@b.ma"]),
        ("عند Entraide nationale (EN) بالرباط", ["Entraide nationale", "EN"]),
        ("وزنه 12 km تقريبا", ["12 km"]),
        ("نص بلا شيء", []),
    ],
)
def test_arabic(text, runs):
    assert isolated(text) == runs


def test_arabic_marks_the_direction_of_numbers():
    assert arabic("97.13 COAPH") == '<bdi dir="ltr">97.13</bdi> <bdi>COAPH</bdi>'


def test_arabic_escapes_and_leaves_placeholders():
    assert arabic("a&b <x \x02wzxhzdk:12\x03 5") == (
        "<bdi>a&amp;b</bdi> &lt;<bdi>x</bdi> \x02wzxhzdk:12\x03 5"
    )


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=list("اب aZ é12 .,:/-+%&<>'\0()"), max_size=40))
def test_arabic_changes_no_text_and_nests_nothing(text):
    written = arabic(text)
    assert html.unescape(re.sub("</?bdi[^>]*>", "", written)) == text
    assert not re.search(r"<bdi[^>]*>[^<]*<bdi", written)
    assert all(EDGE not in run for run in re.findall(r"<bdi[^>]*>([^<]*)</bdi>", written))


def test_a_language_without_rules_is_only_escaped():
    assert typeset_for("zgh-MA") is escape
    assert typeset_for("fr-MA") is french
    assert typeset_for("ar") is arabic
