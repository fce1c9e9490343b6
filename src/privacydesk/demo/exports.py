"""All exports of the invented shop, and the facts the story needs about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from privacydesk.demo.cast import CALLS_OF_MAIN, Cast
from privacydesk.demo.chats import write_chats
from privacydesk.demo.helpdesk import write_helpdesk
from privacydesk.demo.newsletter import write_newsletter
from privacydesk.demo.people import Person
from privacydesk.demo.tables import write_tables
from privacydesk.demo.telephone import write_telephone
from privacydesk.demo.webshop import write_customers, write_orders
from privacydesk.demo.workshop import write_workshop
from privacydesk.demo.world import build_world

DEFAULT_PEOPLE = 3_000
DEFAULT_SEED = 20_260_122
OTHERS = 9


@dataclass(frozen=True, slots=True)
class Export:
    """One thing to import: the path, the source description that reads it, and for a plain
    table its mapping file and the system it came from: name, owner, what it holds."""

    path: Path
    source: str
    mapping: Path | None = None
    system: str | None = None
    owner: str | None = None
    holds: str = ""


@dataclass(frozen=True, slots=True)
class DemoStory:
    """What was written, and what is true about it whatever the importers make of it.

    `calls_of_main` counts the calls on her own number; `deleted_recordings` names those of her
    recordings that are no longer on the disk; `her_calls_on_the_shared_line` holds the call ids
    that are hers although the number is shared. `others` are ordinary customers who ask, too.
    """

    folder: Path
    people: int
    seed: int
    today: date
    exports: tuple[Export, ...]
    cast: Cast
    calls_of_main: int
    deleted_recordings: tuple[str, ...]
    her_calls_on_the_shared_line: tuple[str, ...]
    others: tuple[Person, ...]


def write_exports(
    folder: Path, *, people: int = DEFAULT_PEOPLE, seed: int = DEFAULT_SEED, today: date
) -> DemoStory:
    """Write the exports of every system into `folder`, in the formats of the real products.

    `people` counts everybody, the ten of the cast included. The same arguments give the same
    bytes. Existing files of the same names are overwritten.
    """
    world = build_world(people, seed, today)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(_README.format(people=len(world.people)), encoding="utf-8")
    shop = folder / "webshop"
    customers, orders = shop / "customers_export.csv", shop / "orders_export.csv"
    write_customers(customers, world)
    write_orders(orders, world)
    helpdesk = folder / "helpdesk" / "account_export.zip"
    write_helpdesk(helpdesk, world)
    calls = folder / "telephone"
    telephone = write_telephone(calls, world)
    repairs = folder / "workshop" / "tickets.json"
    write_workshop(repairs, world)
    chats = folder / "chat"
    write_chats(chats, world)
    audience = folder / "newsletter" / "audience_export.zip"
    write_newsletter(audience, world)
    tables = write_tables(folder / "tables", world)
    return DemoStory(
        folder=folder,
        people=len(world.people),
        seed=seed,
        today=today,
        exports=(
            Export(customers, "shopify"),
            Export(orders, "shopify"),
            Export(helpdesk, "freshdesk"),
            Export(repairs, "repairshopr"),
            Export(calls, "freepbx"),
            Export(chats, "freshchat"),
            Export(audience, "mailchimp"),
            *(Export(t.path, "generic", t.mapping, t.system, t.owner, t.holds) for t in tables),
        ),
        cast=world.cast,
        calls_of_main=CALLS_OF_MAIN,
        deleted_recordings=telephone.gone,
        her_calls_on_the_shared_line=telephone.hers,
        others=world.ordinary(OTHERS),
    )


_README = """\
EVERYTHING IN THIS FOLDER IS INVENTED

`privacydesk demo` made these files. The shop Lindeboom does not exist, and neither do its
{people} customers, its staff, their messages, orders, calls and devices. No file was taken from
a real system; only the formats are those of real products.

* Names and streets are drawn at random from lists of common words; streets, postcodes and towns
  do not belong together.
* E-mail addresses lie in example.com, example.org, example.nl and example.de.
* German phone numbers are those that the Bundesnetzagentur keeps free for films and books.
  Dutch mobile numbers begin with 06 9 and fixed lines have a 0 behind the area code: no operator
  issues either.
* Recordings are a short tone, nobody's voice. IMEIs have a type code that no device was given.
* IP addresses come from the range that is reserved for documentation (203.0.113.0/24).

What is where
  webshop/     customers and orders, in the columns of Shopify
  helpdesk/    tickets with notes, users and agents: a Freshdesk account export
  telephone/   call records of FreePBX and the recordings that are still on the disk
  workshop/    repairs with serial numbers: RepairShopr tickets
  chat/        conversations: a Freshchat export folder
  newsletter/  a Mailchimp audience: subscribed, unsubscribed and cleaned
  tables/      survey, invoices, deliveries, contracts and usage, each with its mapping file
"""
