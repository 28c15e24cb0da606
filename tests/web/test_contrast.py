"""The colours of the style sheet can be told apart by everybody."""

import re

import pytest

from app.web.assets import FOLDER

ENOUGH = 4.5
# (text, ground) as the style sheet pairs them
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "link") for ground in ("paper", "card", "code")),
    *((text, ground) for text in ("ink", "soft") for ground in ("cause-bg", "effect-bg", "salient-bg", "chosen")),
    *((text, "card") for text in ("cause", "effect", "ok", "salient")),
    *((text, "paper") for text in ("cause", "effect")),
    *(("card", chip) for chip in ("cause", "effect", "salient", "link")),
    ("ink", "mark"),
    ("link", "effect-bg"),
    ("effect", "effect-bg"),
    ("cause", "code"),
    ("effect", "code"),
]


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    sheet = (FOLDER / "casebook.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\n\}", sheet, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[("light", "dark").index(theme)]))


def luminance(colour: str) -> float:
    """How bright a colour is, as the accessibility guidelines count."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_each_pair_of_colours_has_contrast(theme: str, text: str, ground: str) -> None:
    """Text is readable on its ground, marks and chips included."""
    colours = palette(theme)
    brighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)

    assert (brighter + 0.05) / (darker + 0.05) >= ENOUGH
