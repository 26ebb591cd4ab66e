#!/usr/bin/env python3
"""Build the site: `python build.py [build|check|serve|explain] …`; `--help` says more."""

import os
import sys
from pathlib import Path

# The worker processes of some systems import this file: it must do nothing then.
if __name__ == "__main__":
    root = Path(__file__).resolve().parent
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if sys.prefix == sys.base_prefix and python.exists():  # the pinned libraries are in there
        os.execv(python, [str(python), *sys.orig_argv[1:]])  # noqa: S606
    sys.path.insert(0, str(root))

    try:
        from dalil.cli import main
    except ModuleNotFoundError as missing:
        sys.exit(f"build.py: the library «{missing.name}» is missing. Run «make site» once first.")
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # freeing a large site object by object takes longer than building an edit
