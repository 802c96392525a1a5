"""Every pair of colours that we use can be told apart (WCAG 2.2: 1.4.3 for words, 1.4.11 for controls)."""

import re
from pathlib import Path

import pytest

import linli

TOKENS = Path(linli.__file__).parents[2] / "frontend/src/styles/tokens.css"
STATES = ("waiting", "going", "done", "near", "late", "whistled")
WORDS = [
    *[(ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("paper", "surface", "sunken")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    *[(state, f"{state}-soft") for state in STATES],
    *[(state, ground) for state in STATES for ground in ("paper", "surface", "sunken")],
    *[("ink", f"{state}-soft") for state in STATES],
]
EDGES = [("edge", "surface"), ("edge", "paper"), ("accent", "surface"), ("accent", "paper")]


def palette(opening: str) -> dict[str, str]:
    block = TOKENS.read_text().split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = palette(":root {")
DARK = palette(':root[data-theme="dark"] {')


def test_the_measure_itself() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("limit", "pairs"), [(4.5, WORDS), (3.0, EDGES)], ids=["words", "edges"])
def test_colours_can_be_told_apart(colours: dict[str, str], limit: float, pairs: list[tuple[str, str]]) -> None:
    measured = {f"{a} on {b}": contrast(colours[a], colours[b]) for a, b in pairs}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < limit} == {}


def test_the_systems_dark_is_the_chosen_dark() -> None:
    assert palette(':root[data-theme="auto"] {') == DARK
