"""Two independent accessibility engines to put into a page: axe-core, IBM's Equal Access rules."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.browser.reading import SET_THEME, SETTINGS

MODULES = Path(__file__).parent.parent / "tools/node_modules"
AXE = MODULES / "axe-core/axe.min.js"
IBM = MODULES / "accessibility-checker-engine/ace.js"

# Every rule that axe-core has: best practices, AAA, experimental and outdated ones among them.
EVERY = "{rules: Object.fromEntries(axe.getRules().map(each => [each.ruleId, {enabled: true}]))}"
# The rules whose answer may change with the colours alone; they look into no style sheet. The first
# sees what is below 4.5 to 1 (AA), the second what is between that and 7 to 1 (AAA).
_COLOUR_RULES = "['color-contrast', 'color-contrast-enhanced', 'link-in-text-block']"
COLOURS = f"{{runOnly: {_COLOUR_RULES}, preload: false}}"
BUT_COLOURS = f"""{{preload: false, rules: Object.fromEntries(axe.getRules().map(
    ({{ ruleId }}) => [ruleId, {{ enabled: !{_COLOUR_RULES}.includes(ruleId) }}]))}}"""
# All that the answers of these rules hang on, for each text that shows: its colour, whether it is
# large (as axe reckons), what lies behind it, what is cut off; a link's difference from its text.
TEXTS = """[...document.body.querySelectorAll('*')].filter(each => each.checkVisibility() && (
    each.matches('input') ||
    [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())))"""
STYLES = """() => {
    const all = new Map();
    const behind = element => {
        if (!element) return '';
        if (!all.has(element)) {
            const { backgroundColor, backgroundImage, opacity, clipPath } =
                getComputedStyle(element);
            const own = `${backgroundColor} ${backgroundImage} ${opacity} ${clipPath}`;
            const nothing = own === 'rgba(0, 0, 0, 0) none 1 none';
            all.set(element, behind(element.parentElement) + (nothing ? '' : `/${own}`));
        }
        return all.get(element);
    };
    const letters = element => {
        const { color, fontSize, fontWeight, textDecorationLine, borderBlockEndWidth } =
            getComputedStyle(element);
        return [color, fontSize, fontWeight, textDecorationLine, borderBlockEndWidth].join(' ');
    };
    const large = ({ fontSize, fontWeight }) =>
        Math.ceil(parseFloat(fontSize) * 72) / 96 >= (fontWeight >= 700 ? 14 : 18);
    const text = element => {
        const style = getComputedStyle(element);
        return `${style.color} ${large(style)}`;
    };
    const style = each => [behind(each), text(each),
        each.matches('a') ? [letters(each), letters(each.parentElement)] : ''].join(' | ');
    return ALL.map(style);
}""".replace("ALL", TEXTS)

STYLES_IN_THEMES = f"""themes => {{
    const found = themes.map(theme => {{ ({SET_THEME})(theme); return ({STYLES})(); }});
    ({SET_THEME})();
    return found;
}}"""

# What axe calls a violation; and which of the texts that it was asked about it could not judge.
RUN_AXE = """(where => axe.run(where, {
    resultTypes: ['violations', 'incomplete'], selectors: false, elementRef: true, ...OPTIONS
}).then(({ violations, incomplete }) => [
    violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ element }) => `${id}: ${help}: ${element.outerHTML.slice(0, 300)}`)),
    where === document ? [] : incomplete.flatMap(({ nodes }) =>
        nodes.map(({ element }) => where.indexOf(element))),
]))(WHERE)"""

# What pages have alike around their texts, part by part.
FRAME = "document.querySelectorAll('.settings, .menu')"

# `value` is what kind of rule it is and how sure the engine is: FAIL is a violation, POTENTIAL
# and MANUAL are questions that it asks of a person on every page.
# A rule that can only ask, and on which none depends, does not run: it takes as long as the others.
RUN_IBM = """(checker => {
    const [guideline] = checker.getGuidelines().filter(({ id }) => id === 'IBM_Accessibility');
    const rule = ({ id }) => checker.engine.getRule(id);
    const all = guideline.checkpoints.flatMap(({ rules }) => rules);
    const needed = new Set(all.flatMap(each => rule(each).dependencies ?? []));
    const asks = ({ run }) => /RulePotential|RuleManual/.test(run) && !/RuleFail/.test(run);
    for (const checkpoint of guideline.checkpoints)
        checkpoint.rules = checkpoint.rules.filter(each => needed.has(each.id) ||
            each.level === 'VIOLATION' && !asks(rule(each)));
    checker.addGuideline(guideline);
    return checker.check(document, [guideline.id]);
})(new ace.Checker()).then(({ results }) =>
    results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
        .map(({ ruleId, message, snippet }) => `${ruleId}: ${message}: ${snippet}`))"""

_IBM_BY_NAME = ";window.ace = ace"
# A violation brings its element: axe need not write down the others.
_BY_REFERENCE = ";axe.configure({ noHtml: true })"


@cache
def _script(path: Path) -> str:
    assert path.exists(), f"{path.parent.name} is not installed: run `make test`"
    return path.read_text(encoding="utf-8")


def with_engines(profile: BrowserContext) -> BrowserContext:
    """A profile whose pages have both engines from the start: quicker than to bring them later."""
    profile.add_init_script(_script(AXE) + _BY_REFERENCE)
    profile.add_init_script(_script(IBM) + _IBM_BY_NAME)
    return profile


def axe(page: Page, options: str = EVERY, part: str = "") -> list[str]:
    """What axe-core says of the page as it stands, or of a part; by default with all its rules."""
    where = f"[document.querySelector('{part}')]" if part else "document"
    found, _ = _axe(page, where, options)
    return found


def _axe(page: Page, where: str, options: str) -> tuple[list[str], list[int]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script(AXE) + _BY_REFERENCE)
    run = RUN_AXE.replace("OPTIONS", options).replace("WHERE", where)
    found, undecided = page.evaluate(run)
    return [f"{page.url}: {each}" for each in found], undecided


def take_away_what_was_judged(page: Page, judged: set[str]) -> None:
    """Leave of a page's frame only the parts that no page before it had; `judged` grows by them."""
    parts: list[str] = page.evaluate(f"[...{FRAME}].map(each => each.outerHTML)")
    known = [part in judged for part in parts]
    page.evaluate(f"known => {FRAME}.forEach((each, n) => known[n] && each.remove())", known)
    judged.update(parts)


Judged = Counter[str]
"""How often axe was asked about a style of text; one that it judged counts as asked enough."""
ENOUGH = 3
"""So many texts of a style are asked about while it can judge none of them (one that a drawn tile
lies behind, say): it could not judge the hundredth either. `test_contrast.py` judges all tokens.
"""


def not_judged(page: Page, judged: Mapping[str, Judged]) -> list[str]:
    """Themes of `judged`, chosen in the settings or light, in which some text has a new style.

    They are put on and looked at in one go, so that none of them is painted: a third of the time.
    """
    themes = [SETTINGS.get(theme, {}).get("theme") for theme in judged]
    found = page.evaluate(STYLES_IN_THEMES, themes)
    return [
        name
        for (name, asked), styles in zip(judged.items(), found, strict=True)
        if any(asked[style] < ENOUGH for style in styles)
    ]


def colours(page: Page, judged: Judged) -> list[str]:
    """What axe-core says of the colours in which the page stands.

    It is asked of one text of each style that it has not `judged`, which is kept there.
    """
    new: dict[str, int] = {}
    for n, style in enumerate(page.evaluate(STYLES)):
        if judged[style] < ENOUGH:
            new.setdefault(style, n)
    if not new:
        return []
    where = f"(all => {list(new.values())}.map(n => all[n]))({TEXTS})"
    found, undecided = _axe(page, where, COLOURS)
    for n, style in enumerate(new):
        judged[style] += 1 if n in undecided else ENOUGH
    return found


def ibm(page: Page) -> list[str]:
    """What IBM's rules call a violation in the page as it stands."""
    if not page.evaluate("'ace' in window"):
        page.evaluate(_script(IBM) + _IBM_BY_NAME)
    said: list[str] = page.evaluate(RUN_IBM)
    return [f"{page.url}: {each}" for each in said]
