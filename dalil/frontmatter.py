"""Front matter: the keys every page may have, and the split of a file into its two parts."""

from __future__ import annotations

import re
from typing import NamedTuple

from dalil.diagnostics import Diagnostic, fault
from dalil.schema import Field

_RECORDING = {
    "file": Field(required=True, description="The file, beside the page."),
    "transcript": Field(description="Its words: a page, a file, or a place of this page (#place)."),
    "duration": Field("duration", description="How long it lasts: 3:20."),
}
_FILM = _RECORDING | {
    "language": Field(description="The name of the sign language."),
    "captions": Field("mapping", description="Language → its captions, a WebVTT file."),
    "poster": Field(description="The image that is shown before the film."),
}

FIELDS: dict[str, Field] = {
    "title": Field(
        required=True,
        aka=("titre", "العنوان", "عنوان"),
        description="The page's name: its h1, its link in menus and lists.",
    ),
    "description": Field(
        required=True,
        aka=("الوصف", "وصف", "résumé", "ملخص"),
        description="One true sentence about the page, for lists and search engines.",
    ),
    "nav_title": Field(description="A shorter title for menus and breadcrumbs."),
    "slug": Field(description="The page's own part of its address."),
    "date": Field("date", aka=("التاريخ", "تاريخ"), description="When it was first published."),
    "updated": Field(
        "date", aka=("mise à jour", "maj", "التحديث", "تحديث"), description="When it last changed."
    ),
    "draft": Field("boolean", aka=("brouillon", "مسودة"), description="true: not published yet."),
    "publish": Field(
        "date", aka=("publication", "النشر", "نشر"), description="Published from this day on."
    ),
    "expiry": Field(
        "date", aka=("expiration", "الانتهاء"), description="No longer published from this day on."
    ),
    "order": Field("integer", aka=("ordre", "الترتيب", "ترتيب"), description="Rank in lists."),
    "template": Field(aka=("gabarit", "modèle", "القالب", "قالب"), description="Its template."),
    "collection": Field(description="Its collection, when that is not its folder's."),
    "aliases": Field("list", aka=("alias",), description="Former addresses, redirected here."),
    "side_by_side": Field(
        "boolean", description="false: no view of this page beside its translation."
    ),
    "search": Field("boolean", description="false: the search does not find this page."),
    "sources": Field(
        "list",
        of=Field("reference", to="sources"),
        aka=("المصادر", "مصادر"),
        description="Ids of content/data/sources.yaml on which the whole page rests.",
    ),
    "claims": Field(
        "list",
        description="Ids of the claims of the fact file that the page states, "
        "for those who write; never published.",
    ),
    "terms": Field(
        "boolean", description="false: its text does not link to the terms of the glossary."
    ),
    "audio": Field("record", fields=_RECORDING, description="The page, read aloud."),
    "sign_film": Field("record", fields=_FILM, description="The page, in sign language."),
}
TERM_FIELDS: dict[str, Field] = {
    "forms": Field("list", description="Other forms of the term in texts: plurals, short forms."),
    "acronym": Field(description="Its acronym: the title is what it stands for."),
    "own_translation": Field(
        "boolean", description="true: no source gives the term in this language; we translated it."
    ),
    "pronunciation": Field(description="How it is said, where that helps."),
}
"""Keys of the pages of a collection that says `terms: true`."""
GUIDE_FIELDS: dict[str, Field] = {
    "question": Field(description="What the page asks; each page right below it is an answer."),
    "answer": Field(description="The answer, to the question of the page above, that leads here."),
}
"""Keys of all pages of a collection that says `guide: true`."""
_OPENING = re.compile(r"---[ \t]*(?:\n|$)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|$)", re.MULTILINE)


class Parts(NamedTuple):
    """A page's file, split; the front matter begins on line 2 of the file."""

    front_matter: str
    body: str
    body_line: int


def split(path: str, text: str) -> tuple[Parts | None, Diagnostic | None]:
    """The two parts of a page's text (line ends normalised, no byte order mark), or the fault."""
    opening = _OPENING.match(text)
    if opening is None:
        return None, fault("front-matter-missing", path, 1, 1, 1)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return None, fault("front-matter-unclosed", path, 1, 1, 3)
    body = text[closing.end() :]
    body_line = text.count("\n", 0, closing.end()) + 1
    return Parts(text[opening.end() : closing.start()], body, body_line), None


def decode(content: bytes) -> str | None:
    """The text of a file, line ends normalised, no byte order mark; None if it isn't UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
