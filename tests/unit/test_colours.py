"""Colours of the house that nobody can read on paper are refused."""

from __future__ import annotations

import pytest

from privacydesk.policy.colours import contrast_on_white, readable_on_white


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)]
)
def test_contrast_is_that_of_wcag(colour: str, contrast: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["#ffffff", "#FFFF00", "#d0d0d0"])
def test_a_light_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="too light"):
        readable_on_white(colour)


@pytest.mark.parametrize("colour", ["", "#0b6e4f", "#1F4E79", "#c00000"])
def test_a_dark_colour_or_none_is_taken(colour: str) -> None:
    assert readable_on_white(colour) == colour
