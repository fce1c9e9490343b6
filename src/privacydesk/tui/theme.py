"""Two calm themes of our own, and the names that styles use for meaning.

A style names what it means (`$late`, `$quiet`), never a colour; and what it means is also said in
a word or a glyph, because some people see no colour and some terminals have none.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="desk-dark",
    primary="#7fa7cf",
    secondary="#8fb3a6",
    accent="#d3a968",
    foreground="#d5dae2",
    background="#14171c",
    surface="#191d24",
    panel="#222833",
    success="#8bbd92",
    warning="#dcb464",
    error="#e58577",
    dark=True,
    variables={
        "quiet": "#8791a1",
        "line": "#343c4a",
        "head": "#9fc0e2",
        "late": "#f0958a",
        "soon": "#e3bd70",
        "fine": "#93c49a",
        "mark": "#2b4058",
        "mark-dim": "#252b36",
        "block-cursor-background": "#2b4058",
        "block-cursor-foreground": "#f2f5f9",
        "footer-background": "#191d24",
        "border": "#7fa7cf",
        "border-blurred": "#343c4a",
        "scrollbar": "#343c4a",
        "scrollbar-hover": "#4a5568",
        "scrollbar-active": "#7fa7cf",
        "scrollbar-background": "#191d24",
        "scrollbar-background-hover": "#191d24",
        "scrollbar-background-active": "#191d24",
        "input-selection-background": "#3d5a7a",
    },
)

LIGHT: Final = Theme(
    name="desk-light",
    primary="#2c5d8a",
    secondary="#3d6b5c",
    accent="#8a5a12",
    foreground="#22262c",
    background="#f4f2ec",
    surface="#fbfaf6",
    panel="#e8e4da",
    success="#2c6a3b",
    warning="#855700",
    error="#a5301e",
    dark=False,
    variables={
        "quiet": "#636a75",
        "line": "#cfc9bb",
        "head": "#20507c",
        "late": "#a5301e",
        "soon": "#7d5200",
        "fine": "#2c6a3b",
        "mark": "#c9dcee",
        "mark-dim": "#e6e2d8",
        "block-cursor-background": "#c9dcee",
        "block-cursor-foreground": "#14181d",
        "footer-background": "#fbfaf6",
        "border": "#2c5d8a",
        "border-blurred": "#cfc9bb",
        "scrollbar": "#cfc9bb",
        "scrollbar-hover": "#b3ab99",
        "scrollbar-active": "#2c5d8a",
        "scrollbar-background": "#fbfaf6",
        "scrollbar-background-hover": "#fbfaf6",
        "scrollbar-background-active": "#fbfaf6",
        "input-selection-background": "#a9c8e6",
    },
)

THEMES: Final = (DARK, LIGHT)


def other(name: str) -> str:
    """The theme to switch to from the theme called `name`."""
    return LIGHT.name if name == DARK.name else DARK.name
