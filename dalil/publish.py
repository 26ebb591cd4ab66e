"""The output folder: what stands in it, and how a new tree takes its place in one step.

Two trees take turns. The spare one, once the site itself, is brought up to date with hard links
and then exchanged with the output folder. So a build costs what changed, not what there is, and
nobody ever sees half a site.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from dalil import disk
from dalil.ledger import Files
from dalil.packs import Kept, pack, read
from dalil.sentences import sentence

MARK = ".dalil-manifest"
"""A file of the tree that names all the others, so that ours are known without a ledger."""


class Unpublishable(Exception):
    """The output folder cannot be replaced; one of `SENTENCES` says why and what to do."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(sentence("en", reason, **values))
        self.reason, self.values = reason, values


_REASONS = {
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
}


def complaint(refusal: Unpublishable | OSError, language: str) -> str:
    """What the environment refuses, in a sentence."""
    if isinstance(refusal, Unpublishable):
        return sentence(language, refusal.reason, **refusal.values)
    reason = _REASONS.get(refusal.errno or 0, "system")
    named = {
        "path": refusal.filename2 or refusal.filename or "…",
        "problem": refusal.strerror or refusal,
    }
    return sentence(language, reason, **named)


def _above(path: str) -> Sequence[PurePosixPath]:
    return PurePosixPath(path).parents[:-1]


def spare_folder(output: Path, cache: Path) -> Path:
    """Where the tree is prepared that will take the place of the output folder."""
    parent = output.parent
    parent.mkdir(parents=True, exist_ok=True)
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise Unpublishable("no-folder", path=output)
    same_disk = parent.stat().st_dev == cache.stat().st_dev
    return cache / "spare" if same_disk else parent / f".{output.name}.spare"


class Tree:
    """The output folder, and the spare one that will take its place."""

    def __init__(
        self,
        output: Path,
        spare: Path,
        placed: Files,
        trees: Iterator[disk.Found],
    ) -> None:
        """`trees` are what stands in the output folder, and then what stands in the spare one."""
        self.output, self.spare = output, spare
        self._trees = trees
        there, _ = next(trees)
        self.current = {
            path: placed.digests[path]
            for path, known in placed.stamps.items()
            if there.get(path) == known
        }
        """Files of the output folder that are just as the last build left them."""
        self._placed = placed
        self.intact = len(self.current) == len(placed.digests) and bool(self.current)
        ours = frozenset(placed.digests)
        if not there.keys() <= ours:  # an old ledger does not know what the tree knows of itself
            ours |= self._marked()
        self.foreign = tuple(sorted(path for path in there if path not in ours))
        """Files that we did not write: they stay."""
        if there and not ours:
            raise Unpublishable("others", path=output, first=self.foreign[0])

    def _marked(self) -> frozenset[str]:
        try:
            lines = os.fsdecode((self.output / MARK).read_bytes()).splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset([MARK, *(line.partition("  ")[2] for line in lines)])

    def stage(self, files: Mapping[str, str], made: Mapping[str, Kept], store: Path) -> Files:
        """Make the spare tree hold just `files`, path → fingerprint, and the foreign ones.

        Those that are not `current` must be among those `made`.
        """
        self._refuse_conflicts(files)
        mark = "".join(f"{files[path]}  {path}\n" for path in sorted(files))
        made = {**made, MARK: next(pack(store, [os.fsencode(mark)]))}
        wanted = {**files, MARK: made[MARK].digest}
        # The spare tree may be a former site, the half of one, or nothing: what is not the very
        # file that the site has is replaced.
        there, empty = next(self._trees)
        self.spare.mkdir(parents=True, exist_ok=True)
        for path in there.keys() - wanted.keys():
            disk.remove(self.spare, path)
        for folder in empty:
            disk.remove_empty(self.spare, self.spare / folder)  # that a hand emptied

        past = self._placed.stamps
        same = {p: past[p] for p, digest in wanted.items() if self.current.get(p) == digest}

        def place(path: str) -> disk.Stamp:
            target = f"{self.spare}/{path}"
            if path not in same:
                return disk.create(target, read(store, made[path]))
            disk.link(f"{self.output}/{path}", target)
            return same[path]

        lacking = [path for path in wanted if path not in same or there.get(path) != same[path]]
        stamps = same | disk.at_once(place, lacking)
        for path in self.foreign:
            disk.link(self.output / path, self.spare / path)
        return Files(wanted, stamps)

    def _refuse_conflicts(self, wanted: Mapping[str, str]) -> None:
        """A file of others where one of ours goes, or a folder of ours, or the reverse."""
        folders = {str(each) for path in wanted for each in _above(path)} if self.foreign else set()
        for path in self.foreign:
            if path in wanted or path in folders or any(str(p) in wanted for p in _above(path)):
                raise Unpublishable("in-the-way", path=self.output / path)

    def exchange(self) -> None:
        """Put the staged tree in the place of the output folder, in one step."""
        if self.output.exists():
            disk.swap(self.spare, self.output)
        else:
            self.spare.rename(self.output)
