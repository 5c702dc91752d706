"""The look keeps its rules: logical properties, colours from the tokens, contrast, small files (docs/design.md)."""

import gzip
import re
import zlib
from pathlib import Path

import pytest

from accounts.templatetags.house import DIRECTIONAL

ROOT = Path(__file__).resolve().parent.parent
STYLES = sorted((ROOT / "static").rglob("*.css"))
HOUSE = ROOT / "static/css/house.css"
TOKENS, COMPONENTS = HOUSE.read_text().split("/* The components")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts)

PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:margin|padding|border)-(?:left|right)\b|(?:^|[;{\s])(?:left|right)\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
)
HEX = re.compile(r":[^;{}]*#[0-9a-fA-F]{3,8}\b")
PX_FONT = re.compile(r"font(?:-size)?\s*:[^;]*\dpx")


def plain(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
class TestStylesheets:
    def test_no_left_and_right(self, path):
        assert PHYSICAL.findall(plain(path)) == []

    def test_no_pixels_for_letters(self, path):
        assert PX_FONT.findall(plain(path)) == []

    def test_colours_come_from_the_tokens(self, path):
        style = COMPONENTS if path == HOUSE else plain(path)
        assert HEX.findall(style) == []
        assert not re.search(r"\b(?:rgb|hsl)a?\(", style)

    def test_letters_stay_as_they_are(self, path):
        assert not re.search(
            r"letter-spacing\s*:(?!\s*(?:0\b|normal))|font-style\s*:\s*italic|:\s*uppercase", plain(path)
        )


def block(selector: str) -> dict[str, str]:
    body = TOKENS[TOKENS.index(selector) :].split("{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))


LIGHT = block(":root {")
DARK = {**LIGHT, **block(':root[data-theme="dark"] {')}


def test_the_two_dark_lists_are_one():
    assert block(':root[data-theme="dark"] {') == block(':root[data-theme="auto"] {')


def luminance(colour: str) -> float:
    def channel(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SURFACES = ["paper", "sand"]
PAIRS = [
    *[(text, surface) for text in ("ink", "muted") for surface in (*SURFACES, "sand-2")],
    *[(text, surface) for text in ("blue", "green", "red", "amber", "violet") for surface in SURFACES],
    *[(text, f"{text}-tint") for text in ("blue", "green", "red", "amber", "violet")],
    *[("ink", f"{tint}-tint") for tint in ("blue", "green", "red", "amber", "violet")],
    ("muted", "blue-tint"),
    ("on-blue", "blue"),
    ("on-blue", "blue-strong"),
    ("on-header", "header"),
    ("on-halo", "halo"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_reaches_seven_to_one(tokens, text, surface):
    assert contrast(tokens[text], tokens[surface]) >= 7


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_borders_and_charts_are_seen(tokens, surface):
    assert contrast(tokens["field-border"], tokens[surface]) >= 4.5
    for number in range(1, 7):
        assert contrast(tokens[f"chart-{number}"], tokens["paper"]) >= 3


def test_styles_and_scripts_are_light():
    """12 and 15 KB are the budgets for brotli; deflate is a little larger, so this is the stricter side."""
    public = [HOUSE, ROOT / "static/css/site.css"]
    assert len(zlib.compress(b"".join(path.read_bytes() for path in public), 9)) < 12_000
    # Of the app, whose scripts come once and stay on the telephone; of the worker, which no page waits for; of a stand's
    # tablet, which keeps its own; and of the pages, where each loads a few of these
    every = {*(ROOT / "static/js").rglob("*.js")}
    app = {path for path in every if "offline" in path.parts}
    worker = {path for path in every if "worker" in path.stem}
    stand = {path for path in every if "stand" in (path.stem, path.parent.name)}
    for scripts in (app, worker, stand, every - app - worker - stand):
        assert len(zlib.compress(b"".join(path.read_bytes() for path in sorted(scripts)), 9)) < 15_000
    assert len(gzip.compress((ROOT / "static/icons.svg").read_bytes())) < 6_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_the_policy(path):
    """Nothing inline: no style, no handler, no script but data blocks."""
    html = path.read_text()
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=", html)
    for script in re.findall(r"<script([^>]*)>", html):
        assert "src=" in script or "application/json" in script


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_icons_exist(path):
    icons = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    assert set(re.findall(r'{% icon "([\w-]+)"', path.read_text())) <= icons


FIELD = re.compile(
    r'components/field\.html|<input[^>]*type="(?:email|url|tel|number|date|time)"|\s(?:required|pattern=)'
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_the_server_alone_judges_a_form(path):
    """The browser's bubbles speak another language than the page and go before one can read them (A11)."""
    for opening, body in re.findall(r"<form\b((?:{%.*?%}|{{.*?}}|[^>])*)>(.*?)</form>", path.read_text(), re.DOTALL):
        assert "novalidate" in opening or not FIELD.search(body)


def test_what_has_a_direction_turns_in_arabic_and_nothing_else():
    """Clocks, ticks, telephones and media stay as they are (A33)."""
    assert re.search(r'\[dir="rtl"\] \.icon\.flip[^{]*{\s*transform:\s*scaleX\(-1\)', HOUSE.read_text())
    arrows = {"arrow-left", "arrow-right", "chevron-right", "external-link", "log-in", "log-out", "rotate-ccw", "send"}
    assert arrows | {"list-filter"} == DIRECTIONAL
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)" "[^"]*\bflip\b', path.read_text())}
    assert asked <= DIRECTIONAL


def test_nothing_hinders_a_paste_or_asks_to_solve_a_puzzle():
    """A code comes from a message or a password manager (A40; WCAG 3.3.8)."""
    pages = [*TEMPLATES, *(ROOT / "static/js").rglob("*.js")]
    wrong = re.compile(r"[\"'(]paste[\"')]|onpaste|captcha", re.IGNORECASE)
    assert [path.name for path in pages if wrong.search(path.read_text())] == []
