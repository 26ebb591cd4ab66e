"""The search finds what people mean, stays light, and is the same in Python and in the browser."""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Response

from dalil.stems import RULES, Rules, stem, words
from tests.browser.searching import SLUGS, Queries, ask, paths, script, small_site
from tests.browser.served import LANGUAGES, NewContext, Served
from tests.pages import readable
from tests.serving import SUB_PATH, Host

SHARE = 0.95  # of the queries: the wanted page is among the first three
LEAST = 60  # queries a language
BUDGET = 40_000  # bytes after gzip: script, index, pieces and pages of a first query


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, server: Host) -> str:
    """The address of the small site."""
    tree = small_site(tmp_path_factory.mktemp("search") / "site")
    return server.mount(tree, "/sub/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_type_finds_what_they_mean(
    language: str,
    page: Page,
    sub_path_site: Served,
    record_property: Callable[[str, object], None],
) -> None:
    wanted = Queries.of(language).wanted
    assert len(wanted) >= LEAST
    keys = paths(language)
    assert {key for each in wanted.values() for key in each} <= set(keys.values())
    page.goto(f"{sub_path_site.address}{language}/{SLUGS[language]}/")
    missed = []
    for (query, served), told in zip(wanted.items(), ask(page, *wanted), strict=True):
        found = [keys["/" + path.removeprefix(SUB_PATH)] for path in told.pages]
        if not set(served) & set(found[:3]):
            missed.append(f"{query}: {' or '.join(served)}; found {', '.join(found[:5])}")
    record_property("missed", missed)
    assert len(missed) <= (1 - SHARE) * len(wanted), "\n".join(missed)


VECTORS = {
    "ar": {
        "اعاقة": "disability", "الإعاقة": "disability", "بطاقه": "card", "اسفي": "town",
        "المُسَاعَدَة": "aid", "مـــركز": "centre", "مستشفي": "hospital", "والمركز": "centre",
        "كراسي": "chair", "معاق": "disability", "نقص في الثمن": "discount", "تخفيض": "discount",
        "بطقاة": "card", "مستسفى": "hospital", "مستشفىى": "hospital", "مركظ": "centre",
    },
    "fr": {
        "hopital": "hospital", "oeuvre": "works", "ŒUVRES": "works", "l'hôpital": "hospital",
        "hopitaux": "hospital", "handicapée": "people", "chaise roulante": "chair",
        "gagne-pain": "income", "gagne pain": "income", "hoptal": "hospital", "hpoital": "hospital",
        "hopitall": "hospital", "oevres": "works", "fauteuyl": "chair", "fau": "chair",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vectors_hold(language: str, page: Page, small: str) -> None:
    page.goto(f"{small}{language}/{SLUGS[language]}/")
    vectors = VECTORS[language]
    told = ask(page, *vectors)
    first = {query: each.pages[:1] for query, each in zip(vectors, told, strict=True)}
    assert first == {query: (f"/sub/{language}/{key}/",) for query, key in vectors.items()}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "gagne-pain", "activité génératrice de revenus"),
        ("fr", "activité génératrice de revenus", "gagne-pain"),
        ("ar", "معاق", "في وضعية إعاقة"),
    ],
)
def test_synonyms_of_several_words_work_in_both_directions(
    language: str, one: str, other: str, page: Page, small: str
) -> None:
    page.goto(f"{small}{language}/{SLUGS[language]}/")
    first, second = ask(page, one, other)
    assert first.pages[0] == second.pages[0]


def test_names_that_every_object_has_are_words_like_others(page: Page, small: str) -> None:
    page.goto(f"{small}fr/{SLUGS['fr']}/")
    missing, *others = ask(page, "xyzxyz", "constructor", "valueOf hasOwnProperty", "__proto__")
    assert {each.status for each in others} == {missing.status}
    assert not any(each.pages for each in others)


# The browser cuts words as Python does.

# Not assigned in this Python's Unicode, or invisible to one side alone: shorthand, note beams.
STRANGE = "".join(map(chr, (*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B))))
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cn", "Co"), blacklist_characters=STRANGE)
    | st.sampled_from("ءآأؤإئابةتكلموىيًَُِّْـٰٱپڤگڭ٠٩۵éèêëïôœŒæÆçÇ'’-_ lLdDqu0٢1")
)
_CUT = """async ([script, rules, texts]) => {
    const { words, stem } = await import(script);
    return texts.map(text => words(text).map(word => [word, stem(word, rules)]));
}"""


def here(language: str, texts: list[str]) -> list[list[list[str]]]:
    """The words of each text, and their stems."""
    return [[[word, stem(word, language)] for word in words(text)] for text in texts]


def there(page: Page, language: str, texts: list[str]) -> list[list[list[str]]]:
    """The same by the page's script."""
    rules = json.loads(json.dumps(RULES.get(language, Rules())._asdict()))
    cut: list[list[list[str]]] = page.evaluate(_CUT, [script(page), rules, texts])
    return cut


@pytest.fixture(scope="module")
def cutter(chromium: Browser, small: str) -> Iterator[Page]:
    """A page with the search's script, for all examples."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{small}fr/{SLUGS['fr']}/")
    yield page
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_site_is_cut_alike(language: str, cutter: Page, site: Served) -> None:
    texts = sorted(
        {
            html.unescape(text)
            for each in readable(site.tree)
            for text in re.split(r"<[^>]*>", (site.tree / each.path).read_text("utf-8"))
        }
    )
    cut = here(language, texts)
    assert sum(map(len, cut)) > 10_000
    assert there(cutter, language, texts) == cut


@pytest.mark.parametrize("language", [*LANGUAGES, "zgh"])
@settings(max_examples=40)
@given(texts=st.lists(TEXTS, min_size=20, max_size=60))
def test_any_text_is_cut_alike(language: str, cutter: Page, texts: list[str]) -> None:
    assert there(cutter, language, texts) == here(language, texts)


# Weight.

FIRST = {
    "ar": ("بطاقة", "والمراكز", "كيف أحصل على كرسي متحرك", "تمدرص الأطفال", "شمدرس", "معاق"),
    "fr": (
        "carte", "l’école", "comment obtenir un fauteuil roulant", "scolarsation", "zcole",
        "handicapé",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "query"),
    [(language, query) for language in LANGUAGES for query in FIRST[language]],
)
def test_a_first_query_is_light(
    language: str, query: str, context: NewContext, site: Served
) -> None:
    page = context().new_page()
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    page.on("response", keep)
    page.goto(f"{site.address}{language}/{SLUGS[language]}/")
    page.locator("#search_query").fill(query)
    page.locator(".search-result").first.wait_for()
    weights = {
        response.url: len(gzip.compress(response.body(), 9))
        for response in responses
        if re.search(r"/search/|/js/search\.", response.url)
    }
    for part in ("/js/search.", "/search/index.json", "/search/words-", "/search/pages-"):
        assert any(part in url for url in weights)
    assert sum(weights.values()) <= BUDGET, (sum(weights.values()), weights)
