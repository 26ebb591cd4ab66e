"""`build.py translations`: remember the pages whose languages agree, and name those that do not."""

from __future__ import annotations

import marshal
from typing import NamedTuple

from dalil.builder import Request, cache_folder, dry_run
from dalil.freshness import MEMORY, memory
from dalil.model import Prose
from dalil.names import DATA
from dalil.packs import read

HEAD = (
    "# Written by `python build.py translations`; nobody edits it. What each page said on the day\n"
    "# when its languages agreed, as fingerprints of its sections: a page that is older than its\n"
    "# form in another language can name what has changed there.\n"
)


class Told(NamedTuple):
    """How many pages are remembered, and the files of those that are older than another form."""

    remembered: int
    older: tuple[str, ...]


def remember(request: Request) -> Told | None:
    """Write the memory after a build of the same request; None when `site.yaml` cannot be read."""
    plan = dry_run(request)
    if plan is None:
        return None
    store = cache_folder(request) / "store"
    entries = dict(plan.site.data.get(MEMORY, {}))
    older: list[str] = []
    for group in plan.site.groups.values():
        pages = [d for d in group.values() if d.status == "published" and d.updated]
        days = {d.updated for d in pages}
        if len(days) > 1:
            older += [d.path for d in pages if d.updated < max(days)]
        for page in pages if len(pages) > 1 == len(days) else ():
            record = plan.past.get(("prose", page.id))
            text = marshal.loads(read(store, record.stored[0])) if record else ()  # noqa: S302 (our own)
            entries[page.id] = memory(page, Prose(*text))
    kept = sorted((id, said) for id, said in entries.items() if id in plan.site.documents)
    path = request.site.resolve().parent / f"{DATA}{MEMORY}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f'"{id}": {said}\n' for id, said in kept)
    path.write_text(HEAD + "".join(lines), "utf-8", newline="\n")
    return Told(len(kept), tuple(sorted(older)))
