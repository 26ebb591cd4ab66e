"""What `site.yaml` must obey beyond the types of its values: each rule yields its faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.frontmatter import FIELDS
from dalil.languages import is_known_locale, known_locales
from dalil.schema import Validation, is_url

_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_NAME = re.compile(r"\w[\w-]*")
_UNICODE_RANGE = re.compile(
    r"(?i)U\+[0-9A-F]{1,6}(-[0-9A-F]{1,6})?(,\s*U\+[0-9A-F]{1,6}(-[0-9A-F]{1,6})?)*"
)
_EMAIL = re.compile(r"[^@\s?&]+@[^@\s?&]+\.[^@\s?&]+")
_WIDEST = 16383  # pixels of a WebP
_SEGMENT = re.compile(r"\w[\w.-]*")


def is_base_url(text: str) -> bool:
    """Whether a site can stand at an address: a host, a path perhaps, and nothing after it."""
    return is_url(text) and not re.search(r"[?#]", text)


def broken_rules(values: Mapping[str, Any], validation: Validation) -> Iterator[Diagnostic]:
    """Every fault in the values of a `site.yaml`, of which the types are right."""
    rules = _Rules(values, validation)
    yield from rules.languages()
    for key in ("base_url", "name", "description"):
        if key in values:
            yield from rules.address(key) if key == "base_url" else rules.texts(key, key)
    yield from rules.variants()
    yield from rules.segments("side_by_side", values.get("side_by_side", {}))
    yield from rules.fonts()
    yield from rules.images()
    yield from rules.feedback()
    for name, items in values.get("menus", {}).items():
        yield from rules.menu(f"menus.{name}", items)
    for name, collection in values.get("collections", {}).items():
        yield from rules.collection(f"collections.{name}", collection)


class _Rules:
    """The values under examination, with the places of their keys."""

    def __init__(self, values: Mapping[str, Any], validation: Validation) -> None:
        self.values = values
        self.validation = validation
        self.codes = tuple(values.get("languages", ()))
        # What has a fault of its own already is not blamed twice.
        self.blamed = {value for f in validation.faults for name, value in f.args if name == "key"}

    def _at_value(self, code: str, at: str, **args: str) -> Diagnostic:
        return fault(code, self.validation.path, *self.validation.places[at], **args)

    def _at_key(self, code: str, at: str, **args: str) -> Diagnostic:
        return fault(code, self.validation.path, *self.validation.keys[at], **args)

    def languages(self) -> Iterator[Diagnostic]:
        """A language's code is part of addresses and file names; its locale is known."""
        for code, language in self.values.get("languages", {}).items():
            key, locale = f"languages.{code}", language.get("locale", "")
            if not _CODE.fullmatch(code):
                args = {"key": "languages", "expected": "slug", "found": code}
                yield self._at_key("value-type", key, **args)
            if locale and not is_known_locale(locale):
                args = {"locale": locale, "nearest": nearest(locale, known_locales())}
                yield self._at_value("locale-unknown", f"{key}.locale", **args)

    def address(self, key: str) -> Iterator[Diagnostic]:
        """The site's address has nothing after its path."""
        if not is_base_url(self.values[key]):
            yield self._at_value("url-invalid", key, key=key, found=self.values[key])

    def texts(self, key: str, at: str) -> Iterator[Diagnostic]:
        """There is a text for each language of the site."""
        for code in self.codes:
            if f"{key}.{code}" not in self.validation.places:
                found = self._at_key if at in self.validation.keys else self._at_value
                yield found("field-missing", at, key=f"{key}.{code}")

    def variants(self) -> Iterator[Diagnostic]:
        """A variant's name stands in file names beside a language; its words, in addresses."""
        for name, segments in self.values.get("variants", {}).items():
            key = f"variants.{name}"
            if name in self.codes:
                line = str(self.validation.keys[f"languages.{name}"].line)
                yield self._at_key("key-duplicate", key, key=name, first_line=line)
            elif not _NAME.fullmatch(name):
                args = {"key": "variants", "expected": "slug", "found": name}
                yield self._at_key("value-type", key, **args)
            yield from self.segments(key, segments)

    def segments(self, key: str, segments: Mapping[str, str]) -> Iterator[Diagnostic]:
        """Words that are parts of addresses, one for each language."""
        for code, segment in segments.items():
            if not _SEGMENT.fullmatch(segment):
                at = f"{key}.{code}"
                args = {"key": at, "expected": "slug", "found": segment}
                yield self._at_value("value-type", at, **args)

    def feedback(self) -> Iterator[Diagnostic]:
        """An address to write to is one."""
        found = self.values.get("feedback", {}).get("email")
        if found is not None and not _EMAIL.fullmatch(found):
            args = {"key": "email", "expected": "email", "found": found}
            yield self._at_value("value-type", "feedback.email", **args)

    def fonts(self) -> Iterator[Diagnostic]:
        """The characters of a font are written as in CSS."""
        for name, font in self.values.get("fonts", {}).items():
            found, at = font.get("unicode_range", "U+20"), f"fonts.{name}.unicode_range"
            if not _UNICODE_RANGE.fullmatch(found):
                args = {"key": "unicode_range", "expected": "unicode_range", "found": found}
                yield self._at_value("value-type", at, **args)

    def images(self) -> Iterator[Diagnostic]:
        """A width has pixels; a quality is a part of 100."""
        images = self.values.get("images", {})
        widths = enumerate(images.get("widths", ()))
        wrong = {f"images.widths.{n}": ("pixels", w) for n, w in widths if not 0 < w <= _WIDEST}
        qualities = images.get("quality", {}).items()
        wrong |= {f"images.quality.{n}": ("percent", q) for n, q in qualities if not 0 < q <= 100}
        for at, (expected, found) in wrong.items():
            args = {"key": at, "expected": expected, "found": str(found)}
            yield self._at_value("value-type", at, **args)

    def menu(self, key: str, items: Sequence[Mapping[str, Any]]) -> Iterator[Diagnostic]:
        """An entry leads to a page, or to an address that has a label in each language."""
        for number, item in enumerate(items):
            at = f"{key}.{number}"
            given = [name for name in ("page", "url") if f"{at}.{name}" in self.validation.places]
            if not given and at not in self.blamed:
                yield self._at_value("field-missing", at, key=f"{at}.page")
            if given == ["url"]:
                yield from self.texts(f"{at}.label", f"{at}.url")
            if len(given) == 2:
                yield self._at_key("key-unknown", f"{at}.url", key="url", nearest="")
            yield from self.menu(f"{at}.children", item.get("children", ()))

    def collection(self, key: str, collection: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """Its folder is below content/, its lists have a length, its order names fields."""
        folder = collection.get("folder", "").strip("/")
        if ".." in folder.split("/") or "\\" in folder:
            yield self._at_value("path-outside", f"{key}.folder", path=folder)
        if (size := collection.get("per_page", 0)) < 0:
            at = f"{key}.per_page"
            yield self._at_value("value-type", at, key=at, expected="integer", found=str(size))
        known = (*FIELDS, *collection.get("fields", ()))
        for number, written in enumerate(collection.get("order", ())):
            if (name := written.removeprefix("-")) not in known:
                args = {"key": f"{key}.order", "found": name, "choices": ", ".join(known)}
                guess = nearest(name, known)
                yield self._at_value(
                    "choice-unknown", f"{key}.order.{number}", nearest=guess, **args
                )
        for name, field in collection.get("fields", {}).items():
            yield from self.field(f"{key}.fields.{name}", name, field)

    def field(self, key: str, name: str, field: Mapping[str, Any]) -> Iterator[Diagnostic]:
        """A reference says to what; a field that every page has keeps its type."""
        for at, declared in ((key, field), (f"{key}.of", field.get("of", {}))):
            if declared.get("type") == "reference" and not declared.get("to"):
                yield self._at_value("field-missing", f"{at}.type", key=f"{at}.to")
        common, given = FIELDS.get(name), field.get("type")
        if common and given and given != common.type:
            at = f"{key}.type"
            args = {"key": at, "found": given, "choices": common.type, "nearest": common.type}
            yield self._at_value("choice-unknown", at, **args)
