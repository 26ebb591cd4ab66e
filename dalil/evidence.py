"""What the pages rest on: figures and their sources, the same in every language of a page.

One pass over what the rendering of each text has noted of it; no text is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dalil.diagnostics import Diagnostic, fault
from dalil.ledger import Job
from dalil.model import Document, Site
from dalil.names import DATA, data_name
from dalil.reader import Keyed

Place = tuple[int, int, int]
CITED, SHOWN = "@", "="
"""How the names of sources and of figures begin in a text, and here."""


class Evidence(NamedTuple):
    """What one page cites and shows."""

    document: Document
    places: Mapping[str, Place]
    """"@source" or "=figure" → its first place."""


def evidence_faults(site: Site, values: Mapping[Job, Any]) -> Iterator[Diagnostic]:
    """All faults of this kind, from what the jobs of the read and prose strata returned."""
    pages = {each.document.id: each for each in _pages(site, values)}
    published = [each for each in pages.values() if each.document.status == "published"]
    yield from _without_source(site, pages.values())
    yield from _unused(site, values, published)
    yield from _different(site, values, pages, published)
    yield from _stale(site, values)


def _pages(site: Site, values: Mapping[Job, Any]) -> Iterator[Evidence]:
    known = site.data.get("sources", {})
    for (kind, id), value in values.items():
        if kind != "prose":
            continue
        document = site.documents[id]
        references = values["read", document.path].references
        named = [each for each in references if each.to == "sources" and each.target in known]
        if not (value[4] or value[5] or named):
            continue
        places: dict[str, Place] = {}
        for reference in named:
            places.setdefault(CITED + reference.target, tuple(reference.place))
        for sign, found in ((CITED, value[4]), (SHOWN, value[5])):
            for name, *place in found:
                places.setdefault(sign + name, tuple(place))
        yield Evidence(document, places)


def _names(page: Evidence, sign: str) -> list[str]:
    return [name[1:] for name in page.places if name[0] == sign]


def _sources_of(site: Site, figure: str) -> tuple[str, ...]:
    return tuple(dict(site.data.get("figures", {}).get(figure, ())).get("source", ()))


def _without_source(site: Site, pages: Iterable[Evidence]) -> Iterator[Diagnostic]:
    """Figures on a page that cites none of their sources."""
    for page in pages:
        cited = set(_names(page, CITED))
        for figure in _names(page, SHOWN):
            sources = _sources_of(site, figure)
            if sources and cited.isdisjoint(sources):
                listed = ", ".join(f"[@{source}]" for source in sources)
                at = page.places[SHOWN + figure]
                yield fault(
                    "figure-without-source", page.document.path, *at, figure=figure, sources=listed
                )


def _unused(
    site: Site, values: Mapping[Job, Any], published: Iterable[Evidence]
) -> Iterator[Diagnostic]:
    """Sources and figures that no published page needs."""
    names = {name for page in published for name in page.places}
    figures = {name[1:] for name in names if name[0] == SHOWN}
    sources = {name[1:] for name in names if name[0] == CITED}
    sources.update(source for figure in figures for source in _sources_of(site, figure))
    for data, used, code in (
        ("sources", sources, "source-uncited"),
        ("figures", figures, "figure-unused"),
    ):
        unused = [name for name in site.data.get(data, {}) if name not in used]
        if unused:
            file = _file_of(values, data)
            places = dict(file.places)
            for name in unused:
                yield fault(code, file.path, *places[name], id=name)


def _file_of(values: Mapping[Job, Any], data: str) -> Keyed:
    """The file that holds these data; of two files of one name, the last one counts."""
    files = (v for v in values.values() if isinstance(v, Keyed) and v.path.startswith(DATA))
    return [file for file in files if data_name(file.path) == data][-1]


def _different(
    site: Site,
    values: Mapping[Job, Any],
    pages: Mapping[str, Evidence],
    published: Iterable[Evidence],
) -> Iterator[Diagnostic]:
    """Two languages of one page that do not rest on the same."""
    for page in published:
        document, places = page
        for other in site.groups[document.key].values():
            if other.status != "published" or ("prose", other.id) not in values:
                continue
            there = pages[other.id].places if other.id in pages else {}
            lacks = sorted((places[name], name) for name in places.keys() - there.keys())
            if lacks:
                yield fault(
                    "translation-sources-differ",
                    document.path,
                    *lacks[0][0],
                    ids=", ".join(f"[{name}]" for _, name in lacks),
                    other=other.path,
                )


def _stale(site: Site, values: Mapping[Job, Any]) -> Iterator[Diagnostic]:
    """Pages that were last changed before their form in another language."""
    for group in site.groups.values():
        dated = [d for d in group.values() if d.status == "published" and d.updated]
        if len({d.updated for d in dated}) < 2:
            continue
        newest = max(dated, key=lambda d: d.updated)
        for document in dated:
            if document.updated < newest.updated:
                at = dict(values["read", document.path].head.places)["updated"]
                yield fault(
                    "translation-stale",
                    document.path,
                    *at,
                    updated=document.updated,
                    newer=newest.updated,
                    other=newest.path,
                )
