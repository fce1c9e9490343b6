"""How much an input may hold: a small file must not be able to fill memory or disk."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. `ratio` bounds how far one ZIP member may unfold once it is over 1 MB."""

    members: int = 200_000
    total_bytes: int = 20 * 1024 * MB
    member_bytes: int = 4 * 1024 * MB
    ratio: int = 200
    json_bytes: int = 1024 * MB  # a JSON file is read whole
    line_bytes: int = 64 * MB
    reject_chars: int = 4 * MB  # of what is no JSON, and of a list that nothing reads
    xlsx_bytes: int = 200 * MB
    xlsx_cells: int = 20_000_000
    xlsx_seconds: float = 120.0
    xlsx_memory_mb: int = 2048
    cell_chars: int = 16 * MB
