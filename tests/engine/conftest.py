"""Builds inside this process draw the code of an address once: it is half of what they cost."""

from collections.abc import Iterator
from functools import cache

import pytest

from dalil.outputs import qr

_drawn = cache(qr.code)


@pytest.fixture(scope="module", autouse=True)
def codes_drawn_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qr, "code", _drawn)
        yield
