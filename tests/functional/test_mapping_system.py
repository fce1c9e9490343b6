"""`system = "..."` in a mapping file: the records are of that system of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack

from privacydesk.desk import cases, find, imports, release, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError
from privacydesk.domain.model import RunState, SystemState
from privacydesk.domain.search_tasks import TaskState

ROWS = (
    "Nr;Naam;Mail;Onderwerp;Aangemaakt\n"
    "1;Jan Jansen;jan@example.org;Scherm;2026-01-30 09:15\n"
    "2;Jan Jansen;jan@example.org;Weer;2026-02-02 10:00\n"
)
MAPPING = """\
schema = 1
name = "my-table"
title = "My table"
%s
[[table]]
name = "tickets"
needs = ["Nr", "Mail"]
kind = "ticket"
id = "Nr"
title = "{Onderwerp}"
occurred = "Aangemaakt"
[[table.party]]
role = "requester"
name = "Naam"
identifiers = [{ kind = "email", column = "Mail" }]
"""


@pytest.fixture
def export(desk: Desk, tmp_path: Path) -> Path:
    use_pack(desk)
    path = tmp_path / "tickets.csv"
    path.write_text(ROWS, "utf-8")
    return path


def _mapping(folder: Path, system: str = "") -> Path:
    path = folder / "mapping.toml"
    path.write_text(MAPPING % system, "utf-8")
    return path


def test_the_records_are_of_the_system_that_the_mapping_names(
    desk: Desk, export: Path, tmp_path: Path
) -> None:
    systems.add_system(desk, "Balie Zuid", kinds=["ticket"])
    mapping = _mapping(tmp_path, 'system = " balie zuid "')
    report = imports.run_import(desk, export, "generic", mapping=mapping)
    assert (report.state, report.imported) == (RunState.DONE, 2)
    listed = {system.name: system for system in systems.list_systems(desk)}
    assert "Other system" not in listed
    assert "my table" not in {name.casefold() for name in listed}
    assert listed["Balie Zuid"].records == 2
    assert listed["Balie Zuid"].state is SystemState.IMPORTED
    assert listed["Balie Zuid"].source == "generic"

    jan = find.find(desk, "jan@example.org", budget_ms=5000).results[0]
    reference = log_case(desk, jan.subject_id, language="nl")
    cases.search_systems(desk, reference)
    tasks = {task.system: task for task in release.search_tasks(desk, reference)}
    assert (tasks["Balie Zuid"].hits, tasks["Balie Zuid"].state) == (2, TaskState.DONE)
    assert "Other system" not in tasks


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_system_that_is_not_on_the_list_is_refused(
    desk: Desk, export: Path, tmp_path: Path, *, dry_run: bool
) -> None:
    before = systems.list_systems(desk)
    mapping = _mapping(tmp_path, 'system = "Balie Noord"')
    with pytest.raises(InputError) as error:
        imports.run_import(desk, export, "generic", mapping=mapping, dry_run=dry_run)
    assert str(error.value) == (
        "mapping.toml, key system: there is no system named “Balie Noord”; write one that is "
        "on the list of systems, or add it there. `privacydesk system list` shows them all; "
        "`privacydesk system add` adds one."
    )
    assert systems.list_systems(desk) == before
    assert imports.runs(desk) == ()


def test_what_is_said_with_the_command_goes_before_the_mapping(
    desk: Desk, export: Path, tmp_path: Path
) -> None:
    systems.add_system(desk, "Balie Zuid")
    mapping = _mapping(tmp_path, 'system = "Balie Zuid"')
    imports.run_import(desk, export, "generic", mapping=mapping, system="Balie West")
    listed = {system.name: system.records for system in systems.list_systems(desk)}
    assert (listed["Balie West"], listed["Balie Zuid"]) == (2, 0)


def test_without_the_key_all_stays_as_it_was(desk: Desk, export: Path, tmp_path: Path) -> None:
    imports.run_import(desk, export, "generic", mapping=_mapping(tmp_path))
    listed = {system.name: system.records for system in systems.list_systems(desk)}
    assert listed["Other system"] == 2
