"""One source file at a time: its bytes in, typed plain values and diagnostics out.

Each function here is a job of the first stratum; it knows its own file and the configuration,
nothing else. A bad file yields diagnostics and what could be saved of it, so that one run shows
all that is wrong.
"""

from __future__ import annotations

import marshal
import posixpath
import re
from typing import Any, NamedTuple

from dalil.config import SiteConfig
from dalil.datafiles import ANYTHING, DATA_FIELDS, STRING
from dalil.diagnostics import Diagnostic, fault
from dalil.disk import fingerprint
from dalil.frontmatter import FIELDS, decode, split
from dalil.languages import sort_key
from dalil.names import STRINGS, collection_of, data_name, page_name
from dalil.packs import pickled_in_thousands
from dalil.schema import Field, Reference, Validation, plain
from dalil.typography import plain_text
from dalil.yamlfile import MappingNode, Place, entries, parse, place

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

    packed: bytes
    """The head but its references, as `marshal` has it: most builds need not look into it."""
    references: tuple[Reference, ...] = ()
    body: str = ""
    """Fingerprint of the body; "" when the file could not be read that far."""
    body_line: int = 0

    @classmethod
    def of(cls, head: Head, body: str = "", body_line: int = 0) -> Page:
        """A page with this head."""
        places = tuple((name, tuple(place)) for name, place in head.places)
        parts = (*head[:3], plain(head.values), places, head.title_key)
        # Version 2 of marshal writes equal values as equal bytes.
        return cls(marshal.dumps(parts, 2), head.references, body, body_line)

    @property
    def head(self) -> Head:
        """What the page says of itself."""
        key, lang, path, values, places, title_key = marshal.loads(self.packed)  # noqa: S302 (our own)
        found = tuple((name, Place(*place)) for name, place in places)
        return Head(key, lang, path, values, found, self.references, title_key)


pickled_in_thousands(Page)


class Keyed(NamedTuple):
    """A YAML file of named entries (strings or data): name → plain value, with places."""

    values: tuple[tuple[str, Any], ...]
    places: Places
    path: str = ""
    references: tuple[Reference, ...] = ()


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
    page = Page.of(head, fingerprint(parts.body.encode()), parts.body_line)
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
    return Page.of(Head(key, lang, path, (), (), (), ()))


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
