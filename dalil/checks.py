"""Faults that only the whole site shows: dead anchors, strings not said, pages nobody links to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dalil import languages
from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.facts import Reading, Result
from dalil.ledger import Job, Record
from dalil.model import Site, variant_of
from dalil.names import language_unknown
from dalil.words import PLACEHOLDER


def anchor_jobs(records: Mapping[Job, Record]) -> list[str]:
    """Documents whose links have anchors."""
    texts = ((id, record.value) for (kind, id), record in records.items() if kind == "prose")
    return [id for id, value in texts if value[3]]


def run_anchors(reading: Reading, id: str) -> Result:
    """Each link to an anchor of another page leads to something."""
    path, _, _ = reading.ask("body", id)
    faults = []
    for target, anchor, line, column, length, written in reading.ask("prose", id)[2]:
        known = reading.ask("anchors", target) if anchor and target != id else None
        if known is not None and anchor not in known:
            page = written.partition("#")[0]
            named = {"anchor": anchor, "target": page, "nearest": nearest(anchor, known)}
            faults.append(fault("link-unknown-anchor", path, line, column, length, **named))
    return Result(diagnostics=tuple(faults))


def string_jobs(site: Site) -> list[str]:
    """One job for all languages."""
    return ["all"] if site.strings else []


def run_strings(reading: Reading, _: str) -> Result:
    """Every language says the same strings, with all of its plural forms and placeholders."""
    strings = {lang: dict(own) for lang, own in reading.ask("strings")}
    known = {code: locale for code, locale, *_ in reading.ask("languages")}
    faults = [
        language_unknown(f"content/strings.{lang}.yaml", lang, known)
        for lang in sorted(strings.keys() - known.keys())
    ]
    first = reading.ask("config", "default_language")  # what the others are compared with
    names = {key: value for code in known for key, value in strings.get(code, {}).items()}
    names |= strings.get(first, {})
    for code, locale in known.items():
        path, own = f"content/strings.{code}.yaml", strings.get(code, {})
        places = dict(reading.ask("places", path))
        for key, other in sorted(names.items()):
            if key not in own:
                faults.append(fault("string-missing", path, key=key, lang=code))
                continue
            faults += _string_faults(
                path, places.get(key, (0, 0, 0)), key, own[key], other, (code, locale)
            )
    return Result(diagnostics=tuple(faults))


def _string_faults(
    path: str, at: tuple[int, int, int], key: str, own: Any, other: Any, language: tuple[str, str]
) -> Iterator[Diagnostic]:
    code, locale = language
    if isinstance(own, tuple) or isinstance(other, tuple):
        forms = dict(own) if isinstance(own, tuple) else {}
        for category in languages.plural_categories(locale):
            if category not in forms:
                yield fault("plural-missing", path, *at, key=key, category=category, lang=code)
        return
    for name in sorted(_placeholders(other) ^ _placeholders(own)):
        yield fault("string-placeholder", path, *at, key=key, name=name)


def _placeholders(text: object) -> set[str]:
    return set(PLACEHOLDER.findall(str(text)))


def orphans(site: Site, values: Mapping[Job, Any], menus: Iterable[str]) -> Iterator[Diagnostic]:
    """Published pages to which no menu, no list and no other page's text leads.

    Links between the forms of one page (its languages, its easy-to-read variant) don't count.
    """
    linked = set(menus)
    for (kind, arg), value in values.items():
        if kind == "prose" and site.documents[arg].status == "published":
            linked.update(_elsewhere(value[2], variant_of(site.documents[arg].key)[0]))
        elif kind == "page":
            if not value:
                return  # the lists of a page whose template failed are not known
            linked.update(value[0])
    for document in site.documents.values():
        if (
            document.id not in linked
            and f"{variant_of(document.key)[0]}@{document.lang}" not in linked
            and document.status == "published"
            and document.key != "index"
        ):
            yield fault("page-orphan", document.path, page=document.path)


def _elsewhere(targets: Iterable[str], own: str) -> Iterable[str]:
    """The targets that are not forms of the page itself: of most pages, all."""
    if not [target for target in targets if target.startswith(own)]:
        return targets
    return (target for target in targets if variant_of(target.partition("@")[0])[0] != own)


def overlaps(site: Site, records: Mapping[Job, Record]) -> Iterator[Diagnostic]:
    """Two files of the tree that want one name, or a file where another needs a folder.

    Two pages of one address are told by `conflicts`, which knows their slugs' places.
    """
    owners: dict[str, Job] = {}
    folders: dict[str, tuple[Job, str]] = {}  # the first file below each
    former = {_file_of(path): to for path, to in site.redirects}
    published = (f"{d.url}index.html" for d in site.published)
    hidden = former and former.keys() & set(published)  # told by `conflicts`
    for job, record in records.items():
        for path, _ in record.outputs:
            if path in owners:
                other = owners[path]
                pages = other[1] in site.documents and job[1] in site.documents
                if not pages and path not in hidden:
                    source = _source_of(site, former, job, path)
                    above = _source_of(site, former, other, path)
                    yield fault("url-collision", source, url=f"/{path}", other=above)
                continue
            owners[path] = job
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders[folder] = (job, path)
                folder = folder.rpartition("/")[0]
    for path in sorted(owners.keys() & folders.keys()):
        source = _source_of(site, former, *folders[path])
        above = _source_of(site, former, owners[path], path)
        yield fault("url-collision", source, url=f"/{path}", other=above)


def _file_of(former: str) -> str:
    return former if former.endswith(".html") else f"{former.rstrip('/')}/index.html"


def _source_of(site: Site, former: Mapping[str, str], job: Job, path: str) -> str:
    """The file that an author would change to give an output another name."""
    kind, arg = job
    id = arg.partition("#")[0] if kind == "page" else former.get(path, "")
    if id in site.documents:
        return site.documents[id].path
    return arg if kind in ("asset", "picture") else "site.yaml"
