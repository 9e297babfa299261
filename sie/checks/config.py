"""What a project says in TOML: a profile of its own, and how its files are to be judged.

Paths in a configuration are the user's and relative to it; nothing that stands in a SIE file is ever opened.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

import msgspec

from sie.diagnostics import Severity
from sie.errors import SieFileError, SieUsageError
from sie.profiles import PROFILES
from sie.profiles.model import Change, Profile

__all__ = ["Config", "PathConfig", "changes", "find_config", "read_profile"]

_CHANGES: dict[str, Change] = {**{severity.value: severity for severity in Severity}, "off": None}
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


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """How the files of a project are judged unless the command line says otherwise.

    Attributes:
        profile: The name of a profile, or a TOML file with one.
        select: Codes or beginnings of codes to report; all of them if empty.
        ignore: Codes or beginnings of codes not to report.
        severity: What findings become, by code or beginning of one.
        fail_on: The least severity that fails, ``error`` or ``warning``.
        per_path: The same for files whose path, seen from the configuration, matches a pattern.
        folder: Where the configuration stands.
    """

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}
    fail_on: str = "error"
    per_path: dict[str, PathConfig] = {}
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


def _refuse(where: str, en: str, sv: str) -> None:
    raise SieUsageError(f"{where}: {en}" if where else en, f"{where}: {sv}" if where else sv)


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot read {path}: {reason}.", f"Kan inte läsa {path}: {reason}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SieUsageError(
            f"{path} is no valid TOML: {error}. Correct it there.", f"{path} är ingen giltig TOML: {error}. Rätta där."
        ) from error


def _made(table: object, kind: type[Config] | type[Profile], path: Path) -> Config | Profile:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise SieUsageError(
            f"{path}: {error}. Correct or remove that key.", f"{path}: {error}. Rätta eller ta bort den nyckeln."
        ) from error


def find_config(folder: Path) -> Config | None:
    """The configuration of the project that a folder belongs to: the nearest one upwards.

    Args:
        folder: Where to begin.

    Returns:
        From ``sie.toml``, or ``[tool.sie]`` in ``pyproject.toml``; ``None`` if there is neither.

    Raises:
        SieFileError: The file cannot be read.
        SieUsageError: It holds an unknown key or a wrong value.
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
            if table is None:
                continue
            config = _made(table, Config, path)
            assert isinstance(config, Config)
            if config.fail_on not in ("error", "warning"):
                _refuse(
                    str(path),
                    f"fail-on cannot be {config.fail_on!r}: it is error or warning.",
                    f"fail-on kan inte vara {config.fail_on!r}: välj error eller warning.",
                )
            for given in (config.severity, *(more.severity for more in config.per_path.values())):
                changes(given, str(path))
            return msgspec.structs.replace(config, folder=str(place))
    return None


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
    assert isinstance(profile, Profile)
    if profile.base is not None and profile.base not in PROFILES:
        names = ", ".join(PROFILES)
        _refuse(
            str(path),
            f"there is no profile {profile.base!r} to build on: base is one of {names}.",
            f"det finns ingen profil {profile.base!r} att bygga på: välj base bland {names}.",
        )
    return profile
