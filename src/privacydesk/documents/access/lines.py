"""The telephone lines of the company itself, which are nobody's private numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privacydesk.domain.model import Record, RecordKind, Role

_CALLED = ("to_number", "dialled")
_CALLING = ("from_number",)


def company_numbers(records: Iterable[Record]) -> Iterator[str]:
    """The company's side of the calls in which the person spoke to nobody else who is known.

    The exchange connects outside callers with the company only, so the other end of such a call
    is one of its lines.
    """
    for record in records:
        if record.kind is not RecordKind.CALL or record.others:
            continue
        fields: tuple[str, ...] = ()
        if Role.CALLER in record.roles and Role.CALLEE not in record.roles:
            fields = _CALLED
        elif Role.CALLEE in record.roles and Role.CALLER not in record.roles:
            fields = _CALLING
        for field in fields:
            number = record.details.get(field)
            if isinstance(number, str) and number:
                yield number
