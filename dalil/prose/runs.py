"""Latin phrases in Arabic text that marks cut in pieces: they are isolated whole.

«the *HTML* guide» would else be three isolated runs, which right-to-left text shows in reverse.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dalil.typography import LATIN_RUN, arabic, typeset_for

Element = ElementTree.Element

_INLINE = frozenset({"a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"})
_INLINE |= {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "u", "var"}
_CODE = frozenset({"code", "kbd", "samp"})
# Long to compile, and seldom needed: left to `re`, which does it when they are.
_BEFORE = rf"(?:{LATIN_RUN})[ \u00a0\n]?\Z"
_AFTER = rf"[ \u00a0\n]?(?:{LATIN_RUN})"
_BETWEEN = rf"[ \u00a0\n]?(?:(?:{LATIN_RUN})[ \u00a0\n]?)?"


def join_runs(root: Element, lang: str) -> None:
    """Enclose each phrase of Latin words and Latin elements in one `bdi`."""
    if typeset_for(lang) is arabic and any(map(_is_latin, root.iter())):
        _join(root)


def _join(parent: Element) -> None:
    children = list(parent)
    if any("\x02" in text for text in (parent.text or "", *(c.tail or "" for c in children))):
        return  # raw HTML stands here: what it encloses is not known
    number = 0
    while number < len(children):
        child = children[number]
        number += 1
        if not _is_latin(child):
            if len(child) and not child.get("lang") and child.tag not in ("bdi", "pre", "code"):
                _join(child)
            continue
        group = [child]
        while (
            number < len(children)
            and re.fullmatch(_BETWEEN, group[-1].tail or "")
            and _is_latin(children[number])
        ):
            group.append(children[number])
            number += 1
        _enclose(parent, group)


def _is_latin(element: Element) -> bool:
    if element.tag not in _INLINE or element.get("lang") or element.get("dir"):
        return False
    text = "".join(element.itertext())
    return text.isascii() if element.tag in _CODE else bool(re.fullmatch(LATIN_RUN, text))


def _enclose(parent: Element, group: list[Element]) -> None:
    """Put elements that follow each other, and the Latin words around them, in a `bdi`."""
    at = list(parent).index(group[0])
    previous = parent[at - 1] if at else None
    before = (previous.tail if previous is not None else parent.text) or ""
    after = group[-1].tail or ""
    words_before, words_after = re.search(_BEFORE, before), re.match(_AFTER, after)
    if len(group) == 1 and not words_before and not words_after:
        return
    start = words_before.start() if words_before else len(before)
    end = words_after.end() if words_after else 0
    isolated = Element("bdi")
    isolated.text, isolated.tail = before[start:], after[end:]
    group[-1].tail = after[:end]
    for element in group:
        parent.remove(element)
        isolated.append(element)
    parent.insert(at, isolated)
    if previous is not None:
        previous.tail = before[:start]
    else:
        parent.text = before[:start]
