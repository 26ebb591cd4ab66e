"""Raw HTML in a page: what may stand there, and where what may not stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from dalil.typography import Typeset

_FLOW = "address article aside blockquote dd details div dl dt figcaption figure footer header hr"
_FLOW += " li ol p pre section summary ul table caption thead tbody tfoot tr th td h2 h3 h4 h5 h6"
_PHRASING = "abbr b bdi br cite code data del dfn em i ins kbd mark q rp rt ruby s samp small"
_PHRASING += " span strong sub sup time u var wbr"
TAGS = frozenset((_FLOW + " " + _PHRASING).split())
_EVERYWHERE = frozenset({"class", "id", "lang", "dir", "title", "translate"})
_ATTRIBUTES = {
    "details": {"open"},
    "time": {"datetime"},
    "data": {"value"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# What this package writes itself, and what therefore must outlive the cleaning.
_OWN_TAGS = TAGS | {"a", "img", "h1", "picture", "source"}
_OWN_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(names) for tag, names in _ATTRIBUTES.items()},
    "*": {*_EVERYWHERE, "role", "aria-label", "aria-labelledby", "tabindex"},
    "a": {"href", "hreflang", "rel"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "source": {"type", "srcset", "sizes"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

_HOLDING = frozenset({"bdi", "code", "kbd", "samp", "pre"})
_VOID = frozenset({"br", "hr", "wbr", "img", "input", "col", "source", "area", "embed", "link"})
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s\"'<>@/:]*)"
    r"(?P<rest>(?:[\s/]+[^\s\"'=<>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>]+))?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'=<>/]+)(?:\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'=<>]+)))?"
)
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")


class HtmlFault(NamedTuple):
    """A fault of raw HTML at an offset of the source."""

    code: str
    offset: int
    length: int
    tag: str
    attribute: str = ""


def faults(blank: str) -> Iterator[HtmlFault]:
    """Yield every tag and attribute that is not allowed, and every tag left open."""
    open_tags: list[tuple[str, int, int]] = []
    for match in _TAG.finditer(blank):
        if match.start() and blank[match.start() - 1] == "\\":
            continue
        tag = match.group("name").lower()
        length = match.end("name") - match.start()
        if tag not in TAGS:
            if not match.group("close"):
                yield HtmlFault("html-not-allowed", match.start(), length, tag)
            continue
        if match.group("close"):
            yield from _closed(tag, open_tags, match.start(), length)
            continue
        yield from _attribute_faults(tag, match)
        if tag not in _VOID:
            open_tags.append((tag, match.start(), length))
    for tag, offset, length in open_tags:
        yield HtmlFault("html-unclosed", offset, length, tag)


def _closed(
    tag: str, open_tags: list[tuple[str, int, int]], offset: int, length: int
) -> Iterator[HtmlFault]:
    if all(name != tag for name, _, _ in open_tags):
        yield HtmlFault("html-unclosed", offset, length, "/" + tag)
        return
    while True:
        name, begin, size = open_tags.pop()
        if name == tag:
            return
        yield HtmlFault("html-unclosed", begin, size, name)


def _attribute_faults(tag: str, match: re.Match[str]) -> Iterator[HtmlFault]:
    begin = match.start("rest")
    for found in _ATTRIBUTE.finditer(match.group("rest")):
        name = found.group("name").lower()
        if name in _EVERYWHERE or name in _ATTRIBUTES.get(tag, ()):
            continue
        yield HtmlFault("html-attribute-not-allowed", begin + found.start(), len(name), tag, name)


def ids(blank: str) -> Iterator[tuple[str, int]]:
    """Yield the ids that raw HTML sets, with the offsets of their values."""
    for match in _TAG.finditer(blank):
        for found in _ATTRIBUTE.finditer(match.group("rest")):
            if found.group("name").lower() == "id":
                group = next((name for name in "abc" if found.group(name)), None)
                if group:
                    yield found.group(group), match.start("rest") + found.start(group)


def is_entity(stashed: str) -> bool:
    """Tell whether a stashed piece is an entity, not a tag."""
    return bool(_ENTITY.fullmatch(stashed))


class RawTag(NamedTuple):
    """A raw tag among the words of a paragraph."""

    name: str
    closes: bool
    holds: bool  # typography leaves its content alone


def raw_tag(stashed: str) -> RawTag | None:
    """Return what a stashed piece opens or closes; None for an entity, a comment or a void tag."""
    match = _TAG.match(stashed)
    if not match or match.group("name").lower() in _VOID:
        return None
    name = match.group("name").lower()
    attributes = {each.group("name").lower() for each in _ATTRIBUTE.finditer(match.group("rest"))}
    holds = name in _HOLDING or bool(attributes & {"lang", "dir"})
    return RawTag(name, bool(match.group("close")), holds)


def typeset(stashed: str, typography: Typeset) -> str:
    """Return a piece of HTML with its text set, but for code and what has a language."""
    out: list[str] = []
    open_tags: list[RawTag] = []
    last = 0
    for match in _TAG.finditer(stashed):
        out += (_set(stashed[last : match.start()], open_tags, typography), match.group())
        last = match.end()
        tag = raw_tag(match.group())
        if tag and not tag.closes:
            open_tags.append(tag)
        elif tag and open_tags and open_tags[-1].name == tag.name:
            open_tags.pop()
    return "".join(out) + _set(stashed[last:], open_tags, typography)


def _set(text: str, open_tags: list[RawTag], typography: Typeset) -> str:
    if "<" in text or any(tag.holds for tag in open_tags):  # a comment, or half a tag
        return text
    return typography(unescape(text)) if text.strip() else text


def is_comment(stashed: str) -> bool:
    """Tell whether a stashed piece is a comment and nothing else."""
    return stashed.startswith("<!--") and stashed.rstrip().find("-->") == len(stashed.rstrip()) - 3


def plain(html: str) -> str:
    """Return the text of a piece of HTML."""
    return "" if is_comment(html) else unescape(re.sub(r"<[^>]*>", " ", html))


def clean(html: str) -> str:
    """Return the page with nothing in it but what is allowed, every tag closed."""
    import nh3  # most sites never need it

    return nh3.clean(
        html,
        tags=set(_OWN_TAGS),
        attributes=_OWN_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
