"""What a project says in TOML: a profile of its own, and how its files are to be judged.

Paths in a configuration are the user's and relative to it; nothing that stands in a SIE file is ever opened.
"""

from __future__ import annotations

import contextlib
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

from sie.checks.demands import finding_of
from sie.checks.registry import known_code, pages
from sie.diagnostics import Severity
from sie.errors import SieFileError, SieUsageError
from sie.profiles import PROFILES, builtin
from sie.profiles.model import CERTAINTIES, Change, Demand, Fact, Profile, Quirk

__all__ = ["Config", "PathConfig", "Settings", "changes", "find_config", "read_profile"]

_CHANGES: dict[str, Change] = {**{severity.value: severity for severity in Severity}, "off": None}
_T = TypeVar("_T", bound=msgspec.Struct)
Table = Mapping[str, object]


class PathConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for some files only.

    Attributes:
        profile: The name of a profile, or a TOML file with one.
        ignore: Codes or beginnings of codes not to report.
        severity: What findings become: ``error``, ``warning``, ``info`` or ``off``, by code or beginning of one.
    """

    profile: str | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What a configuration file may say.

    Attributes:
        profile: The name of a profile, or a TOML file with one.
        select: Codes or beginnings of codes to report; all of them if empty.
        ignore: Codes or beginnings of codes not to report.
        severity: What findings become, by code or beginning of one.
        fail_on: The least severity that fails, ``error`` or ``warning``.
        per_path: The same for files whose path, seen from the configuration, matches a pattern.
    """

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}
    fail_on: str = "error"
    per_path: dict[str, PathConfig] = {}


class Config(Settings, frozen=True, kw_only=True):
    """How the files of a project are judged unless the command line says otherwise.

    Attributes:
        folder: Where the configuration stands.
    """

    folder: str = ""

    def of(self, path: str) -> PathConfig:
        """What holds for a file: the general settings, and those of every pattern that it matches.

        Args:
            path: As the command line names it.

        Example:
            >>> config = Config(ignore=("SIE6",), per_path={"old/*": PathConfig(ignore=("SIE504",))}, folder="/books")
            >>> config.of("/books/old/2012.se").ignore
            ('SIE6', 'SIE504')
        """
        profile, ignore, severity = self.profile, list(self.ignore), dict(self.severity)
        place = Path(path).absolute()
        folder = Path(self.folder).absolute()
        seen = place.relative_to(folder).as_posix() if place.is_relative_to(folder) else place.as_posix()
        for pattern, more in self.per_path.items():
            if fnmatch(seen, pattern) or fnmatch(place.name, pattern):
                profile = more.profile or profile
                ignore += more.ignore
                severity.update(more.severity)
        return PathConfig(profile=self.placed(profile), ignore=tuple(ignore), severity=severity)

    def placed(self, profile: str | None) -> str | None:
        """A profile file, seen from where the configuration stands; a name as it is."""
        if profile is None or not profile.endswith(".toml"):
            return profile
        return str(Path(self.folder) / profile)


def changes(given: Mapping[str, str], where: str = "") -> dict[str, Change]:
    """What findings become, from the words that people write.

    Args:
        given: ``error``, ``warning``, ``info`` or ``off``, by code or beginning of one.
        where: The file that says so.

    Raises:
        SieUsageError: Another word.

    Example:
        >>> changes({"SIE609": "off"})
        {'SIE609': None}
    """
    for code, word in given.items():
        if word not in _CHANGES:
            _refuse(
                where,
                f"{code} cannot become {word!r}: it is one of {', '.join(_CHANGES)}.",
                f"{code} kan inte bli {word!r}: välj bland {', '.join(_CHANGES)}.",
            )
    return {code: _CHANGES[word] for code, word in given.items()}


def find_config(folder: Path) -> Config | None:
    """The configuration of the project that a folder belongs to: the nearest one upwards.

    Args:
        folder: Where to begin.

    Returns:
        From ``sie.toml``, or ``[tool.sie]`` in ``pyproject.toml``; ``None`` if there is neither.

    Raises:
        SieFileError: The file cannot be read.
        SieUsageError: It holds an unknown key, code or profile, or a wrong value.
    """
    start = folder.absolute()
    for place in (start, *start.parents):
        for name in ("sie.toml", "pyproject.toml"):
            path = place / name
            if not path.is_file():
                continue
            table: object = _table(path)
            if name == "pyproject.toml":
                tool = table.get("tool") if isinstance(table, Mapping) else None
                table = tool.get("sie") if isinstance(tool, Mapping) else None
            if table is not None:
                return _config(table, path)
    return None


def _config(table: object, path: Path) -> Config:
    for where, more in _tables(table):
        given = more.get("severity")
        if isinstance(given, Mapping):
            changes({str(code): str(word) for code, word in given.items()}, _join(path, where))
        if where:
            _made(more, PathConfig, path, where)
    settings = _made(table, Settings, path)
    if settings.fail_on not in ("error", "warning"):
        _refuse(
            path,
            f"fail-on cannot be {settings.fail_on!r}: it is error or warning.",
            f"fail-on kan inte vara {settings.fail_on!r}: välj error eller warning.",
        )
    patterns = {pattern: _upper(more) for pattern, more in settings.per_path.items()}
    values = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    values |= {"select": tuple(code.upper() for code in settings.select), "per_path": patterns}
    general = _upper(settings)
    config = Config(**{**values, "ignore": general.ignore, "severity": general.severity, "folder": str(path.parent)})
    _check_codes(config, path)
    return config


def _tables(table: object) -> Iterator[tuple[str, Table]]:
    """The table and those for some paths only, each with its name."""
    if isinstance(table, Mapping):
        yield "", table
        per_path = table.get("per-path")
        for pattern, more in per_path.items() if isinstance(per_path, Mapping) else ():
            if isinstance(more, Mapping):
                yield f'per-path."{pattern}"', more


def _upper(given: Settings | PathConfig) -> PathConfig:
    """The same with its codes in capitals, as the command line takes them."""
    severity = {code.upper(): word for code, word in given.severity.items()}
    return PathConfig(profile=given.profile, ignore=tuple(code.upper() for code in given.ignore), severity=severity)


def _check_codes(config: Config, path: Path) -> None:
    """Every profile and code exists, whether any file makes use of it or not."""
    from sie.checks.run import found_profile  # which reads profiles with this module

    profiles = []
    for where, name in (("", config.profile), *((f'per-path."{p}"', m.profile) for p, m in config.per_path.items())):
        with _told_of(_join(path, where)):
            profiles.append(found_profile(config.placed(name)))
    places: Iterable[tuple[str, Iterable[str]]] = (
        ("select", config.select),
        ("ignore", config.ignore),
        ("severity", config.severity),
        *((f'per-path."{p}".ignore', more.ignore) for p, more in config.per_path.items()),
        *((f'per-path."{p}".severity', more.severity) for p, more in config.per_path.items()),
    )
    for key, codes in places:
        for code in codes:
            if not any(known_code(code, profile) for profile in profiles):
                _refuse_code(path, key, code)


def read_profile(path: Path) -> Profile:
    """A profile from a TOML file, as ``docs/profiles.md`` describes it.

    Args:
        path: Of the file.

    Raises:
        SieFileError: The file cannot be read.
        SieUsageError: It holds an unknown key, or a value that is none.
    """
    table = dict(_table(path))
    table.setdefault("name", path.stem)
    severities = table.get("severities")
    if isinstance(severities, Mapping):
        words = {str(code): str(word) for code, word in severities.items()}
        table["severities"] = changes(words, str(path))
    quirks = table.get("quirks")
    for quirk in quirks if isinstance(quirks, list) else ():
        if isinstance(quirk, dict) and quirk.get("becomes") == "off":
            quirk["becomes"] = None
    profile = _made(table, Profile, path)
    for key, value, known in (
        ("base", profile.base, (None, *PROFILES)),
        ("order", profile.order, ("", "oldest", "newest")),
        ("opening", profile.opening, ("oldest", "all")),
    ):
        if value not in known:
            _refuse_value(path, key, value, known)
    for pattern in profile.writers:
        try:
            re.compile(pattern)
        except re.error as error:
            _refuse(
                path,
                f"writers: {pattern!r} is no pattern ({error}). Put a backslash before signs that stand for "
                "themselves.",
                f"writers: {pattern!r} är inget mönster ({error}). Sätt omvänt snedstreck före tecken som står för "
                "sig själva.",
            )
    _check_demands(profile, path)
    own = Profile(name="", demands=profile.demands)
    for key, codes in (("severities", profile.severities), ("quirks", [quirk.code for quirk in profile.quirks])):
        for code in codes:
            if not known_code(code, own):
                _refuse_code(path, key, code)
    for fact in (*profile.facts, *profile.quirks, *profile.demands):
        if fact.certainty not in CERTAINTIES:
            key = f"{fact.code}: certainty" if isinstance(fact, Quirk | Demand) else "certainty"
            _refuse_value(path, key, fact.certainty, tuple(CERTAINTIES))
    return profile


def _check_demands(profile: Profile, path: Path) -> None:
    """Codes have their form, and none is given a second meaning unless it is the base's and meant to be replaced."""
    base = builtin(profile.base) if profile.base else None
    replaced = {demand.code for demand in base.demands} if base else set()
    seen: set[str] = set()
    for demand in profile.demands:
        code = demand.code
        if not re.fullmatch("[A-Z]{3}[0-9]{3}", code) or not re.fullmatch("[a-z0-9-]+", demand.name):
            _refuse(
                path,
                f"{code} {demand.name}: a demand has a code such as BYR001, and a name in small letters and hyphens.",
                f"{code} {demand.name}: ett krav har en kod som BYR001, och ett namn i små bokstäver och bindestreck.",
            )
        if code in seen or (code in pages() and code not in replaced):
            _refuse(
                path,
                f"the code {code} means something else already: choose another.",
                f"koden {code} betyder redan något annat: välj en annan.",
            )
        seen.add(code)
        with _told_of(str(path)):
            finding_of(demand, profile)


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot read {path}: {reason}.", f"Kan inte läsa {path}: {reason}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SieUsageError(
            f"{path} is no valid TOML: {error}. Correct it there.", f"{path} är ingen giltig TOML: {error}. Rätta där."
        ) from error


def _join(path: Path, where: str) -> str:
    return f"{path}: {where}" if where else str(path)


def _refuse(where: str | Path, en: str, sv: str) -> NoReturn:
    raise SieUsageError(f"{where}: {en}" if where else en, f"{where}: {sv}" if where else sv)


def _refuse_value(path: Path, key: str, value: object, known: Iterable[object]) -> NoReturn:
    names = ", ".join(str(name) for name in known if name)
    _refuse(
        path, f"{key} cannot be {value!r}: it is one of {names}.", f"{key} kan inte vara {value!r}: välj bland {names}."
    )


def _refuse_code(path: Path, key: str, code: str) -> NoReturn:
    _refuse(
        path,
        f"{key}: no code begins with {code!r}; 'sie rules' lists them.",
        f"{key}: ingen kod börjar med {code!r}; 'sie rules' räknar upp dem.",
    )


@contextlib.contextmanager
def _told_of(where: str) -> Iterator[None]:
    """Errors from further down begin with the file that they come from."""
    try:
        yield
    except SieUsageError as error:
        raise SieUsageError(f"{where}: {error.message('en')}", f"{where}: {error.message('sv')}") from error


def _made(table: object, kind: type[_T], path: Path, where: str = "") -> _T:
    """The table as a value, or in words what is wrong with it."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        en, sv = _fault(str(error), kind)
        prefix = f"{where}: " if where else ""
        raise SieUsageError(f"{path}: {prefix}{en}", f"{path}: {prefix}{sv}") from error


_NESTED: dict[str, type[msgspec.Struct]] = {"demands": Demand, "quirks": Quirk, "facts": Fact}
_NOUNS = {
    "str": ("a text", "en text"),
    "int": ("a whole number", "ett heltal"),
    "float": ("a number", "ett tal"),
    "bool": ("true or false", "true eller false"),
    "date": ("a date", "ett datum"),
    "datetime": ("a date with a time", "ett datum med klockslag"),
    "array": ("a list", "en lista"),
    "object": ("a table", "en tabell"),
}


def _fault(error: str, kind: type[msgspec.Struct]) -> tuple[str, str]:
    """What msgspec has to say, in both languages; its own words where they are others than those known here."""
    what, _, place = error.partition(" - at `$")
    place = place.rstrip("`").lstrip(".").replace("[...]", "")
    listed = re.match(r"(\w+)\[(\d+)\]\.?", place)
    inner, en, sv = kind, place or "the configuration", place or "konfigurationen"
    if listed:
        inner = _NESTED.get(listed[1], kind)
        head, number, tail = listed[1], int(listed[2]) + 1, place[listed.end() :]
        en = f"{head}, number {number}" + (f": {tail}" if tail else "")
        sv = f"{head}, nummer {number}" + (f": {tail}" if tail else "")
    in_en, in_sv = (f"{en}: ", f"{sv}: ") if place else ("", "")
    if match := re.fullmatch("Object contains unknown field `(.*)`", what, re.DOTALL):
        known = [field.encode_name for field in msgspec.structs.fields(inner)]
        near = difflib.get_close_matches(match[1], known, 1)
        cure_en = f"Did you mean {near[0]}?" if near else f"It is one of {', '.join(known)}."
        cure_sv = f"Menade du {near[0]}?" if near else f"Välj bland {', '.join(known)}."
        return f"{in_en}there is no key {match[1]}. {cure_en}", f"{in_sv}det finns ingen nyckel {match[1]}. {cure_sv}"
    if match := re.fullmatch("Object missing required field `(.*)`", what):
        return f"{in_en}the key {match[1]} is missing: add it.", f"{in_sv}nyckeln {match[1]} saknas: lägg till den."
    if match := re.fullmatch("Expected `(.*)`, got `(.*)`", what):
        wanted = [_NOUNS[name] for name in match[1].split(" | ") if name in _NOUNS]
        got = _NOUNS.get(match[2], (match[2], match[2]))
        if wanted:
            en_nouns, sv_nouns = " or ".join(noun[0] for noun in wanted), " eller ".join(noun[1] for noun in wanted)
            return f"{en} must be {en_nouns}, not {got[0]}.", f"{sv} ska vara {sv_nouns}, inte {got[1]}."
    if match := re.fullmatch("Invalid enum value '(.*)'", what, re.DOTALL):
        levels = ", ".join(_CHANGES if place.endswith("becomes") else tuple(Severity))
        return (
            f"{en} cannot be {match[1]!r}: it is one of {levels}.",
            f"{sv} kan inte vara {match[1]!r}: välj bland {levels}.",
        )
    if "date" in what:
        return (
            f"{en} must be a date: 2026-01-31, without quotes.",
            f"{sv} ska vara ett datum: 2026-01-31, utan citattecken.",
        )
    return f"{in_en}{what}. Correct or remove that key.", f"{in_sv}{what}. Rätta eller ta bort den nyckeln."
