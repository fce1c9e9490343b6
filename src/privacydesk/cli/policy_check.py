"""`privacydesk policy check` and `policy use`: whether a pack holds, and putting it in force."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.domain.policy_check import Finding, Severity

if TYPE_CHECKING:
    from privacydesk.desk.policies import CheckReport

JSON_KEYS = """\
`policy check`: pack, statement_date, excerpt, records (whether the store was looked at), ok,
errors, warnings, questions, problem, findings[{severity, article, activity, message, rule,
mend}]; with `--all` packs[] of these, with `--rules` rules[{rule,
severity, article, says, mend, absence}]; `policy use`: policy, policy_sha256, changed, before,
before_sha256, controller, country, region, zone, language, systems, open_cases\
"""
_SEVERITIES = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.QUESTION: ("question", "questions"),
}
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def register_on_policy(policy: typer.Typer) -> None:
    """Add the commands to the noun."""
    policy.command("check")(check_command)
    policy.command("use")(use_command)


def check_command(
    ctx: typer.Context,
    pack: Annotated[
        str | None,
        typer.Argument(
            help="A name from `policy list`, or the path of a TOML file; "
            "without one the pack in force, with the kinds of records in the store."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every pack.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read a pack against Art. 12-22 and 30 GDPR: exit code 1 when errors are found."""
    from privacydesk.desk import policies

    if (pack is not None) + every + rules > 1:
        raise typer.BadParameter("Name one of: a pack, --all, --rules.")
    if rules:
        _rules(as_json=as_json)
        return
    if every:
        reports: Sequence[CheckReport] = policies.check_all()
    elif pack is not None:
        reports = (policies.check_pack(pack),)
    else:
        with open_desk(ctx) as desk:
            reports = (policies.check_in_force(desk),)
    if as_json:
        shown = [report_json(report) for report in reports]
        emit_json({"packs": shown} if every else shown[0])
    else:
        for number, report in enumerate(reports):
            if number:
                line()
            for text in lines(report):
                line(text)
    if not all(report.ok for report in reports):
        raise typer.Exit(1)


def _rules(*, as_json: bool) -> None:
    from privacydesk.desk import policies

    found = policies.rules()
    if as_json:
        emit_json({"rules": found})
        return
    table(
        [(rule.rule, rule.severity, rule.article, rule.says) for rule in found],
        ("rule", "severity", "article", "finds"),
    )


def report_json(report: CheckReport) -> dict[str, Any]:
    """A report under the keys of `JSON_KEYS`."""
    return {
        "pack": report.pack,
        "statement_date": report.statement_date,
        "excerpt": report.excerpt,
        "records": report.records,
        "ok": report.ok,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "questions": report.count(Severity.QUESTION),
        "problem": report.problem,
        "findings": report.findings,
    }


def lines(report: CheckReport) -> Iterator[str]:
    """The report for a reader: what the same rule says of several activities stands once."""
    if report.problem:
        yield f"{report.pack}: {report.problem}"
        return
    counts = ", ".join(
        f"{number} {words[number != 1]}"
        for severity, words in _SEVERITIES.items()
        if (number := report.count(severity))
    )
    yield f"{report.pack}: {counts or 'nothing found'}."
    if report.excerpt:
        yield "An excerpt: what is missing may stand in the rest of the statement; not asked."

    def alike(finding: Finding) -> tuple[str, str]:
        return finding.rule, finding.message

    for (rule, message), group in groupby(report.findings, alike):
        findings = list(group)
        where = ", ".join(finding.activity for finding in findings if finding.activity)
        first = findings[0]
        yield ""
        yield f"{first.severity.value.capitalize()}, {first.article} ({rule})"
        if where:
            yield f"  In: {where}"
        yield f"  {message}"
        yield f"  Mend: {first.mend}"


def use_command(
    ctx: typer.Context,
    pack: Annotated[
        str, typer.Argument(help="A name from `policy list`, or the path of a TOML file.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put another pack in force for new cases; cases that exist keep the pack of their day."""
    from privacydesk.desk import policies

    if not yes:
        if not sys.stdin.isatty():
            raise typer.BadParameter("This changes how new cases are handled; confirm with --yes.")
        if not typer.confirm(f"Work by {pack} from now on?", default=False, err=True):
            raise typer.Exit(1)
    with open_desk(ctx) as desk:
        report = policies.use(desk, pack)
    if as_json:
        emit_json(report)
        return
    if not report.changed:
        line(f"{report.policy} is in force already.")
        return
    line(f"In force: {report.policy} ({report.controller}), {report.policy_sha256[:12]}")
    line(f"Before: {report.before or 'no pack'}")
    line(f"Clock: {report.region or report.country}, {report.zone}. Letters: {report.language}")
    if report.open_cases:
        note(f"{report.open_cases} open cases go on under the pack of their day.")
