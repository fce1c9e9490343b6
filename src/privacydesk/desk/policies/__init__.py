"""Policy packs: which there are, what they say, whether they hold, which one is in force."""

from __future__ import annotations

from privacydesk.desk.policies.checking import CheckReport, check_all, check_in_force, check_pack
from privacydesk.desk.policies.checking import list_rules as rules
from privacydesk.desk.policies.making import NewReport, new, read_answers, schema
from privacydesk.desk.policies.packs import (
    PackLine,
    as_json,
    install,
    list_packs,
    pack_for,
    show_pack,
)
from privacydesk.desk.policies.record import (
    RegisterWritten,
    register,
    register_json,
    touched,
    write_register,
)
from privacydesk.desk.policies.using import UseReport, use

__all__ = [
    "CheckReport",
    "NewReport",
    "PackLine",
    "RegisterWritten",
    "UseReport",
    "as_json",
    "check_all",
    "check_in_force",
    "check_pack",
    "install",
    "list_packs",
    "new",
    "pack_for",
    "read_answers",
    "register",
    "register_json",
    "rules",
    "schema",
    "show_pack",
    "touched",
    "use",
    "write_register",
]
