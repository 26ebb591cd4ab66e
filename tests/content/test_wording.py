"""The house's words, no official's name, and nothing that could not be established."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.content.seen import Seen, Text, pages

CONTENT = Path(__file__).resolve().parents[2] / "content"
_QUOTED = re.compile("«[^«»]{1,90}»")
# Titles of a convention and of a law.
_TITLES = re.compile("relative (?:aux droits|à la protection sociale) des personnes handicapées")
AVOIDED = {
    "fr": r"\b(?:handicapée?s?|infirmes?|invalides?|débiles?|arriérée?s?|anormaux)\b",
    "ar": r"(?:المعاق|معاقي?ن|معاقون|معاقة|معوق(?!ات)|الاحتياجات الخاصة|غير طبيعي)\w*",
}
# What the fact file says could not be established, was contradicted, or was a mistake.
NOT_ESTABLISHED = {
    "an unattested name": r"\bUAOPSH\b|\bCOIPH\b|وحدات الاستقبال والتوجيه|وحدات المساعدة والتوزيع",
    "an internal portal": "portail interne|البوابة الداخلية",
    "a percentage that does not follow": r"\b58\s?%",
    "a Hijri day that is disputed": r"\b2[67]\s(?:ramadan|رمضان)",
    "files beside certificates": r"\b105[\s.]000\b",
    "the wrong number of law 97-13": r"\b13[-.]97\b(?!، والصحيح)",
    "the number of a telephone": r"(?:\+212|\b0[5-8])(?:[\s.-]?[0-9]){8}\b",
    "an address of electronic mail": r"[\w.]+@[\w-]+\.[a-z]{2,}",
}
CEILING = "[=schooling-monthly-ceiling]"
AT_MOST = re.compile("jusqu'à|au plus|[Pp]lafond|سقف|حد أقصى|على الأكثر|حتى|أن يصل")
# Officials change and are not named; nor are they here: the first digits of a name's SHA-256.
OFFICIALS = frozenset(
    [
        "77a28e0add651292",
        "6264ef8104c53209",
        "ff5d220da21e559d",
        "0d14d06c01c17f92",
        "745a21e83f973a0e",
        "477d4c76fe813c29",
        "e4b73159dd964973",
        "8acbf71e1a61f0af",
        "e6ffaf6194e9f0bb",
        "4bd9be4ed7827b17",
        "24be9c5632f8bdf9",
        "97c86bcaa19813c4",
    ]
)


def said(page: Seen) -> str:
    """What a page says in its own words: neither quoted, nor the title of something."""
    text = "".join(text.text for text in page.texts if not text.of_sources)
    text = re.sub("[\u0640\u064b-\u0652\u2066-\u2069]", "", text)
    return _TITLES.sub(" ", _QUOTED.sub(" ", text))


def around(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 40) : match.end() + 20]


@pytest.fixture(scope="module")
def texts(built_real_site: Path) -> dict[str, str]:
    found = {page.path: said(page) for page in pages(built_real_site)}
    assert len(found) > 200
    return found


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_people_are_named_with_respect(language: str, texts: dict[str, str]) -> None:
    found = {
        path: around(match)
        for path, text in texts.items()
        for match in re.finditer(AVOIDED[language], text, re.IGNORECASE)
    }
    assert not found


@pytest.mark.parametrize("what", NOT_ESTABLISHED)
def test_nothing_is_stated_that_could_not_be_established(what: str, texts: dict[str, str]) -> None:
    found = {
        path: around(match)
        for path, text in texts.items()
        for match in re.finditer(NOT_ESTABLISHED[what], text, re.IGNORECASE)
    }
    assert not found


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an unattested name", "une UAOPSH"),
        ("an internal portal", "le portail interne de"),
        ("a percentage that does not follow", "+58\u00a0% en trois ans"),
        ("a Hijri day that is disputed", "le 27 ramadan 1376"),
        ("files beside certificates", "105.000 ملف"),
        ("the wrong number of law 97-13", "la loi 13-97"),
        ("the number of a telephone", "au 05 37 00 00 00."),
        ("an address of electronic mail", "moi@exemple.zz"),
    ],
)
def test_it_would_be_seen(what: str, text: str) -> None:
    assert re.search(NOT_ESTABLISHED[what], text)


def test_the_ceiling_of_the_support_is_said_to_be_one() -> None:
    lines = [
        line
        for file in sorted(CONTENT.rglob("*.md"))
        for line in file.read_text("utf-8").splitlines()
        if CEILING in line
    ]
    assert lines
    assert not [line for line in lines if not AT_MOST.search(line)]


def named(text: str) -> set[str]:
    """The words of a text, but those of addresses, that are an official's name."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"https?://\S+", " ", text).casefold())
    return {word for word in words if sha256(word.encode()).hexdigest()[:16] in OFFICIALS}


def test_no_official_is_named() -> None:
    files = [file for file in sorted(CONTENT.rglob("*")) if file.suffix in (".md", ".yaml")]
    assert not {file.name: found for file in files if (found := named(file.read_text("utf-8")))}


@pytest.mark.parametrize(
    ("language", "text", "ours"),
    [
        ("fr", "On lit « personnes handicapées ».", False),
        ("fr", "La Convention relative aux droits des personnes handicapées.", False),
        ("fr", "Les handicapés.", True),
        ("ar", "كانت تسمى «ذوي الاحتياجات الخاصة».", False),
        ("ar", "والمُعاقين", True),
        ("ar", "معوقات الإدماج", False),
    ],
)
def test_quotations_and_titles_are_not_ours(language: str, text: str, ours: bool) -> None:
    page = Seen("", language, (Text(language, text, of_sources=False),), ())
    assert bool(re.search(AVOIDED[language], said(page))) is ours


def test_a_name_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset({sha256(b"dupont").hexdigest()[:16]})
    monkeypatch.setattr("tests.content.test_wording.OFFICIALS", known)
    assert named("M. DUPONT, https://e.zz/dupont") == {"dupont"}
    assert named("https://e.zz/dupont") == set()
