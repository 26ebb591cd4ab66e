"""The command line's own sentences."""

import re

import pytest

from dalil.diagnostics import LANGUAGES
from dalil.sentences import SENTENCES, sentence


def test_each_language_says_the_same_with_the_same_values() -> None:
    assert tuple(SENTENCES) == LANGUAGES
    for name, said in SENTENCES["en"].items():
        values = sorted(re.findall(r"\{(\w+)\}", said))
        for language in LANGUAGES:
            assert sorted(re.findall(r"\{(\w+)\}", SENTENCES[language][name])) == values
    assert len({frozenset(said) for said in SENTENCES.values()}) == 1


def test_a_sentence_takes_its_values() -> None:
    assert sentence("en", "built", pages=3, languages=2, rendered=1) == (
        "3 pages, 2 languages, 1 rendered"
    )
    with pytest.raises(KeyError):
        sentence("en", "foreign")
