"""Which of the prepared documents are to be released, and in which format."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.letters import answers

if TYPE_CHECKING:
    from privacydesk.store.drafts import Prepared


def choose(
    prepared: Sequence[Prepared], only: Collection[str] = (), fmt: str | None = None
) -> tuple[Prepared, ...]:
    """The documents to release: of these kinds, else every one that answers and is not released.

    `fmt`: the format of those that were prepared in several, else the newest of each. Raises
    NotFoundError for a kind that is not prepared, or a format that one of them is not prepared in.
    """
    if only:
        known = {p.kind: p for p in prepared}
        for kind in only:
            if kind not in known:
                names = ", ".join(sorted(known)) or "nothing"
                raise NotFoundError(f"“{kind}” is not prepared; prepared: {names}.")
        found = [known[kind] for kind in dict.fromkeys(only)]
    else:
        found = [p for p in prepared if answers(p.kind) and not p.released]
    if fmt is None or not found:
        return tuple(found)
    return _in_format(found, fmt.strip().casefold())


def _in_format(found: Sequence[Prepared], fmt: str) -> tuple[Prepared, ...]:
    """Each document as `fmt`; one that exists in a single format goes as it is."""
    chosen = []
    for document in found:
        known = (replace(document, others=()), *document.others)
        mine = next((one for one in known if one.format == fmt), None)
        if mine is None and document.others:
            raise NotFoundError(_lacks(document, fmt))
        rest = tuple(one for one in known if one is not mine)
        chosen.append(document if mine is None else replace(mine, others=rest))
    if all(document.format != fmt for document in chosen):
        raise NotFoundError(_lacks(chosen[0], fmt))
    return tuple(chosen)


def _lacks(document: Prepared, fmt: str) -> str:
    formats = ", ".join(one.format for one in (document, *document.others))
    return f"The {document.kind} is not prepared as “{fmt}”; prepared: {formats}."
