"""The page jobs: a document's prose, its page, and the pages that stand for no document."""

from __future__ import annotations

import marshal

from dalil import csp, reader
from dalil.budgets import weigh
from dalil.disk import fingerprint, read
from dalil.facts import Reading, Result
from dalil.ledger import SourceChanged
from dalil.model import Document, Prose, Site
from dalil.questions import Known
from dalil.views import Notice, PageView

NOT_FOUND, OFFLINE, CHOOSER = "404.html", "offline.html", "languages.html"


def _output(url: str) -> str:
    return f"{url}index.html"


def preload() -> None:
    """Load the libraries that the jobs of this module need, which takes longer than an edit."""
    import dalil.templates  # noqa: F401
    from dalil.prose import converter

    converter()


# Prose


def prose_jobs(known: Known) -> list[str]:
    """Documents whose text can be read, published or not: a draft's faults are worth knowing."""
    own = (d for d in known.site.documents.values() if not d.original)
    return [d.id for d in own if known.records["read", d.path].value.body]


def run_prose(reading: Reading, id: str) -> Result:
    """Markdown → HTML, in the store. The value has fingerprints of two of its parts."""
    from dalil.prose import render as render_prose

    path, digest, first_line = reading.ask("body", id)
    try:
        body = reader.body(read(f"{reading.answers.known.root}/{path}"))
    except OSError as error:
        raise SourceChanged(path) from error
    if fingerprint(body.encode()) != digest:
        raise SourceChanged(path)
    rendered = render_prose(reading, id, path, id.rpartition("@")[2], body, first_line)
    prose = Prose(
        html=rendered.html,
        headings=tuple(rendered.headings),
        links=tuple(rendered.links),
        ids=tuple(sorted(rendered.ids)),
        text=rendered.text if "search" in reading.ask("config", "outputs") else "",
        citations=tuple(rendered.citations),
    )
    reading.store(marshal.dumps(tuple(prose), 2))
    parts = [fingerprint(marshal.dumps(part, 2)) for part in (prose.headings, prose.ids)]
    targets = tuple(sorted({link[0] for link in prose.links}))
    anchored = any(link[1] for link in prose.links)
    value = (*parts, targets, anchored, rendered.cited, rendered.figures, rendered.files)
    return Result(diagnostics=tuple(rendered.diagnostics), value=value)


# Pages


def page_jobs(site: Site) -> list[str]:
    """A page per document, and one more for each further page of a long list."""
    jobs = []
    for document in site.published:
        if document.template not in site.templates:
            continue  # a fault of its own
        jobs.append(document.id)
        if document.collection:
            count = _page_count(site, document)
            jobs += [f"{document.id}#{number}" for number in range(2, count + 1)]
    return jobs


def _page_count(site: Site, document: Document) -> int:
    collection = site.config.collections.get(document.collection)
    if collection is None or not collection.per_page or not document.is_index:
        return 1
    return -(-len(site.listings.get((document.key, document.lang), ())) // collection.per_page)


def run_page(reading: Reading, arg: str) -> Result:
    """One page's HTML. The value: ids that its list links to; its weight, or (); `csp.Needs`.

    There is neither when its template failed.
    """
    from dalil.templates import render

    id, _, number = arg.partition("#")
    page = PageView(reading, id, int(number or 1))
    document = page.document
    html, faults = render(reading, document.template, document.lang, page, document.path)
    if html is None:
        return Result(diagnostics=tuple(faults))
    path = _output(document.url if not number else f"{document.url}{number}/")
    weight = tuple(weigh(html)) if reading.ask("config", "budgets") else ()
    value = (tuple(page.listed), weight, tuple(csp.needs(html)))
    return Result(((path, html.encode()),), tuple(faults), value)


def notice_jobs(site: Site) -> list[str]:
    """`/`, the page not found and the page without network, where templates exist.

    The page not found is in each language, and for the root.
    """
    jobs = [f"404@{lang}" for lang in (*site.config.languages, "") if NOT_FOUND in site.templates]
    if OFFLINE in site.templates and "offline" in site.config.outputs:
        jobs += [f"offline@{lang}" for lang in site.config.languages]
    return [*jobs, "languages@"] if CHOOSER in site.templates else jobs


def run_notice(reading: Reading, arg: str) -> Result:
    """A page that stands for no document. The value ends with `csp.Needs`, as a page's."""
    from dalil.templates import render

    name, _, lang = arg.partition("@")
    default = lang or reading.ask("config", "default_language")
    base = reading.ask("site", default)[3]
    direction = {code: found for code, _, _, found in reading.ask("languages")}[default]
    path = f"{lang}/{name}.html" if lang else {"languages": "index.html"}.get(name, f"{name}.html")
    notice = Notice(default, direction, base + path.removesuffix("index.html"))
    html, faults = render(reading, f"{name}.html", default, notice, path)
    if html is None:
        return Result(diagnostics=tuple(faults))
    return Result(((path, html.encode()),), tuple(faults), (tuple(csp.needs(html)),))
