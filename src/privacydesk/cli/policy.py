"""`privacydesk policy`: the policy packs, what a controller says it does with personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from privacydesk.cli import policy_check, policy_new, policy_register
from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, table
from privacydesk.domain.duties import checked_until
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.pack_parts import RetentionLaw

JSON_KEYS = """\
`policy list`: packs[{name, controller, statement_date, country, languages[], excerpt, own,
in_force, sha256, problem}]; `policy show`: the whole pack, texts as {nl, de, en}; `supplied` names
the facts of the supplement, `not_stated` those that neither layer gives;
"""
JSON_KEYS += f"{policy_check.JSON_KEYS}; {policy_new.JSON_KEYS}; {policy_register.JSON_KEYS}."


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    policy = noun(root, "policy", "Read the policy packs: what a controller says it does.")
    policy.command("list")(list_command)
    policy.command("show")(show_command)
    policy_check.register_on_policy(policy)
    policy_new.register_on_policy(policy)
    policy_register.register_on_policy(policy)


def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List every policy pack: those of the program and your own."""
    from privacydesk.desk import policies

    packs = policies.list_packs()
    if as_json:
        emit_json({"packs": packs})
        return
    table(
        [
            (
                pack.name,
                pack.problem or pack.controller,
                pack.statement_date or "",
                pack.country,
                ", ".join(pack.languages),
                "yours" if pack.own else "built in",
            )
            for pack in packs
        ],
        ("pack", "controller", "statement of", "country", "letters", "from"),
    )


def show_command(
    pack: Annotated[
        str, typer.Argument(help="A name from `policy list`, or the path of a TOML file.")
    ],
    language: Annotated[
        str, typer.Option(help="Language of the texts: nl, de or en.", metavar="nl|de|en")
    ] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show what a pack says: controller, rights, activities, recipients, storage periods."""
    from privacydesk.desk import policies

    if language not in LANGUAGES:
        raise typer.BadParameter(f"choose one of {', '.join(LANGUAGES)}", param_hint="--language")
    shown = policies.show_pack(pack)
    if as_json:
        emit_json(shown)
        return
    for text in _lines(shown, language):
        line(text)


def _lines(pack: dict[str, Any], language: str) -> Iterator[str]:
    def told(text: dict[str, str]) -> str:
        return text.get(language) or text["en"] or text["nl"] or text["de"]

    def many(texts: Sequence[dict[str, str]]) -> str:
        return "; ".join(told(text) for text in texts) or "not stated"

    controller = pack["controller"]
    yield f"{pack['name']}: {pack['title']}"
    yield f"Statement of: {pack['statement_date'] or 'no date stated'}"
    if pack["excerpt"]:
        yield "This is an excerpt: what is missing is not in this text."
    yield f"Controller: {controller['name']}, {controller['address'] or 'address not stated'}"
    emails = ", ".join(controller["emails"]) or "not stated"
    yield f"Phone: {controller['phone'] or 'not stated'}. E-mail: {emails}"
    if controller["dpo"]:
        yield f"Data protection officer: {', '.join(controller['dpo']['emails']) or 'not stated'}"
    place = pack["region"] or pack["country"]
    law = pack["retention_law"].replace("_", " ")
    checked = checked_until(RetentionLaw(pack["retention_law"]))
    until = f" (its duties were checked until {checked.isoformat()})" if checked else ""
    yield f"Clock: {place}, {pack['zone']}. Law of retention: {law}{until}"
    yield f"Letters: {', '.join(pack['letter_languages'])}, {pack['form_of_address']}"
    for authority in pack["authorities"]:
        yield f"Authority ({authority['why']}): {authority['name']}"
    yield ""
    yield "Rights"
    for right, says in pack["rights"].items():
        days = f"{says['house_days']} days" if says["house_days"] else "no promise"
        ways = ", ".join(c["value"] or c["kind"] for c in says["channels"]) or "no channel stated"
        yield f"  {right}: {days}; {ways}"
    yield ""
    yield "Activities"
    for activity in pack["activities"]:
        yield f"  {activity['id']}: {told(activity['title'])}"
        yield f"    purposes: {many(activity['purposes'])}"
        yield f"    data: {many(activity['data'])}"
        bases = ", ".join(basis["article"] for basis in activity["bases"]) or "not stated"
        yield f"    legal basis: {bases}"
        yield f"    kept: {many([period['text'] for period in activity['periods']])}"
        yield f"    records: {', '.join(activity['kinds'] or activity['rows']) or 'none'}"
        yield f"    recipients: {', '.join(activity['recipients']) or 'not stated'}"
    yield ""
    yield "Recipients"
    for recipient in pack["recipients"]:
        name = recipient["name"] or told(recipient["category"])
        where = recipient["country"] or "country not stated"
        yield f"  {recipient['id']}: {name}, {where}: {told(recipient['role'])}"
    if pack["systems"]:
        yield ""
        yield "Systems"
    for system in pack["systems"]:
        yield f"  {system['name']}: {told(system['holds'])}"
    if pack["not_stated"]:
        yield ""
        yield f"Not stated: {', '.join(pack['not_stated'])}"
