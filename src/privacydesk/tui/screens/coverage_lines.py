"""What goes into the answer, system by system: matched = delivered + withheld + no longer held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from privacydesk.tui import show
from privacydesk.tui.guard import content, one_line
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import clip

if TYPE_CHECKING:
    from privacydesk.domain.coverage import Coverage, NoLongerHeld, SystemCoverage, Withheld

_NAME = 22
_LEAST = 6
_ROOMY = 56
_SHOWN = 20
_LANGUAGE = "en"  # of the screens, not of the letter


def coverage_lines(coverage: Coverage, width: int) -> Iterator[LineLike]:
    """The sum of each system as a table, then every reason for what stays out."""
    texts = T.case
    yield content((texts.coverage, "$quiet"))
    yield ""
    heads: tuple[str, ...] = (
        texts.matched,
        texts.delivered,
        texts.withheld,
        texts.gone,
        texts.unresolved,
    )
    if width < _ROOMY:
        heads = texts.coverage_short
    sizes = [max(_LEAST, len(head) + 1) for head in heads]
    name = max(_LEAST, min(_NAME, width - sum(sizes) - 3))
    titles = ((head.rjust(size), "bold $quiet") for head, size in zip(heads, sizes, strict=True))
    yield Line(content(" " * name, *titles), whole=True)
    for system in coverage.systems:
        yield _sum(system, name, sizes)
    yield ""
    for sentence in coverage.problems:
        yield Line(content((sentence, "$late")), content((f"{show.LATE} ", "$late")))
    for system in coverage.systems:
        yield from _reasons(system)


def _sum(system: SystemCoverage, name: int, sizes: Sequence[int]) -> Line:
    numbers = (
        (system.matched, "bold"),
        (system.delivered, "$fine"),
        (len(system.withheld), "$soon"),
        (len(system.no_longer_held), "$quiet"),
        (len(system.unresolved), "bold $late"),
    )
    cells = (
        (show.number(n).rjust(size), style if n else "$quiet")
        for (n, style), size in zip(numbers, sizes, strict=True)
    )
    mark = (f"  {show.DONE}", "$fine") if system.balanced else (f"  {show.LATE}", "$late")
    return Line(content((clip(one_line(system.system), name), "$head"), *cells, mark), whole=True)


def _reasons(system: SystemCoverage) -> Iterator[LineLike]:
    texts = T.case
    if not (system.withheld or system.parts or system.no_longer_held or system.unresolved):
        return
    yield content((system.system, "bold $head"))
    yield from _withheld(texts.withheld, system.withheld)
    yield from _withheld(texts.withheld_parts, system.parts)
    if system.no_longer_held:
        yield content(("  " + texts.gone_long, "bold $quiet"))
        yield from _capped([_gone(one) for one in system.no_longer_held])
    if system.unresolved:
        yield content(("  " + texts.unresolved, "bold $late"))
        yield from _capped(
            [
                Line(content(one.title, (f"  {one.words(_LANGUAGE)}", "$quiet")), content("    "))
                for one in system.unresolved
            ]
        )
    yield ""


def _withheld(title: str, found: Sequence[Withheld]) -> Iterator[LineLike]:
    """Grouped by reason, so that forty records with one reason are one paragraph."""
    if not found:
        return
    yield content(("  " + title, "bold $quiet"))
    ordered = sorted(found, key=lambda w: (w.code, w.article))
    for (_, article), group in groupby(ordered, key=lambda w: (w.code, w.article)):
        same = list(group)
        yield Line(
            content(
                same[0].words(_LANGUAGE),
                (f"  {article}  ", "$head"),
                (f"× {len(same)}", "bold"),
            ),
            content("    "),
        )
        yield from _capped(
            [Line(content((one.title, "$quiet")), content("      ")) for one in same]
        )


def _gone(one: NoLongerHeld) -> Line:
    when = f"  {show.day(one.on)}" if one.on is not None else ""
    title = one.title or show.kind_one(one.kind.value)
    if one.erased_on is not None:
        when = f"  erased on {show.day(one.erased_on)}"
    return Line(
        content(title, (when, "$head"), (f"  {one.period(_LANGUAGE)}", "$quiet")),
        content("    "),
    )


def _capped(lines: Iterable[Line]) -> Iterator[LineLike]:
    every = list(lines)
    yield from every[:_SHOWN]
    if len(every) > _SHOWN:
        yield content((f"      … {len(every) - _SHOWN} {T.common.more}", "$quiet"))
