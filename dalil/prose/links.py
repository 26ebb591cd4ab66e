"""Links and images of a page: checked, and led to where the reader's language is."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from urllib.parse import unquote
from xml.etree import ElementTree

from dalil.diagnostics import nearest
from dalil.languages import direction
from dalil.prose.page import Page
from dalil.prose.scan import FIRST_MARK, LAST_MARK, MARK

Element = ElementTree.Element

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2060\ufeff]+")
_MEANINGLESS = re.compile(
    r"(?:image|images|img|photo|photos|picture|figure|logo|icon|illustration|screenshot|capture"
    r"|صورة|صور|الصورة|رسم|شعار|أيقونة)?[\s_\-.()]*\d*"
    r"|\S+\.(?:jpe?g|png|gif|webp|svg|avif)"
    r"|(?:img|dsc|dscn|pxl|screenshot|whatsapp image)[\s_\-]*\d[\d\s_\-.at]*",
    re.IGNORECASE,
)


def take_mark(element: Element, attribute: str, page: Page) -> tuple[str, int]:
    """Return an address without its mark, and its offset in the source."""
    value = element.get(attribute) or ""
    if value and FIRST_MARK <= ord(value[0]) <= LAST_MARK:
        offset = page.source.offset_of(value[0])
        value = value[1:]
    else:
        offset = page.source.find(MARK.sub("", value))
    if value and MARK.search(value):
        value = MARK.sub("", value)
    element.set(attribute, value)
    return value, offset


def resolve_link(element: Element, page: Page, anchors: list[tuple[str, str, int]]) -> None:
    """Check one `a` and write its address; anchors of this page are left in `anchors`."""
    written, offset = take_mark(element, "href", page)
    if written.startswith("\x02amp"):  # an address of mail, which Python-Markdown has encoded
        _left_to_right(element, page)
        return
    target = html.unescape(written)
    if target.startswith("("):  # reported as double parentheses where the source is looked at
        return
    address = _CONTROLS.sub("", target)
    scheme = _SCHEME.match(address)
    if scheme:
        if scheme.group().lower() not in _SAFE_SCHEMES:
            page.fault("link-unsafe", offset, _length(page, offset, written), target=address)
            _unlink(element)
        elif (element.text or "").startswith(written[:8]):
            _left_to_right(element, page)
        return
    if address.startswith("//"):
        return
    if address.startswith("#") and len(address) > 1:
        anchors.append((unquote(address[1:]), address, offset))
        element.set("href", "#" + unquote(address[1:]))
        return
    _resolve_path(element, page, target, written, offset, anchors)


def _resolve_path(
    element: Element,
    page: Page,
    target: str,
    written: str,
    offset: int,
    anchors: list[tuple[str, str, int]],
) -> None:
    rest, _, anchor = target.partition("#")
    anchor = unquote(anchor)
    rest, question, query = rest.partition("?")
    length = _length(page, offset, written)
    folder = posixpath.dirname(page.path)
    # A key is spelled in one way, however the file and the link spell «é».
    path = posixpath.normpath(posixpath.join(folder, unquote(rest)))
    path = unicodedata.normalize("NFC", path) if path.endswith(".md") else path
    if not rest or rest.startswith("/"):
        _unknown_page(page, target, path.strip("/"), offset, length)
        _unlink(element)
        return
    if not path.startswith("content/"):
        page.fault("path-outside", offset, length, path=target)
        _unlink(element)
        return
    if not path.endswith(".md"):
        _resolve_file(element, page, path, target, offset, length)
        return
    found = _target(element, page, path, target, offset, length)
    if found is None:
        return
    id, url, language = found
    if id == page.id and anchor:
        anchors.append((anchor, "#" + anchor, offset))
    page.links.append((id, anchor, *page.source.position(offset), length, target))
    element.set("href", url + question + query + ("#" + anchor if anchor else ""))
    if language != page.lang:
        element.set("hreflang", language)


def _target(
    element: Element, page: Page, path: str, target: str, offset: int, length: int
) -> tuple[str, str, str] | None:
    """Return the id, URL and language of a page's path; report what keeps it from being one."""
    key = path[len("content/") : -len(".md")]
    wanted = page.lang
    stem, dot, suffix = key.rpartition(".")
    if dot and "/" not in suffix and suffix in (each[0] for each in page.reading.ask("languages")):
        key, wanted = stem, suffix
    if wanted != page.lang and element.get("hreflang", "").partition("-")[0] != wanted:
        page.fault("link-other-language", offset, length, target=target, lang=wanted)
    found = page.reading.ask("target", key, wanted)
    if found is None:
        _unknown_page(page, target, key, offset, length)
        _unlink(element)
        return None
    id, url, _language, status = found
    if status not in ("published", "borrowed"):
        page.fault("link-unpublished", offset, length, target=target, status=status)
        _unlink(element)
        return None
    return id, url, wanted


def _unknown_page(page: Page, target: str, key: str, offset: int, length: int) -> None:
    keys = page.reading.ask("keys")
    near = nearest(key, keys)
    if not near and not posixpath.splitext(key)[1]:
        near = nearest(key + "/index", keys)
    page.fault(
        "link-unknown-page",
        offset,
        length,
        target=target,
        nearest=_relative(page, f"content/{near}.md") if near else "",
    )


def _relative(page: Page, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page.path))


def _resolve_file(
    element: Element, page: Page, path: str, target: str, offset: int, length: int
) -> None:
    if not posixpath.splitext(path)[1]:
        _unknown_page(page, target, path[len("content/") :], offset, length)
        _unlink(element)
        return
    url = page.reading.ask("file", path)
    for form in ("NFC", "NFD"):
        if url is None and unicodedata.normalize(form, path) != path:
            url = page.reading.ask("file", unicodedata.normalize(form, path))
    if url is None:
        near = nearest(path, page.reading.ask("files"))
        page.fault(
            "link-missing-file",
            offset,
            length,
            target=target,
            nearest=_relative(page, near) if near else "",
        )
        _unlink(element)
        return
    page.files.append(path)
    element.set("href", url)


def check_anchors(page: Page, anchors: list[tuple[str, str, int]], ids: tuple[str, ...]) -> None:
    """Report the links to places of this page that do not exist."""
    known = set(ids)
    for anchor, written, offset in anchors:
        if anchor not in known:
            page.fault(
                "link-unknown-anchor",
                offset,
                _length(page, offset, written),
                anchor=anchor,
                target=posixpath.basename(page.path),
                nearest=nearest(anchor, ids),
            )


def resolve_images(root: Element, page: Page) -> None:
    """Check every `img` of a page; all but the first wait until their reader comes near."""
    for number, image in enumerate(list(root.iter("img"))):
        _resolve_image(image, page, first=not number)


def _resolve_image(element: Element, page: Page, *, first: bool) -> None:
    """Check one `img`: its file, its size, its alternative text; offer it in several files."""
    written, offset = take_mark(element, "src", page)
    target = html.unescape(written)
    length = _length(page, offset, written)
    _check_alt(element, page, target, offset)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(target)))
    image = None
    if target and not _SCHEME.match(target) and not target.startswith("/"):
        if not path.startswith("content/"):
            page.fault("path-outside", offset, length, path=target)
            return
        image = page.reading.ask("image", path)
    if image is None:
        near = nearest(path, page.reading.ask("files"))
        page.fault(
            "image-missing",
            offset,
            length,
            target=target,
            nearest=_relative(page, near) if near else "",
        )
        return
    url, width, height, sources, sizes = image
    element.set("src", url)
    if width and height:
        element.set("width", str(width))
        element.set("height", str(height))
    if not first:
        element.set("loading", "lazy")
    element.set("decoding", "async")
    if sources:
        _enclose(element, sources, sizes)


def _enclose(image: Element, sources: tuple[tuple[str, str], ...], sizes: str) -> None:
    """Make an `img` a `picture` that ends with it."""
    attributes = dict(image.items())
    image.tag = "picture"
    image.attrib.clear()
    for media, srcset in sources:
        chosen = {"type": media, "srcset": srcset} | ({"sizes": sizes} if sizes else {})
        ElementTree.SubElement(image, "source", chosen)
    ElementTree.SubElement(image, "img", attributes)


def _check_alt(element: Element, page: Page, target: str, offset: int) -> None:
    alt = element.get("alt") or ""
    if alt and MARK.search(alt):
        alt = MARK.sub("", alt)
        element.set("alt", alt)
    classes = (element.get("class") or "").split()
    if "decorative" in classes:
        element.set("alt", "")
        return
    text = alt.strip()
    begin = page.source.text.rfind("![", 0, offset)
    if not text:
        page.fault("alt-missing", max(begin, 0), max(offset - begin - 1, 1), target=target)
    elif _MEANINGLESS.fullmatch(text):
        found = page.source.find(text, max(begin, 0))
        page.fault("alt-meaningless", found, len(text), alt=text)


def _length(page: Page, offset: int, written: str) -> int:
    """Return how long an address is in the source, where it may be escaped."""
    text = page.source.text
    if text.startswith(written, offset):
        return len(written)
    match = re.compile(r"[^\s>)]*").match(text, offset)
    return len(match.group()) if match else len(written)


def _unlink(element: Element) -> None:
    element.tag = "span"
    for name in ("href", "title", "hreflang", "rel"):
        element.attrib.pop(name, None)


def _left_to_right(element: Element, page: Page) -> None:
    """An address shown as itself reads from left to right in every language."""
    if direction(page.lang) == "rtl":
        element.set("dir", "ltr")
