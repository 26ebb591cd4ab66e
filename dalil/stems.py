"""Words as a search knows them: folded, and cut to a light stem.

The rules are data: an index carries them to the browser, where `static/js/search.js` applies the
same ones to what the reader types. A language without rules is searched by its whole words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dalil.languages import fold

_WORD = re.compile(r"[^\W_]+")


class Rules(NamedTuple):
    """What may be cut off a folded word, and which words say nothing."""

    prefixes: tuple[tuple[str, int], ...] = ()
    """(Text, letters that must remain); the first that fits is cut."""
    suffixes: tuple[tuple[tuple[str, str, int], ...], ...] = ()
    """Rounds of (text, its replacement, letters that must remain): in each, the first that fits."""
    stop: tuple[str, ...] = ()
    """Words that are looked for only when there are no others, folded."""


_CONJUNCTIONS = ("و", "ف", "")
_ARTICLES = ("بال", "كال", "لل", "ال")

# The last line of the Arabic ones is Darija.
_ARABIC_STOP = """
في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن ان او ثم هل كيف اين متي هو هي هم
كل بعض غير عند بين قد كان يكون كما لكن ايضا يمكن يجب
فين كاين كاينه واش بغيت ديال ديالي شنو شنا كيفاش علاش فوقاش
"""
_FRENCH_STOP = """
a au aux avec ce ces cet cette d dans de des du elle en est et il ils j je l la le les leur leurs
ma mes mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vos
votre vous y comment quel quelle quels quelles si plus moi toi lui chez pres faut avoir peut peux
veux
"""

RULES = {
    "ar": Rules(
        # Clitics, the longest first: «وللأطفال», «بالمركز», «والمركز», «للمركز».
        prefixes=(
            *((first + article, 3) for article in _ARTICLES for first in _CONJUNCTIONS),
            *((first + one, 4) for one in "بكل" for first in ("و", "ف")),
            ("و", 3),
            ("ف", 4),
            ("ب", 4),
            ("ك", 4),
            ("ل", 4),
        ),
        # Larkey, Ballesteros and Connell's light10 ends, with pronouns; ة is ه and ى is ي by now.
        suffixes=(
            (
                ("هما", "", 3), ("ها", "", 3), ("هم", "", 3), ("هن", "", 3), ("كم", "", 3),
                ("نا", "", 3),
            ),
            (("ات", "", 3), ("ون", "", 3), ("ين", "", 3), ("ان", "", 3), ("وا", "", 3)),
            (("يه", "", 3), ("ه", "", 3), ("ي", "", 3), ("ا", "", 3)),
        ),
        stop=tuple(_ARABIC_STOP.split()),
    ),
    "fr": Rules(
        # Plurals and genders, as in the minimal stemmer of Savoy.
        suffixes=(
            (("eaux", "eau", 3), ("aux", "al", 3), ("x", "", 4), ("s", "", 3)),
            (("ee", "", 3), ("e", "", 3)),
        ),
        stop=tuple(_FRENCH_STOP.split()),
    ),
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word for piece in text.split() for word in _words(piece)]


@lru_cache(maxsize=100_000)
def _words(piece: str) -> tuple[str, ...]:
    """Of what stands between two spaces: texts say the same again and again."""
    return tuple(_WORD.findall(fold(piece)))


def telling(words: list[str], lang: str) -> list[str]:
    """The words that say something; all of them when none does."""
    stop = RULES.get(lang, Rules()).stop
    return [word for word in words if word not in stop] or words


@cache
def stem(word: str, lang: str) -> str:
    """The stem of a folded word."""
    rules = RULES.get(lang, Rules())
    for prefix, remain in rules.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= remain:
            word = word[len(prefix) :]
            break
    for group in rules.suffixes:
        for suffix, replacement, remain in group:
            if word.endswith(suffix) and len(word) - len(suffix) >= remain:
                word = word[: len(word) - len(suffix)] + replacement
                break
    return word


def terms(word: str, lang: str) -> tuple[str, ...]:
    """What a folded word is found by: itself, and its stem."""
    return tuple(dict.fromkeys((word, stem(word, lang))))
