"""The output folder: what stands in it, and how a new tree takes its place in one step.

Two trees take turns. The spare one, once the site itself, is brought up to date with hard links
and then exchanged with the output folder. So a build costs what changed, not what there is, and
nobody ever sees half a site.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

from dalil import disk
from dalil.disk import Stamp
from dalil.ledger import Placed

MARK = ".dalil-manifest"
"""A file of the tree that names all the others, so that ours are known without a ledger."""


class Unpublishable(Exception):
    """The output folder cannot be replaced; the message says why and what to do."""


class Tree:
    """The output folder, and the spare one that will take its place."""

    def __init__(self, output: Path, cache: Path, placed: Mapping[str, Placed]) -> None:
        self.output = output
        self._manifest = cache / "spare.manifest"
        parent = output.parent
        parent.mkdir(parents=True, exist_ok=True)
        same_disk = parent.stat().st_dev == cache.stat().st_dev
        self.spare = cache / "spare" if same_disk else parent / f".{output.name}.spare"
        if output.is_symlink() or (output.exists() and not output.is_dir()):
            raise Unpublishable(
                f"«{output}» is not a folder. Move it away, or choose another --output."
            )
        found = disk.walk(output)
        self.current = {
            path: known
            for path, known in placed.items()
            if path in found and known.stamp.same_bytes(found[path])
        }
        """Files of the output folder that are just as the last build left them."""
        self.intact = len(self.current) == len(placed) and bool(placed)
        ours = self._ours = frozenset(placed) or self._marked()
        self.foreign = tuple(sorted(path for path in found if path not in ours))
        """Files that we did not write: they stay."""
        if found and not ours:
            raise Unpublishable(
                f"«{output}» holds files that Dalil did not write, such as «{self.foreign[0]}». "
                "Nothing was changed. Move them away, or choose another folder with --output."
            )

    def _marked(self) -> frozenset[str]:
        try:
            lines = (self.output / MARK).read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return frozenset()
        return frozenset([MARK, *(line.partition("  ")[2] for line in lines)])

    def stage(self, wanted: Mapping[str, str], store: Path) -> dict[str, Placed]:
        """Make the spare tree hold just `wanted` (path → fingerprint) and the foreign files."""
        for path in self.foreign:
            if path in wanted:
                raise Unpublishable(
                    f"«{self.output / path}» was not written by Dalil, and the site now has a page "
                    "of that name. Nothing was changed. Move the file away."
                )
        mark = "".join(f"{digest}  {path}\n" for path, digest in sorted(wanted.items()))
        wanted = {**wanted, MARK: disk.fingerprint(mark.encode())}
        if not (store / wanted[MARK]).exists():
            disk.write(store / wanted[MARK], mark.encode())
        there = self._open_spare()
        for path in there.keys() - wanted.keys():
            disk.remove(self.spare, path)
        placed = {}
        first: dict[str, Path] = {}
        for path, digest in wanted.items():
            known = there.get(path)
            same = self.current.get(path)
            if same and same.digest == digest:
                if known is None or not known.same_bytes(same.stamp):
                    disk.link(self.output / path, self.spare / path)
                placed[path] = same
            else:
                self._place(store / digest, self.spare / path, first)
                placed[path] = Placed(digest, disk.stamp(self.spare / path))
        for path in self.foreign:
            disk.link(self.output / path, self.spare / path)
        return placed

    def _open_spare(self) -> dict[str, Stamp | None]:
        """Say what the spare tree holds, and mark it as unfinished.

        Until it is whole again it has no manifest: what a build that dies in between leaves there
        is only known by name (None), and is replaced file by file.
        """
        try:
            there: dict[str, Stamp | None] = pickle.loads(self._manifest.read_bytes())  # noqa: S301 (our own)
            self._manifest.unlink()
        except (OSError, pickle.UnpicklingError, EOFError, ValueError, AttributeError):
            there = dict.fromkeys(disk.walk(self.spare))
        self.spare.mkdir(parents=True, exist_ok=True)
        return there

    def _place(self, source: Path, target: Path, first: dict[str, Path]) -> None:
        """Move a file from the store; a second one with the same bytes is a link to the first."""
        if source.name in first:
            disk.link(first[source.name], target)
            return
        first[source.name] = target
        try:
            source.replace(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
        except OSError:  # another disk
            disk.link(source, target)

    def exchange(self) -> None:
        """Put the staged tree in the place of the output folder, in one step."""
        if self.output.exists():
            disk.swap(self.spare, self.output)
        else:
            self.spare.rename(self.output)

    def keep_spare(self, placed: Mapping[str, Placed]) -> None:
        """Remember what the tree that was replaced holds, for the next build.

        After the very first one there is none yet: it is made now, so that every later build
        costs only what changed.
        """
        there: dict[str, Stamp | None] = dict.fromkeys(self.foreign)
        if not self.spare.is_dir():
            for path, known in placed.items():
                disk.link(self.output / path, self.spare / path)
                there[path] = known.stamp
        else:
            for path in self._ours:
                there[path] = self.current[path].stamp if path in self.current else None
        disk.write(self._manifest, pickle.dumps(there, 5))
