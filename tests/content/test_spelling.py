"""Every word that readers see is in Debian's hunspell dictionaries or in the project's own lists.

The Arabic dictionary is Ayaspell's; it knows joined particles and pronouns. Vowel marks are left
out before. A word of ours stands once in words.*.txt: with particles or an elision before it, it
is still itself.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.content.seen import pages

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content"
LANGUAGES = ("ar", "fr")
# Of vowel marks, what stretches a word, and what directs or breaks a line.
_UNSEEN = re.compile("[\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\b[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\b|\{\w+\}")
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
# The script tells the language: a French name on an Arabic page is looked up as French.
_WORDS = {
    "ar": re.compile("[\u0621-\u064a\u0671-\u06d3]{2,}"),
    "fr": re.compile(rf"(?=[{_LATIN}].)[{_LATIN}]+(?:['-][{_LATIN}]+)*"),
}
# What may be written together with the word that follows it.
_JOINED = {
    "ar": [
        first + then
        for first in ("", "و", "ف")
        for then in ["", "ال", "بال", "كال", "لل", "ب", "ك", "ل"]
    ],
    "fr": ["", *(f"{letter}'" for letter in ["c", "d", "j", "l", "m", "n", "s", "t", "qu"])],
}


def plain(text: str) -> str:
    """A text without what is no word: marks, addresses, names of placeholders."""
    return _ADDRESS.sub(" ", _UNSEEN.sub("", text).replace("’", "'"))


def words(language: str, texts: Iterable[str]) -> set[str]:
    """The words of a language, by its script, as they are written."""
    return {word for text in texts for word in _WORDS[language].findall(plain(text))}


def ask(language: str, option: str, lines: Iterable[str]) -> str:
    """What hunspell answers."""
    finished = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", language, option],
        input="\n".join(lines),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return finished.stdout


def unknown(language: str, found: Iterable[str]) -> set[str]:
    """Those that the dictionary lacks."""
    return set(ask(language, "-l", sorted(found)).split())


@cache
def own_words(language: str) -> frozenset[str]:
    """The project's list: a word a line, comments after #."""
    lines = (Path(__file__).parent / f"words.{language}.txt").read_text("utf-8").splitlines()
    entries = [line.partition("#")[0].strip() for line in lines]
    entries = [entry for entry in entries if entry]
    assert len(entries) == len(set(entries)), "an entry stands twice"
    return frozenset(entries)


def entry(language: str, word: str) -> str:
    """The entry of the project's list that a word is, or ""."""
    return next((form for form in forms(language, word) if form in own_words(language)), "")


def forms(language: str, word: str) -> list[str]:
    """A word, and what remains of it without what may be joined before."""
    start = word.lower()
    return [word[len(joined) :] for joined in _JOINED[language] if start.startswith(joined)]


def values(data: object) -> Iterator[str]:
    """Every text of some YAML data that is not a name in it."""
    if isinstance(data, dict):
        data = [value for key, value in data.items() if key not in ("series", "source", "year")]
    if isinstance(data, list):
        for item in data:
            yield from values(item)
    elif isinstance(data, str):
        yield data


@pytest.fixture(scope="module")
def texts(built_real_site: Path) -> list[str]:
    """All that the pages say, and the words that wait to be shown."""
    shown = [
        text.text
        for page in pages(built_real_site)
        for text in page.texts
        if text.language.partition("-")[0] in LANGUAGES
    ]
    waiting = [
        text
        for name in ("strings.ar.yaml", "strings.fr.yaml", "data/figures.yaml")
        for text in values(yaml.safe_load((CONTENT / name).read_text("utf-8")))
    ]
    assert len(shown) > 1000
    return shown + waiting


def report(language: str, wrong: Iterable[str]) -> str:
    """A line for each wrong word: what hunspell would write, and where it stands."""
    wrong = sorted(wrong)
    near = dict(re.findall(r"^& (\S+) [0-9 ]+: (.*)$", ask(language, "-a", wrong), re.MULTILINE))
    sources = [
        (f"{file.relative_to(PROJECT)}:{number}", plain(line))
        for file in sorted(CONTENT.rglob("*"))
        if file.suffix in (".md", ".yaml")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    ]
    return "\n".join(
        f"{word} → {near.get(word, 'nothing near')}\n    "
        + ", ".join([place for place, line in sources if re.search(rf"\b{word}\b", line)][:5])
        for word in wrong
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_spelled_as_the_dictionaries_have_it(language: str, texts: list[str]) -> None:
    found = unknown(language, words(language, texts))
    wrong = {word for word in found if not entry(language, word)}
    assert not wrong, report(language, wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_project_is_needed(language: str, texts: list[str]) -> None:
    found = unknown(language, words(language, texts))
    assert own_words(language) - {entry(language, word) for word in found} == set()


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("fr", "L’enfant handicappé", {"handicappé"}),
        ("fr", "une aide d'apres l'ecole", {"d'apres", "l'ecole"}),
        ("fr", "voir www.exemple.zz/abcd ou moi@exemple.zz", set()),
        ("ar", "المُسَاعَدَة في المـــركز", set()),
        ("ar", "المساعذة الى الاعاقة", {"المساعذة", "الى", "الاعاقة"}),
        ("ar", "وبالمراكز وللأطفال ومدرستهم", set()),
    ],
)
def test_a_mistake_is_seen(language: str, text: str, wrong: set[str]) -> None:
    assert unknown(language, words(language, [text])) == wrong


@pytest.mark.parametrize("word", ["منسقية", "المنسقية", "وبالمنسقية", "للمنسقية", "فمنسقية"])
def test_particles_are_no_part_of_a_word(word: str) -> None:
    assert "منسقية" in forms("ar", word)


def test_elisions_are_no_part_of_a_word() -> None:
    assert forms("fr", "L'INDH") == ["L'INDH", "INDH"]
    assert forms("fr", "qu'INDH") == ["qu'INDH", "INDH"]


def test_a_mistake_is_reported_with_its_place_and_what_is_near() -> None:
    said = report("fr", ["handicap", "handicappé"])
    assert "handicappé → " in said
    assert "handicapé" in said
    assert re.search(r"content/\S+\.md:[0-9]+", said)
