"""A large invented store for the benchmarks: five records per person, written in bulk.

The mix follows what real stores look like: one surname in twenty is Jansen, a long tail of rare
ones, shared phones, and texts in which the commonest word stands in more than half.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from privacydesk.domain.identifiers import luhn_digit
from privacydesk.store.engine import Store
from privacydesk.store.search import index


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Jan Anna Pieter Maria Johan Sanne Daan Emma Lucas Julia Sem Sophie Levi Mila Finn Tess "
    "Bram Eva Noah Lotte Thijs Fleur Lars Saar Jesse Noor Ruben Iris Jürgen Jörg Günther "
    "Björn Łukasz Søren Fatima Mohamed Ahmet Ayşe Agnieszka Zoë Chloé René Hélène Willem "
    "Hendrik Cornelis"
)
LAST = _words(
    "Jansen Bakker Visser Smit Meijer Boer Mulder Groot Bos Vos Peters Hendriks Leeuwen "
    "Dekker Brouwer Wit Dijkstra Smits Graaf Meer Müller Schmidt Schneider Fischer Weber "
    "Köhler Schröder Groß Łukaszewski Yılmaz Øyen Nguyen Vermeulen Koning Schouten Willems "
    "Hoekstra Koster Prins"
)
PARTICLE = ("", "", "", "", "van ", "van der ", "de ", "van den ", "von ")
HEAD = _words("Ber Kor Hol Win Stra Mole Veld Wester Ooster Zand Rie Kem Wal Brui Ste Lam Haver")
TAIL = _words("kamp veld stra ink huis berg man mans stein hof wijk beek horst dam lo ma sma inga")
STREET = _words("Kerk Dorps Molen School Nieuw Haven Station Markt Linden Berken Prins Wilhelmina")
WORDS = _words(
    "de het een en van ik is niet op te dat die in mijn met voor bestelling pakket camera "
    "kapot garantie retour factuur betaling adres wijzigen geluid batterij thermostaat "
    "koppelen wifi app account wachtwoord telefoon bellen afspraak monteur levering "
    "vertraging klacht bedankt"
)
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]
START = datetime(2019, 1, 1, tzinfo=UTC)
KINDS = ("ticket", "order", "call", "repair", "chat")
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Invented:
    number: int
    name: str
    email: str
    phone: str
    imei: str
    customer: str
    address: str
    postcode: str


def person(number: int) -> Invented:
    """The same person for the same number, every time."""
    rng = random.Random(number)
    first = rng.choice(FIRST)
    draw = rng.random()
    if draw < 0.05:
        last = "Jansen"
    elif draw < 0.5:
        last = rng.choice(PARTICLE) + rng.choice(LAST)
    else:
        last = rng.choice(PARTICLE) + rng.choice(HEAD) + rng.choice(TAIL) + rng.choice(TAIL)
    phone_owner = number if rng.random() > 0.02 else number - number % 50
    body = f"35{number % 10**12:012d}"
    house = rng.randrange(1, 300)
    postcode = f"{rng.randrange(1000, 9999)}{chr(65 + number % 26)}{chr(65 + number // 26 % 26)}"
    return Invented(
        number=number,
        name=f"{first} {last}",
        email=f"{first.lower()}.{last.split()[-1].lower()}{number}@example{number % 7}.com",
        phone=f"+316{20_000_000 + phone_owner * 37 % 70_000_000:08d}",
        imei=body + luhn_digit(body),
        customer=f"k{number:07d}",
        address=f"{rng.choice(STREET)}straat {house}, {postcode[:4]} {postcode[4:]} Gouda",
        postcode=f"NL:{postcode}:{house}",
    )


def text(rng: random.Random, length: int = 14) -> str:
    return " ".join(rng.choices(WORDS, WEIGHTS, k=length))


def fill(path: Path, records: int, say: Callable[[str], None] = print) -> Store:
    """Make a store with `records` records at `path`, through the index functions of the store."""
    store = Store.open(path, create=True)
    people = records // len(KINDS)
    with store.write("benchmark", START) as tx:
        tx.sql.execute(
            "INSERT INTO system(id, name, holds, how, kinds, processor, by_hand) "
            "VALUES(1, 'desk', '', '', '[]', 0, 0)"
        )
        tx.audit("benchmark.system")
    for start, stop in _ranges(people):
        batch = [person(number) for number in range(start, stop)]
        with store.write("benchmark", START, durable=False) as tx:
            sql = tx.sql
            sql.executemany(
                "INSERT INTO subject(id, name, folded, emails, address, restricted, created_at) "
                "VALUES(?, ?, '', '', '', 0, '')",
                [(p.number, p.name) for p in batch],
            )
            sql.executemany(
                "INSERT INTO party(id, source, source_key, subject_id, name, address) "
                "VALUES(?, 'desk', ?, ?, ?, ?)",
                [(p.number, str(p.number), p.number, p.name, p.address) for p in batch],
            )
            sql.executemany(
                "INSERT INTO identifier(kind, value, party_id, raw, reversed) "
                "VALUES(?, ?, ?, ?, ?)",
                [
                    row
                    for p in batch
                    for row in (
                        ("email", p.email, p.number, p.email, None),
                        ("phone", p.phone, p.number, p.phone, p.phone[:0:-1]),
                        ("imei", p.imei, p.number, p.imei, p.imei[::-1]),
                        ("customer_number", p.customer, p.number, p.customer, None),
                        ("address", p.postcode, p.number, p.address, None),
                    )
                ],
            )
            sql.executemany(
                "INSERT INTO record(id, kind, source, system_id, source_id, title, text, "
                "occurred_at, details, payload, content_hash, flags, dropped, restricted, by_hand) "
                "VALUES(?, ?, 'desk', 1, ?, ?, ?, ?, '{}', ?, '', '[]', '{}', 0, 0)",
                list(_records(batch)),
            )
            sql.executemany(
                "INSERT INTO involvement(party_id, record_id, role) VALUES(?, ?, 'requester')",
                [(p.number, n) for p in batch for n in _numbers(p.number)],
            )
            index.index_subjects(sql, (p.number for p in batch))
            index.index_records(sql, (n for p in batch for n in _numbers(p.number)))
            tx.audit("benchmark.batch", people=len(batch))
        if stop % (people // 5 or 1) < BATCH // len(KINDS):
            say(f"  {stop * len(KINDS):,} records")
    store.truncate_wal()
    return store


def _ranges(people: int) -> Iterator[tuple[int, int]]:
    step = BATCH // len(KINDS)
    for start in range(1, people + 1, step):
        yield start, min(start + step, people + 1)


def _numbers(number: int) -> range:
    return range((number - 1) * len(KINDS) + 1, number * len(KINDS) + 1)


def _records(batch: list[Invented]) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    for p in batch:
        rng = random.Random(-p.number)
        for n, kind in zip(_numbers(p.number), KINDS, strict=True):
            at = START + timedelta(minutes=n % 3_500_000)
            when = at.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
            body = text(rng)
            payload = f'{{"description":"{body}","status":"closed","channel":"email"}}'
            yield n, kind, str(n), f"{kind} {n}", body, when, payload
