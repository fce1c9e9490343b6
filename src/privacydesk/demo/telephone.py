"""The telephone exchange: call detail records as FreePBX keeps them, and the recordings.

The number of the caller stands in the name of each recording. Recordings older than the
company's period are gone from the disk, while the call records still name them.
"""

from __future__ import annotations

import csv
import math
import random
import struct
import wave
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from privacydesk.demo.cast import (
    CALLS_OF_MAIN,
    COMPANY_LINE,
    DELETED_RECORDINGS,
    LINE_NAME,
    PARTNER_LINE,
)
from privacydesk.demo.moments import ZONE, local
from privacydesk.demo.people import Person
from privacydesk.demo.world import World

COLUMNS: Final = (
    "calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata",
    "duration", "billsec", "disposition", "amaflags", "accountcode", "uniqueid", "userfield",
    "did", "recordingfile", "cnum", "cnam", "outbound_cnum", "outbound_cnam", "dst_cnam",
)  # fmt: skip
KEPT_DAYS: Final = 28  # recordings: "1 month after the call" in the demo's policy pack
_FRAMES: Final = 1_600  # 0.2 s at 8 kHz
_QUEUE: Final = "600"
_EXTENSIONS: Final = ("201", "202", "203")


@dataclass(frozen=True, slots=True)
class Call:
    """`number` None: the caller withheld it. `person` is for the story, no column holds it."""

    at: datetime
    number: str | None
    name: str
    person: Person | None
    outbound: bool = False
    answered: bool = True
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Telephone:
    """What was written. `hers` are the ids of the calls from the shared line that `main` made;
    `gone` names her recordings that are no longer on the disk."""

    calls: int
    recordings: int
    hers: tuple[str, ...]
    gone: tuple[str, ...]


def write_telephone(folder: Path, world: World) -> Telephone:
    """Write `cdr.csv` and the recordings, in folders by day, into `folder`."""
    rng = world.rng("telephone")
    calls = sorted([*_of_main(world, rng), *_crowd(world, rng)], key=lambda call: call.at)
    main = world.cast.main
    hers: list[str] = []
    gone: list[str] = []
    kept = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "cdr.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for position, call in enumerate(calls):
            unique = f"{int(call.at.timestamp())}.{position + 1}"
            file = _recording_name(call, unique) if call.recorded else ""
            writer.writerow(_row(call, unique, file, rng))
            if call.person is main and call.number == main.landline:
                hers.append(unique)
            if not file:
                continue
            if (world.today - call.at.date()).days > KEPT_DAYS:
                if call.person is main:
                    gone.append(file)
                continue
            _write_tone(folder / f"{call.at:%Y/%m/%d}" / file, pitch=300 + position % 500)
            kept += 1
    return Telephone(len(calls), kept, tuple(hers), tuple(gone))


def _of_main(world: World, rng: random.Random) -> list[Call]:
    """Fourteen recorded calls from her mobile, and a few on the line she shares."""
    calendar, players = world.calendar(rng), world.cast
    main, partner = players.main, players.partner
    old = [calendar.on(days) for days in (104, 61, 38)][:DELETED_RECORDINGS]
    recent = [calendar.on(days) for days in (27, 24, 23, 20, 19, 15, 13, 10, 8, 5, 3)]
    moments = [*old, *recent][:CALLS_OF_MAIN]
    calls = [
        Call(at, main.mobile, "M VD BERG", main, outbound=i in (5, 11), recorded=True)
        for i, at in enumerate(moments)
    ]
    calls += [
        Call(calendar.on(26), main.landline, LINE_NAME, main, recorded=True),
        Call(calendar.on(17), main.landline, LINE_NAME, partner, recorded=True),
        Call(calendar.on(11), main.landline, LINE_NAME, main, answered=False),
    ]
    return calls


def _crowd(world: World, rng: random.Random) -> list[Call]:
    calendar = world.calendar(rng)
    calls = []
    for person in world.crowd:
        for _ in range(rng.choices((0, 1, 2, 5), weights=(45, 33, 16, 6))[0]):
            at = calendar.ago(1, 360)
            number: str | None = person.mobile
            if person.landline and rng.random() < 0.5:
                number = person.landline
            elif rng.random() < 0.04:
                number = None
            calls.append(
                Call(
                    at,
                    number,
                    _phone_book(person, rng) if number else "",
                    person,
                    outbound=number is not None and rng.random() < 0.12,
                    answered=rng.random() < 0.86,
                    recorded=rng.random() < 0.05,
                )
            )
    shop = [Call(calendar.ago(1, 360), PARTNER_LINE, "DE BRUG", None) for _ in range(40)]
    return calls + shop


def _phone_book(person: Person, rng: random.Random) -> str:
    """The name the exchange shows: most customers are in its phone book, in one form or other."""
    initial = f"{person.given[0]} {person.family}".upper()
    return rng.choices((person.name, initial, ""), weights=(55, 30, 15))[0]


def _recording_name(call: Call, unique: str) -> str:
    number = _dialled(call.number)
    stamp = call.at.astimezone(ZONE).strftime("%Y%m%d-%H%M%S")
    if call.outbound:
        return f"out-{number}-201-{stamp}-{unique}.wav"
    return f"in-{_dialled(COMPANY_LINE)}-{number}-{stamp}-{unique}.wav"


def _dialled(number: str | None) -> str:
    """How the exchange shows it: Dutch numbers national, others with 00."""
    if number is None:
        return "anonymous"
    return f"0{number[3:]}" if number.startswith("+31") else f"00{number[1:]}"


def _row(call: Call, unique: str, file: str, rng: random.Random) -> tuple[object, ...]:
    extension = rng.choice(_EXTENSIONS)
    number = _dialled(call.number)
    talked = rng.randrange(20, 900) if call.answered else 0
    rang = rng.randrange(4, 60)
    trunk = f"PJSIP/trunk-{rng.randrange(16**8):08x}"
    phone = f"PJSIP/{extension}-{rng.randrange(16**8):08x}"
    disposition = "ANSWERED" if call.answered else "NO ANSWER"
    if call.outbound:
        return (
            local(call.at), f'"Service" <{extension}>', extension, number, "from-internal", phone,
            trunk, "Dial", f"{trunk.rpartition('-')[0]}/{number},300,Tb", talked + rang, talked,
            disposition, 3, "", unique, "", "", file, extension, "Service", COMPANY_LINE,
            "Lindeboom", call.name,
        )  # fmt: skip
    shown = f'"{call.name or number}" <{number}>'
    return (
        local(call.at), shown, number, _QUEUE, "ext-queues", trunk, phone, "Queue",
        f"{_QUEUE},t,,,300", talked + rang, talked, disposition, 3, "", unique, "",
        _dialled(COMPANY_LINE), file, number, call.name, "", "", extension,
    )  # fmt: skip


def _write_tone(path: Path, *, pitch: int) -> None:
    """A short real WAV file: a quiet tone, nobody's voice."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = (int(6_000 * math.sin(2 * math.pi * pitch * n / 8_000)) for n in range(_FRAMES))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(struct.pack(f"<{_FRAMES}h", *samples))
