"""One source file at a time: its bytes in, typed plain values and diagnostics out.

Each function here is a job of the first stratum; it knows its own file and the configuration,
nothing else. A bad file yields diagnostics and what could be saved of it, so that one run shows
all that is wrong.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import Any, NamedTuple

from dalil.config import SiteConfig
from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.disk import fingerprint
from dalil.frontmatter import FIELDS, decode, split
from dalil.languages import sort_key
from dalil.schema import Field, Reference, Validation, plain
from dalil.typography import plain_text
from dalil.yamlfile import MappingNode, Place, entries, parse, place

CONTENT, TEMPLATES, STATIC = "content/", "templates/", "static/"
DATA = "content/data/"
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
Places = tuple[tuple[str, Place], ...]


class Head(NamedTuple):
    """All of a page but its body."""

    key: str
    lang: str
    path: str
    values: tuple[tuple[str, Any], ...]
    places: Places
    references: tuple[Reference, ...]
    title_key: tuple[str, ...]


class Page(NamedTuple):
    """A page's file: its head, and what tells one body from another."""

    head: Head
    body: str = ""
    """Fingerprint of the body; "" when the file could not be read that far."""
    body_line: int = 0


class Keyed(NamedTuple):
    """A YAML file of named entries (strings or data): name → plain value, with places."""

    values: tuple[tuple[str, Any], ...]
    places: Places
    path: str = ""
    references: tuple[Reference, ...] = ()


def kind(path: str) -> str:
    """What a source path is.

    One of config, page, strings, data, template, static, image, media (sound, film) and file.
    """
    if path.endswith((".yaml", ".yml")) and not path.startswith(STATIC):
        if STRINGS.fullmatch(path):
            return "strings"
        return "data" if path.startswith(DATA) else "config"
    for folder, found in ((TEMPLATES, "template"), (STATIC, "static")):
        if path.startswith(folder):
            return found
    if path.endswith(".md"):
        return "page"
    suffix = path.rpartition(".")[2].lower()
    if suffix in ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg"):
        return "image"
    return "media" if suffix in MEDIA else "file"


# Names


def page_name(path: str, config: SiteConfig) -> tuple[str, str, Diagnostic | None]:
    """The key and language of a page's path; a fault when the name says neither rightly."""
    # Some systems write «é» as two characters: one name, one key, whatever the spelling.
    name = unicodedata.normalize("NFC", path).removeprefix(CONTENT).removesuffix(".md")
    *folders, name = name.split("/")
    stem, _, lang = name.rpartition(".")
    if lang not in config.languages or not stem:
        suffix = lang if stem else ""
        guess = nearest(suffix, config.languages) if suffix else ""
        return "", "", fault("language-unknown", path, suffix=suffix, nearest=guess)
    base, _, variant = stem.partition(".")
    if not all(re.fullmatch(r"\w[\w-]*", s) for s in [*folders, base]) or (
        "." in stem and variant not in config.variants
    ):
        return "", "", fault("file-name-invalid", path, name=path.rpartition("/")[2])
    return "/".join([*folders, stem]), lang, None


def collection_of(key: str, config: SiteConfig) -> str:
    """The collection whose folder holds a page, the deepest first; "" for a plain section."""
    folder = key.rpartition("/")[0]
    homes = [c for c in config.collections.values() if f"{folder}/".startswith(f"{c.folder}/")]
    return max(homes, key=lambda c: len(c.folder)).name if homes else ""


# Pages


def read_page(
    path: str, content: bytes, config: SiteConfig
) -> tuple[Page | None, list[Diagnostic]]:
    """One page, but for its Markdown; None only when its name says not which page it is."""
    key, lang, misnamed = page_name(path, config)
    if misnamed:
        return None, [misnamed]
    text = decode(content)
    if text is None:
        return _bare(key, lang, path), [_not_utf8(path, content)]
    parts, unsplit = split(path, text)
    if parts is None:
        return _bare(key, lang, path), [unsplit] if unsplit else []
    node, faults = parse(path, parts.front_matter, first_line=2)
    validation = Validation(path, first_line=2)
    values: dict[str, Any] = {}
    if node is not None:
        values = validation.record(node, _declared(key, node, config))
    elif not faults:
        faults.append(fault("field-missing", path, 1, 1, 3, key="title"))
    for name in ("title", "nav_title", "description"):
        if name in values:
            values[name] = plain_text(values[name], config.languages[lang].locale)
    title_key = (
        sort_key(values["title"], config.languages[lang].locale) if "title" in values else ()
    )
    head = Head(
        key=key,
        lang=lang,
        path=path,
        values=plain(values),
        places=tuple(validation.places.items()),
        references=tuple(validation.references),
        title_key=title_key,
    )
    page = Page(head, fingerprint(parts.body.encode()), parts.body_line)
    return page, faults + validation.faults


def _declared(key: str, node: Any, config: SiteConfig) -> dict[str, Field]:
    """The fields a page may have: everyone's, and its collection's own."""
    name = collection_of(key, config)
    if isinstance(node, MappingNode):
        named = [value.value for word, _, value in entries(node) if word == "collection"]
        name = named[0] if named and named[0] in config.collections else name
    is_index = key.rpartition("/")[2].partition(".")[0] == "index"
    own = config.collections[name].declared(is_index) if name else {}
    return FIELDS | own


def _bare(key: str, lang: str, path: str) -> Page:
    return Page(Head(key, lang, path, (), (), (), ()))


def _not_utf8(path: str, content: bytes) -> Diagnostic:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        return fault("encoding-not-utf8", path, line, len(before) - before.rfind("\n"), 1)
    return fault("encoding-not-utf8", path)


def body(content: bytes) -> str:
    """The Markdown of a page whose head was read without a fault in its frame."""
    parts, _ = split("", decode(content) or "")
    return parts.body if parts else ""


# YAML files beside the pages


def read_keyed(path: str, content: bytes, value: Field) -> tuple[Keyed, list[Diagnostic]]:
    """A file of named entries, each holding `value`."""
    text = decode(content)
    if text is None:
        return Keyed((), ()), [_not_utf8(path, content)]
    node, faults = parse(path, text)
    if node is None:
        return Keyed((), ()), faults
    validation = Validation(path)
    value = STRING if STRINGS.fullmatch(path) else value
    values = validation.value(node, Field("mapping", of=value), "") or {}
    places = []
    if isinstance(node, MappingNode):
        places = [(key, place(at)) for key, at, _ in entries(node)]
    keyed = Keyed(plain(values), tuple(places), path, tuple(validation.references))
    return keyed, faults + validation.faults


def read_data(
    path: str, content: bytes, languages: tuple[str, ...]
) -> tuple[Keyed, list[Diagnostic]]:
    """A file of `content/data/`; `languages` are those in which figures and sources speak."""
    declared = DATA_FIELDS.get(data_name(path))
    keyed, faults = read_keyed(path, content, declared(languages) if declared else ANYTHING)
    if data_name(path) == "sources":
        faults += _unattributed(keyed)
    return keyed, faults


def data_name(path: str) -> str:
    """What pages and templates call a file of `content/data/`."""
    return path.rpartition("/")[2].partition(".")[0]


def _unattributed(sources: Keyed) -> list[Diagnostic]:
    """Weak sources that do not say with which words they are to be cited."""
    places = dict(sources.places)
    weak = [
        name
        for name, values in sources.values
        if ("confidence", "weak") in values and "attribution" not in dict(values)
    ]
    named = ((name, f"{name}.attribution") for name in weak)
    return [fault("field-missing", sources.path, *places[at], key=key) for at, key in named]


CONFIDENCES = ("official", "press", "other", "weak")


def source_field(languages: tuple[str, ...]) -> Field:
    """An entry of `sources.yaml`."""
    phrases = Field("list", required=True, filled=True)
    return Field(
        "record",
        fields={
            "title": Field(required=True),
            "publisher": Field(required=True),
            "date": Field("moment"),
            "language": Field(),
            "url": Field("url"),
            "confidence": Field(choices=CONFIDENCES),
            "attribution": Field("record", fields=dict.fromkeys(languages, phrases)),
            "seen": Field("boolean"),
        },
    )


def figure_field(languages: tuple[str, ...]) -> Field:
    """An entry of `figures.yaml`: a number is worth nothing without its year and its source."""
    words = Field("record", required=True, fields=dict.fromkeys(languages, Field(required=True)))
    return Field(
        "record",
        fields={
            "value": Field("number", required=True),
            "unit": words,
            "year": Field("period", required=True),
            "scope": words,
            "series": Field(),
            "source": Field(
                "list", of=Field("reference", to="sources"), required=True, filled=True
            ),
        },
    )


def synonym_field(languages: tuple[str, ...]) -> Field:
    """Words, in some of the site's languages, that mean the same to those who search."""
    return Field("record", fields={code: Field("list", of=Field()) for code in languages})


STRING = Field("forms", keys=("zero", "one", "two", "few", "many", "other"))
ANYTHING = Field("anything")
DATA_FIELDS = {
    "sources": source_field,
    "figures": figure_field,
    "synonyms": synonym_field,
}


def read_image(content: bytes, path: str) -> tuple[tuple[int, int], list[Diagnostic]]:
    """Width and height in pixels; (0, 0) when the image does not say (an SVG without a size)."""
    if path.lower().endswith(".svg"):
        sizes = [
            re.search(rf'<svg[^>]*\s{name}="([0-9]+(?:\.[0-9]+)?)(?:px)?"'.encode(), content)
            for name in ("width", "height")
        ]
        width, height = (round(float(found[1])) if found else 0 for found in sizes)
        return (width, height), []
    import io

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size, []
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError):
        return (0, 0), [fault("image-unreadable", path)]


LOADED = re.compile(
    r"""(?:@import\s+(?!url\()|url\(\s*)["']?(?!data:|https?:|#|//)([^"')\s;?#]+)"""
)


def read_style(content: bytes, path: str) -> tuple[str, ...]:
    """The files of the tree that a style sheet loads, in its order; other files load none."""
    if not path.endswith(".css"):
        return ()
    names = LOADED.findall(content.decode("utf-8", "surrogateescape"))
    return tuple(dict.fromkeys(loaded_path(path, name) for name in names))


def loaded_path(path: str, name: str) -> str:
    """The file that a style sheet means by an address in it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def read_template(content: bytes, path: str) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The templates that one template names in extends, include, import and from.

    "" stands for a name that is only known when it is rendered.
    """
    from jinja2 import Environment, TemplateSyntaxError, meta

    text = decode(content)
    if text is None:
        return (), [_not_utf8(path, content)]
    try:
        tree = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return (), [fault("template-syntax", path, error.lineno, problem=error.message or "")]
    return tuple(sorted({name or "" for name in meta.find_referenced_templates(tree)})), []
