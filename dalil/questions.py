"""The questions a job may ask, and their answers from what is known.

An answer is plain data: text, numbers, booleans, None, and tuples of those. A question about
something that is not there answers None or (): absence is an answer too.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from dalil.config import MenuItem
from dalil.ledger import Job
from dalil.model import Document, Site, variant_of
from dalil.schema import plain


class Known(NamedTuple):
    """What is known when a stratum of jobs begins; it does not change while they run."""

    root: Path
    store: Path
    sources: Mapping[str, str]
    """Path of each source file → fingerprint of its bytes."""
    site: Site
    values: Mapping[Job, Any]
    """What the jobs of earlier strata returned."""


def fingerprint_of(answer: Any) -> str:
    """A short text that stands for an answer."""
    if isinstance(answer, str) and len(answer) < 40:
        return answer
    # Version 2 of marshal writes equal values as equal bytes; later ones depend on references.
    return blake2b(marshal.dumps(answer, 2), digest_size=16).hexdigest()


def _source(known: Known, path: str) -> str | None:
    return known.sources.get(path)


def _body(known: Known, id: str) -> tuple[str, str, int] | None:
    """(Path, fingerprint, first line) of a page's Markdown."""
    document = known.site.documents.get(id)
    page = known.values.get(("read", document.path)) if document else None
    return (page.head.path, page.body, page.body_line) if page else None


def _schema(known: Known) -> str:
    config = known.site.config
    return repr((config.languages, config.collections, config.variants))


def _address(known: Known, document: Document) -> str:
    return known.site.config.base_path + document.url


def _target(known: Known, key: str, lang: str) -> tuple[str, str, str, str] | None:
    group = known.site.groups.get(key)
    if not group:
        return None
    document = group.get(lang) or next(iter(group.values()))
    own = document.original.rpartition("@")[2] or document.lang
    return document.id, _address(known, document), own, document.status


def _keys(known: Known) -> tuple[str, ...]:
    return tuple(sorted(known.site.groups))


def _files(known: Known) -> tuple[str, ...]:
    return tuple(
        sorted(
            p
            for p in known.sources
            if p.startswith("content/") and not p.endswith((".md", ".yaml"))
        )
    )


def _asset_path(known: Known, path: str, digest: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    folder = stem if dot else path
    return f"assets/{folder}.{digest[:10]}{dot}{suffix if dot else ''}"


def _file(known: Known, path: str) -> str | None:
    digest = known.sources.get(path)
    if digest is None or not path.startswith("content/"):
        return None
    name = _asset_path(known, path.removeprefix("content/"), digest)
    return known.site.config.base_path + name


def _image(known: Known, path: str) -> tuple[str, int, int] | None:
    address = _file(known, path)
    size = known.values.get(("read", path))
    return (address, *size) if address and isinstance(size, tuple) else None


def _asset(known: Known, path: str) -> str | None:
    digest = _asset_digest(known, f"static/{path}", ())
    return known.site.config.base_path + _asset_path(known, path, digest) if digest else None


def _asset_digest(known: Known, path: str, above: tuple[str, ...]) -> str:
    """A style sheet's name changes with the names of the files that it loads."""
    digest = known.sources.get(path, "")
    loaded = known.values.get(("read", path)) or ()
    parts = [_asset_digest(known, each, (*above, path)) for each in loaded if each not in above]
    return fingerprint_of((digest, *parts)) if parts else digest


def _entry(known: Known, name: str, id: str) -> Any:
    return known.site.data.get(name, {}).get(id)


def _data(known: Known, name: str) -> Any:
    return tuple(known.site.data.get(name, {}).items())


def _string(known: Known, lang: str, key: str) -> Any:
    return known.site.strings.get(lang, {}).get(key)


def _places(known: Known, path: str) -> Any:
    """(Name, place) of each entry of a YAML file."""
    value = known.values.get(("read", path))
    return tuple((name, tuple(at)) for name, at in value[1]) if value else ()


def _strings(known: Known) -> Any:
    return tuple((lang, tuple(sorted(s.items()))) for lang, s in sorted(known.site.strings.items()))


def _card(known: Known, id: str) -> tuple[str, ...] | None:
    d = known.site.documents.get(id)
    if d is None:
        return None
    return (
        d.id,
        d.lang,
        _address(known, d),
        d.title,
        d.nav_title,
        d.description,
        d.date,
        d.updated,
    )


def _head(known: Known, id: str) -> tuple[tuple[str, Any], ...] | None:
    d = known.site.documents.get(id)
    return d.values if d else None


def _page(known: Known, id: str) -> tuple[Any, ...] | None:
    """Everything the page's own template may say of it but its prose."""
    d = known.site.documents.get(id)
    if d is None:
        return None
    standard, variant = variant_of(d.key)
    family = _family(known, standard, d.lang)
    return (
        tuple(d),
        _address(known, d),
        _trail(known, d),
        _alternates(known, d.key),
        variant,
        family,
    )


def _trail(known: Known, document: Document) -> tuple[str, ...]:
    """Ids of the pages above, the home page first."""
    above: list[str] = []
    key, lang = document.section, document.lang
    while key:
        parent = known.site.groups.get(key, {}).get(lang)
        if parent is None:
            break
        above.append(parent.id)
        key = parent.section
    return tuple(reversed(above))


def _family(known: Known, standard: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Forms of one page in one language as (variant, id); "" is the standard."""
    keys = [("", standard), *((v, f"{standard}.{v}") for v in known.site.config.variants)]
    found = ((variant, known.site.groups.get(key, {}).get(lang)) for variant, key in keys)
    return tuple((variant, d.id) for variant, d in found if d and d.status == "published")


def _alternates(known: Known, key: str) -> tuple[tuple[str, str, str], ...]:
    group = known.site.groups.get(key, {})
    found = ((lang, group.get(lang)) for lang in known.site.config.languages)
    return tuple(
        (lang, d.id, _address(known, d)) for lang, d in found if d and d.status == "published"
    )


def _forms(known: Known, key: str) -> tuple[tuple[str, str, str, str], ...]:
    """Each language in which a page can be opened, as (language, id, address, status)."""
    group = known.site.groups.get(key, {})
    found = ((lang, group.get(lang)) for lang in known.site.config.languages)
    shown = ("published", "borrowed")
    return tuple(
        (lang, d.id, _address(known, d), d.status) for lang, d in found if d and d.status in shown
    )


def _prose(known: Known, id: str) -> Any:
    """The rendered prose of a page, read from the store: a plain tuple."""
    value = _prose_value(known, id)
    if value is None:
        return None
    return marshal.loads((known.store / value[0]).read_bytes())  # noqa: S302 (our own)


def _prose_value(known: Known, id: str) -> Any:
    """What the prose job returned; a borrowed page's is its original's."""
    document = known.site.documents.get(id)
    return known.values.get(("prose", document.original or id)) if document else None


def _prose_fingerprint(known: Known, id: str) -> str:
    value = _prose_value(known, id)
    return str(value[0]) if value else ""


def _headings(known: Known, id: str) -> Any:
    prose = _prose(known, id)
    return prose[1] if prose else ()


def _headings_fingerprint(known: Known, id: str) -> str:
    value = _prose_value(known, id)
    return str(value[1]) if value else ""


def _anchors(known: Known, id: str) -> Any:
    """Every id on a page's prose; None when its text could not be read."""
    prose = _prose(known, id)
    return prose[3] if prose else None


def _anchors_fingerprint(known: Known, id: str) -> str:
    value = _prose_value(known, id)
    return str(value[2]) if value else ""


def _site(known: Known, lang: str) -> tuple[str, str, str, str]:
    config = known.site.config
    name, description = config.name.get(lang, ""), config.description.get(lang, "")
    return name, description, config.base_url, config.base_path


def _languages(known: Known) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(language) for language in known.site.config.languages.values())


def _config(known: Known, name: str) -> Any:
    """A plain setting of `site.yaml`: default_language, subject, theme, outputs, variants."""
    return plain(getattr(known.site.config, name))


def _collections(known: Known) -> tuple[str, ...]:
    return tuple(known.site.config.collections)


def _collection(known: Known, name: str) -> tuple[Any, ...] | None:
    """(Folder, dated, per page, structured) of a collection."""
    c = known.site.config.collections.get(name)
    return (c.folder, c.dated, c.per_page, c.structured) if c else None


def _listing(known: Known, key: str, lang: str) -> tuple[str, ...]:
    if key in known.site.config.collections:
        key = f"{known.site.config.collections[key].folder}/index"
    return known.site.listings.get((key, lang), ())


def _feed(known: Known, name: str, lang: str) -> tuple[str, ...]:
    """Ids of a dated collection's pages, newest first; borrowed ones are left out."""
    pages = [
        d
        for d in known.site.documents.values()
        if d.collection == name
        and d.lang == lang
        and d.status == "published"
        and d.date
        and not d.is_index
    ]
    return tuple(d.id for d in sorted(pages, key=lambda d: (d.date, d.id), reverse=True))


def _published(known: Known, lang: str) -> tuple[str, ...]:
    pages = (d for d in known.site.documents.values() if d.lang == lang and d.status == "published")
    return tuple(d.id for d in sorted(pages, key=lambda d: d.url))


def _sitemap(known: Known) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """(Address, last change, alternates) of every page that really exists, by address."""
    pages = (d for d in known.site.documents.values() if d.status == "published")
    return tuple(
        (
            _address(known, d),
            d.updated or d.date,
            tuple((lang, url) for lang, _, url in _alternates(known, d.key)),
        )
        for d in sorted(pages, key=lambda d: d.url)
    )


def _menu(known: Known, name: str, lang: str) -> tuple[Any, ...]:
    """Entries as (id, label, address, children); id is "" for an address outside."""

    def entry(item: MenuItem) -> tuple[Any, ...] | None:
        children = tuple(filter(None, map(entry, item.children)))
        label = item.label.get(lang, "")
        if not item.page:
            return ("", label, item.url, children)
        document = known.site.groups.get(item.page, {}).get(lang)
        if document is None or document.status not in ("published", "borrowed"):
            return None
        return (document.id, label or document.nav_title, _address(known, document), children)

    return tuple(filter(None, map(entry, known.site.config.menus.get(name, ()))))


def _redirects(known: Known) -> tuple[tuple[str, str, str], ...]:
    """(Former address, address it leads to, language of the target)."""
    base, documents = known.site.config.base_path, known.site.documents
    return tuple(
        (base + path, _address(known, documents[to]), documents[to].lang)
        if to in documents
        else (base + path, to, known.site.config.default_language)
        for path, to in known.site.redirects
    )


def _template(known: Known, name: str) -> tuple[tuple[str, str], ...] | None:
    """(Name, fingerprint) of a template and of all that it extends, includes or imports."""
    closure: dict[str, str] = {}
    pending = [name]
    while pending:
        each = pending.pop()
        path = f"templates/{each}"
        if each not in closure:
            closure[each] = known.sources.get(path, "")
            pending += known.values.get(("read", path)) or ()
    return tuple(sorted(closure.items()))


QUESTIONS: dict[str, Callable[..., Any]] = {
    question.__name__.removeprefix("_"): question
    for question in (
        _source, _body, _schema, _target, _keys, _files, _file, _image, _asset, _entry, _data,
        _string, _strings, _places, _card, _head, _page, _alternates, _forms, _prose, _headings,
        _anchors, _site, _languages, _config, _collections, _collection, _listing, _feed,
        _published, _sitemap, _menu, _redirects, _template,
    )
}  # fmt: skip

OF_SITE = frozenset(
    (
        "target", "keys", "entry", "data", "string", "strings", "card", "head", "page",
        "alternates", "forms", "site", "languages", "config", "collections", "collection",
        "listing", "feed", "published", "sitemap", "menu", "redirects",
    )
)  # fmt: skip
"""Questions that the `Site` alone answers: while it is the same, so are their answers."""

# Where the answer is a file of the store, its fingerprint is known without opening it.
FINGERPRINTS: dict[str, Callable[..., str]] = {
    "prose": _prose_fingerprint,
    "headings": _headings_fingerprint,
    "anchors": _anchors_fingerprint,
}
