"""Findings as a file: written, edited in a spreadsheet or by a script, read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from privacydesk.desk.outbox import Outbox
from privacydesk.desk.redaction.review import (
    FindingView,
    findings,
    put_decision,
    reason_of,
    verdict_of,
)
from privacydesk.domain.errors import InputError, UserError
from privacydesk.domain.redaction import StoredFinding, Verdict

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

COLUMNS: Final = (
    "number", "decision", "everywhere", "reason", "note",
    "kind", "record", "field", "before", "text", "after", "decided_by",
)  # fmt: skip
_YES: Final = frozenset({"yes", "y", "true", "1", "x", "ja", "j"})
_NO: Final = frozenset({"", "no", "n", "false", "0", "nee", "nein"})
_LARGEST: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of decisions did: how many rows changed something, and how many did not."""

    decided: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    view: FindingView
    verdict: Verdict
    reason: str
    everywhere: bool
    note: str | None


def write_sheet(desk: Desk, reference: str, output: Path, *, force: bool = False) -> int:
    """Write the findings of a case as CSV or JSON (by the ending); returns how many.

    The file holds data of other people: it is made for its owner only (0600). Raises InputError
    for another ending, ConflictError when it exists and `force` is not set.
    """
    ending = _ending(output)
    with Outbox(force=force) as outbox:
        outbox.refuse_existing(output)
        views = findings(desk, reference)
        rows = [_cells(view) for view in views]
        outbox.add(output, _json(reference, rows) if ending == ".json" else _csv(rows))
        outbox.commit()
    return len(views)


def apply_sheet(desk: Desk, reference: str, path: Path) -> Taken:
    """Take the decisions of a file over, all or none. Rows without a decision, and rows that say
    what holds already, change nothing.

    Raises InputError that names the row when one is wrong.
    """
    from privacydesk.store import cases, redactions

    rows = _read(path)
    views = {view.number: view for view in findings(desk, reference)}
    wanted = [row for place, cells in rows if (row := _row(path, place, cells, views)) is not None]
    changed = [row for row in wanted if not _holds(row)]
    if changed:
        with desk.store.write(desk.operator, desk.now()) as tx:
            case_id = cases.find_id(tx.sql, reference)
            assert case_id is not None  # its findings were listed a moment ago
            known: dict[int, StoredFinding] = {
                f.number: f for f in redactions.review(tx.sql, case_id).findings.values()
            }
            for row in changed:
                put_decision(
                    tx,
                    case_id,
                    reference,
                    known[row.view.number],
                    row.verdict,
                    row.reason,
                    row.everywhere,
                    row.view.text,
                    row.note,
                )
            tx.audit("redaction.sheet", case=case_id, decided=len(changed), rows=len(rows))
    return Taken(len(changed), len(rows) - len(changed))


def _cells(view: FindingView) -> dict[str, str]:
    return {
        "number": str(view.number),
        "decision": "" if view.by is None else view.state.value,
        "everywhere": "yes" if view.everywhere else "",
        "reason": view.reason,
        "note": view.note or "",
        "kind": view.kind.value,
        "record": view.record,
        "field": view.field,
        "before": view.before,
        "text": view.text,
        "after": view.after,
        "decided_by": view.by or "",
    }


def _csv(rows: list[dict[str, str]]) -> bytes:
    from privacydesk.documents.package.cells import to_csv

    return to_csv(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def _json(reference: str, rows: list[dict[str, str]]) -> bytes:
    import orjson

    content = {"schema": 1, "reference": reference, "findings": rows}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in (".csv", ".json"):
        raise InputError(f"{path.name} is neither a .csv nor a .json file.")
    return ending


def _read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """(where it stands, cells) of every row."""
    ending = _ending(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path.name} is larger than 64 MB.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror or 'error'}).") from None
    return _read_json(path, data) if ending == ".json" else _read_csv(path, data)


def _read_json(path: Path, data: bytes) -> list[tuple[str, dict[str, Any]]]:
    import orjson

    try:
        content = orjson.loads(data)
    except ValueError:
        raise InputError(f"{path.name} is not valid JSON.") from None
    listed = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise InputError(f"{path.name} has no list of objects named “findings”.")
    return [(f"finding {n}", item) for n, item in enumerate(listed, 1)]


def _read_csv(path: Path, data: bytes) -> list[tuple[str, dict[str, Any]]]:
    import csv
    import io

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8; save it as CSV (UTF-8).") from None
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","  # what German spreadsheets write
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise InputError(f"{path.name} is not valid CSV: a quote is not closed.") from None
    header = [name.strip().lower() for name in rows[0]] if rows else []
    for name in ("number", "decision"):
        if name not in header:
            raise InputError(f"{path.name}, row 1: the column “{name}” is missing.")
    return [
        (f"row {n}", dict(zip(header, cells, strict=False)))
        for n, cells in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in cells)
    ]


def _row(
    path: Path, place: str, cells: dict[str, Any], views: dict[int, FindingView]
) -> _Row | None:
    where = f"{path.name}, {place}"
    decision = str(cells.get("decision") or "").strip()
    if not decision:
        return None
    written = str(cells.get("number") or "").strip()
    view = views.get(int(written)) if written.isascii() and written.isdigit() else None
    if view is None:
        raise InputError(f"{where}: there is no finding of that number in the answer.")
    wide = str(cells.get("everywhere") or "").strip().lower()
    if wide not in _YES | _NO:
        raise InputError(f"{where}: “everywhere” is yes or empty.")
    try:
        verdict = verdict_of(decision)
        reason = reason_of(verdict, str(cells.get("reason") or ""))
    except UserError as error:
        raise InputError(f"{where}: {error.message}") from None
    note = str(cells.get("note") or "").strip() or None
    return _Row(where, view, verdict, reason, wide in _YES, note)


def _holds(row: _Row) -> bool:
    """Whether a row says what is decided already."""
    view = row.view
    return (
        view.by is not None
        and view.state.value == row.verdict.value
        and view.reason == row.reason
        and view.everywhere == row.everywhere
    )
