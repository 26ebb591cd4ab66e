"""An nginx as a host would set it up: the generated headers, and what they say of compression."""

import contextlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers.test_headers import nginx
from tests.servers.test_hosting import SECONDS, wait_for

HINT = re.compile(r"^# (gzip on;.*)$", re.MULTILINE)


@contextlib.contextmanager
def compressing(tree: Path, folder: Path, port: int) -> Iterator[str]:
    """Serve a tree at the root of a port; gives its address. `folder` is for the server's files."""
    folder.chmod(0o755)
    command = nginx(folder, tree, tree, port)
    hint = HINT.search((tree / "nginx-headers.conf").read_text("utf-8"))
    assert hint, "the headers say nothing of compression"
    settings = folder / "nginx.conf"
    index = "index index.html;"
    settings.write_text(settings.read_text("utf-8").replace(index, f"{index} {hint[1]}"), "utf-8")
    process = subprocess.Popen(command)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(SECONDS)
