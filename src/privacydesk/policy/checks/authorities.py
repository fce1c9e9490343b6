"""The supervisory authorities a pack names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.pack import AuthorityFor
from privacydesk.domain.policy_check import Severity
from privacydesk.policy import authorities
from privacydesk.policy.checks.rule import Checked, Hit, Rule


def _missing(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if any(a.country == pack.country for a in pack.authorities):
        return
    place = pack.region or pack.country
    names = " or ".join(one.name for one in authorities.of_place(pack.country, pack.region))
    hint = f" It is {names}." if names else ""
    yield Hit(f"No authority of the place of the controller ({place}) is named.{hint}")


def _former(checked: Checked) -> Iterator[Hit]:
    for authority in checked.pack.authorities:
        old = authorities.former(authority.country, authority.name, authority.website)
        if old is not None:
            yield Hit(f"{authority.name} ({authority.country}) is now {old.now}.")


def _wrong(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    for authority in pack.authorities:
        if authority.why is AuthorityFor.RESIDENCE or authority.country != pack.country:
            continue
        one = authorities.known(
            authority.country, authority.name, authority.abbreviation, pack.region
        )
        if one is None:
            continue
        if one.scope and not authority.sector:
            yield Hit(f"{authority.name} supervises only {one.scope}.")
        elif one.region and pack.region and one.region != pack.region:
            yield Hit(f"{authority.name} is that of {one.region}, not of {pack.region}.")


RULES: Final = (
    Rule(
        "authority-missing",
        Severity.WARNING,
        "Art. 12(4), 13(2)(d), 15(1)(f)",
        "The pack names no supervisory authority of the controller's place; a refusal needs one.",
        "Add it to the supplement as [[supplement.authority]].",
        _missing,
    ),
    Rule(
        "authority-name",
        Severity.WARNING,
        "Art. 13(2)(d)",
        "An authority is named as it was called before.",
        "Use the name of today in the published text and in letters.",
        _former,
    ),
    Rule(
        "authority-place",
        Severity.WARNING,
        "Art. 55, 77(1)",
        "The authority named is not that of the controller's place or sector.",
        "Name the one that is competent; people may also choose that of their residence.",
        _wrong,
    ),
)
