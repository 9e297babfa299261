"""Formats by name and by file name, their functions imported when they are used.

Third parties add formats by an entry point of the group ``sie.formats`` that gives a ``Format``, or several.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from sie.convert.format import Format
from sie.convert.formats import FORMATS
from sie.convert.options import Options
from sie.diagnostics import Diagnostic
from sie.errors import SieFileError, SieUsageError, SieWriteError
from sie.ledger.model import Ledger
from sie.text.reader import collector_paused
from sie.text.writer import beside, folder_beside, write_to

__all__ = [
    "GROUP",
    "Problem",
    "by_suffix",
    "find",
    "formats",
    "function",
    "installed",
    "problems",
    "read",
    "refuse_options",
    "sniff",
    "write",
]

GROUP = "sie.formats"


class Problem(msgspec.Struct, frozen=True):
    """A format of somebody else's that cannot be used, and why."""

    name: str
    en: str
    sv: str


def formats() -> dict[str, Format]:
    """All formats by name: those of this library first.

    Example:
        >>> list(formats())[:3]
        ['sie', 'sie5', 'json']
    """
    return _all()[0]


def problems() -> tuple[Problem, ...]:
    """Formats of others that cannot be used."""
    return _all()[1]


def _all() -> tuple[dict[str, Format], tuple[Problem, ...]]:
    found = {form.name: form for form in FORMATS}
    wrong: list[Problem] = []
    for point in metadata.entry_points(group=GROUP):
        try:
            value = point.load()
            given = [value] if isinstance(value, Format) else list(value)
            if not all(isinstance(form, Format) for form in given):
                raise TypeError("it gives no Format")
        except Exception as error:  # whatever a stranger's module may do
            reason = f"{type(error).__name__}: {error}"
            en = f"The format {point.name} ({point.value}) cannot be used: {reason}."
            wrong.append(
                Problem(point.name, en, f"Formatet {point.name} ({point.value}) går inte att använda: {reason}.")
            )
            continue
        for form in given:
            if form.name in found:
                en = f"The format {form.name} of {point.value} is left out: there is one of that name."
                sv = f"Formatet {form.name} från {point.value} utelämnas: det finns redan ett med det namnet."
                wrong.append(Problem(form.name, en, sv))
            else:
                found[form.name] = form
    return found, tuple(wrong)


def find(name: str) -> Format:
    """A format by its name.

    Args:
        name: As in ``--to``; upper and lower case are the same.

    Raises:
        SieUsageError: There is none.

    Example:
        >>> find("JSON").suffixes
        ('.json',)
    """
    known, wrong = _all()
    if name.lower() in known:
        return known[name.lower()]
    for problem in wrong:
        if problem.name.lower() == name.lower():
            raise SieUsageError(problem.en, problem.sv)
    raise SieUsageError(
        f"There is no format {name!r}: it is one of {', '.join(known)}.",
        f"Det finns inget format {name!r}: välj bland {', '.join(known)}.",
    )


def by_suffix(path: str | Path) -> tuple[Format, ...]:
    """The formats that a file name speaks for, by its longest known suffix; more than one when several share it.

    Args:
        path: A file name.

    Example:
        >>> [form.name for form in by_suffix("books.2024.JSON")], by_suffix("books.odt")
        (['json'], ())
    """
    name = Path(path).name.lower()
    known = formats().values()
    fitting = {s for form in known for s in form.suffixes if name.endswith(s) and name != s}
    if not fitting:
        return ()
    longest = max(fitting, key=len)
    return tuple(form for form in known if longest in form.suffixes)


def sniff(source: Path) -> Format | None:
    """The format of a file by how it begins; ``None`` when that says nothing.

    Args:
        source: A file, or a folder.
    """
    known = formats().values()
    try:
        if source.is_dir():
            names = {path.name for path in source.iterdir()}
            return next((f for f in known if f.container != "file" and names.intersection(f.members)), None)
        with source.open("rb") as file:
            head = file.read(512)
        if head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(source) as archive:
                names = set(archive.namelist())
            return next((form for form in known if names.intersection(form.members)), None)
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
    for mark in (b"\xef\xbb\xbf",):
        head = head.removeprefix(mark)
    head = head.lstrip()
    fitting = [(len(magic), form) for form in known for magic in form.magic if head.startswith(magic)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def function(form: Format, what: str) -> Callable[..., Any]:
    """A function of a format, imported now.

    Args:
        form: The format.
        what: ``"reads"``, ``"writes"`` or ``"also"``.

    Raises:
        SieUsageError: The format has none, or something must be installed first.
    """
    place: str = getattr(form, what)
    if not place:
        verbs = {"reads": ("read", "läsas"), "writes": ("written", "skrivas"), "also": ("asked", "tillfrågas")}
        raise SieUsageError(
            f"The format {form.name} cannot be {verbs[what][0]}.",
            f"Formatet {form.name} kan inte {verbs[what][1]}.",
        )
    module, _, name = place.partition(":")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except ImportError as error:
        raise _not_installed(form, error) from error
    return found


def _not_installed(form: Format, error: ImportError) -> SieUsageError:
    missing = error.name or str(error)
    if form.extra:
        return SieUsageError(
            f"The format {form.name} needs {missing}, which is not installed: pip install 'sie[{form.extra}]'.",
            f"Formatet {form.name} behöver {missing}, som inte är installerat: pip install 'sie[{form.extra}]'.",
        )
    return SieUsageError(
        f"The format {form.name} needs {missing}, which is not installed.",
        f"Formatet {form.name} behöver {missing}, som inte är installerat.",
    )


def installed(form: Format) -> bool:
    """Whether everything is there that reading and writing a format needs."""
    try:
        for what in ("reads", "writes", "also"):
            if getattr(form, what):
                function(form, what)
    except SieUsageError:
        return False
    return True


def refuse_options(options: Options, sources: Iterable[Format], target: Format) -> None:
    """Refuse options that nothing in a conversion takes.

    Args:
        options: What was given.
        sources: The formats that are read.
        target: The format that is written.

    Raises:
        SieUsageError: An option is for another format; it names which.

    Example:
        >>> refuse_options(Options(delimiter=","), [find("sie")], find("json"))
        Traceback (most recent call last):
        sie.errors.SieUsageError: --delimiter has no meaning when sie becomes json; ...
    """
    read = {form.name: form for form in sources}
    taken = {*target.write_options, *(name for form in read.values() for name in form.read_options)}
    for name in options.given():
        if name in taken:
            continue
        known = formats().values()
        reads = ", ".join(form.name for form in known if name in form.read_options)
        writes = ", ".join(form.name for form in known if name in form.write_options)
        en = [f"for reading {reads}"] if reads else []
        sv = [f"läsa {reads}"] if reads else []
        en += [f"for writing {writes}"] if writes else []
        sv += [f"skriva {writes}"] if writes else []
        flag = "--" + name.replace("_", "-")
        names = ", ".join(read)
        raise SieUsageError(
            f"{flag} has no meaning when {names} becomes {target.name}; it is {' and '.join(en)}.",
            f"{flag} har ingen betydelse när {names} blir {target.name}; det är till för att {' och '.join(sv)}.",
        )


def read(source: Path, form: Format, options: Options = Options()) -> Ledger:
    """Books from a file of a format.

    Args:
        source: The file, or the folder.
        form: The format.
        options: See ``Options``.

    Raises:
        SieUsageError: The format cannot be read, or the file is not of it; the message says where.
        SieFileError: The file cannot be opened.
    """
    get = function(form, "reads")
    try:
        with collector_paused():
            found: Ledger = get(source, options)
    except ImportError as error:
        raise _not_installed(form, error) from error
    except OSError as error:
        if isinstance(error, SieFileError):
            raise
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot read {source}: {reason}.", f"Kan inte läsa {source}: {reason}.") from error
    return found


def write(ledger: Ledger, target: str | Path | BinaryIO, form: Format, options: Options = Options()) -> None:
    r"""Write books in a format, whole or not at all.

    Args:
        ledger: The books.
        target: A file, which is replaced; for some formats an empty folder, or a new one whose name ends in ``/``;
            or a binary file that is open for writing.
        form: The format.
        options: See ``Options``.

    Raises:
        SieUsageError: The format cannot be written, or not to a folder; or the folder is not empty.
        SieWriteError: The format cannot express something.
        SieFileError: The target cannot be written; what stood there before still does.

    Example:
        >>> import io
        >>> file = io.BytesIO()
        >>> write(Ledger(kind="1"), file, find("sie"), Options(newline="\n"))
        >>> file.getvalue()
        b'#FLAGGA 0\n#FORMAT PC8\n#SIETYP 1\n'
    """
    found = function(form, "writes")
    if not form.sie5:
        from sie.sie5.losses import for_sie4

        ledger = for_sie4(ledger)

    def make(ledger: Ledger, place: Path, options: Options) -> None:
        try:
            with collector_paused():
                found(ledger, place, options)
        except ImportError as error:
            raise _not_installed(form, error) from error
        except UnicodeEncodeError as error:
            sign = error.object[error.start]
            raise SieWriteError(
                f"The format {form.name} cannot carry half a character ({sign!r}).",
                f"Formatet {form.name} kan inte bära ett halvt tecken ({sign!r}).",
            ) from None

    if not isinstance(target, str | Path):
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "made")
            make(ledger, made, options)
            write_to(target, made.read_bytes())
        return
    place = Path(target)
    if place.is_dir() or str(target).endswith(("/", os.sep)):
        if form.container == "file":
            raise SieUsageError(
                f"The format {form.name} is a file, and {place} a folder: give the name of a file.",
                f"Formatet {form.name} är en fil, och {place} en mapp: ange ett filnamn.",
            )
        with folder_beside(place) as made:
            make(ledger, made, options)
        return
    with beside(place) as made:
        make(ledger, made, options)


def also_lost(ledger: Ledger, form: Format, options: Options) -> Iterable[Diagnostic]:
    """What a format loses besides labels and fields."""
    found: Iterable[Diagnostic] = function(form, "also")(ledger, options) if form.also else ()
    return found
