"""Which systems a case has to be searched in.

A store may change its pack, even to one of another company. An old case is still answered under
the pack of its day, so the systems that only packs of other controllers name are none of its own.
Every other system is: those of its own controller (a later version of the pack may know one more),
those that no pack names, those added by hand, and any with records of the person or with a search
recorded for the case. Searching too much costs a look; searching too little makes an answer untrue.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from privacydesk.policy.layers import lay
from privacydesk.store import subjects

if TYPE_CHECKING:
    from privacydesk.domain.model import Case
    from privacydesk.store.driver import Connection


def foreign(con: Connection, case_id: int, case: Case) -> frozenset[int]:
    """The numbers of the systems that this case is not searched in; mostly none."""
    named = _named_by_others(con, case.policy_sha256)
    if not named:
        return frozenset()
    found = {
        row["id"]
        for row in con.execute("SELECT id, name FROM system WHERE NOT by_hand")
        if row["name"].casefold() in named
    }
    rows = con.execute(
        "SELECT system_id FROM case_search WHERE case_id = ? AND outcome <> 'open'", (case_id,)
    )
    found -= {row["system_id"] for row in rows}
    if found and case.subject_id is not None:
        found -= {
            number for number, n in subjects.counts_by_system(con, case.subject_id).items() if n
        }
    return frozenset(found)


def _named_by_others(con: Connection, sha256: str | None) -> frozenset[str]:
    """Names of systems that packs of other controllers name, and none of the case's own."""
    if sha256 is None:
        return frozenset()
    rows = con.execute("SELECT sha256, text FROM policy_pack").fetchall()
    if len(rows) < 2:  # as in nearly every store: spares the reading
        return frozenset()
    packs = {row["sha256"]: _named(row["text"]) for row in rows}
    own = packs[sha256][0] if sha256 in packs else None
    ours = {name for controller, names in packs.values() if controller == own for name in names}
    others = {name for controller, names in packs.values() if controller != own for name in names}
    return frozenset(others - ours)


@lru_cache(maxsize=32)
def _named(text: str) -> tuple[str, frozenset[str]]:
    """The controller and the systems of the text of a pack, which was checked when it was kept."""
    data = lay(tomllib.loads(text)).data
    systems = data.get("system", ())
    return data["controller"]["name"], frozenset(s["name"].strip().casefold() for s in systems)
