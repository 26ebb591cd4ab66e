"""The fast stages give what Python-Markdown's own stages give, to the byte."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dalil.prose.page import Page
from dalil.prose.scan import Source
from dalil.prose.serial import Writer
from dalil.prose.syntax import build


class NoSite:
    """Answers every question with a word that changes nothing."""

    def ask(self, *fact):
        return {"string": "Note", "data": ()}.get(fact[0])


FAST = build()
SLOW = build(accelerated=False)


def fast(source):
    FAST.page = Page(NoSite(), "x@fr", "content/x.fr.md", "fr", Source(source, 1))
    html, _ = Writer().write(FAST.tree(source))
    return FAST.finish(html)


def slow(source):
    SLOW.page = Page(NoSite(), "x@fr", "content/x.fr.md", "fr", Source(source, 1))
    SLOW.reset()
    return SLOW.convert(source)


WORDS = st.sampled_from(
    [
        "mot", "كلمة", "ⴰⵡⴰⵍ", "COAPH", "12", "2-71-625", "a_b_c", "été", "x", "l'eau",
        "**gras**", "*it*", "_it_", "__g__", "***tout***", "**a *b* c**", "*a **b***", "a*b",
        "`code`", "``a`b``", "`", "\\*", "\\", "\\\\", "\\`", "\\[x\\]", "&amp;", "&", "&#42;",
        "<", ">", "<b>x</b>", "<br>", "<!-- c -->", "<https://e.ma/a_b>", "<a@b.ma>",
        "<https://e.ma/>", "<h://>", "<x:y>", "</", "<?p?>", "<!d>", "<x",
        "[l](u.md)", "[l](u.md \"t\")", "[l](<u v>)", "![i](u.png)", "![i](u.png 't')", "[l]",
        "[l][r]", "[r]", "![i][r]", "![r]", "[a [b](c) d](e)", "[![i](u)](v)", "[**l**](u_v_w)",
        "[^1]", "[^2]", "[t]{lang=fr}", "[*t*]{.c}", "{.c}", "{#i}", "{x=y}", "[@s1]", "[@a, @b]",
        "[=f]", "[=f] %", "[a [=f] b](c)",
        "  \n", "!", "[", "]", "(", ")", "](", "![", "_", "*", "**", "|", "\u00a0", ":", "~~~",
    ]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=7).map(" ".join) | st.lists(
    WORDS, min_size=1, max_size=5
).map("".join)
LINE = st.builds(
    lambda start, text, end: start + text + end,
    st.sampled_from(
        [
            "", "", "", "# ", "## ", "#", "###### ", "- ", "* ", "+ ", "1. ", "2. ", "> ", "    ",
            "    - ", "        ", ":   ", "| ", "!!! note\n    ", "!!! tip \"T\"\n", "  ", "١. ",
            "[r]: ", "[=f]: ", "[^1]: ", "[^2]: ", "*[COAPH]: ", "Table: ", "=", "\t", "<div>",
            "> - ",
        ]
    ),
    TEXT,
    st.sampled_from(
        ["", "", "", " ##", "  ", "\n===", "\n---", "\n| - | - |\n| a | b |", " | b |", "\n{.c}",
         " {#i .c}", "\n: d", "</div>", "\n***", "\n", "\r"]
    ),
)  # fmt: skip
ALONE = st.sampled_from(
    [
        "---", "***", "- - -", "| a | b |\n|---|:-:|\n| c | d |\n| *e* | `f|g` |",
        "a | b\n--|--\n1 | 2",
        "```\n# c [a](b)\n```", "~~~ py\nx\n~~~", "```", "{.steps}", "1. a\n2. b\n{.steps}",
        "<div>\n*x*\n</div>", "<p>x", "</p>", "<!-- a\n\nb -->", "[r]: u.md \"t\"", "[^1]: note",
        "*[COAPH]: Centre", "T\n:   D\n\n    D2", "!!! note\n    a\n\n    b", "- a\n\n    b\n\n- c",
        "1. a\n    - b\n    - c\n2. d", "> a\n> > b", "\n", "   ", "\ttab\n\tb", "A\n===", "B\n-",
        "    code\n\n    more", "5. five", "{#x}", "- [ ] a", "* * *", "[r]:\n  u.md",
    ]
)  # fmt: skip
BLOCK = st.lists(LINE, min_size=1, max_size=4).map("\n".join) | ALONE
PAGES = st.lists(BLOCK, min_size=1, max_size=7).map("\n\n".join)
COMPARE = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@COMPARE
@given(PAGES)
@example("*it**mot\n**gras** `code`\nmot***tout***")
@example("- mot\n{.c}\n[r]: mot\nmot\n===")
@example("a  \n{.c}")
@example("[a](b) *c* [d][r]\n\n[r]: e")
@example("x[^1] y[^1]\n\n[^1]: z\n\n    - q")
@example("-\ta\n\tb\n\n\tc")
@example("٣. item")
@example("[^1] \n\n- a[^1]\n\n[^1]: b [^1]")
def test_a_page_is_the_same_as_without_acceleration(source):
    assert fast(source) == slow(source)


@COMPARE
@given(st.text(alphabet=list("ab *_`[]()!\\<>&#-+1.:|{}=\n\t\"'^@/é،"), max_size=60))
def test_noise_is_the_same_as_without_acceleration(source):
    assert fast(source) == slow(source)


@COMPARE
@given(TEXT)
@example("&#1")
def test_a_line_is_the_same_as_without_acceleration(source):
    assert fast(source) == slow(source)


SIMPLE = st.sampled_from(
    [
        "[a](b)", "[a b](../c.md#d_e)", "**x**", "*y z*", "**a** ", "*b*.", "(*c*)", "![i](j)", "!",
        " ", "mot", "\n", "[x][y]", "[@s]", "*", "**", "{.c}", "[k]( m )", "***q***", "a*b*",
        "*r*s", "[t](u)*v*", "*w*[x](y)", "**z*", "_u_", "[m]{lang=fr}", "  \n", "[n](o_p)",
        "[](e)", "[f]()", "«*g*»", "[^1]", "[=f](g)",
    ]
)  # fmt: skip


@COMPARE
@given(st.lists(SIMPLE, max_size=8).map("".join) | st.lists(SIMPLE, max_size=8).map(" ".join))
@example("**a** [b](c) *d*")
@example("[a](b)**c**")
@example("x ![a](b) y !*c*")
def test_simple_marks_are_the_same_as_without_acceleration(source):
    assert fast(source) == slow(source)
    assert fast(f"- {source}\n\n[y]: z") == slow(f"- {source}\n\n[y]: z")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PAGES, PAGES)
def test_a_page_does_not_depend_on_the_page_before(first, second):
    alone = fast(second)
    fast(first)
    assert fast(second) == alone


def test_every_block_processor_has_a_condition():
    names = {processor.__class__.__name__ for processor in FAST.parser.blockprocessors}
    assert names == {processor.__class__.__name__ for processor in SLOW.parser.blockprocessors}


def test_a_block_processor_without_condition_is_refused():
    md = build(accelerated=False)
    md.parser.blockprocessors.register(md.parser.blockprocessors["hr"], "other", 1)
    with pytest.raises(ValueError, match="no condition"):
        md.accelerate()


def test_the_comparison_sees_differences():
    assert re.search("<em>", slow("*a*"))
    assert fast("*a*") != slow("**a**")
