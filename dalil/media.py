"""Recorded sound and sign-language film of a page, as its front matter names them.

A reader knows the size and the length before a click loads anything; what is said or signed is in a
transcript too, and a film has captions. A page without such recordings says nothing of them here.
"""

from __future__ import annotations

import io
import posixpath
import wave
from collections.abc import Callable, Iterable
from math import ceil
from typing import Any, NamedTuple

from dalil import names
from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.facts import Reading, Result
from dalil.languages import is_known_locale
from dalil.model import Document, Site

KINDS = {"audio": "audio", "sign_film": "video"}
"""The keys of front matter, and what their files hold."""
_ABSENCES = ("field-missing", "media-without-transcript", "media-without-captions")
_MEGABYTE, _KILOBYTE = 1_000_000, 1000

Report = Callable[[str, str, dict[str, str]], None]
"""Takes a code, the dotted key of the value at fault and the words that fill its sentence."""


class Medium(NamedTuple):
    """One recording, ready to be shown."""

    kind: str
    """"audio" or "sign_film"."""
    url: str
    type: str
    size: float
    unit: str
    """Of the size: "kb" or "mb"."""
    minutes: int
    seconds: int
    language: str
    """The name of the sign language; "" when the editor does not say."""
    captions: tuple[tuple[str, str], ...]
    """(Language, address), the page's own language first."""
    transcript: str
    """Address; "" when there is none."""
    transcript_id: str
    """Id of the page of the transcript; "" when it stands elsewhere."""
    poster: tuple[Any, ...]
    """(Address, width, height) of the still image; () when there is none."""


def measured(content: bytes, path: str) -> tuple[int, float]:
    """(Bytes, seconds) of a file; only a WAV says simply how long it lasts, else 0.0."""
    seconds = 0.0
    if path.lower().endswith(".wav"):
        try:
            with wave.open(io.BytesIO(content)) as sound:
                seconds = sound.getnframes() / sound.getframerate()
        except (wave.Error, EOFError, ZeroDivisionError):
            seconds = 0.0
    return len(content), seconds


def media_jobs(site: Site) -> list[str]:
    """The pages that name a recording."""
    own = (d for d in site.documents.values() if not d.original)
    return [d.id for d in own if not KINDS.keys().isdisjoint(dict(d.values))]


def run_media(reading: Reading, id: str) -> Result:
    """Check what a page says of its recordings."""
    document = Document(*reading.ask("page", id)[0])
    places = dict(reading.ask("places", document.path))
    found: list[Diagnostic] = []

    def report(code: str, key: str, args: dict[str, str]) -> None:
        if code in _ABSENCES and key in places:
            return  # it was written, but wrongly, and that has been said
        while key and key not in places:
            key = key.rpartition(".")[0]
        found.append(fault(code, document.path, *places[key], **args))

    media_of(reading, document, report)
    return Result(diagnostics=tuple(found))


def media_of(
    reading: Reading,
    document: Document,
    report: Report = lambda code, key, args: None,
) -> list[Medium]:
    """The recordings of a page, without those whose file is not there; faults are reported."""
    page = _Page(reading, document, report)
    values = dict(document.values)
    found = [page.medium(kind, dict(values[kind])) for kind in KINDS if kind in values]
    return [each for each in found if each]


class _Page:
    """One page, while its recordings are looked up."""

    def __init__(
        self,
        reading: Reading,
        document: Document,
        report: Report,
    ) -> None:
        self.reading = reading
        self.document = document
        self.report = report

    def medium(self, kind: str, said: dict[str, Any]) -> Medium | None:
        url, path = self.file(f"{kind}.file", said.get("file", ""), KINDS[kind])
        captions = self.captions(kind, dict(said.get("captions", ())))
        transcript, id = self.transcript(f"{kind}.transcript", said.get("transcript", ""))
        poster = self.poster(f"{kind}.poster", said.get("poster", ""))
        if not url:
            return None
        if not said.get("transcript"):
            self.report("media-without-transcript", f"{kind}.transcript", {"file": said["file"]})
        lang = self.document.words_lang
        if kind == "sign_film" and lang not in dict(said.get("captions", ())):
            args = {"file": said["file"], "lang": lang}
            self.report("media-without-captions", f"{kind}.captions.{lang}", args)
        size, seconds = self.reading.ask("measure", path)
        length = _seconds(said.get("duration", "")) or ceil(seconds)
        if not length:
            self.report("field-missing", f"{kind}.duration", {"key": f"{kind}.duration"})
        amount, unit = (size / _MEGABYTE, "mb") if size >= _MEGABYTE else (size / _KILOBYTE, "kb")
        return Medium(
            kind=kind,
            url=url,
            type=_type(path),
            size=round(amount, 1) if unit == "mb" else max(1, round(amount)),
            unit=unit,
            minutes=length // 60,
            seconds=length % 60,
            language=said.get("language", ""),
            captions=captions,
            transcript=transcript,
            transcript_id=id,
            poster=poster,
        )

    def path(self, key: str, written: str) -> str:
        """The path of what the editor names; "" when it is outside of the content."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.document.path), written))
        if path.startswith("content/"):
            return path
        self.report("path-outside", key, {"path": written})
        return ""

    def near(self, path: str, known: Iterable[str]) -> str:
        """What the editor may have meant, as they would write it."""
        found = nearest(path, known)
        return posixpath.relpath(found, posixpath.dirname(self.document.path)) if found else ""

    def file(self, key: str, written: str, wanted: str) -> tuple[str, str]:
        """(Address, path) of a file that holds what is wanted; ("", "") with a report."""
        path = self.path(key, written) if written else ""
        if not path:
            return "", ""
        url = self.reading.ask("file", path)
        if url is None:
            files = self.reading.ask("files")
            near = self.near(path, [each for each in files if _type(each).startswith(wanted)])
            self.report("link-missing-file", key, {"target": written, "nearest": near})
            return "", ""
        if not _type(path).startswith(wanted):
            args = {"key": key, "expected": f"{wanted}-file", "found": written}
            self.report("value-type", key, args)
            return "", ""
        return url, path

    def captions(self, kind: str, files: dict[str, str]) -> tuple[tuple[str, str], ...]:
        own = self.document.words_lang
        found = []
        for lang in sorted(files, key=lambda each: (each != own, each)):
            key = f"{kind}.captions.{lang}"
            if not is_known_locale(lang):
                near = nearest(lang, [code for code, *_ in self.reading.ask("languages")])
                self.report("locale-unknown", key, {"locale": lang, "nearest": near})
            elif url := self.file(key, files[lang], "text")[0]:
                found.append((lang, url))
        return tuple(found)

    def poster(self, key: str, written: str) -> tuple[Any, ...]:
        path = self.path(key, written) if written else ""
        image = self.reading.ask("image", path) if path else None
        if path and image is None:
            images = (each for each in self.reading.ask("files") if names.kind(each) == "image")
            near = self.near(path, images)
            self.report("image-missing", key, {"target": written, "nearest": near})
        return tuple(image[:3]) if image else ()

    def transcript(self, key: str, written: str) -> tuple[str, str]:
        """(Address, id of its page) of a place on this page, another page, or a file."""
        if not written:
            return "", ""
        name, sign, anchor = written.partition("#")
        if not name:
            self.anchor(key, self.document.id, anchor, posixpath.basename(self.document.path))
            return written, ""
        if not name.endswith(".md"):
            return self.file(key, name, "")[0], ""
        id, url = self.page(key, name, written)
        if id and anchor:
            self.anchor(key, id, anchor, name)
        return (f"{url}{sign}{anchor}", id) if id else ("", "")

    def page(self, key: str, name: str, written: str) -> tuple[str, str]:
        """(Id, address) of a published page; ("", "") with a report."""
        path = self.path(key, name)
        found = self.target(path.removeprefix("content/").removesuffix(".md")) if path else None
        if found and found[3] in ("published", "borrowed"):
            return found[0], found[1]
        if found:
            self.report("link-unpublished", key, {"target": written, "status": found[3]})
        elif path:
            near = self.near(path, [f"content/{each}.md" for each in self.reading.ask("keys")])
            self.report("link-unknown-page", key, {"target": written, "nearest": near})
        return "", ""

    def target(self, name: str) -> tuple[str, str, str, str] | None:
        """The page of a path, which may name a language as files do."""
        key, dot, lang = name.rpartition(".")
        known = [code for code, *_ in self.reading.ask("languages")]
        if not dot or lang not in known:
            key, lang = name, self.document.words_lang
        found: tuple[str, str, str, str] | None = self.reading.ask("target", key, lang)
        return found

    def anchor(self, key: str, id: str, anchor: str, page: str) -> None:
        known = self.reading.ask("anchors", id)
        if known is not None and anchor not in known:
            args = {"anchor": anchor, "target": page, "nearest": nearest(anchor, known)}
            self.report("link-unknown-anchor", key, args)


def _type(path: str) -> str:
    """The media type of a recording or of captions; "" of another file."""
    return names.MEDIA.get(path.rpartition(".")[2].lower(), "")


def _seconds(duration: str) -> int:
    """Seconds of a length such as 3:20 or 1:02:00."""
    found = 0
    for part in duration.split(":") if duration else ():
        found = found * 60 + int(part)
    return found
