"""The questions about sources and rendered texts, and the table of all questions.

The rules of answers are those of `site_questions`.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from dalil import csp, site_questions
from dalil.ledger import Job, Record
from dalil.model import Site
from dalil.names import kind
from dalil.packs import Kept, read
from dalil.reader import Page
from dalil.urls import percent_encoded, plain_name


class Known(NamedTuple):
    """What is known when a stratum of jobs begins; it does not change while they run."""

    root: Path
    store: Path
    sources: Mapping[str, str]
    """Path of each source file → fingerprint of its bytes."""
    site: Site
    records: Mapping[Job, Record]
    """The jobs of earlier strata."""
    tree: tuple[tuple[str, str], ...] = ()
    """(Path, fingerprint) of every file that the strata before this one made, sorted."""

    def value(self, kind: str, arg: str) -> Any:
        """What a job of an earlier stratum returned; None when there was none."""
        record = self.records.get((kind, arg))
        return record.value if record else None


def fingerprint_of(answer: Any) -> str:
    """A short text that stands for an answer."""
    if isinstance(answer, str) and len(answer) < 40:
        return answer
    # Version 2 of marshal writes equal values as equal bytes; later ones depend on references.
    return blake2b(marshal.dumps(answer, 2), digest_size=16).hexdigest()


def _source(known: Known, path: str) -> str | None:
    return known.sources.get(path)


def _source_fingerprint(known: Known, path: str) -> str:
    return known.sources.get(path, "")


def _body(known: Known, id: str) -> tuple[str, str, int] | None:
    """(Path, fingerprint, first line) of a page's Markdown."""
    document = known.site.documents.get(id)
    page = known.value("read", document.path) if document else None
    return (document.path, page.body, page.body_line) if document and page else None


def _body_fingerprint(known: Known, id: str) -> str:
    found = _body(known, id)
    return f"{found[0]} {found[1]} {found[2]}" if found else ""


def _schema(known: Known) -> str:
    config = known.site.config
    return repr((config.languages, config.collections, config.variants))


def _files(known: Known) -> tuple[str, ...]:
    return tuple(
        sorted(
            p
            for p in known.sources
            if p.startswith("content/") and not p.endswith((".md", ".yaml"))
        )
    )


def _asset_path(known: Known, path: str, digest: str) -> str:
    stem, dot, suffix = plain_name(path).rpartition(".")
    folder = stem if dot else suffix
    return f"assets/{folder}.{digest[:10]}{dot}{suffix if dot else ''}"


def _file(known: Known, path: str) -> str | None:
    digest = known.sources.get(path)
    if digest is None or not path.startswith("content/"):
        return None
    name = _asset_path(known, path.removeprefix("content/"), digest)
    return known.site.config.base_path + name


def _image(known: Known, path: str) -> Any:
    """(Address, width, height, ((media type, srcset), …), sizes) of an image; None: there is none.

    The files that a browser chooses from are none when it shows the image as it is.
    """
    address = _file(known, path)
    if address is None or kind(path) != "image":
        return None
    picture = known.value("picture", path)
    if not picture or not picture[2]:
        return (address, *(known.value("read", path) or (0, 0)), (), "")
    base = known.site.config.base_path
    width, height, file, sources, _ = picture
    found = tuple((media, _srcset(base, files)) for media, files in sources)
    several = any(len(files) > 1 for _, files in sources)
    return base + file, width, height, found, known.site.config.images["sizes"] if several else ""


def _srcset(base: str, files: tuple[tuple[str, int], ...]) -> str:
    """The files of one format, as `srcset` wants them; commas part them."""
    found = [(percent_encoded(base + path).replace(",", "%2C"), width) for path, width in files]
    if len(found) == 1:
        return found[0][0]
    return ", ".join(f"{url} {width}w" for url, width in found)


def _measure(known: Known, path: str) -> tuple[int, float] | None:
    """(Bytes, seconds) of a sound or film; 0.0 seconds when the file does not say simply."""
    return known.value("read", path) if kind(path) == "media" else None


def _asset(known: Known, path: str) -> str | None:
    digest = _asset_digest(known, f"static/{path}", ())
    return known.site.config.base_path + _asset_path(known, path, digest) if digest else None


def _asset_digest(known: Known, path: str, above: tuple[str, ...]) -> str:
    """A style sheet's name changes with the names of what it loads; a font's, with its cut."""
    font = known.site.config.fonts.get(path.removeprefix("static/"))
    if font is not None:
        return fingerprint_of((known.sources.get(f"static/{font.source}", ""), tuple(font)))
    digest = known.sources.get(path, "")
    loaded = known.value("read", path) or ()
    parts = [_asset_digest(known, each, (*above, path)) for each in loaded if each not in above]
    return fingerprint_of((digest, *parts)) if parts else digest


def _places(known: Known, path: str) -> Any:
    """(Name, place) of each entry of a YAML file, or of each value of a page's front matter."""
    value = known.value("read", path)
    found = value.head.places if isinstance(value, Page) else value[1] if value else ()
    return tuple((name, tuple(at)) for name, at in found)


def _prose(known: Known, id: str) -> Any:
    """The rendered prose of a page, read from the store: a plain tuple."""
    record = _prose_record(known, id)
    return _stored(known.store, record.stored[0]) if record else None


@lru_cache(maxsize=64)
def _stored(store: Path, kept: Kept) -> Any:
    """A text of the store. A page is soon followed by its translations, which ask for it too."""
    return marshal.loads(read(store, kept))  # noqa: S302 (our own)


def _prose_record(known: Known, id: str) -> Record | None:
    """The prose job; a borrowed page's is its original's."""
    document = known.site.documents.get(id)
    return known.records.get(("prose", document.original or id)) if document else None


def _prose_value(known: Known, id: str) -> Any:
    record = _prose_record(known, id)
    return record.value if record else None


def _prose_fingerprint(known: Known, id: str) -> str:
    record = _prose_record(known, id)
    return record.stored[0].digest if record else ""


def _headings(known: Known, id: str) -> Any:
    prose = _prose(known, id)
    return prose[1] if prose else ()


def _headings_fingerprint(known: Known, id: str) -> str:
    value = _prose_value(known, id)
    return str(value[0]) if value else ""


def _anchors(known: Known, id: str) -> Any:
    """Every id on a page's prose; None when its text could not be read."""
    prose = _prose(known, id)
    return prose[3] if prose else None


def _anchors_fingerprint(known: Known, id: str) -> str:
    value = _prose_value(known, id)
    return str(value[1]) if value else ""


def _vocabulary(known: Known, id: str) -> Any:
    """(((Weight, "term term"), …), ((anchor, section), …)) of a page that a search may find."""
    record = known.records.get(("vocabulary", id))
    return _stored(known.store, record.stored[0]) if record else None


def _vocabulary_fingerprint(known: Known, id: str) -> str:
    record = known.records.get(("vocabulary", id))
    return record.stored[0].digest if record else ""


def _tree(known: Known) -> tuple[tuple[str, str], ...]:
    return known.tree


def _needs(known: Known) -> tuple[tuple[str, ...], ...]:
    """What all pages together need beyond files of their site, as `csp.Needs` names it."""
    shown = ("page", "sides", "notice")
    values = (record.value for (kind, _), record in known.records.items() if kind in shown)
    found = {value[-1] for value in values if value}
    return tuple(csp.together(csp.Needs(*each) for each in found))


def _citing(known: Known, lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each source, with the pages of a language that cite it in their text or front matter."""
    found: dict[str, list[str]] = {}
    for id in site_questions.QUESTIONS["published"](known.site, lang):
        value = _prose_value(known, id)
        cited = [name for name, *_ in value[4]] if value else []
        named = dict(known.site.documents[id].values).get("sources", ())
        for source in dict.fromkeys((*cited, *named)):
            found.setdefault(source, []).append(id)
    return tuple(sorted((source, tuple(ids)) for source, ids in found.items()))


def _template(known: Known, name: str) -> tuple[tuple[str, str], ...] | None:
    """(Name, fingerprint) of a template and of all that it extends, includes or imports.

    Where it names one while it is rendered, that may be any.
    """
    closure: dict[str, str] = {}
    pending = [name]
    while pending:
        each = pending.pop()
        path = f"templates/{each}"
        if not each:
            every = (p for p in known.sources if p.startswith(path))
            pending += (p.removeprefix(path) for p in every if p != path)
        elif each not in closure:
            closure[each] = known.sources.get(path, "")
            pending += known.value("read", path) or ()
    return tuple(sorted(closure.items()))


QUESTIONS: dict[str, Callable[..., Any]] = {
    question.__name__.removeprefix("_"): question
    for question in (
        _source, _body, _schema, _files, _file, _image, _measure, _asset, _places, _prose,
        _headings, _anchors, _template, _tree, _needs, _vocabulary, _citing,
    )
}  # fmt: skip

OF_SITE = site_questions.QUESTIONS

OF_A_PAGE = {"source", "body", "places", "prose", "headings", "anchors", "vocabulary"}
"""The questions whose answer, while the `Site` is the same, lies with the page whose path or id is
asked, in all its forms: with its sources and its jobs. A question that looks at more is none.
"""

# Answers that need no long look to be told from others: most stand in the store.
FINGERPRINTS: dict[str, Callable[..., str]] = {
    "source": _source_fingerprint,
    "body": _body_fingerprint,
    "prose": _prose_fingerprint,
    "vocabulary": _vocabulary_fingerprint,
    "headings": _headings_fingerprint,
    "anchors": _anchors_fingerprint,
}
