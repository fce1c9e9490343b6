"""Rendering templates: ours in this process, those of users in a limited one.

A user changes a text by putting a file of the same name into the configuration folder, below
`templates/` (`templates/reports/nl/summary.md.j2`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from privacydesk.domain.errors import InputError
from privacydesk.isolate import run_limited
from privacydesk.paths import templates_folder

if TYPE_CHECKING:
    from privacydesk.documents.environment import MarkdownEnvironment

_SECONDS = 10.0
_MEMORY_MB = 1024


def render(
    name: str,
    language: str,
    context: Mapping[str, Any],
    user: Path | None = None,
    shared: tuple[str, ...] = (),
) -> str:
    """The Markdown of the template `name` (`reports/nl/summary.md.j2`).

    `user`: the folder of the user's own templates; `shared`: templates that this one
    includes. Raises InputError when a template is wrong;
    the message names file and line, never data.
    """
    from privacydesk.documents.environment import plain

    values = plain(context)
    if user is not None and any((user / one).is_file() for one in (name, *shared)):
        return run_limited(
            render_here,
            name,
            language,
            values,
            (str(user), str(templates_folder())),
            seconds=_SECONDS,
            memory_mb=_MEMORY_MB,
            what=f"The template {name}",
        )
    return render_here(name, language, values, (str(templates_folder()),))


def render_here(
    name: str, language: str, context: Mapping[str, Any], folders: tuple[str, ...]
) -> str:
    """Render in this process. Raises InputError naming the template and the line."""
    from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

    environment = _environment(folders, language)
    try:
        return str(environment.get_template(name).render(context))
    except TemplateSyntaxError as error:
        raise InputError(
            f"The template {name} has a mistake in line {error.lineno}: {error.message}"
        ) from None
    except UndefinedError as error:
        raise InputError(
            f"The template {name} uses a value that there is not: {error.message}"
        ) from None
    except TemplateError as error:
        raise InputError(f"The template {name} cannot be used ({type(error).__name__}).") from None
    except ValueError:
        raise InputError(f"The template {name} prints a value that is not set.") from None


@lru_cache(maxsize=16)
def _environment(folders: tuple[str, ...], language: str) -> MarkdownEnvironment:
    """Kept with the templates it has compiled, which is most of the work of a letter.

    Jinja reads a file again when it has changed; nothing of what a template is given stays.
    """
    from privacydesk.documents.environment import markdown_environment

    return markdown_environment([Path(folder) for folder in folders], language=language)
