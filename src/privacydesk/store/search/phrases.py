"""How a telephone number may stand in a text: the phrases of words that the index makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def phone_phrases(value: str, code_lengths: Iterable[int] = (1, 2, 3)) -> Iterator[str]:
    """All usual writings of an E.164 number, as the text index splits them into words.

    `code_lengths`: how many digits its country code may have.
    """
    digits = value.lstrip("+")
    yield from (digits, f"00{digits}")
    for code_length in code_lengths:
        code, national = digits[:code_length], digits[code_length:]
        if len(national) < 6:
            continue
        for groups in _groups(national):
            yield f"{code} {groups}"
            yield f"00{code} {groups}"
        for groups in _groups(f"0{national}"):
            yield groups
            yield f"{code} 0 {groups[1:].lstrip()}"


def _groups(digits: str, least: int = 2) -> list[str]:
    """The digits in one block, or in blocks of two to four after a first block of any length."""
    found = [digits]
    for head in range(1, min(6, len(digits) - least) + 1):
        rest = digits[head:]
        found += [f"{digits[:head]} {rest}"]
        found += [f"{digits[:head]} {blocks}" for blocks in _blocks(rest)]
    return list(dict.fromkeys(found))


def _blocks(digits: str) -> Iterator[str]:
    """Every way to part the digits into blocks of two to four: `12 34 56`, `123 456`, `12 3456`;
    a last digit may stand alone."""
    if 1 <= len(digits) <= 4:
        yield digits
    for size in (2, 3, 4):
        if len(digits) > size:
            for rest in _blocks(digits[size:]):
                yield f"{digits[:size]} {rest}"
