"""The doors of reading: a whole ledger, or one voucher at a time."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from sie.diagnostics import Diagnostic, Report, Severity, Span
from sie.errors import SieUsageError
from sie.ledger.build import Build
from sie.ledger.fields import Found
from sie.ledger.model import FiscalYear, Ledger, Voucher
from sie.spec.labels import FILE_TYPES
from sie.text.checksum import verify
from sie.text.encoding import Codec, Detection
from sie.text.findings import FINDINGS
from sie.text.reader import Source, collector_paused, detect, is_sie5, line_blocks, opened, records
from sie.text.sniff import SIE5, not_sie, sniff

__all__ = ["MOST", "Collector", "Kept", "load", "loads", "more_of", "stream", "vouchers"]


_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def load(source: Source, *, encoding: str | None = None, strict: bool = False, kind: str | None = None) -> Ledger:
    r"""Read a SIE file, of type 1-4 or SIE 5.

    Args:
        source: A path, bytes, or a binary file. SIE 5 needs the extra ``sie5``; see ``sie.sie5.load``.
        encoding: The name of the encoding; decided from the bytes unless given.
        strict: Raise when the file holds an ERROR instead of only reporting it.
        kind: The file type, ``4E`` or ``4I`` for instance; decided from the file unless given.

    Returns:
        What the books say. ``ledger.diagnostics`` holds everything that had to be forgiven; any bytes give a
        ledger, perhaps an empty one.

    Raises:
        SieContentError: In strict reading, when there is an ERROR; ``report`` has everything.
        SieFileError: The path cannot be opened.
        SieUsageError: The source, the encoding or the kind is none.

    Spec: all of it; file type by ambiguity A2.

    Example:
        >>> ledger = load(b'#FLAGGA 0\n#SIETYP 1\n#FNAMN "Exempel AB"\n#KONTO 1910 Kassa\n#IB 0 1910 25.50\n')
        >>> ledger.company.name, ledger.accounts["1910"].name, ledger.balances[0].amount
        ('Exempel AB', 'Kassa', Decimal('25.50'))
    """
    _check_kind(kind)
    kept = Kept()
    with opened(source) as file:
        if is_sie5(file):
            from sie.sie5.doors import load as load_sie5

            return load_sie5(file, strict=strict)
        build = _read(file, encoding, kind, kept, suffix=_suffix(source))
    return _end(build, kept, kind, strict, _suffix(source))


def loads(
    data: str | bytes | bytearray | memoryview,
    *,
    encoding: str | None = None,
    strict: bool = False,
    kind: str | None = None,
) -> Ledger:
    r"""Read the text or the bytes of a SIE file.

    Args:
        data: Text, or bytes.
        encoding: As for ``load``; means nothing for text.
        strict: As for ``load``.
        kind: As for ``load``.

    Raises:
        SieContentError: In strict reading, when there is an ERROR.
        SieUsageError: The data is neither text nor bytes, or the encoding or the kind is none.

    Example:
        >>> loads("#FNAMN Åkeriet\n").company.name
        'Åkeriet'
    """
    if isinstance(data, bytes | bytearray | memoryview):
        return load(data, encoding=encoding, strict=strict, kind=kind)
    if not isinstance(data, str):
        raise SieUsageError(
            f"loads takes text or bytes, not {type(data).__name__}; load takes a path or a file.",
            f"loads tar text eller bytes, inte {type(data).__name__}; load tar en sökväg eller fil.",
        )
    text = data.removeprefix("\ufeff")
    _check_kind(kind)
    if sniff(text[:4096].encode("utf-8", "replace")) is SIE5:
        declared = _DECLARATION.match(text)
        # Half a character is handed on as it is: XML has none, and says so.
        return load((text[declared.end() :] if declared else text).encode("utf-8", "surrogatepass"), strict=strict)
    kept = Kept()
    detection = Detection(encoding="unicode", reason="text", head=text[:512].encode("utf-8", "replace"))
    build = Build(detection, kept.add)
    if _begin(detection, kept.add):
        with collector_paused():
            build.feed(text)
            build.close()
        if "#KSUMMA" in text.upper():
            _checksum(text.encode("utf-8", "replace"), detection, kept.add)
    _assumed(build, kind, "", kept)
    return _end(build, kept, kind, strict, "")


def vouchers(
    source: Source, *, encoding: str | None = None, report: Callable[[Diagnostic], None] | None = None
) -> Iterator[Voucher]:
    r"""The vouchers of a file, one at a time, in constant memory.

    Args:
        source: A path, bytes, or a binary file.
        encoding: The name of the encoding; decided from the bytes unless given.
        report: Gets each diagnostic as it is made; they are dropped unless given.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source or the encoding is none.

    Spec: paragraph 11, ``#VER``.

    Example:
        >>> data = b'#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25.00\n#TRANS 4010 {} 25.00\n}\n'
        >>> [(v.series, v.number, v.total) for v in vouchers(data)]
        [('A', '1', Decimal('0.00'))]
    """
    say = report or _ignore
    with opened(source) as file:
        if is_sie5(file):
            from sie.sie5.read import each_voucher

            yield from each_voucher(file, say)
            return
        detection = detect(file, encoding)
        build = Build(detection, say, vouchers_only=True)
        if not _begin(detection, say):
            return
        for block in line_blocks(file, Codec(detection)):
            build.feed(block)
            done, build.vouchers = build.vouchers, []
            yield from done
        build.close()
        yield from build.vouchers


class Collector(Protocol):
    """What findings are handed to."""

    def add(self, diagnostic: Diagnostic) -> None:
        """Take a finding as it is made."""

    def clear(self) -> None:
        """Forget all of them: the file turned out to be something else."""


Take = Callable[[list[Voucher], Mapping[int, FiscalYear]], None]
"""What vouchers are handed to, with the fiscal years that are known by then."""


def stream(
    source: Source,
    collector: Collector,
    take: Take,
    *,
    encoding: str | None = None,
    kind: str | None = None,
    listen: Callable[[Found], None] | None = None,
    named: Source = b"",
) -> Ledger:
    """Read a file of SIE 1-4 in one pass without keeping its vouchers: for whoever judges it as it comes.

    Args:
        source: A path, bytes, or a binary file.
        collector: Gets each finding of reading as it is made.
        take: Gets the vouchers, some at a time, in the order of the file, and the fiscal years known by then.
        encoding: As for ``load``.
        kind: As for ``load``.
        listen: Gets every other record as it comes.
        named: Where the source came from, for its suffix; the source itself unless given.

    Returns:
        The books without vouchers and diagnostics.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source, the encoding or the kind is none.
    """
    suffix = _suffix(named) or _suffix(source)
    build = _read(source, encoding, kind, collector, take, listen, suffix)
    _no_records(build, collector)
    return build.ledger(kind or build.kind(suffix), ())


def _check_kind(kind: str | None) -> None:
    if kind is not None and kind not in FILE_TYPES:
        raise SieUsageError(
            f"There is no file type {kind!r}: it is one of {', '.join(FILE_TYPES)}.",
            f"Det finns ingen filtyp {kind!r}: välj bland {', '.join(FILE_TYPES)}.",
        )


def _read(
    source: Source,
    encoding: str | None,
    kind: str | None,
    collector: Collector,
    take: Take | None = None,
    listen: Callable[[Found], None] | None = None,
    suffix: str | None = None,
) -> Build:
    """Everything that a source holds."""
    _check_kind(kind)
    with opened(source) as file:
        start = file.tell()
        detection = detect(file, encoding)
        build = Build(detection, collector.add, listen=listen)
        if _begin(detection, collector.add):
            codec = Codec(detection)
            with collector_paused():
                for block in line_blocks(file, codec):
                    build.feed(block)
                    if take is not None:
                        done, build.vouchers = build.vouchers, []
                        take(done, build.years)
                build.close()
            if take is not None:
                take(build.vouchers, build.years)
                build.vouchers = []
            if detection.checksummed:
                file.seek(start)
                _checksum(file, detection, collector.add)
    _assumed(build, kind, _suffix(source) if suffix is None else suffix, collector)
    return build


def _assumed(build: Build, kind: str | None, suffix: str, collector: Collector) -> None:
    """Say which file type was assumed where the file and the caller say none and it matters."""
    if build.file_type is None and kind is None and build.voucher_count:
        collector.add(Diagnostic(FINDINGS["SIE211"], {"kind": build.kind(suffix)}))


def _no_records(build: Build, collector: Collector) -> None:
    """Where there was not one record: say once that this is something else, and nothing about its lines."""
    if not build.lines.known and not_sie(build.detection.head) is None:
        collector.clear()
        other = not_sie(build.detection.head.strip(b" \t\r\n\x00\x1a"), has_records=False)
        if other is not None:
            collector.add(other)


MOST = 10_000
"""How many findings of a kind are kept: a hostile file must not fill the memory with them."""


class Kept:
    """Diagnostics, the first ten thousand of each kind."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def add(self, diagnostic: Diagnostic) -> None:
        """Take a finding as it is made."""
        code = diagnostic.code
        self._counts[code] += 1
        if self._counts[code] <= MOST:
            self.found.append(diagnostic)

    def clear(self) -> None:
        """Forget all of them."""
        self.found.clear()
        self._counts.clear()

    def all(self) -> list[Diagnostic]:
        """What was kept, and how much was not."""
        return self.found + [
            more_of(code, count - MOST) for code, count in sorted(self._counts.items()) if count > MOST
        ]


def more_of(code: str, count: int) -> Diagnostic:
    """The finding that tells how much of a kind was not kept."""
    return Diagnostic(FINDINGS["SIE015"], {"code": code, "count": str(count), "most": str(MOST)})


def _outside(build: Build) -> list[Diagnostic]:
    """Vouchers that count and lie in none of the fiscal years (A23)."""
    years = [year for year in build.years.values() if year.start and year.end]
    days = {voucher.date for voucher in build.vouchers} if years else set()
    outside = {day for day in days if day is not None and not any(day in year for year in years)}
    if not outside:
        return []
    return [
        Diagnostic(FINDINGS["SIE226"], {"value": str(voucher.date)}, Span(voucher.origin))
        for voucher in build.vouchers
        if voucher.date in outside and any(row.kind != "removed" for row in voucher.rows)
    ][:MOST]


def _ignore(diagnostic: Diagnostic) -> None:
    pass


def _suffix(source: Source) -> str:
    if isinstance(source, str | os.PathLike):
        return Path(source).suffix
    name = getattr(source, "name", "")
    return Path(name).suffix if isinstance(name, str) else ""


def _begin(detection: Detection, report: Callable[[Diagnostic], None]) -> bool:
    """What can be said before the first line is read; False when there is nothing to read."""
    other = not_sie(detection.head)
    if other is not None:
        report(other)
        return False
    if detection.bom:
        report(Diagnostic(FINDINGS["SIE009"], {"encoding": detection.encoding.upper()}, Span(1)))
    if detection.confidence < 0.7 and detection.reason != "caller":
        params = {
            "encoding": detection.encoding,
            "evidence": detection.evidence(),
            "evidence_sv": detection.evidence("sv"),
        }
        report(Diagnostic(FINDINGS["SIE004"], params, Span(0)))
    return True


def _checksum(source: Source, detection: Detection, report: Callable[[Diagnostic], None]) -> None:
    found = verify(records(source, encoding=None if detection.reason == "text" else detection.encoding))
    if found.after:
        report(Diagnostic(FINDINGS["SIE225"], {"lines": str(found.after)}, Span(found.closed)))
    if found.truncated:
        report(Diagnostic(FINDINGS["SIE220"], {}, Span(found.opened)))
    elif found.closed and not found.opened:
        params = {"reason": "den inleds inte i början av filen", "reason_en": "it is not opened at the top of the file"}
        report(Diagnostic(FINDINGS["SIE221"], params, Span(found.closed)))
    elif found.opened and found.computed is None:
        params = {"reason": "en bokstav finns inte i CP437", "reason_en": "a letter does not exist in CP437"}
        report(Diagnostic(FINDINGS["SIE221"], params, Span(found.closed)))
    elif found.ok is False:
        params = {"declared": found.declared or "–", "computed": str(found.computed)}
        report(Diagnostic(FINDINGS["SIE219"], params, Span(found.closed)))


def _end(build: Build, kept: Kept, kind: str | None, strict: bool, suffix: str) -> Ledger:
    _no_records(build, kept)
    for diagnostic in _outside(build):
        kept.add(diagnostic)
    found = sorted(kept.all(), key=lambda d: (d.line, d.column))
    if strict:
        Report(found).raise_if(Severity.ERROR)
    return build.ledger(kind or build.kind(suffix), found)
