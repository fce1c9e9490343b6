"""The invented shop before it is exported: its people and what they bought."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from privacydesk.demo.cast import Cast, cast
from privacydesk.demo.moments import Calendar
from privacydesk.demo.people import Person, Register, invent
from privacydesk.demo.phrases import PRODUCTS, Product

FIRST_ORDER: Final = 10_001
SHIPPING: Final = 495  # cents
FREE_SHIPPING: Final = 5_000
VAT: Final = {"NL": 21, "DE": 19}
PAYMENT_METHODS: Final = {
    "NL": ("bank transfer", "bank transfer", "credit card", "pay later"),
    "DE": ("direct debit", "direct debit", "credit card", "invoice"),
}


@dataclass(frozen=True, slots=True)
class Line:
    product: Product
    quantity: int


@dataclass(frozen=True, slots=True)
class Order:
    """Bought by `buyer`, delivered to `receiver`, perhaps somebody else. `name` is `#10001`.

    `former` is True when the buyer ordered under the name of before the marriage.
    """

    number: int
    buyer: Person
    receiver: Person
    created: datetime
    lines: tuple[Line, ...]
    method: str
    refunded: bool = False
    former: bool = False

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def subtotal(self) -> int:
        return sum(line.product.price * line.quantity for line in self.lines)

    @property
    def shipping(self) -> int:
        return 0 if self.subtotal >= FREE_SHIPPING else SHIPPING

    @property
    def total(self) -> int:
        return self.subtotal + self.shipping

    @property
    def vat(self) -> int:
        rate = VAT[self.receiver.country]
        return round(self.total * rate / (100 + rate))

    @property
    def buyer_name(self) -> str:
        return (self.buyer.former_name if self.former else None) or self.buyer.name

    @property
    def buyer_email(self) -> str:
        return (self.buyer.former_email if self.former else None) or self.buyer.email


@dataclass(frozen=True)
class World:
    """Everything the exports tell. `people` begins with the cast."""

    seed: int
    today: date
    cast: Cast
    people: tuple[Person, ...]
    orders: tuple[Order, ...]

    def rng(self, area: str) -> random.Random:
        """A source of chance of its own for each export: one does not move the others."""
        return random.Random(f"{self.seed}/{area}")

    def calendar(self, rng: random.Random) -> Calendar:
        return Calendar(self.today, rng)

    @cached_property
    def crowd(self) -> tuple[Person, ...]:
        """The people without a part in the story."""
        return self.people[len(self.cast.everyone()) :]

    @cached_property
    def orders_of(self) -> Mapping[int, tuple[Order, ...]]:
        """The orders of each buyer, by the buyer's index."""
        found: dict[int, list[Order]] = {}
        for order in self.orders:
            found.setdefault(order.buyer.index, []).append(order)
        return {index: tuple(orders) for index, orders in found.items()}

    def ordinary(self, count: int) -> tuple[Person, ...]:
        """People without anything odd: customers with one name and a mailbox of their own."""
        shared = Counter(person.email for person in self.people)
        found = [
            person
            for person in self.crowd
            if person.index in self.orders_of
            and person.typo is None
            and person.former_family is None
            and shared[person.email] == 1
        ]
        return tuple(found[:count])

    def order_of(self, person: Person, rng: random.Random) -> str:
        """An order number this person would quote; an invented one for who never bought."""
        own = self.orders_of.get(person.index)
        return rng.choice(own).name if own else f"#{rng.randrange(9_000, 9_999)}"


def build_world(people: int, seed: int, today: date) -> World:
    """`people` persons and their orders. The same arguments give the same world."""
    players = cast()
    register = Register()
    crowd = invent(
        max(0, people - len(players.everyone())), seed, register, first=len(players.everyone()) + 1
    )
    everyone = (*players.everyone(), *crowd)
    rng = random.Random(f"{seed}/orders")
    return World(seed, today, players, everyone, _orders(players, crowd, Calendar(today, rng), rng))


_Plan = tuple[datetime, Person, Person, bool]


def _orders(
    players: Cast, crowd: list[Person], calendar: Calendar, rng: random.Random
) -> tuple[Order, ...]:
    main = players.main
    plans: list[_Plan] = [
        (calendar.on(1_150), main, main, True),
        (calendar.on(790), main, main, True),
        (calendar.on(300), main, main, False),
        (calendar.on(64), main, players.partner, False),
        (calendar.on(33), main, main, False),
        (calendar.on(410), players.partner, players.partner, False),
        (calendar.on(96), players.buyer, players.receiver, False),
        *((calendar.ago(40, 700), person, person, False) for person in players.everyone()[4:]),
    ]
    homes: dict[int, list[Person]] = {}
    for person in crowd:
        homes.setdefault(person.household, []).append(person)
    for person in crowd:
        for number in range(rng.choices((0, 1, 2, 4), weights=(40, 38, 16, 6))[0]):
            receiver = person
            if rng.random() < 0.05:
                others = [p for p in homes[person.household] if p != person]
                receiver = rng.choice(others or crowd)
            former = person.former_family is not None and number == 0
            created = calendar.ago(500, 1_400) if former else calendar.ago(1, 1_000)
            plans.append((created, person, receiver, former))
    plans.sort(key=lambda plan: (plan[0], plan[1].index))
    return tuple(
        Order(
            number=FIRST_ORDER + position,
            buyer=buyer,
            receiver=receiver,
            created=created,
            lines=tuple(
                Line(product, rng.choice((1, 1, 1, 2)))
                for product in rng.sample(PRODUCTS, rng.choice((1, 1, 2, 3)))
            ),
            method=rng.choice(PAYMENT_METHODS[buyer.country]),
            refunded=rng.random() < 0.04,
            former=former,
        )
        for position, (created, buyer, receiver, former) in enumerate(plans)
    )
