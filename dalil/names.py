"""What the name of a source file says: what it is, which page, in which language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from dalil.config import SiteConfig
from dalil.diagnostics import Diagnostic, fault, nearest

CONTENT, TEMPLATES, STATIC = "content/", "templates/", "static/"
DATA = "content/data/"
HIDDEN = "~"
"""Begins the id of a draft when a page that is borrowed from its translation has its own."""
STRINGS = re.compile(r"content/strings\.([^./]+)\.yaml")
MEDIA = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
"""Suffixes of sounds, films and captions, with their media types."""


def kind(path: str) -> str:
    """What a source path is.

    One of config, page, strings, data, template, static, image, media (sound, film) and file.
    """
    if path.startswith(CONTENT) and path.endswith(".md"):  # most files
        return "page"
    if path.endswith((".yaml", ".yml")) and not path.startswith(STATIC):
        if STRINGS.fullmatch(path):
            return "strings"
        return "data" if path.startswith(DATA) else "config"
    for folder, found in ((TEMPLATES, "template"), (STATIC, "static")):
        if path.startswith(folder):
            return found
    suffix = path.rpartition(".")[2].lower()
    if suffix in ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg"):
        return "image"
    return "media" if suffix in MEDIA else "file"


def home(name: str) -> str:
    """The key, without its variant, of the page that a source path or a document's id is part of.

    "" when it is of no page.
    """
    if name.startswith(CONTENT) and name.endswith(".md"):
        name = unicodedata.normalize("NFC", name).removeprefix(CONTENT)
    elif "@" not in name:
        return ""
    name = name.removeprefix(HIDDEN)
    folder, slash, stem = name.rpartition("/")
    return folder + slash + stem.partition("@")[0].partition(".")[0]


def data_name(path: str) -> str:
    """What pages and templates call a file of `content/data/`."""
    return path.rpartition("/")[2].partition(".")[0]


def page_name(path: str, config: SiteConfig) -> tuple[str, str, Diagnostic | None]:
    """The key and language of a page's path; a fault when the name says neither rightly."""
    # Some systems write «é» as two characters: one name, one key, whatever the spelling.
    name = unicodedata.normalize("NFC", path).removeprefix(CONTENT).removesuffix(".md")
    *folders, name = name.split("/")
    stem, _, lang = name.rpartition(".")
    if lang not in config.languages or not stem:
        return "", "", language_unknown(path, lang if stem else "", config.languages)
    base, _, variant = stem.partition(".")
    if not all(re.fullmatch(r"\w[\w-]*", s) for s in [*folders, base]) or (
        "." in stem and variant not in config.variants
    ):
        return "", "", _misnamed(path, folders, base, nearest(variant, config.variants), lang)
    return "/".join([*folders, stem]), lang, None


def _misnamed(path: str, folders: list[str], base: str, variant: str, lang: str) -> Diagnostic:
    """A name that no page can have, with one that it could."""
    good = ".".join(filter(None, (_hyphenated(base), variant, lang, "md")))
    if folders != (better := [_hyphenated(folder) for folder in folders]):
        name, good = path.removeprefix(CONTENT), "/".join((*better, good))
    else:
        name = path.rpartition("/")[2]
    return fault("file-name-invalid", path, name=name, nearest="" if good == name else good)


def _hyphenated(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "page"


def language_unknown(path: str, suffix: str, languages: Iterable[str]) -> Diagnostic:
    """A file whose name ends in no language of the site."""
    guess = nearest(suffix, languages) if suffix else ""
    codes = tuple(languages)
    name, _, kind = path.rpartition("/")[2].rpartition(".")
    good = f"{name.removesuffix(f'.{suffix}')}.{guess or codes[0]}.{kind}"
    named = {"suffix": suffix, "example": good, "languages": ", ".join(codes)}
    return fault("language-unknown", path, nearest=guess and good, **named)


def collection_of(key: str, config: SiteConfig) -> str:
    """The collection whose folder holds a page, the deepest first; "" for a plain section."""
    folder = key.rpartition("/")[0]
    homes = [c for c in config.collections.values() if f"{folder}/".startswith(f"{c.folder}/")]
    return max(homes, key=lambda c: len(c.folder)).name if homes else ""
