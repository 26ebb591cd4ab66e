"""Faults that are seen in the source itself, before it is parsed."""

from __future__ import annotations

import re

from dalil.prose import html
from dalil.prose.page import Page
from dalil.prose.script import foreign_text, script_of
from dalil.typography import holds

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BIDI_BYTES = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")  # the same in UTF-8
_SPACED = re.compile(r"\[(?<!\\\[)(?P<text>[^\[\]\n]+)\][ \t\u00a0]+\((?P<target>[^()\s]+)\)")
_TARGET = re.compile(
    r"\.{0,2}/|#\S|[a-zA-Z]+:\S|www\.|\S+\.(?:md|pdf|html?|docx?|png|jpe?g|svg|webp)(?:#|$)"
)
_DOUBLE = re.compile(r"\]\((?P<target>\((?P<inner>[^()\s]*)\))\)")
_NOTE_USE = re.compile(r"\[\^(?<!\\\[\^)(?P<label>[^\]\n]*)\](?!:)")
_NOTE_TEXT = re.compile(r"^[ >]*\[\^(?P<label>[^\]]*)\]:", re.MULTILINE)
_ANGLED_TARGET = re.compile(r"(?<=\]\()[ ]*<[^<>\n]*>")
_UNSAFE_AUTOLINK = re.compile(r"<(?P<target>(?!https?:)[a-zA-Z][a-zA-Z0-9+.-]*://[^<>\n]*)>")
_INDENTED = re.compile(r"(?:\A|\n[ ]*\n)((?: {4}[^\n]*(?:\n|\Z))+)")
_LANGUAGE_OF_SCRIPT = {
    "Latn": "fr", "Arab": "ar", "Tfng": "zgh", "Cyrl": "ru", "Grek": "el", "Hebr": "he",
}  # fmt: skip


def check_source(page: Page) -> None:
    """Report every fault that needs no parsing."""
    blank = page.source.blank
    if _BIDI_BYTES.search(page.source.encoded):
        for match in _BIDI.finditer(page.source.text):
            page.fault("bidi-override", match.start(), 1, character=f"U+{ord(match.group()):04X}")
    if holds(blank, "](("):
        for match in _DOUBLE.finditer(blank):
            start, end = match.span("target")
            page.fault("link-double-parentheses", start, end - start, target=match.group("inner"))
    if "] " in blank or holds(blank, "]\u00a0"):
        _check_spaced(page, blank)
    if holds(blank, "[^"):
        _check_notes(page, blank)
    if "<" in blank:
        _check_html(page, blank)
    _check_language(page, blank)


def _check_spaced(page: Page, blank: str) -> None:
    for match in _SPACED.finditer(blank):
        if _TARGET.match(match.group("target")) and not _in_code(blank, match.start()):
            length = match.end() - match.start()
            page.fault("link-spaced", match.start(), length, text=match.group("text"))


def _check_notes(page: Page, blank: str) -> None:
    known = {match.group("label") for match in _NOTE_TEXT.finditer(blank)}
    for match in _NOTE_USE.finditer(blank):
        label = match.group("label")
        if label not in known and not _in_code(blank, match.start()):
            page.fault("footnote-unknown", match.start(), len(match.group()), label=label)


def _check_html(page: Page, blank: str) -> None:
    for each in html.faults(_ANGLED_TARGET.sub(lambda match: "\0" * len(match.group()), blank)):
        if _in_code(blank, each.offset):
            continue
        names = {"tag": each.tag}
        if each.attribute:
            names["attribute"] = each.attribute
        page.fault(each.code, each.offset, each.length, **names)
        opens = each.code == "html-not-allowed" and f"</{each.tag}" not in blank.lower()
        if opens or each.code == "html-unclosed":
            page.source.dropped.append((each.offset, blank.find(">", each.offset) + 1))
    page.explicit_ids += [id for id, _ in html.ids(blank)]
    for match in _UNSAFE_AUTOLINK.finditer(blank):
        start, end = match.span("target")
        page.fault("link-unsafe", start, end - start, target=match.group("target"))


def _check_language(page: Page, blank: str) -> None:
    languages = page.reading.ask("languages")
    locale = next((each[1] for each in languages if each[0] == page.lang), page.lang)
    for found in foreign_text(blank, page.source.encoded, script_of(locale)):
        if _in_code(blank, found.offset):
            continue
        language = next(
            (each[0] for each in languages if script_of(each[1]) == found.script),
            _LANGUAGE_OF_SCRIPT[found.script],
        )
        page.fault(
            "text-other-language", found.offset, found.length, lang=page.lang, found=language
        )


def _in_code(blank: str, offset: int) -> bool:
    """Tell whether an offset is in an indented code block (asked only about faults)."""
    line_start = blank.rfind("\n", 0, offset) + 1
    if blank[line_start : line_start + 4] != "    ":
        return False
    for match in _INDENTED.finditer(blank):
        if match.start(1) <= offset < match.end(1):
            before = blank[: match.start(1)].rstrip().rpartition("\n\n")[2]
            last = before.rpartition("\n")[2]
            first = before.lstrip("\n").partition("\n")[0]
            opens = re.compile(r"[ ]{0,3}(?:[-+*]|\d+\.|:|!!!|\[\^[^\]]*\]:)")
            return not (opens.match(first) or opens.match(last) or last.startswith("    "))
    return False
