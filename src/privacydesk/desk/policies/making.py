"""Writing a new policy pack into the user's configuration folder; the schema for editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk import paths
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError

if TYPE_CHECKING:
    from privacydesk.policy.scaffold import Question

Ask = Callable[[str, str, str], str]
"""Given a question in words, its default and what was wrong with the last answer (empty at first),
what the person typed; an empty answer takes the default."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """`path`: the pack that was written; `not_stated`: how many facts are still to be filled in."""

    name: str
    path: Path
    not_stated: int


def new(
    name: str,
    *,
    based_on: str | None = None,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    force: bool = False,
    config_folder: Path | None = None,
) -> NewReport:
    """Write `packs/NAME.toml` (0600), with the schema for editors beside it.

    `based_on`: a pack whose text is copied under the new name. Else the pack is made from
    `answers`, for what they leave out from `ask`, else from the defaults. A wrong answer is asked
    again; a wrong one of `answers` raises InputError. Nothing is replaced without `force`, and a
    built-in pack is not shadowed without it. Also raises ConflictError and what `load_pack` raises.
    """
    from privacydesk.policy import scaffold_text
    from privacydesk.policy.json_schema import schema_text
    from privacydesk.policy.loader import find_packs, load_pack, parse_pack

    scaffold_text.check_name(name)
    folder = (config_folder or paths.config_folder()) / "packs"
    target = folder / f"{name}.toml"
    if not force:
        if target.exists() or target.is_symlink():
            raise ConflictError(f"There is a pack {name} already; use --force to replace it.")
        if any(pack.name == name and pack.path is None for pack in find_packs()):
            raise ConflictError(
                f"{name} is a pack of the program; choose another name, or --force to shadow it."
            )
    if based_on is not None:
        source = load_pack(based_on, config_folder or paths.config_folder())
        text = scaffold_text.copied_text(name, source.text)
    else:
        text = scaffold_text.pack_text(name, _settled(answers or {}, ask))
    _write(folder, {target.name: text, scaffold_text.SCHEMA_FILE: schema_text()})
    pack = parse_pack(text, name=name)
    missing = len(pack.not_stated) + sum(len(a.not_stated) for a in pack.activities)
    return NewReport(name, target, missing)


def _settled(given: Mapping[str, str], ask: Ask | None) -> dict[str, str]:
    from privacydesk.policy import scaffold

    if ask is None:
        return scaffold.answered(given)
    answers: dict[str, str] = {}
    for question in scaffold.questions(answers):
        if question.key in given:
            answers[question.key] = scaffold.settle(question, given[question.key], answers)
            continue
        answers[question.key] = _asked(question, answers, ask)
    return answers


def _asked(question: Question, answers: Mapping[str, str], ask: Ask) -> str:
    from privacydesk.policy import scaffold

    asks = f"{question.asks} (several: part them by commas)" if question.many else question.asks
    problem = ""
    while True:
        typed = ask(asks, question.default(answers), problem)
        try:
            return scaffold.settle(question, typed, answers)
        except InputError as error:
            problem = error.message


def read_answers(path: Path) -> dict[str, str]:
    """The answers in a TOML file. Raises InputError and NotFoundError."""
    from privacydesk.policy.scaffold import read_answers as read

    try:
        return read(path.read_text(encoding="utf-8-sig"), file=path.name)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path.name} at that path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from None


def schema() -> str:
    """The JSON Schema of a pack's text (draft 2020-12), for editors."""
    from privacydesk.policy.json_schema import schema_text

    return schema_text()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Both files or none; readable by their owner only."""
    from privacydesk.desk.outbox import Outbox

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"“{folder}” cannot be made ({error.strerror}).") from None
    with Outbox(force=True) as outbox:
        for name, text in files.items():
            outbox.add(folder / name, text.encode())
        outbox.commit()
