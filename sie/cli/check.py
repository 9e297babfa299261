"""``sie check``: judge files, for people, programs and build servers."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sie.cli.session import CONTEXT, FILE_TYPES, Session, language_option

if TYPE_CHECKING:
    from sie.checks.config import Config
    from sie.checks.run import Checked, Wanted
    from sie.diagnostics import Severity
    from sie.report.check import FileResult
    from sie.text.reader import Source

__all__ = ["command", "files_meant", "judge_options"]

_HELP = """Check SIE files: is anything wrong with them, or odd?

Each finding has a code that 'sie explain' explains. Files that are in order say so in one line.

\b
  sie check books.se
  sie check books.se --profile visma-administration    would the program take it?
  sie check 2022.se 2023.se 2024.se --profile visma-administration    do the years fit together?
  sie check exports/ --recursive --jobs 0              a whole folder, on all cores
  sie check books.se --select SIE5 --all               only sums, every finding
  sie check books.se --severity SIE609=info --ignore SIE602
  sie check *.se --format sarif --output sie.sarif     for code scanning; also json, github, junit

[tool.sie] in pyproject.toml, or sie.toml, sets profile, select, ignore, fail-on, severity and per-path.

\b
Exit codes:
  0  nothing of the severity that fails (--fail-on)
  1  findings of that severity or worse
  2  wrong call, a file that cannot be read, or that is no SIE file at all
"""

_BIG = 20_000_000  # bytes, some seconds of work


def judge_options(command: Any) -> Any:
    """The options on how to judge, which ``sie check`` shares with whoever judges."""
    for option in (
        click.option("--severity", multiple=True, metavar="CODE=LEVEL", help="error, warning, info or off."),
        click.option("--ignore", multiple=True, metavar="CODES", help="Do not report these; SIE6 means all of them."),
        click.option("--select", multiple=True, metavar="CODES", help="Report these only."),
        click.option("-p", "--profile", metavar="NAME", help="What the file is bound for, or a TOML file."),
    ):
        command = option(command)
    return command


@click.command("check", help=_HELP, short_help="What is wrong with a file, or odd.", context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@judge_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    show_default=True,
    help="For people, programs, code scanning, pull requests or build servers.",
)
@click.option("-o", "--output", metavar="OUT", type=click.Path(), help="Write the report to a file.")
@click.option("--fail-on", type=click.Choice(["warning", "error"]), help="The least severity that fails.")
@click.option("--all", "every", is_flag=True, help="Every finding instead of one for each cause.")
@click.option("-q", "--quiet", is_flag=True, help="Findings only: not a word about files in order, and no sum.")
@click.option("-r", "--recursive", is_flag=True, help="Look into folders for *.se and *.si.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files whose name or path matches.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), default=1, show_default=True, help="Processes; 0: all cores.")
@click.option("--together/--separate", default=None, help="Judge the files as one company's years, or apart.")
@click.option("--no-config", is_flag=True, help="Leave configuration files aside.")
@click.option("--encoding", metavar="NAME", help="Read as this encoding; found from the bytes unless given.")
@click.option("--kind", type=click.Choice(FILE_TYPES, case_sensitive=False), help="Take the file for this type.")
@language_option
@click.pass_obj
def command(
    session: Session,
    files: tuple[str, ...],
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[str, ...],
    form: str,
    output: str | None,
    fail_on: str | None,
    every: bool,
    quiet: bool,
    recursive: bool,
    exclude: tuple[str, ...],
    jobs: int,
    together: bool | None,
    no_config: bool,
    encoding: str | None,
    kind: str | None,
) -> None:
    """Judge files one after another or side by side; the worst decides the exit code."""
    from sie.checks.config import Config, find_config
    from sie.diagnostics import Severity

    config = (None if no_config else find_config(Path.cwd())) or Config()
    paths = list(files_meant(files, recursive, exclude))
    wanted = [_wanted(config, path, profile, select, ignore, severity, every) for path in paths]
    if together is None:  # what was found in a folder may belong to many companies
        named = len(paths) > 1 and set(paths) <= set(files)
        together = named and all(w.profile is not None and w.profile.together for w in wanted)
    if output is not None:
        for path in paths:
            _refuse_over(path, output)
    tasks = [(path, w, encoding, kind) for path, w in zip(paths, wanted, strict=True)]
    results = list(_judged(session, tasks, jobs, together))
    threshold = Severity(fail_on or config.fail_on)
    for result in results:
        session.worse(_code(result, threshold))
    if form == "text":
        pieces = _text(session, results, every, quiet, encoding, output is None)
        _write(session, pieces, output)
    elif form == "github":
        from sie.report.check import github_lines

        _write(session, github_lines(results, session.language), output)
    else:
        _write(session, _document(results, form, session.language, threshold, wanted), output)


def _refuse_over(path: str, output: str) -> None:
    """Refuse to write the report over a file that is checked."""
    from sie.errors import SieUsageError

    same = False
    with contextlib.suppress(OSError, ValueError):
        same = path != "-" and Path(path).samefile(output)
    if same:
        raise SieUsageError(
            f"{output} is a file that is checked: name another one for the report.",
            f"{output} är en fil som kontrolleras: ange en annan för rapporten.",
        )


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    """Codes, one at a time or with commas between them."""
    return tuple(part.strip().upper() for word in words for part in word.split(",") if part.strip())


def _wanted(
    config: Config,
    path: str,
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[str, ...],
    every: bool,
) -> Wanted:
    import msgspec

    from sie.checks.config import changes
    from sie.checks.run import wanted_of
    from sie.errors import SieUsageError

    levels: dict[str, str] = {}
    for word in severity:
        code, equals, level = word.partition("=")
        if not equals:
            raise SieUsageError(
                f"{word!r} is no change of severity: write SIE609=info.",
                f"{word!r} är ingen ändrad allvarlighetsgrad: skriv SIE609=info.",
            )
        levels[code.strip().upper()] = level.strip()
    here = config.of(path)
    own = wanted_of(profile or here.profile, _listed(select), _listed(ignore), changes(levels), every)
    # What the command line names outweighs what the configuration says of the same, or of more.
    asked = (*own.select, *own.severities)
    return msgspec.structs.replace(
        own,
        select=own.select or config.select,
        ignore=(*(code for code in here.ignore if not any(a.startswith(code) for a in asked)), *own.ignore),
        severities={
            **{code: level for code, level in changes(here.severity).items() if not code.startswith(tuple(levels))},
            **own.severities,
        },
    )


def files_meant(files: Sequence[str], recursive: bool, exclude: Sequence[str]) -> Iterator[str]:
    """The files that are meant, folders looked through; each once."""
    from sie.errors import SieUsageError

    seen: set[str] = set()
    for name in files:
        found = [name]
        if name != "-" and Path(name).is_dir():
            if not recursive:
                raise SieUsageError(
                    f"{name} is a folder: add --recursive to take the files in it.",
                    f"{name} är en mapp: lägg till --recursive för att ta med filerna i den.",
                )
            found = _in_folder(name, exclude)
            if not found:
                raise SieUsageError(
                    f"There is no .se, .si or .sie file in {name}.",
                    f"Det finns ingen .se-, .si- eller .sie-fil i {name}.",
                )
        for path in found:
            if path not in seen:
                seen.add(path)
                yield path


def _in_folder(name: str, exclude: Sequence[str]) -> list[str]:
    from fnmatch import fnmatch

    found = []
    # A folder that cannot be read is judged like a file that cannot be: it is told, and the rest goes on.
    for folder, folders, names in os.walk(name, onerror=lambda error: found.append(str(error.filename))):
        folders.sort()
        for file in sorted(names):
            path = str(Path(folder) / file)
            left_out = any(fnmatch(file, pattern) or fnmatch(path, pattern) for pattern in exclude)
            if file.lower().endswith((".se", ".si", ".sie")) and not left_out:
                found.append(path)
    return found


_Task = tuple[str, "Wanted", "str | None", "str | None"]


def _one(task: _Task) -> tuple[Checked | None, Mapping[str, str]]:
    """Judge a file, perhaps in another process; a file that cannot be read is told, not raised."""
    from sie.checks.run import checked
    from sie.errors import SieFileError

    path, wanted, encoding, kind = task
    try:
        with _source(path) as source:
            return checked(source, wanted, encoding=encoding, kind=kind, path=path), {}
    except SieFileError as error:
        return None, {language: error.message(language) for language in ("en", "sv")}


def _judged(session: Session, tasks: Sequence[_Task], jobs: int, together: bool) -> Iterator[FileResult]:
    from sie.report.check import FileResult

    found = list(_worked(session, tasks, jobs or os.cpu_count() or 1))
    reports = {n: checked.report for n, (checked, _) in enumerate(found) if checked is not None}
    if together and reports:
        import msgspec

        from sie.checks.run import together as compare

        readable = [checked for checked, _ in found if checked is not None]
        each = [tasks[number][1] for number in reports]
        one = all(wanted.profile == each[0].profile for wanted in each)
        common = each[0] if one else msgspec.structs.replace(each[0], profile=None)
        reports = dict(zip(reports, compare(readable, common, each), strict=True))
    for number, (path, *_) in enumerate(tasks):
        yield FileResult(path=path, report=reports.get(number), problem=found[number][1])


def _worked(session: Session, tasks: Sequence[_Task], jobs: int) -> Iterator[tuple[Checked | None, Mapping[str, str]]]:
    """The results in the order of the tasks, however many processes work; with a bar where somebody waits."""
    jobs = min(jobs, len(tasks))
    if jobs > 1 and not any(task[0] == "-" for task in tasks):
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(jobs) as pool:
            yield from _shown(session, pool.map(_one, tasks), tasks)
    else:
        yield from _shown(session, map(_one, tasks), tasks)


def _watched() -> bool:
    """Whether somebody sits at a terminal and waits."""
    stream: Any = sys.stderr
    return stream is not None and stream.isatty()


def _size(path: str) -> int:
    with contextlib.suppress(OSError, ValueError):  # what cannot be opened is for the library to say
        return Path(path).stat().st_size
    return 0


def _shown(session: Session, results: Iterable[Any], tasks: Sequence[_Task]) -> Iterator[Any]:
    if len(tasks) < 3 or not _watched() or sum(_size(path) for path, *_ in tasks) < _BIG:
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    words = session.say("Checking", "Kontrollerar")
    yield from track(results, description=words, total=len(tasks), console=Console(stderr=True), transient=True)


@contextlib.contextmanager
def _source(path: str) -> Iterator[Source]:
    """What to read for a path: a big file with a bar that shows how far it has been read, where somebody waits."""
    # One of several processes draws nothing; what cannot be opened is for the library to say.
    alone = path != "-" and multiprocessing.parent_process() is None and _watched()
    if not alone or _size(path) < _BIG or not os.access(path, os.R_OK):
        yield Session.source(path)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Path(path).name, total=2 * _size(path))  # once for the encoding, once for the contents
        file: Any
        with Path(path).open("rb") as file:
            read = file.read

            class _Counted:
                """The file, counting what is read of it."""

                name = path
                seek, tell, seekable = file.seek, file.tell, file.seekable

                @staticmethod
                def read(count: int = -1) -> bytes:
                    data: bytes = read(count)
                    progress.advance(task, len(data))
                    return data

            counted: Any = _Counted()
            yield counted


def _code(result: FileResult, threshold: Severity) -> int:
    from sie.text.sniff import NOT_SIE

    if result.report is None or any(diagnostic.code in NOT_SIE for diagnostic in result.report):
        return 2
    return 1 if result.report.at_least(threshold) else 0


def _write(session: Session, pieces: Iterable[str] | bytes, output: str | None) -> None:
    if output is not None:
        from sie.text.writer import write_atomically

        write_atomically(output, pieces if isinstance(pieces, bytes) else "".join(pieces).encode("utf-8", "replace"))
    elif isinstance(pieces, bytes):
        session.data(pieces)
    else:
        session.out(pieces)


def _document(
    results: list[FileResult], form: str, language: str, threshold: Severity, wanted: Sequence[Wanted]
) -> bytes:
    from sie.report.harmless import to_json

    if form == "junit":
        from sie.report.junit import junit_xml

        return junit_xml(results, language, threshold)
    if form == "sarif":
        from sie.checks.demands import demand_page
        from sie.checks.registry import pages
        from sie.report.sarif import sarif_values

        known = dict(pages())
        for profile in (one.profile for one in wanted if one.profile is not None):
            known.update((demand.code, demand_page(demand, profile)) for demand in profile.demands)
        return to_json(sarif_values(results, known, language))
    from sie.report.check import check_values

    return to_json(check_values(results, language))


def _text(
    session: Session, results: list[FileResult], every: bool, quiet: bool, encoding: str | None, seen: bool
) -> Iterator[str]:
    from sie.report.check import checked_text, file_verdict, verdict
    from sie.report.look import Look

    look = session.look() if seen else Look(language=session.language)
    for result in results:
        lines = _lines_of(result, every, encoding) if look.width is not None else None
        yield from checked_text(result, look, lines, every)
        if len(results) > 1 and result.report and not quiet:
            yield file_verdict(result, look)
    if not quiet:
        yield verdict(results, look)


def _lines_of(result: FileResult, every: bool, encoding: str | None) -> Mapping[int, str]:
    """The text of the lines that are shown with their findings."""
    from sie.errors import SieError
    from sie.report.check import shown
    from sie.text.reader import records

    wanted = {diagnostic.line for diagnostic in shown(result.report, every)} - {0} if result.report else set()
    lines: dict[int, str] = {}
    if not wanted or result.path == "-" or not Path(result.path).is_file():  # a pipe cannot be read twice
        return lines
    last = max(wanted)
    try:
        for record in records(result.path, encoding=encoding):
            if record.line in wanted:
                lines[record.line] = record.text
            if record.line >= last:
                break
    except SieError:  # gone since it was judged; the findings speak for themselves
        pass
    return lines
