"""`site.yaml`: its schema, and its values once they are known to be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dalil.diagnostics import SEVERITIES, Diagnostic, codes, fault
from dalil.frontmatter import FIELDS, GUIDE_FIELDS, TERM_FIELDS
from dalil.languages import Language, direction, is_known_locale
from dalil.rules import broken_rules
from dalil.schema import TEXT, TYPES, Field, Validation, json_schema
from dalil.yamlfile import Place, parse

OUTPUTS = (
    "sitemap",
    "robots",
    "atom",
    "jsonfeed",
    "manifest",
    "qr",
    "search",
    "redirects-html",
    "redirects-netlify",
    "redirects-apache",
    "redirects-nginx",
    "headers-netlify",
    "headers-apache",
    "headers-nginx",
    "offline",
)


@dataclass(frozen=True)
class Collection:
    """A folder of pages of one kind, with the fields that its pages declare."""

    name: str
    folder: str
    template: str
    dated: bool
    per_page: int
    order: tuple[str, ...]
    fields: Mapping[str, Field]
    structured: str
    terms: bool = False
    """Each of its pages explains a term, to which the texts of the site link at first use."""
    guide: bool = False
    """Its pages ask questions, and the pages below them are the answers."""

    def declared(self, is_index: bool) -> dict[str, Field]:
        """The fields of its pages, or of the pages that stand for its folders."""
        own = {} if is_index else dict(self.fields)
        return (GUIDE_FIELDS if self.guide else {}) | own


@dataclass(frozen=True)
class MenuItem:
    """One entry: a page by its key, or an address outside with a label per language."""

    page: str
    url: str
    label: Mapping[str, str]
    children: tuple[MenuItem, ...]
    place: Place


class Font(NamedTuple):
    """A font to be cut from a whole one."""

    source: str
    """Path of the whole font in `static/`."""
    unicode_range: str
    """The characters to keep, written as in CSS: "U+20-7E, U+A0"."""
    weights: tuple[int, ...]
    """The lightest and the heaviest to keep of a variable font; () keeps all."""


@dataclass(frozen=True)
class SiteConfig:
    """Everything that makes this site this site, and not another."""

    base_url: str
    languages: Mapping[str, Language]
    default_language: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    collections: Mapping[str, Collection]
    menus: Mapping[str, tuple[MenuItem, ...]]
    redirects: Mapping[str, str]
    severities: Mapping[str, str]
    missing_translation: str
    variants: Mapping[str, Mapping[str, str]]
    side_by_side: Mapping[str, str]
    """The last word of the address of a page beside its translation; {}: there are no such."""
    outputs: tuple[str, ...]
    subject: Mapping[str, Any]
    theme: Mapping[str, Any]
    fonts: Mapping[str, Font]
    """By the path, in the tree of `static/`, at which style sheets load them."""
    budgets: Mapping[str, int]
    feedback: Mapping[str, str]
    """Where readers may write to: an `email`, or the address of a `form`."""
    images: Mapping[str, Any]
    """How images beside the pages are made into pictures: widths, formats, quality, sizes."""
    offline: Mapping[str, Any]
    """What a browser keeps for when there is no network."""
    places: Mapping[str, Place]
    """Dotted key → the place of its value; with ":" behind it, its own."""

    @property
    def base_path(self) -> str:
        """The path under which the site lives: "/" or "/sub/path/"."""
        return urlsplit(self.base_url).path or "/"


def _per_language(languages: tuple[str, ...], required: bool = False) -> Field:
    return Field("mapping", required, of=TEXT, keys=languages)


_FIELD: dict[str, Field] = {
    "type": Field(choices=tuple(t for t in TYPES if t != "record"), required=True),
    "required": Field("boolean"),
    "choices": Field("list"),
    "to": TEXT,
    "aka": Field("list"),
    "description": TEXT,
}
_FIELD["of"] = Field("record", fields=dict(_FIELD))

_COLLECTION = {
    "folder": TEXT,
    "template": TEXT,
    "dated": Field("boolean"),
    "per_page": Field("integer"),
    "order": Field("list"),
    "structured": Field(choices=("article", "service", "faq", "glossary", "none")),
    "terms": Field("boolean"),
    "guide": Field("boolean"),
    "fields": Field("mapping", of=Field("record", fields=_FIELD)),
}
_FONT = {
    "from": Field(required=True),
    "unicode_range": Field(required=True),
    "weights": Field("list", of=Field("integer")),
}
BUDGETS = ("page", "styles", "scripts", "font", "image", "first_view", "requests")
"""Kilobytes (1,000 bytes) after gzip, and the number of requests of a first view."""
FORMATS = ("avif", "webp")
_QUALITY = {"avif": 55, "webp": 75, "jpeg": 80}
_IMAGES: dict[str, Any] = {"widths": (320, 640, 960, 1280), "formats": FORMATS, "sizes": "100vw"}
_IMAGE_FIELDS = {
    "widths": Field("list", of=Field("integer")),
    "formats": Field("list", of=Field(choices=FORMATS)),
    "quality": Field("record", fields={name: Field("integer") for name in _QUALITY}),
    "sizes": TEXT,
}
_THEME = {
    "colour": TEXT,
    "background": TEXT,
    "icon": TEXT,
    "icons": Field("list"),
    "maskable": TEXT,
}
_OFFLINE = {
    "pages": Field("list"),
    "visited": Field("integer"),
    "wait": Field("integer"),
}
_LANGUAGE = {"locale": Field(required=True), "name": Field(required=True)}


def fields(languages: tuple[str, ...] = (), rated: tuple[str, ...] = ()) -> dict[str, Field]:
    """The schema of `site.yaml`; texts per language have just the site's languages as keys."""
    texts = _per_language(languages)
    item = {"page": TEXT, "url": Field("url"), "label": texts}
    child = Field("list", of=Field("record", fields=item))
    menu = Field("list", of=Field("record", fields=item | {"children": child}))
    return {
        "base_url": Field("url", required=True),
        "languages": Field(
            "mapping",
            required=True,
            of=Field("record", fields=_LANGUAGE),
            aka=("langues", "اللغات"),
        ),
        "default_language": Field(choices=languages),
        "name": _per_language(languages, required=True),
        "description": _per_language(languages, required=True),
        "collections": Field("mapping", of=Field("record", fields=_COLLECTION)),
        "menus": Field("mapping", of=menu),
        "redirects": Field("mapping"),
        "severities": Field("mapping", of=Field(choices=SEVERITIES), keys=rated),
        "missing_translation": Field(choices=("notice", "none")),
        "variants": Field("mapping", of=texts),
        "side_by_side": texts,
        "outputs": Field("list", of=Field(choices=OUTPUTS)),
        "subject": Field(
            "record",
            fields={"type": TEXT, "name": texts, "url": Field("url"), "same_as": Field("list")},
        ),
        "theme": Field("record", fields=_THEME),
        "feedback": Field("record", fields={"email": TEXT, "form": Field("url")}),
        "fonts": Field("mapping", of=Field("record", fields=_FONT)),
        "budgets": Field("record", fields={name: Field("integer") for name in BUDGETS}),
        "images": Field("record", fields=_IMAGE_FIELDS),
        "offline": Field("record", fields=_OFFLINE),
    }


def load(path: str, text: str, base_url: str = "") -> tuple[SiteConfig | None, list[Diagnostic]]:
    """Read `site.yaml`. No configuration comes with faults that leave nothing to build from."""
    node, faults = parse(path, text)
    if node is None:
        empty = [] if faults else [fault("field-missing", path, key="base_url")]
        return None, faults + empty
    first = Validation(path)
    languages = first.record(node, {"languages": fields()["languages"]}).get("languages", {})
    # The list of all codes is loaded only for a site that speaks of them.
    rated = codes() if "severities" in text else ()
    validation = Validation(path)
    values = validation.record(node, fields(tuple(languages), rated))
    faults += [*validation.faults, *broken_rules(values, validation)]
    if any(key not in values for key in ("base_url", "languages", "name")):
        return None, faults
    return _config(values, validation, base_url), faults


def described(site: Path, collection: str = "") -> dict[str, Any]:
    """The JSON Schema of a `site.yaml`, or of the front matter of one of its collections.

    KeyError when it declares no such collection.
    """
    config, _ = load(site.name, site.read_text(encoding="utf-8"))
    declared = fields(tuple(config.languages) if config else (), codes())
    if collection:
        own = config.collections[collection].declared(is_index=False) if config else {}
        declared = FIELDS | own
    schema = json_schema(Field("record", fields=declared))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _config(values: dict[str, Any], validation: Validation, base_url: str) -> SiteConfig:
    languages = {
        code: _language(code, v.get("locale", code), v.get("name", code))
        for code, v in values["languages"].items()
    }
    images = values.get("images", {})
    return SiteConfig(
        base_url=(base_url or values["base_url"]).rstrip("/") + "/",
        languages=languages,
        default_language=values.get("default_language", next(iter(languages))),
        name=values["name"],
        description=values.get("description", {}),
        collections={
            name: _collection(name, v) for name, v in values.get("collections", {}).items()
        },
        menus={
            name: tuple(_item(v, f"menus.{name}.{n}", validation) for n, v in enumerate(items))
            for name, items in values.get("menus", {}).items()
        },
        redirects=values.get("redirects", {}),
        severities=values.get("severities", {}),
        missing_translation=values.get("missing_translation", "notice"),
        variants=values.get("variants", {}),
        side_by_side=values.get("side_by_side", {}),
        outputs=values.get("outputs", OUTPUTS),
        subject=values.get("subject", {}),
        theme=values.get("theme", {}),
        fonts={
            name: Font(v.get("from", ""), v.get("unicode_range", ""), tuple(v.get("weights", ())))
            for name, v in values.get("fonts", {}).items()
        },
        budgets=values.get("budgets", {}),
        feedback=values.get("feedback", {}),
        images=_IMAGES | images | {"quality": _QUALITY | images.get("quality", {})},
        offline={"pages": ("index",), "visited": 60, "wait": 3} | values.get("offline", {}),
        places=validation.places | {f"{key}:": at for key, at in validation.keys.items()},
    )


def _language(code: str, locale: str, name: str) -> Language:
    # An unknown locale is a fault; with the plain language, the other faults can still be found.
    known = locale if is_known_locale(locale) else code if is_known_locale(code) else "en"
    return Language(code, known, name, direction(known))


def _collection(name: str, values: dict[str, Any]) -> Collection:
    return Collection(
        name=name,
        folder=values.get("folder", name).strip("/"),
        template=values.get("template", ""),
        dated=values.get("dated", False),
        per_page=values.get("per_page", 0),
        order=values.get("order", ("order", "title")),
        fields=(TERM_FIELDS if values.get("terms") else {})
        | {key: _own_field(key, v) for key, v in values.get("fields", {}).items()},
        structured=values.get("structured", "article"),
        terms=values.get("terms", False),
        guide=values.get("guide", False),
    )


def _own_field(name: str, values: dict[str, Any]) -> Field:
    """A field as declared; one that every page has stays what it is, but may be required."""
    field, common = _field(values), FIELDS.get(name)
    if common is None:
        return field
    description = field.description or common.description
    required = field.required or common.required
    return common._replace(required=required, choices=field.choices, description=description)


def _field(values: dict[str, Any]) -> Field:
    return Field(
        type=values.get("type", "text"),
        required=values.get("required", False),
        choices=values.get("choices", ()),
        of=_field(values["of"]) if "of" in values else None,
        to=values.get("to", ""),
        aka=tuple(name.casefold() for name in values.get("aka", ())),
        description=values.get("description", ""),
    )


def _item(values: dict[str, Any], key: str, validation: Validation) -> MenuItem:
    at = validation.places.get(f"{key}.page") or validation.places[key]
    children = enumerate(values.get("children", ()))
    return MenuItem(
        page=values.get("page", ""),
        url=values.get("url", ""),
        label=values.get("label", {}),
        children=tuple(_item(v, f"{key}.children.{n}", validation) for n, v in children),
        place=at,
    )
