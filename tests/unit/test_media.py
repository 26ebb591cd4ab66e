"""Recordings of pages: what is said of them before the click, and what must stand beside them."""

from pathlib import Path

import pytest

from dalil.diagnostics import Diagnostic
from dalil.facts import Answers, Reading
from dalil.media import Medium, measured, run_media
from dalil.views import PageView
from tests import tiny
from tests.samples import photo, tone, written

FILES: dict[str, str | bytes | None] = {
    "content/guide.wav": tone(1.4),
    "content/guide.mp3": b"\0" * 1_250_000,
    "content/film.webm": b"\0" * 999,
    "content/film.fr.vtt": b"WEBVTT\n",
    "content/film.ar.vtt": b"WEBVTT\n",
    "content/still.jpg": written(photo(40, 30), "JPEG"),
    "content/words.fr.md": tiny.page("Le texte", "## Début"),
    "content/words.ar.md": tiny.page("النص", "## البداية"),
    "content/draft.fr.md": tiny.page("Brouillon", "Mot.", draft="true"),
    "content/words.txt": b"Mot.",
}
AUDIO = "audio: {file: guide.wav, transcript: words.md}"
FILM = (
    "sign_film: {file: film.webm, duration: 2:05, transcript: words.md,"
    " captions: {ar: film.ar.vtt, fr: film.fr.vtt}, poster: still.jpg, language: LSM}"
)


def said(root: Path, *lines: str) -> tuple[list[Medium], tuple[Diagnostic, ...]]:
    """The recordings that a French page names, and what is wrong with them."""
    front = "\n".join(("---", "title: À propos", "description: À propos.", *lines, "---"))
    text = f"{front}\n\n## Les mots\n\nNous aidons. [Suite](words.md)\n"
    known = tiny.known_of(tiny.lay_out(root, {**FILES, "content/about.fr.md": text}))
    media = PageView(Reading(Answers(known)), "about@fr").media
    return media, run_media(Reading(Answers(known)), "about@fr").diagnostics


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_a_wav_says_how_long_it_lasts() -> None:
    assert measured(tone(1.4), "a.WAV") == (len(tone(1.4)), 1.4)
    for content in (b"", b"RIFF", tone(1)[:20]):
        assert measured(content, "a.wav") == (len(content), 0.0)
    assert measured(tone(1), "a.mp3")[1] == 0.0


def test_a_page_without_recordings_says_nothing_of_them(root: Path) -> None:
    assert said(root) == ([], ())


def test_a_sound(root: Path) -> None:
    (found,), faults = said(root, AUDIO)
    assert faults == ()
    assert (found.kind, found.type, found.minutes, found.seconds) == ("audio", "audio/wav", 0, 2)
    assert (found.size, found.unit) == (11, "kb")
    assert found.url.startswith("/sub/assets/guide.")
    assert (found.transcript, found.transcript_id) == ("/sub/fr/words/", "words@fr")


def test_a_film(root: Path) -> None:
    (found,), faults = said(root, FILM)
    assert faults == ()
    assert (found.kind, found.type, found.language) == ("sign_film", "video/webm", "LSM")
    assert (found.minutes, found.seconds, found.size, found.unit) == (2, 5, 1, "kb")
    assert [lang for lang, _ in found.captions] == ["fr", "ar"]  # the page's own first
    assert found.poster[0].startswith("/sub/assets/still")
    assert found.poster[1:] == (40, 30)


@pytest.mark.parametrize(
    ("written", "minutes", "seconds"), [("3:20", 3, 20), ("0:07", 0, 7), ("1:02:03", 62, 3)]
)
def test_the_editor_says_how_long_it_lasts(
    root: Path, written: str, minutes: int, seconds: int
) -> None:
    (found,), _ = said(
        root, f"audio: {{file: guide.mp3, transcript: words.md, duration: {written}}}"
    )
    assert (found.minutes, found.seconds, found.size, found.unit) == (minutes, seconds, 1.2, "mb")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("words.md", "/sub/fr/words/"),
        ("words.ar.md", "/sub/ar/words/"),
        ("words.md#debut", "/sub/fr/words/#debut"),
        ('"#les-mots"', "#les-mots"),
        ("words.txt", "/sub/assets/words."),
    ],
)
def test_where_the_words_may_stand(root: Path, written: str, address: str) -> None:
    (found,), faults = said(root, f"audio: {{file: guide.wav, transcript: {written}}}")
    assert faults == ()
    assert found.transcript.startswith(address)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("audio: {file: gide.wav, transcript: words.md}", {"link-missing-file": "guide.wav"}),
        ("audio: {file: ../../a.wav, transcript: words.md}", {"path-outside": ""}),
        ("audio: {file: film.webm, transcript: words.md, duration: 1:00}", {"value-type": ""}),
        ("audio: {file: guide.wav}", {"media-without-transcript": ""}),
        ("audio: {file: guide.mp3, transcript: words.md}", {"field-missing": ""}),
        ("audio: {file: guide.wav, transcript: wordz.md}", {"link-unknown-page": "words.md"}),
        ("audio: {file: guide.wav, transcript: draft.md}", {"link-unpublished": ""}),
        ("audio: {file: guide.wav, transcript: words.md#fin}", {"link-unknown-anchor": ""}),
        ('audio: {file: guide.wav, transcript: "#les-mot"}', {"link-unknown-anchor": "les-mots"}),
        ("audio: {file: guide.wav, transcript: ../../words.md}", {"path-outside": ""}),
        (FILM.replace("fr: film.fr.vtt", ""), {"media-without-captions": ""}),
        (FILM.replace("film.fr.vtt", "film.fre.vtt"), {"link-missing-file": "film.fr.vtt"}),
        (FILM.replace("film.fr.vtt", "guide.wav"), {"value-type": ""}),
        (FILM.replace("ar: film", "arabic: film"), {"locale-unknown": ""}),
        (FILM.replace("still.jpg", "stil.jpg"), {"image-missing": "still.jpg"}),
        (FILM.replace("still.jpg", "guide.wav"), {"image-missing": ""}),
    ],
)
def test_faults_and_where_they_stand(root: Path, line: str, expected: dict[str, str]) -> None:
    _, faults = said(root, line)
    assert {each.code: dict(each.args).get("nearest", "") for each in faults} == expected
    for each in faults:
        assert (each.path, each.line) == ("content/about.fr.md", 4)
        assert each.column > 1


def test_a_duration_that_is_none(root: Path) -> None:
    page = tiny.page("À propos", audio='{file: guide.wav, transcript: words.md, duration: "3 min"}')
    tiny.lay_out(root, {**FILES, "content/about.fr.md": page})
    told = [d for d in tiny.built(root).diagnostics if d.code == "value-type"]
    assert [dict(each.args)["expected"] for each in told] == ["duration"]


def test_a_recording_whose_file_is_not_there_is_not_shown(root: Path) -> None:
    media, faults = said(root, "audio: {file: none.wav, transcript: words.md}", FILM)
    assert [each.kind for each in media] == ["sign_film"]
    assert len(faults) == 1


def test_a_transcript_is_no_orphan(root: Path) -> None:
    template = tiny.TEMPLATE.replace("</body>", "{{ page.media|length }}</body>")
    for name, audio in (("without", ""), ("with", "{file: guide.wav, transcript: words.md}")):
        values = {"audio": audio} if audio else {}
        changes: dict[str, str | bytes | None] = {
            **FILES,
            "templates/page.html": template,
            "content/about.fr.md": tiny.page("À propos", **values),
            "content/words.ar.md": None,
            "content/draft.fr.md": None,
        }
        outcome = tiny.built(tiny.lay_out(root / name, changes))
        lonely = [d.path for d in outcome.diagnostics if d.code == "page-orphan"]
        assert lonely == ([] if audio else ["content/words.fr.md"])


def test_a_borrowed_page_has_the_recordings_of_its_original(root: Path) -> None:
    page = tiny.page("À propos", audio="{file: guide.wav, transcript: words.md}")
    changes = {**FILES, "content/about.fr.md": page, "content/about.ar.md": None}
    known = tiny.known_of(tiny.lay_out(root, changes))
    (found,) = PageView(Reading(Answers(known)), "about@ar").media
    assert found.transcript == "/sub/fr/words/"
