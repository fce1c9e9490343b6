"""Finds, reads and checks policy packs.

Packs come with the program (`policy/packs/`) and from the user's configuration folder
(`packs/NAME.toml`); a user's pack of the same name goes first.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from privacydesk.domain.errors import InputError, NotFoundError
from privacydesk.domain.pack import Pack

_MAX_BYTES = 2_000_000
_MAX_DEPTH = 30
_KEPT = 16  # packs in memory; a case is answered under one, a retention run may meet several


@dataclass(frozen=True, slots=True)
class PackProblem:
    """What is wrong with a pack: line (from 1), key as a path, and a sentence."""

    line: int | None
    key: str
    message: str


class PackError(InputError):
    """A pack that cannot be used. `problems`: all of them; the message tells the first."""

    code = "bad_policy_pack"

    def __init__(self, file: str, problems: tuple[PackProblem, ...]) -> None:
        first = problems[0]
        where = f"{file}, line {first.line}" if first.line else file
        key = f", {first.key}" if first.key else ""
        more = len(problems) - 1
        rest = f" ({more} more {'problem' if more == 1 else 'problems'})" if more else ""
        super().__init__(f"{where}{key}: {first.message.rstrip('.')}.{rest}")
        self.file = file
        self.problems = problems


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack that was found, not yet read. `path` is `None` for one of the program."""

    name: str
    path: Path | None


def find_packs(user_folder: Path | None = None) -> tuple[PackFile, ...]:
    """Every pack by name; `user_folder` is the configuration folder that may hold `packs/`."""
    found = {name: PackFile(name, None) for name in _shipped()}
    folder = user_folder / "packs" if user_folder else None
    if folder and folder.is_dir():
        for path in sorted(folder.glob("*.toml")):
            found[path.stem] = PackFile(path.stem, path)
    return tuple(found[name] for name in sorted(found))


def load_pack(name_or_path: str | Path, user_folder: Path | None = None) -> Pack:
    """Read and check a pack, by its name or by the path of a TOML file.

    Raises `NotFoundError` for an unknown name (it lists the known ones) and `PackError`, which
    names file, line, key, what is wrong and what is allowed.
    """
    wanted = str(name_or_path)
    if isinstance(name_or_path, Path) or wanted.endswith(".toml"):
        return parse_pack(_read(Path(wanted)), file=Path(wanted).name)
    for pack in find_packs(user_folder):
        if pack.name == wanted:
            if pack.path is not None:
                return parse_pack(_read(pack.path), file=pack.path.name, name=pack.name)
            return parse_pack(_shipped()[wanted], file=f"{wanted}.toml", name=wanted)
    known = ", ".join(pack.name for pack in find_packs(user_folder))
    raise NotFoundError(
        f"There is no policy pack {wanted[:40]!r}. Known are {known}; "
        "or give the path of a .toml file."
    )


def parse_pack(text: str, *, file: str = "pack.toml", name: str | None = None) -> Pack:
    """Check the text of a pack and build it. `name`: what the pack must call itself.

    The same text gives the same pack, which is frozen, so the last ones are kept: one release
    asks for the pack of its case twenty times. Raises `PackError`.
    """
    return _parsed(text, file, name)


@lru_cache(maxsize=_KEPT)
def _parsed(text: str, file: str, name: str | None) -> Pack:
    # Pydantic is slow to load and needed only here.
    from pydantic import ValidationError

    from privacydesk.policy.build import build
    from privacydesk.policy.coherence import problems
    from privacydesk.policy.layers import lay
    from privacydesk.policy.positions import line_of, positions
    from privacydesk.policy.problems import explain
    from privacydesk.policy.schema import PackModel

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(file, (_syntax(error),)) from None
    except RecursionError:
        raise PackError(file, (PackProblem(None, "", "tables are nested too deeply"),)) from None
    _check_depth(data, file)
    lines: dict[tuple[str | int, ...], int] = {}

    def problem(path: tuple[str | int, ...], message: str) -> PackProblem:
        if not lines:  # only a pack with problems pays for finding its lines
            lines.update(positions(text))
        return PackProblem(line_of(lines, path), _dotted(path), message)

    layers = lay(data)
    if layers.clashes:
        raise PackError(file, tuple(problem(c.path, c.message) for c in layers.clashes))
    try:
        model = PackModel.model_validate(layers.data)
    except ValidationError as error:
        found = [problem(layers.source(path), told) for path, told in explain(error)]
        raise PackError(file, _by_line(found)) from None
    wrong = [problem(layers.source(path), told) for path, told in problems(model, layers)]
    if name is not None and model.name != name:
        wrong.append(problem(("name",), f"the pack must be called {name!r}, like its file"))
    if wrong:
        raise PackError(file, _by_line(wrong))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return build(model, layers, text=text, sha256=digest)


def _shipped() -> dict[str, str]:
    folder = files("privacydesk.policy") / "packs"
    return {
        item.name.removesuffix(".toml"): item.read_text(encoding="utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path.name} is larger than {_MAX_BYTES} bytes: no policy pack.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path.name} at that path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from None


def _check_depth(node: object, file: str, depth: int = 0) -> None:
    """A period may be combined of others, but not so deeply that nobody could read it."""
    if depth > _MAX_DEPTH:
        raise PackError(file, (PackProblem(None, "", "tables are nested too deeply"),))
    items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for item in items:
        _check_depth(item, file, depth + 1)


def _by_line(problems: list[PackProblem]) -> tuple[PackProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _syntax(error: tomllib.TOMLDecodeError) -> PackProblem:
    told = str(error)
    message, _, where = told.partition(" (at line ")
    number = where.partition(",")[0]
    line = int(number) if number.isdigit() else None
    return PackProblem(line, "", f"not valid TOML: {message}")


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(_parts(path)).lstrip(".")


def _parts(path: tuple[str | int, ...]) -> Iterator[str]:
    for part in path:
        yield f"[{part + 1}]" if isinstance(part, int) else f".{part}"
