"""How easy the pages are to read: `make readability` prints a table of them.

French: Kandel and Moles, « Application de l'indice de Flesch à la langue française » (1958), a
reading ease: higher is easier. Arabic: the Automated Readability Index (Smith and Senter, 1967)
as El-Haj and Rayson apply it to Arabic (OSMAN, LREC 2016), without vowel marks, a school year:
lower is easier. Their own OSMAN counts syllables by vowel marks, which our texts rightly leave out.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.content.seen import Seen, pages

# By how much an easy page is easier than its standard form: one of Flesch's bands, two years.
MARGINS = {"fr": 10, "ar": 2}
FEWEST = 20  # words of a page that is worth measuring
LONGEST = 15  # words of a sentence of an easy page
_SENTENCE = re.compile(r"(?<=[.!?؟…])[»”\s]+")
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿŒœ\u0621-\u064a\u0671-\u06d3"
# A number is a word, with its groups of thousands; « l'aide » is one, as it is read.
_WORD = re.compile(rf"[0-9]+(?:[.,\u00a0\u202f-][0-9]+)*|[{_LETTERS}]+(?:['’-][{_LETTERS}]+)*")
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")  # vowel marks, and what stretches a word
_VOWELS = "aeiouyàâäæèêëîïôöùûüœ"


class Ease(NamedTuple):
    """What was counted, and what the formula of the language makes of it."""

    words: int
    sentences: int
    score: float

    @property
    def length(self) -> float:
        """Words of an average sentence."""
        return self.words / self.sentences


def sentences(blocks: Iterable[str]) -> list[str]:
    """The sentences of some blocks; a block ends one, with or without a full stop."""
    found = (part for block in blocks for part in _SENTENCE.split(_MARKS.sub("", block)))
    return [part for part in found if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a sentence."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """Syllables of a French word as it is spoken, by its vowels; a digit counts for one."""
    if word[0].isdigit():
        return sum(character.isdigit() for character in word)
    word = re.sub("es?$", "", word.lower())
    word = re.sub(rf"(?<=[{_VOWELS}])y(?=[{_VOWELS}é])", "j", word)  # « voyage »
    return max(1, len(re.findall(rf"é|[ëïü]|[{_VOWELS}]+?(?=[ëï])|[{_VOWELS}]+", word)))


def measure(language: str, blocks: Iterable[str]) -> Ease:
    """How easy some text of a language is."""
    spoken = sentences(blocks)
    found = [word for sentence in spoken for word in words(sentence)]
    length = len(found) / len(spoken)
    if language == "ar":
        score = 4.71 * sum(map(len, found)) / len(found) + 0.5 * length - 21.43
    else:
        score = 207 - 1.015 * length - 73.6 * sum(map(syllables, found)) / len(found)
    return Ease(len(found), len(spoken), score)


def easier(language: str, easy: Ease, standard: Ease) -> float:
    """By how much one is easier than the other."""
    gain = easy.score - standard.score
    return -gain if language == "ar" else gain


def measured(tree: Path) -> dict[str, tuple[Seen, Ease]]:
    """Path → page and ease, for the pages that say something in sentences of their own."""
    return {
        page.path: (page, measure(page.language, page.blocks))
        for page in pages(tree)
        if len(words(" ".join(page.blocks))) >= FEWEST
    }


def table(tree: Path) -> str:
    """A line for each page, then the medians, for those who write."""
    found = measured(tree).values()
    lines = [f"{'score':>6} {'words':>6} {'a sentence':>11}  page"]
    lines += [
        f"{ease.score:6.1f} {ease.words:6} {ease.length:11.1f}  {page.path}" for page, ease in found
    ]
    return "\n".join((*lines, *medians(found)))


def medians(found: Iterable[tuple[Seen, Ease]]) -> Iterator[str]:
    """A row for each language and form: the median score, the median words of a sentence."""
    groups: dict[tuple[str, bool], list[Ease]] = {}
    for page, ease in found:
        groups.setdefault((page.language, page.is_easy), []).append(ease)
    for (language, is_easy), some in sorted(groups.items()):
        score, length = median(each.score for each in some), median(each.length for each in some)
        form = "easy to read" if is_easy else "standard"
        yield f"| {language}, {form} | {score:.1f} | {length:.1f} |"


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])) + "\n")
