"""French and Arabic are set as their readers expect: spaces, punctuation, months, digits."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.content.seen import Text, pages

CONTENT = Path(__file__).resolve().parents[2] / "content"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ARABIC = "[\u0621-\u065f\u0671-\u06d3]"
FAULTS = {
    "fr": {
        "a space that may break": r"[ \n][:;!?»](?!\w)|«(?!\u00a0)|[0-9] (?:[0-9]{3}\b|%)",
        "no space before a high mark": r"\w[;!?»%](?!\w)|\w:(?!\S)",
        "no space after a mark": r"[^\W\d][,;](?=[^\W\d])",
        "an apostrophe or quotes as typed": "['\"“”]",
        "« 1 août » for « 1er août »": rf"\b1[ \u00a0](?:{_MONTHS})\b",
        "three full stops": r"\.\.\.",
    },
    "ar": {
        "Latin punctuation": rf"{_ARABIC}\s*[,;?]",
        "a space before a mark": r"\s[،؛؟.!:](?!\w)",
        "no space after a mark": rf"[،؛؟]{_ARABIC}",
        "a word stretched": "\u0640",
        "digits of another usage": "[\u0660-\u0669\u06f0-\u06f9]",
        "a month of another usage": r"\b(?:مايو|مايس|يوليو|أغسطس|آب|سبتمبر|أيلول|نوفمبر|ديسمبر)\b",
        "quotes of another usage": '["“”]',
        "three full stops": r"\.\.\.",
    },
}


def faults(texts: Iterable[Text]) -> Iterator[str]:
    """What is wrong in some texts, each with some words around."""
    for language, text, _ in texts:
        for fault, pattern in FAULTS.get(language, {}).items():
            for match in re.finditer(pattern, text):
                yield f"{fault}: …{text[max(0, match.start() - 25) : match.end() + 15]}…"


def test_the_pages_are_well_set(built_real_site: Path) -> None:
    found = {fault: page.path for page in pages(built_real_site) for fault in faults(page.texts)}
    assert not found, "\n".join(f"{path}: {fault}" for fault, path in found.items())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Qui peut demander ?"),
        ("fr", "« Jusqu’à »"),
        ("fr", "27 642 enfants"),
        ("fr", "Demandez!"),
        ("fr", "Note: demandez"),
        ("fr", "audio,film"),
        ("fr", "l'aide"),
        ("fr", "le 1\u00a0mai 2026"),
        ("ar", "شهادة, وبطاقة"),
        ("ar", "من يطلب ؟"),
        ("ar", "نعم،لا"),
        ("ar", "مـركز"),
        ("ar", "٢٥ درهما"),
        ("ar", "فاتح مايو"),
    ],
)
def test_a_fault_is_seen(language: str, text: str) -> None:
    assert list(faults([Text(language, text, of_sources=False)]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "«\u00a0Jusqu’à 1\u00a0200\u00a0»\u00a0: le 1er mai, à 10:30\u00a0; 30\u00a0%, 97-13.",
        ),
        ("ar", "شهادة، و«بطاقة»: في فاتح ماي 2026؛ 27.642 طفلا، لماذا؟"),
    ],
)
def test_what_is_right_is_no_fault(language: str, text: str) -> None:
    assert not list(faults([Text(language, text, of_sources=False)]))


def test_writers_leave_spaces_to_the_builder() -> None:
    wrong = [
        f"{file.relative_to(CONTENT)}:{number}"
        for file in sorted(CONTENT.rglob("*.md"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(r"[\u00a0\u202f\t]|[^\s|:]  +[^\s|]|\S +$", line)
    ]
    assert not wrong
