"""The newsletter's audience export, as Mailchimp gives it: one CSV per status in a ZIP."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from privacydesk.demo.moments import utc
from privacydesk.demo.people import Person
from privacydesk.demo.world import World

_EPOCH: Final = (2020, 1, 1, 0, 0, 0)
_MEMBER: Final = (
    "MEMBER_RATING", "OPTIN_TIME", "OPTIN_IP", "CONFIRM_TIME", "CONFIRM_IP", "LATITUDE",
    "LONGITUDE", "GMTOFF", "DSTOFF", "TIMEZONE", "CC", "REGION", "LAST_CHANGED", "LEID", "EUID",
    "NOTES", "TAGS",
)  # fmt: skip
_NAMES: Final = ("Email Address", "First Name", "Last Name")
COLUMNS: Final = {
    "subscribed": (*_NAMES, "Address", "Phone Number", "Birthday", *_MEMBER),
    "unsubscribed": (
        *_NAMES, "UNSUB_TIME", "UNSUB_CAMPAIGN_TITLE", "UNSUB_CAMPAIGN_ID", "UNSUB_REASON",
        "UNSUB_REASON_OTHER", *_MEMBER,
    ),
    "cleaned": (*_NAMES, "CLEAN_TIME", "CLEAN_CAMPAIGN_TITLE", "CLEAN_CAMPAIGN_ID", *_MEMBER),
}  # fmt: skip


def write_newsletter(path: Path, world: World) -> int:
    """Write the audience; returns the number of its members."""
    rng = world.rng("newsletter")
    players = world.cast
    rows: dict[str, list[dict[str, str]]] = {status: [] for status in COLUMNS}
    members = [players.main, players.marketing, players.early]
    members += [person for person in world.crowd if rng.random() < 0.5]
    seen: set[str] = set()
    for person in members:
        if person.email in seen:  # a family mailbox subscribes once
            continue
        seen.add(person.email)
        status = rng.choices(tuple(COLUMNS), weights=(80, 16, 4))[0]
        if person in (players.main, players.marketing):
            status = "subscribed"
        rows[status].append(_member(person, status, world, rng))
    former = players.main.former_email or ""
    rows["unsubscribed"].append(
        _member(players.main, "unsubscribed", world, rng)
        | {
            "Email Address": former,
            "Last Name": players.main.former_family or "",
            "LEID": "510999999",
            "EUID": "0f0e0d0c0b",
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for status, lines in rows.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, COLUMNS[status], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
            entry = zipfile.ZipInfo(f"{status}_email_audience_export_5ad0f1.csv", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text.getvalue().encode("utf-8"))
    return sum(len(lines) for lines in rows.values())


def _member(person: Person, status: str, world: World, rng: random.Random) -> dict[str, str]:
    joined: datetime = world.calendar(rng).ago(60, 1_500)
    left = world.calendar(rng).after(joined, hours=24 * 50)
    ip = f"203.0.113.{rng.randrange(1, 255)}"  # documentation range of RFC 5737
    row = {
        "Email Address": person.email,
        "First Name": person.given,
        "Last Name": person.family,
        "MEMBER_RATING": str(rng.randrange(1, 6)),
        "OPTIN_TIME": utc(joined),
        "OPTIN_IP": ip,
        "CONFIRM_TIME": utc(joined + timedelta(minutes=4)),
        "CONFIRM_IP": ip,
        "LATITUDE": "52.0000000",
        "LONGITUDE": "5.0000000",
        "GMTOFF": "1",
        "DSTOFF": "2",
        "TIMEZONE": "europe/amsterdam",
        "CC": person.country.lower(),
        "LAST_CHANGED": utc(joined if status == "subscribed" else left),
        "LEID": str(510_000_000 + person.index),
        "EUID": f"{person.index * 2_654_435_761 % 16**10:010x}",
        "TAGS": rng.choice(("", "", '"Klant"', '"Klant","Reparaties"')),
    }
    if status == "subscribed":
        row["Phone Number"] = person.mobile
        row["Address"] = f"{person.street_line}  {person.city}  {person.postcode}"
    elif status == "unsubscribed":
        row["UNSUB_TIME"] = utc(left)
        row["UNSUB_CAMPAIGN_TITLE"] = "Lentebrief"
        row["UNSUB_CAMPAIGN_ID"] = "c0ffee0001"
        row["UNSUB_REASON"] = rng.choice(("NORMAL", "NORMAL", "OTHER"))
        if row["UNSUB_REASON"] == "OTHER":
            row["UNSUB_REASON_OTHER"] = "Te veel mail"
    else:
        row["CLEAN_TIME"] = utc(left)
        row["CLEAN_CAMPAIGN_TITLE"] = "Lentebrief"
        row["CLEAN_CAMPAIGN_ID"] = "c0ffee0001"
    return row
