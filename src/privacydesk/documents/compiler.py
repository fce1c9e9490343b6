"""Running the Typst compiler on files in memory.

Measured: the compiler keeps about 200 MB after a document of 500 records, so each document gets a
process that ends with it. An empty root keeps it from seeing any file on disk; a package import in
a layout would try the network, which is why users cannot supply layouts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from typing import Any, Final

from privacydesk.isolate import Early, at_once, run_limited

_STANDARDS: Final = ["a-3a", "ua-1"]
_SECONDS: Final = 600.0  # of the processor; the compiler uses all cores
_MEMORY_MB: Final = 6000  # of addresses, which is far more than it touches
_TOUCHED_MB: Final = 1000  # by a full volume at most (`access/report.py`)


def typeset(
    files: Mapping[str, bytes], fonts: tuple[str, ...], empty: str, timestamp: int | None = None
) -> bytes:
    """Compile `main.typ` of `files` with the fonts in the folders `fonts`, in this process.

    `empty`: an empty folder. `timestamp`: seconds since 1970 for the properties of the PDF;
    without it, the present.
    """
    import typst

    options: dict[str, Any] = {
        "root": empty,
        "font_paths": list(fonts),
        "ignore_system_fonts": True,
        "package_path": empty,
        "package_cache_path": empty,
        "pdf_standards": _STANDARDS,
        "timestamp": timestamp,
    }
    # The published types of `compile` do not name files in memory, which it takes.
    sources: Any = dict(files)
    pdf = typst.compile(sources, **options)
    assert isinstance(pdf, bytes)
    return pdf


def compile_files(
    files: Mapping[str, bytes],
    timestamp: int | None = None,
    *,
    fonts: str = "",
    check: Callable[[], None] | None = None,
    early: Early | None = None,
) -> bytes:
    """`typeset` in a process of its own; `fonts` is one more folder of fonts than our own.

    `check` is called meanwhile; what it raises stops the compiler. `early`: one that waits
    (`starting`). Raises InputError when it
    fails or takes too long.
    """
    from privacydesk.documents.fonts import fonts_folder  # not for the child: it starts sooner

    # made here, so that nothing is left of a child that was killed
    with tempfile.TemporaryDirectory(prefix="privacydesk-") as empty:
        return run_limited(
            typeset,
            dict(files),
            tuple(filter(None, (str(fonts_folder()), fonts))),
            empty,
            timestamp,
            seconds=_SECONDS,
            memory_mb=_MEMORY_MB,
            what="Setting the PDF",
            check=check,
            early=early,
        )


def starting() -> Early:
    """A compiler that starts while its files are still made: a tenth of a second less to wait."""
    return Early(__name__, "typst")


def compilers() -> int:
    """How many volumes of a report may be set at the same time."""
    return at_once(_TOUCHED_MB)
