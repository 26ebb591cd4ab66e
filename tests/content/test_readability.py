"""The easy-to-read pages are easy, and clearly easier than what they make easy."""

from pathlib import Path

import pytest

from tests.content.readability import (
    LONGEST,
    MARGINS,
    Ease,
    easier,
    measure,
    measured,
    medians,
    sentences,
    syllables,
    words,
)
from tests.content.seen import Seen, pages

PROJECT = Path(__file__).resolve().parents[2]
FEW = 60  # words of a page that leaves the saying to the pages below it


@pytest.fixture(scope="module")
def seen(built_real_site: Path) -> dict[str, Seen]:
    return {page.path: page for page in pages(built_real_site)}


def standard(easy: Seen, seen: dict[str, Seen]) -> Ease:
    """The page that another makes easy; the first page of a guide, with its answers."""
    page = seen[easy.standard]
    blocks = page.blocks
    if len(words(" ".join(blocks))) < FEW:
        folder = page.path.removesuffix("index.html")
        below = (each for each in seen.values() if each.path.startswith(folder))
        blocks = tuple(block for each in below if not each.is_easy for block in each.blocks)
    return measure(page.language, blocks)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_easy_pages_are_clearly_easier(language: str, seen: dict[str, Seen]) -> None:
    easy = [page for page in seen.values() if page.is_easy and page.language == language]
    assert len(easy) >= 14
    gains = {
        page.path: easier(language, measure(language, page.blocks), standard(page, seen))
        for page in easy
    }
    assert not {path: gain for path, gain in gains.items() if gain < MARGINS[language]}


def test_sentences_of_easy_pages_are_short(seen: dict[str, Seen]) -> None:
    for page in seen.values():
        if page.is_easy:
            said = sentences(page.blocks)
            long = [sentence for sentence in said if len(words(sentence)) > LONGEST]
            assert not long, page.path


def test_the_document_tells_the_medians(built_real_site: Path) -> None:
    """They move a little with each edit: the document holds to one point."""
    document = (PROJECT / "docs/content.md").read_text("utf-8")
    for row in medians(measured(built_real_site).values()):
        name, *now = row.strip("| ").split(" | ")
        line = next((line for line in document.splitlines() if line.startswith(f"| {name} |")), "")
        told = line.strip("| ").split(" | ")[1:]
        assert len(told) == 2, f"docs/content.md lacks: {row}"
        assert float(told[0]) == pytest.approx(float(now[0]), abs=1), row
        assert float(told[1]) == pytest.approx(float(now[1]), abs=1), row


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("le", 1),
        ("aides", 1),
        ("année", 2),
        ("quatre", 1),
        ("réunion", 3),
        ("travailler", 3),
        ("voyage", 2),
        ("maïs", 2),
        ("l’étudiante", 3),
        ("orthophonie", 4),
        ("27\u00a0642", 5),
    ],
)
def test_french_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_and_words() -> None:
    blocks = ["Il pèse 2,5 kg. L’aide existe ? Oui", "— ; —", "كُتبت هذه الصفحة. اقرأ!"]
    said = sentences(blocks)
    assert said == ["Il pèse 2,5 kg.", "L’aide existe ?", "Oui", "كتبت هذه الصفحة.", "اقرأ!"]
    assert [len(words(sentence)) for sentence in said] == [4, 2, 1, 3, 1]


def test_the_formulas() -> None:
    french = measure("fr", ["Le chat dort. Il a chaud."])  # 6 words, 2 sentences, 6 syllables
    assert french == Ease(6, 2, 207 - 1.015 * 3 - 73.6)
    arabic = measure("ar", ["نام القِطُّ. هو دافئ."])  # 4 words, 2 sentences, 13 letters
    assert arabic == Ease(4, 2, 4.71 * 13 / 4 + 0.5 * 2 - 21.43)
    harder = measure("fr", ["L’accompagnement socioprofessionnel pluridisciplinaire perdure."])
    assert easier("fr", french, harder) > 0 > easier("fr", harder, french)
    longer = measure("ar", ["والمستفيدون من الاستقلالية الاقتصادية يستعملون المعينات."])
    assert easier("ar", arabic, longer) > 0 > easier("ar", longer, arabic)
