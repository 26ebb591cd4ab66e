"""The policy of a page: what it really holds, and nothing else."""

from base64 import b64encode
from hashlib import sha256

import pytest

from dalil.csp import MARK, Needs, needs, policy, together, with_policy


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "scripts"),
    [
        ("<script>go('é')</script>", (hash_of("go('é')"),)),
        ("<script type=\"module\">\nimport 'a'\n</script>", (hash_of("\nimport 'a'\n"),)),
        ('<script src="/a.js"></script><script defer src="/b.js"></script>', ()),
        ('<script type="application/ld+json">{"a": 1}</script>', ()),
        ('<script type="application/json" id="x">[]</script>', ()),
        ("<p>a script</p>", ()),
    ],
)
def test_inline_scripts_are_known_by_their_hash(html: str, scripts: tuple[str, ...]) -> None:
    assert needs(html).scripts == scripts


def test_a_form_may_be_sent_where_it_says() -> None:
    html = '<form method="post" action="https://example.net/a?b"></form><form action="/x"></form>'
    assert needs(html).forms == ("https://example.net",)
    assert "form-action 'self' https://example.net;" in policy(needs(html))


def test_nothing_is_allowed_that_is_not_named() -> None:
    said = policy(Needs())
    assert said.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in said
    assert "base-uri 'none'" in said
    assert "frame-ancestors" not in said  # only a header may say it
    assert policy(Needs(), header=True).endswith("; frame-ancestors 'none'")


def test_a_page_says_its_own_policy() -> None:
    html = with_policy(f'<meta content="{MARK}"><script>a()</script>')
    assert f"script-src 'self' {hash_of('a()')};" in html
    assert MARK not in html
    assert with_policy("<p>as it is</p>") == "<p>as it is</p>"


def test_a_host_allows_what_any_page_needs() -> None:
    all_needs = [Needs(("b", "a")), Needs(("a",), ("https://x.example",)), Needs()]
    assert together(all_needs) == Needs(("a", "b"), ("https://x.example",))
