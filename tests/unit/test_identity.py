"""Whose is a party: what joins, what is only asked, what is ignored."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from privacydesk.domain.model import IdentifierDraft, IdentifierKind, LinkStrength, PartyDraft
from privacydesk.identity.evidence import MAX_NAMES, MAX_USERS, names_agree
from privacydesk.identity.keys import party_key
from privacydesk.identity.linker import Linker


@dataclass
class P:
    """A party of a scenario: label, name, values written as `kind:value`, system."""

    label: str
    name: str
    values: tuple[str, ...]
    system: int = 1


@dataclass
class World:
    linker: Linker = field(default_factory=Linker)
    labels: dict[str, int] = field(default_factory=dict)

    def arrive(self, *parties: P) -> World:
        for p in parties:
            number = self.labels[p.label] = len(self.labels) + 1
            values = [(kind, value) for kind, _, value in (v.partition(":") for v in p.values)]
            self.linker.arrive(number, 100 + number, p.system, p.name, values)
        return self

    @property
    def groups(self) -> str:
        """`a b | c`: the labels of each subject."""
        found: dict[int, list[str]] = {}
        for label, number in self.labels.items():
            found.setdefault(self.linker.subject_of(number), []).append(label)
        return " | ".join(sorted(" ".join(sorted(group)) for group in found.values()))

    @property
    def asked(self) -> set[str]:
        names = {number: label for label, number in self.labels.items()}
        return {
            "-".join(sorted((names[q.party_a], names[q.party_b])))
            for q in self.linker.plan.questions
        }


JAN = P("jan", "Jan Jansen", ("email:fam@x.nl", "phone:+31612345678"))
MARIE = P("marie", "Marie Jansen", ("email:fam@x.nl",))

CASES: list[tuple[str, list[P], str, set[str]]] = [
    (
        "e-mail and agreeing names",
        [JAN, P("b", "J. Jansen", ("email:fam@x.nl",), 2)],
        "b jan",
        set(),
    ),
    (
        "phone and agreeing names",
        [JAN, P("b", "Jansen, Jan", ("phone:+31612345678",), 2)],
        "b jan",
        set(),
    ),
    ("names alone say nothing", [JAN, P("b", "Jan Jansen", ())], "b | jan", set()),
    ("a family mailbox asks", [JAN, MARIE], "jan | marie", {"jan-marie"}),
    (
        "nobody joins a shared mailbox, not even under an agreeing name",
        [JAN, MARIE, P("c", "Jan Jansen", ("email:fam@x.nl",), 2)],
        "c | jan | marie",
        {"jan-marie", "c-jan"},
    ),
    (
        "a nameless call on a number that one person uses is theirs",
        [JAN, P("call", "", ("phone:+31612345678",), 2)],
        "call jan",
        set(),
    ),
    (
        "and in the other order too",
        [P("call", "", ("phone:+31612345678",), 2), JAN],
        "call jan",
        set(),
    ),
    (
        "a nameless call on a shared number is nobody's, and asks for each",
        [
            JAN,
            P("piet", "Piet Post", ("phone:+31612345678",)),
            P("call", "", ("phone:+31612345678",), 2),
        ],
        "call | jan | piet",
        {"jan-piet", "call-jan", "call-piet"},
    ),
    (
        "a later second user of the number is asked about, the call stays where it was",
        [
            JAN,
            P("call", "", ("phone:+31612345678",), 2),
            P("piet", "Piet Post", ("phone:+31612345678",)),
        ],
        "call jan | piet",
        {"jan-piet"},
    ),
    (
        "a nameless party with values of two people joins one and asks about the other",
        [
            P("jan", "Jan Jansen", ("phone:1",)),
            P("piet", "Piet Post", ("email:p@x.nl",)),
            P("n", "", ("phone:1", "email:p@x.nl"), 2),
        ],
        "jan | n piet",
        {"jan-n"},
    ),
    (
        "a customer number in one system joins a changed surname",
        [
            P("a", "Maria de Vries", ("customer_number:7", "email:m@x.nl")),
            P("b", "Maria Jansen", ("customer_number:7",)),
        ],
        "a b",
        set(),
    ),
    (
        "and both names are then hers",
        [
            P("a", "Maria de Vries", ("customer_number:7", "email:m@x.nl")),
            P("b", "Maria Jansen", ("customer_number:7",)),
            P("c", "Maria Jansen", ("email:m@x.nl",), 2),
            P("d", "Maria de Vries", ("email:m@x.nl",), 3),
        ],
        "a b c d",
        set(),
    ),
    (
        "a changed surname without such a number asks",
        [P("a", "Maria de Vries", ("email:m@x.nl",)), P("b", "Maria Jansen", ("email:m@x.nl",), 2)],
        "a | b",
        {"a-b"},
    ),
    (
        "customer numbers of different systems are different numbers",
        [
            P("a", "Jan Jansen", ("customer_number:7",)),
            P("b", "Piet Post", ("customer_number:7",), 2),
        ],
        "a | b",
        set(),
    ),
    (
        "the same number elsewhere under the same name asks",
        [
            P("a", "Jan Jansen", ("customer_number:7",)),
            P("b", "Jan Jansen", ("customer_number:7",), 2),
        ],
        "a | b",
        {"a-b"},
    ),
    (
        "two people in one order",
        [
            P(
                "buyer",
                "Jan Jansen",
                ("email:jan@x.nl", "phone:1", "order_number:1001", "address:1234AB 5"),
            ),
            P("to", "Marie Jansen", ("phone:1", "order_number:1001", "address:1234AB 5")),
        ],
        "buyer | to",
        {"buyer-to"},
    ),
    (
        "name and address ask",
        [
            P("a", "Jan Jansen", ("address:1234AB 5",)),
            P("b", "J. Jansen", ("address:1234AB 5",), 2),
        ],
        "a | b",
        {"a-b"},
    ),
    (
        "housemates do not even ask",
        [
            P("a", "Jan Jansen", ("address:1234AB 5",)),
            P("b", "Piet Post", ("address:1234AB 5",), 2),
        ],
        "a | b",
        set(),
    ),
    (
        "the same device under the same name asks",
        [
            P("a", "Jan Jansen", ("imei:352099001761481",)),
            P("b", "Jan Jansen", ("imei:352099001761481",), 2),
        ],
        "a | b",
        {"a-b"},
    ),
    (
        "an initial cannot chain two given names",
        [
            P("j", "J. Jansen", ("email:fam@x.nl",)),
            P("jan", "Jan Jansen", ("email:fam@x.nl",), 2),
            P("johanna", "Johanna Jansen", ("email:fam@x.nl",), 3),
        ],
        "j jan | johanna",
        {"j-johanna"},
    ),
    (
        "evidence for two subjects joins both when all names agree",
        [
            P("a", "Jan Jansen", ("email:j@x.nl",)),
            P("b", "Jan Jansen", ("phone:1",), 2),
            P("c", "J. Jansen", ("email:j@x.nl", "phone:1"), 3),
        ],
        "a b c",
        set(),
    ),
    (
        "and only the stronger one when they do not",
        [
            P("a", "Jan Jansen", ("email:j@x.nl",)),
            P("b", "Johanna Jansen", ("phone:1",), 2),
            P("c", "J. Jansen", ("email:j@x.nl", "phone:1"), 3),
        ],
        "a c | b",
        {"b-c"},
    ),
]


@pytest.mark.parametrize(
    ("parties", "groups", "asked"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_linking(parties: list[P], groups: str, asked: set[str]) -> None:
    world = World().arrive(*parties)
    assert world.groups == groups
    assert world.asked == asked


def test_junk_values_neither_join_nor_ask() -> None:
    surnames = ["Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Dekker"]
    shop = [P(n, f"Jan {n}", ("phone:+31201234567",)) for n in surnames]
    assert len(shop) == MAX_NAMES + 1
    world = World().arrive(*shop)
    before = world.asked
    world.arrive(
        P("call", "", ("phone:+31201234567",), 2), P("x", "Jan Bakker", ("phone:+31201234567",), 3)
    )
    assert world.groups.count("|") == len(shop) + 1
    assert world.asked == before


def test_a_value_on_too_many_parties_is_junk_even_under_one_name() -> None:
    world = World().arrive(
        *(P(f"p{n}", "", ("email:noreply@x.nl",), n) for n in range(MAX_USERS + 1))
    )
    world.arrive(P("jan", "Jan Jansen", ("email:noreply@x.nl",), 999))
    assert "jan" in world.groups.split(" | ")


def test_what_a_person_kept_apart_is_neither_joined_nor_asked_again() -> None:
    linker = Linker()
    linker.know(1, 11, 1, "Jan Jansen")
    linker.know(2, 12, 1, "Jan Jansen")
    linker.know_value(("email", "j@x.nl"), 1)
    linker.know_mark(1, 2, apart=True)
    linker.learn(2, "Jan Jansen", [("email", "j@x.nl")])
    assert linker.subject_of(2) == 12
    assert not linker.plan.questions
    # and a third party cannot join them through itself
    linker.know_value(("phone", "1"), 2)
    linker.arrive(3, 13, 2, "Jan Jansen", [("phone", "1"), ("customer_number", "9")])
    assert linker.subject_of(3) == 12
    linker.learn(3, "Jan Jansen", [("email", "j@x.nl")])
    assert linker.subject_of(1) == 11


def test_an_open_question_is_asked_once() -> None:
    world = World().arrive(JAN, MARIE)
    world.linker.learn(world.labels["marie"], "Marie Jansen", [("phone", "+31612345678")])
    assert len(world.linker.plan.questions) == 1


def test_a_party_that_gets_a_name_or_value_is_decided_again() -> None:
    world = World().arrive(
        P("jan", "Jan Jansen", ("email:j@x.nl",)), P("n", "", ("username:jj",), 2)
    )
    assert world.groups == "jan | n"
    world.linker.learn(world.labels["n"], "Jan Jansen", [("email", "j@x.nl")])
    assert world.groups == "jan n"
    (link,) = world.linker.plan.links
    assert (link.strength, link.reason) == (
        LinkStrength.STRONG,
        "same e-mail address, the names agree",
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        (["Jan Jansen"], ["J. Jansen"], True),
        (["Jan Jansen", "J. Jansen"], ["Johanna Jansen"], False),
        (["Maria Jansen"], ["Maria de Vries", "Maria Jansen"], True),
        (["J. Jansen", "Jan Jansen"], ["J. Jansen", "Johanna Jansen"], False),
        ([], ["Jan Jansen"], False),
    ],
)
def test_sets_of_names(ours: list[str], theirs: list[str], agree: bool) -> None:
    assert names_agree(ours, theirs) is agree
    assert names_agree(theirs, ours) is agree


def _draft(name: str | None, key: str | None = None, **values: str) -> PartyDraft:
    return PartyDraft(
        key, name, tuple(IdentifierDraft(IdentifierKind(k), v, v) for k, v in values.items())
    )


def test_made_keys_tell_people_apart_and_writings_together() -> None:
    def key(party: PartyDraft, record: str = "r1", position: int = 0) -> str:
        return party_key(party, record, position)

    jan = _draft("Jan van der Berg", email="j@x.nl")
    assert key(jan) == key(_draft("Berg, Jan van der", email="j@x.nl"), "r2", 1)
    # the number of an order belongs to the order
    assert key(jan) == key(_draft("Jan van der Berg", email="j@x.nl", order_number="1"))
    assert key(jan) != key(_draft("Piet Post", email="j@x.nl"))
    assert key(jan) != key(_draft("Jan van der Berg", email="k@x.nl"))
    # only a name, or nothing at all: the person of that record and nobody else
    assert key(_draft("Jan Jansen")) != key(_draft("Jan Jansen"), "r2")
    assert key(_draft(None)) != key(_draft(None), "r1", 1)
    # a value that cannot be matched on identifies nobody
    damaged = PartyDraft(None, None, (IdentifierDraft(IdentifierKind.PHONE, "3,16E+10", None),))
    assert key(damaged) != key(damaged, "r2")
    assert key(_draft("x", key="~abc")) == "~~abc"
    assert key(_draft("x", key="abc")) == "abc"
