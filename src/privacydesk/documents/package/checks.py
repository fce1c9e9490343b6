"""The checks of a portability package that a machine can make (P1 to P13).

P10 (direct transfer to another controller) is a question for people and has no code here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from privacydesk.documents.access.masking import Masker
from privacydesk.domain.estate import ROWS, Portable, RowOrigin
from privacydesk.domain.scope import NOT_AUTOMATED
from privacydesk.domain.scope_reasons import Reason
from privacydesk.domain.scope_types import Decisions, RecordScope, Verdict
from privacydesk.domain.source_fields import NOTHING_SAID, BySource

_BASED: Final = frozenset(
    {
        Reason.PROVIDED.value,
        Reason.OBSERVED.value,
        Reason.CONTEXT.value,
        Reason.WIDENED.value,
        Reason.BASIS_PRESUMED.value,
    }
)
_OWN: Final = frozenset({RowOrigin.PROVIDED, RowOrigin.OBSERVED})
_OPEN: Final = (".json", ".csv", ".html", ".vcf")


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that failed. `text` holds no personal data."""

    check: str
    text: str


def check_selection(scopes: Iterable[RecordScope]) -> Iterator[Failed]:
    """P1 basis, P2 automated means, P3 origin, P4 nothing inferred."""
    for scope in scopes:
        for group in scope.portable:
            where = f"record {scope.record.record_id}, {group.id}"
            code = group.portability.code
            if code not in _BASED:
                yield Failed("P1", f"{where} rests on neither consent nor contract.")
            if NOT_AUTOMATED in scope.record.flags:
                yield Failed("P2", f"{where} is not processed by automated means.")
            if code == Reason.WIDENED.value:
                continue  # the controller gives more than it must
            row = ROWS[group.row]
            origins = set(row.origins)
            # what others wrote goes along where the person's own words need it, on any basis
            if row.portable is not Portable.CONTEXT and not origins & _OWN:
                yield Failed("P3", f"{where} was neither provided by the person nor observed.")
            if RowOrigin.INFERRED in origins:
                yield Failed("P4", f"{where} is inferred.")


def check_fields(
    scopes: Iterable[RecordScope],
    delivered: Iterable[tuple[int, Mapping[str, Any]]],
    said: BySource,
) -> Iterator[Failed]:
    """P3 and P4 on the finished objects: no field that its source's description calls inferred or
    made by the controller, unless the controller chose to give more than it must.

    `delivered`: each object with the number of its record.
    """
    by_id = {scope.record.record_id: scope for scope in scopes}
    for record_id, item in delivered:
        scope = by_id[record_id]
        record, fields = scope.record, said.get(scope.record.source, NOTHING_SAID)
        more = {g.row for g in scope.groups if g.portability.code == Reason.WIDENED.value}
        rows = {fields.row(name, record.kind) for name in item["fields"]}
        rows |= {fields.details.get((record.kind, name)) for name in item["details"]}
        rows |= {fields.row_of_text(record) if item.get("text") else None}
        for name in sorted({row for row in rows if row} - more):
            row = ROWS[name]
            if RowOrigin.INFERRED in row.origins:
                yield Failed("P4", f"record {record_id} holds an inferred field ({name}).")
            elif row.portable is Portable.NO:
                yield Failed("P3", f"record {record_id} holds a field nobody provided ({name}).")


def check_others(
    kind: str,
    objects: Iterable[Mapping[str, Any]],
    masker: Masker,
    reviewed: frozenset[tuple[str, str]],
) -> Iterator[Failed]:
    """P8: no contact data of other people, save in records that somebody reviewed.

    `reviewed`: (system, id) of those.
    """
    for item in objects:
        if (item["system"], item["id"]) in reviewed:
            continue
        for part in ("text", "title", "messages"):
            if masker.value(item[part]) != item[part]:
                yield Failed("P8", f"A {kind} holds contact data of another person.")
                return


def reviewed_records(
    scopes: Iterable[RecordScope],
    systems_of: Mapping[int, str],
    decisions: Decisions,
    kept: frozenset[int] = frozenset(),
) -> frozenset[tuple[str, str]]:
    """The records in which a person allowed other people's data to stand, whole or (`kept`, by
    record id) one finding at a time."""
    allowed = kept | {key[0] for key, d in decisions.items() if d.verdict is Verdict.UNMASKED}
    return frozenset(
        (systems_of.get(s.record.record_id, s.record.source), s.record.source_id)
        for s in scopes
        if s.record.record_id in allowed
    )


def check_times(kind: str, objects: Sequence[Mapping[str, Any]]) -> Iterator[Failed]:
    """P7: every time has an offset."""
    for item in objects:
        times = [item["occurred_at"], item["updated_at"]]
        times += [message["sent_at"] for message in item["messages"]]
        times += [v for k, v in item["details"].items() if k.endswith("_at")]
        if any(t is not None and datetime.fromisoformat(t).tzinfo is None for t in times):
            yield Failed("P7", f"A time of a {kind} has no zone.")
            return


def check_files(paths: Iterable[str], kinds: Iterable[str]) -> Iterator[Failed]:
    """P5 open formats, P6 schemas, P9 not only for reading, P11 what is left out."""
    names = set(paths)
    for name in sorted(names):
        if not name.startswith("attachments/") and not name.endswith(_OPEN):
            yield Failed("P5", f"{name} is in a format that not everybody can open.")
    for kind in kinds:
        if f"schema/{kind}.json" not in names:
            yield Failed("P6", f"{kind} has no schema.")
        if not {f"data/{kind}.json", f"data/{kind}.csv"} <= names:
            yield Failed("P9", f"{kind} is not there as JSON and CSV.")
    if "not_included.csv" not in names:
        yield Failed("P11", "The list of what is not included is missing.")


def check_hashes(written: Mapping[str, str], promised: Mapping[str, str]) -> Iterator[Failed]:
    """P12: what was written is what the description of the package promises."""
    for name, digest in promised.items():
        if written.get(name) != digest:
            yield Failed("P12", f"The checksum of {name} does not hold.")


def check_counts(kind: str, selected: int, objects: int, rows: int) -> Iterator[Failed]:
    """P13: as many rows as records were selected."""
    if not selected == objects == rows:
        yield Failed("P13", f"{selected} {kind} were selected, {objects} and {rows} are in it.")
