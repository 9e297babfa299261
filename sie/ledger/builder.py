"""Books from scratch: what a program that exports its own bookkeeping hands over, one call at a time.

Spec: paragraphs 5.14-5.18 and 6 (what a type must hold), 11 (what each record means).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

import msgspec

from sie.ledger.declared import Declared, Objects, RowLike
from sie.ledger.derive import balances_for, last_day, movements
from sie.ledger.handed import (
    Amount,
    checked_amount,
    checked_company,
    checked_day,
    checked_quantity,
    coded,
    needed_text,
    one_of,
    optional_text,
    refuse,
    refuse_twice,
    require_digits,
    require_inside,
)
from sie.ledger.model import (
    Account,
    Balance,
    Company,
    Dimension,
    FiscalYear,
    Generated,
    Ledger,
    Object,
    ObjectRef,
    Program,
    Voucher,
    exact_sum,
)
from sie.ledger.values import read_period
from sie.spec.codes import ACCOUNT_TYPES, DIMENSIONS
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, FILE_TYPES

__all__ = ["Amount", "Builder", "Objects", "RowLike"]

_DIMENSION = re.compile(r"[1-9][0-9]*").fullmatch
_VOUCHER_NUMBER = re.compile(r"0*[1-9][0-9]*").fullmatch
_DAY = datetime.timedelta(days=1)


class Builder:
    """Puts books together, derives their balances, and refuses at once what could never be written.

    Declare what is used before it is used: years, accounts, dimensions, objects. Everything that is refused is
    refused as ``SieBuildError``, with the value, the reason and the remedy in English and Swedish; the books
    are then as they were before the call. Whether a letter can be written depends on the encoding: ``sie.dumps``
    says so.

    Args:
        company: The name of the company (företag), or a ``Company`` with all that is known about it.
        organisation_number: With a hyphen after the sixth digit, when ``company`` is a name.
        program: Name and version of the program that exports.
        currency: By ISO 4217; SEK is meant unless given.
        generated: The day of the export; today unless given.
        sign: Who exports.
        chart_type: Type of chart of accounts; ``BAS2`` and a year means the same as ``EUBAS97``.
        tax_year: The tax year that the SRU codes belong to, as ``YYYY``.
        prose: A comment, or several.

    Raises:
        SieBuildError: One of them can never be written.

    Spec: paragraphs 5-6 and 11.

    Example:
        >>> from datetime import date
        >>> books = Builder(company="Målerifirman Å & Ö AB", program=("Mitt program", "1.0"))
        >>> books.year(date(2024, 1, 1), date(2024, 12, 31))
        >>> books.account("1930", "Företagskonto")
        >>> books.account("6071", "Representation, avdragsgill")
        >>> books.opening("1930", 5000)
        >>> voucher = books.voucher(date(2024, 1, 31), "Kaffe", [("1930", "-50.00"), ("6071", "50.00")])
        >>> for balance in books.ledger("4E").balances:
        ...     print(balance.kind, balance.account, balance.amount)
        opening 1930 5000.00
        closing 1930 4950.00
        result 6071 50.00
    """

    def __init__(
        self,
        *,
        company: str | Company,
        organisation_number: str | None = None,
        program: tuple[str, str] | Program,
        currency: str | None = None,
        generated: datetime.date | None = None,
        sign: str | None = None,
        chart_type: str | None = "EUBAS97",
        tax_year: str | int | None = None,
        prose: str | Sequence[str] = (),
    ) -> None:
        if isinstance(company, Company) and organisation_number is not None:
            refuse(
                f"The organisation number {organisation_number} stands beside a Company: put it in the Company.",
                f"Organisationsnumret {organisation_number} står bredvid en Company: lägg det i den.",
            )
        if not isinstance(company, Company):
            company = Company(name=company, organisation_number=organisation_number)
        if not isinstance(program, Program):
            if not isinstance(program, tuple) or len(program) != 2:
                refuse(
                    f'{program!r} is not a program and its version: give ("Mitt program", "1.0").',
                    f'{program!r} är inte ett program och dess version: ange ("Mitt program", "1.0").',
                )
            program = Program(*program)
        self._company = checked_company(company)
        self._program = Program(
            needed_text(program.name, "program name", "programnamn"),
            needed_text(program.version, "program version", "programversion"),
        )
        self._currency = coded(currency, Kind.CURRENCY)
        self._chart_type = coded(chart_type, Kind.CHART_TYPE)
        self._tax_year = coded(str(tax_year) if isinstance(tax_year, int) else tax_year, Kind.TAX_YEAR)
        # the user's own today, no time zone
        day = datetime.date.today() if generated is None else checked_day(generated)
        self._generated = Generated(day, optional_text(sign, "sign", "signatur"))
        lines = (prose,) if isinstance(prose, str) else prose
        self._prose = tuple(needed_text(line, "comment", "kommentar") for line in lines)
        self._years: dict[int, FiscalYear] = {}
        self._declared = Declared()
        self._balances: dict[tuple[object, ...], Balance] = {}
        self._vouchers: list[Voucher] = []
        self._last: dict[str | None, int] = {}
        self._closed = False

    def __repr__(self) -> str:
        accounts, vouchers = len(self._declared.accounts), len(self._vouchers)
        return f"Builder({self._company.name!r}, accounts={accounts}, vouchers={vouchers})"

    def year(self, start: datetime.date, end: datetime.date, *, number: int = 0) -> None:
        """Declare a fiscal year (räkenskapsår).

        Args:
            start: Its first day.
            end: Its last day.
            number: 0 for the current year, -1 for the one before, and so on.

        Raises:
            SieBuildError: It ends before it starts, is declared already, overlaps another year or leaves a gap,
                or a voucher is dated outside it.

        Spec: paragraph 11, ``#RAR``. A year of more than 18 months is unusual but can be written.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.year(datetime.date(2023, 7, 1), datetime.date(2024, 6, 30))
        """
        start, end = checked_day(start), checked_day(end)
        if type(number) is not int or number > 0:
            refuse(
                f"{number!r} is no number of a fiscal year: 0 is the current year, -1 the one before.",
                f"{number!r} är inget årsnummer: 0 är innevarande år, -1 det föregående.",
            )
        if end < start:
            refuse(
                f"The fiscal year would end {end}, before its start {start}: give its first and its last day.",
                f"Räkenskapsåret slutar {end}, före sin början {start}: ange första och sista dagen.",
            )
        if number in self._years:
            refuse_twice(f"Fiscal year {number}", f"Räkenskapsår {number}")
        for other, known in self._years.items():
            assert known.start is not None and known.end is not None
            earlier_end, later_start = (known.end, start) if other < number else (end, known.start)
            if earlier_end >= later_start or (abs(other - number) == 1 and earlier_end + _DAY != later_start):
                refuse(
                    f"Fiscal year {number} ({start} to {end}) does not meet year {other} ({known.start} to "
                    f"{known.end}): the later one starts the day after the earlier one ends.",
                    f"Räkenskapsår {number} ({start} till {end}) passar inte ihop med år {other} ({known.start} till "
                    f"{known.end}): det senare börjar dagen efter att det tidigare slutar.",
                )
        declared = FiscalYear(start, end)
        if number == 0:
            for voucher in self._vouchers:
                require_inside(voucher.date, declared)
        self._years[number] = declared

    def account(
        self,
        number: str,
        name: str,
        *,
        type: str | None = None,  # noqa: A002 - the model's own name for it
        unit: str | None = None,
        sru: str | Sequence[str] = (),
    ) -> None:
        """Declare an account (konto).

        Args:
            number: Digits, as text; leading zeros count.
            name: Its name.
            type: ``T`` asset, ``S`` liability, ``K`` cost, ``I`` income; BAS decides unless given.
            unit: Unit of its quantities.
            sru: Code or codes for the tax return.

        Raises:
            SieBuildError: The number is not digits, the type unknown, a text unfit, or the account declared already.

        Spec: paragraph 11, ``#KONTO``, ``#KTYP``, ``#ENHET`` and ``#SRU``.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.account("1930", "Företagskonto", sru="7281")
        """
        require_digits(number, "account", "konto", '"1930"')
        type = one_of(type, "account type", "kontotyp", ACCOUNT_TYPES)  # noqa: A001 - see above
        if number in self._declared.accounts:
            refuse_twice(f"Account {number}", f"Konto {number}")
        codes = (sru,) if isinstance(sru, str) else sru
        self._declared.accounts[number] = Account(
            number,
            needed_text(name, f"name of account {number}", f"namn på konto {number}"),
            type,
            optional_text(unit, "unit", "enhet"),
            tuple(needed_text(code, "SRU code", "SRU-kod") for code in codes),
        )

    def dimension(self, number: str, name: str, *, parent: str | None = None) -> None:
        """Declare a dimension, such as cost centre (kostnadsställe); the reserved ones need no declaration.

        Args:
            number: Reserved (1, 2, 6-10, with the meaning of the standard) or free (20 and up).
            name: Its name.
            parent: The dimension above it. That of 2 is always 1.

        Raises:
            SieBuildError: The number is neither, the parent is unknown, or the dimension declared already.

        Spec: paragraphs 8.4 and 8.17, 11 ``#DIM`` and ``#UNDERDIM``.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.dimension("20", "Maskin")
            >>> books.dimension("21", "Maskindel", parent="20")
        """
        if not isinstance(number, str) or not _DIMENSION(number) or (number not in DIMENSIONS and int(number) < 20):
            refuse(
                f"{number!r} is no dimension to use: take {', '.join(DIMENSIONS)} with the meaning that the standard "
                'gives them, or a free number from "20".',
                f"{number!r} går inte att använda som dimension: ta {', '.join(DIMENSIONS)} med den betydelse som "
                'standarden ger dem, eller ett fritt nummer från "20".',
            )
        if number in self._declared.dimensions:
            refuse_twice(f"Dimension {number}", f"Dimension {number}")
        name = needed_text(name, f"name of dimension {number}", f"namn på dimension {number}")
        if number == "2":
            parent = "1" if parent is None else parent
            if parent != "1":
                refuse(
                    f"Dimension 2 below {parent!r}: by the standard it is a sub-dimension of 1; leave out the parent.",
                    f"Dimension 2 under {parent!r}: enligt standarden är den underdimension till 1; utelämna parent.",
                )
        if parent is not None:
            self._declared.known_dimension(parent)
            if parent == number:
                refuse(
                    f"Dimension {number} cannot be below itself: leave out the parent.",
                    f"Dimension {number} kan inte ligga under sig själv: utelämna parent.",
                )
        self._declared.dimensions[number] = Dimension(number, name, parent)

    def object(self, dimension: str, number: str, name: str) -> None:
        """Declare an object of a dimension, such as one project (projekt).

        Args:
            dimension: Its dimension, reserved or declared.
            number: Any text.
            name: Its name.

        Raises:
            SieBuildError: The dimension is unknown, a text unfit, or the object declared already.

        Spec: paragraph 11, ``#OBJEKT``.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.object("1", "N", "Norr")
        """
        self._declared.known_dimension(dimension)
        ref = ObjectRef(dimension, needed_text(number, "object number", "objektnummer"))
        if ref in self._declared.objects:
            refuse_twice(f"Object {number} of dimension {dimension}", f"Objekt {number} i dimension {dimension}")
        name = needed_text(name, f"name of object {number}", f"namn på objekt {number}")
        self._declared.objects[ref] = Object(dimension, number, name)

    def opening(
        self,
        account: str,
        amount: Amount,
        *,
        quantity: Amount | None = None,
        objects: Objects = (),
        year: int = 0,
    ) -> None:
        """Give the opening balance (ingående balans) of a balance account, or of one object on it.

        The balance of an object is a part of the balance of its account: give both.

        Args:
            account: Account number.
            amount: Kronor; debit is positive.
            quantity: In the unit of the account.
            objects: The object, ``{"1": "N"}``; none for the account as a whole.
            year: Number of the fiscal year.

        Raises:
            SieBuildError: Account, object or year is not declared, the account is no balance account, the amount
                cannot be written, or the balance is given already.

        Spec: paragraph 11, ``#IB`` and ``#OIB``.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.year(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
            >>> books.account("1930", "Företagskonto")
            >>> books.opening("1930", "5000.00")
        """
        self._balance("opening", year, account, amount, quantity, objects)

    def closing(
        self,
        account: str,
        amount: Amount,
        *,
        quantity: Amount | None = None,
        objects: Objects = (),
        year: int = -1,
    ) -> None:
        """Give the closing balance (utgående balans) of a year without vouchers.

        That of the previous year is derived from the opening balances unless you give any; that of year 0 from
        opening balances and vouchers, and can be given only in books without vouchers.

        Args:
            account: Account number.
            amount: Kronor; debit is positive.
            quantity: In the unit of the account.
            objects: As for ``opening``.
            year: Number of the fiscal year.

        Raises:
            SieBuildError: As for ``opening``, and when vouchers already say what year 0 closes with.

        Spec: paragraphs 5.16 and 11, ``#UB`` and ``#OUB``.
        """
        self._balance("closing", year, account, amount, quantity, objects)

    def result(self, account: str, amount: Amount, *, quantity: Amount | None = None, year: int = -1) -> None:
        """Give the year's balance (resultat) of a profit and loss account for a year without vouchers.

        Args:
            account: Account number.
            amount: Kronor; income is negative.
            quantity: In the unit of the account.
            year: Number of the fiscal year.

        Raises:
            SieBuildError: As for ``closing``, and when the account is a balance account.

        Spec: paragraph 11, ``#RES``.
        """
        self._balance("result", year, account, amount, quantity, ())

    def budget(
        self,
        account: str,
        period: str,
        amount: Amount,
        *,
        quantity: Amount | None = None,
        objects: Objects = (),
        year: int = 0,
    ) -> None:
        """Give the budgeted change of an account, or of one object on it, in a calendar month.

        Args:
            account: Account number.
            period: The month, ``YYYYMM``.
            amount: Kronor; income is negative.
            quantity: In the unit of the account.
            objects: As for ``opening``.
            year: Number of the fiscal year.

        Raises:
            SieBuildError: As for ``opening``, and when the period is no month of the year.

        Spec: paragraph 11, ``#PBUDGET``.
        """
        if not isinstance(period, str) or read_period(period)[0] is None:
            refuse(
                f'{period!r} is no period: give year and calendar month, such as "202401".',
                f'{period!r} är ingen period: ange år och kalendermånad, till exempel "202401".',
            )
        self._balance("budget", year, account, amount, quantity, objects, period)

    def voucher(
        self,
        date: datetime.date,
        text: str | None,
        rows: Iterable[RowLike],
        *,
        series: str | None = "A",
        number: str | int | None = None,
        registered: datetime.date | None = None,
        sign: str | None = None,
    ) -> Voucher:
        """Add a voucher (verifikation).

        Args:
            date: Its date, within fiscal year 0 when that is declared.
            text: Its text.
            rows: ``(account, kronor)``, ``(account, kronor, {"1": "N"})`` or whole ``Row`` values. The rows that
                count sum to zero: normal and added ones, not removed ones.
            series: Its series; empty in 4I means that the receiver assigns it.
            number: Its number, higher than the last one in the series; the next one unless given; ``""`` in 4I
                means that the receiver assigns it.
            registered: When it was entered.
            sign: Who made it.

        Returns:
            The voucher, with its number.

        Raises:
            SieBuildError: It does not balance, is empty, is dated outside the year, has a used or lower number,
                names something that is not declared, or holds an amount or a text that cannot be written.

        Spec: paragraph 11, ``#VER`` and ``#TRANS``.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.account("1930", "Företagskonto")
            >>> books.account("6071", "Representation")
            >>> books.voucher(datetime.date(2024, 1, 31), "Kaffe", [("1930", -50), ("6071", 50)]).number
            '1'
            >>> books.voucher(datetime.date(2024, 1, 31), "Kaka", [("1930", -50), ("6071", 40)])
            Traceback (most recent call last):
            sie.errors.SieBuildError: Voucher A 2 does not balance: its rows sum to -10.00, not to zero. ...
        """
        day = checked_day(date)
        if 0 in self._years:
            require_inside(day, self._years[0])
        if self._closed:
            refuse(
                "A voucher cannot be added when closing balances or results of year 0 are given: leave those out, "
                "they are derived.",
                "En verifikation kan inte läggas till när utgående balanser eller resultat för år 0 är angivna: "
                "utelämna dem, de härleds.",
            )
        series = optional_text(series, "series", "serie")
        named = self._number(series, number)
        label = " ".join(part for part in (series, named) if part) or f'"{text or day}"'
        if not hasattr(rows, "__iter__"):
            refuse(
                f"Voucher {label} needs a list of rows, not {type(rows).__name__}.",
                f"Verifikation {label} behöver en lista med rader, inte {type(rows).__name__}.",
            )
        found = tuple(self._declared.row(row) for row in rows)
        if not found:
            refuse(
                f"Voucher {label} has no rows: give at least one.",
                f"Verifikation {label} har inga rader: ange minst en.",
            )
        difference = exact_sum(row.amount for row in found if row.kind != "removed")
        if difference:
            refuse(
                f"Voucher {label} does not balance: its rows sum to {difference:f}, not to zero. Correct the rows, "
                f"or add one of {difference.copy_negate():f}.",
                f"Verifikation {label} balanserar inte: raderna summerar till {difference:f}, inte till noll. Rätta "
                f"raderna, eller lägg till en på {difference.copy_negate():f}.",
            )
        voucher = Voucher(
            series,
            named,
            day,
            optional_text(text, "voucher text", "verifikationstext"),
            None if registered is None else checked_day(registered),
            optional_text(sign, "sign", "signatur"),
            found,
        )
        self._vouchers.append(voucher)
        if named is not None:
            self._last[series] = int(named)
        return voucher

    def ledger(self, kind: str = "4E", *, through: datetime.date | None = None) -> Ledger:
        """The books as a ledger of a file type, with the balances that the type must have.

        Types 1-3 hold no vouchers and 4I no balances; types 1 and 2 hold no objects: what the type has no place for
        is left out. Accounts with an opening balance or movements have a closing balance or result even when it is
        zero. The builder can be asked again, for another type or after more vouchers.

        Args:
            kind: ``1``, ``2``, ``3``, ``4I`` or ``4E``.
            through: The day up to and including which the balances hold (types 2, 3 and 4E). For types 2 and 3 the
                end of the month of the last voucher unless given.

        Raises:
            SieBuildError: There is no such type, fiscal year 0 or a year between two others is missing, an account
                is neither balance nor result account, 4E would hold a voucher without number, or ``through`` is
                outside the year, before a voucher, or not for this type.

        Spec: paragraph 6.

        Example:
            >>> books = Builder(company="Exempel AB", program=("Mitt program", "1.0"))
            >>> books.year(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
            >>> books.ledger("3").balances_through
            datetime.date(2024, 12, 31)
        """
        if kind not in FILE_TYPES:
            refuse(
                f"There is no file type {kind!r}: it is one of {', '.join(FILE_TYPES)}.",
                f"Det finns ingen filtyp {kind!r}: välj bland {', '.join(FILE_TYPES)}.",
            )
        self._complete(kind)
        has = {label: not BY_NAME[label].presence[kind].forbidden for label in ("#BKOD", "#DIM", "#OMFATTN", "#VER")}
        company = self._company if has["#BKOD"] else msgspec.structs.replace(self._company, industry_code=None)
        return Ledger(
            kind=kind,
            program=self._program,
            generated=self._generated,
            prose=self._prose,
            company=company,
            years=dict(sorted(self._years.items(), reverse=True)),
            tax_year=self._tax_year,
            balances_through=self._through(kind, through, has["#OMFATTN"]),
            chart_type=self._chart_type,
            currency=self._currency,
            accounts=dict(sorted(self._declared.accounts.items())),
            dimensions=dict(self._declared.dimensions) if has["#DIM"] else {},
            objects=tuple(self._declared.objects.values()) if has["#DIM"] else (),
            balances=balances_for(kind, self._balances.values(), self._vouchers, self._declared.accounts, self._years),
            vouchers=tuple(self._vouchers) if has["#VER"] else (),
        )

    # ---------------------------------------------------------------- what the calls above share

    def _complete(self, kind: str) -> None:
        """Refuse books that lack what the type must have."""
        wanted = range(min(self._years, default=0), 1) if self._years or kind != "4I" else ()
        for number in wanted:
            if number not in self._years:
                refuse(
                    f"Fiscal year {number} is not declared: type {kind} must have it; call year(start, end"
                    + (f", number={number})." if number else ")."),
                    f"Räkenskapsår {number} är inte angivet: typ {kind} måste ha det; anropa year(start, end"
                    + (f", number={number})." if number else ")."),
                )
        if kind == "4E":
            for voucher in self._vouchers:
                if voucher.series is None or voucher.number is None:
                    refuse(
                        f'Voucher "{voucher.text or voucher.date}" has no series or number: only 4I may leave them to '
                        "the receiver; give them, or ask for 4I.",
                        f'Verifikation "{voucher.text or voucher.date}" saknar serie eller nummer: bara 4I får lämna '
                        "det till mottagaren; ange dem, eller begär 4I.",
                    )
        closed = {b.account for b in self._balances.values() if b.kind == "closing" and b.year == -1 and b.amount}
        opened = {b.account for b in self._balances.values() if b.kind == "opening" and b.year == 0}
        if closed and not opened and kind != "4I":
            refuse(
                f"Year -1 is closed with balances ({', '.join(sorted(closed)[:5])} ...), but nothing opens year 0: "
                "call opening() for every account that has a balance.",
                f"År -1 är avslutat med saldon ({', '.join(sorted(closed)[:5])} ...), men inget öppnar år 0: "
                "anropa opening() för varje konto som har ett saldo.",
            )
        if kind != "4I":
            for account in dict.fromkeys(cell.account for cell in movements(self._vouchers)):
                self._declared.nature(account)

    def _through(self, kind: str, given: datetime.date | None, has: bool) -> datetime.date | None:
        if given is None:
            wanted = BY_NAME["#OMFATTN"].presence[kind].mandatory
            return last_day(self._vouchers, self._years[0]) if wanted else None
        if not has:
            refuse(
                f"Type {kind} cannot say that its balances hold through {given}: leave out through.",
                f"Typ {kind} kan inte ange att saldona gäller till och med {given}: utelämna through.",
            )
        require_inside(checked_day(given), self._years[0])
        for voucher in self._vouchers:
            if voucher.date and voucher.date > given:
                refuse(
                    f"The balances cannot hold only through {given}: voucher {voucher.series} {voucher.number} of "
                    f"{voucher.date} is in them; give a later day.",
                    f"Saldona kan inte gälla bara till och med {given}: verifikation {voucher.series} "
                    f"{voucher.number} från {voucher.date} ingår; ange en senare dag.",
                )
        return given

    def _number(self, series: str | None, number: str | int | None) -> str | None:
        if number is None:
            # Without a series the receiver numbers the voucher.
            return None if series is None else str(self._last.get(series, 0) + 1)
        if number == "":
            return None
        text = str(number)
        if isinstance(number, bool) or not _VOUCHER_NUMBER(text):
            refuse(
                f"{number!r} is no voucher number: give digits, or leave it out for the next one in the series.",
                f"{number!r} är inget verifikationsnummer: ange siffror, eller utelämna det för nästa i serien.",
            )
        last = self._last.get(series, 0)
        if int(text) <= last:
            refuse(
                f"Voucher number {text} comes after {last} in series {series}: numbers are used once and ascend; give "
                f"{last + 1} or more, or add the vouchers in their order.",
                f"Verifikationsnummer {text} kommer efter {last} i serie {series}: nummer används en gång och stiger; "
                f"ange minst {last + 1}, eller lägg till verifikationerna i ordning.",
            )
        return text

    def _balance(
        self,
        kind: str,
        year: int,
        account: str,
        amount: Amount,
        quantity: Amount | None,
        objects: Objects,
        period: str | None = None,
    ) -> None:
        if type(year) is not int or year not in self._years:
            refuse(
                f"Fiscal year {year!r} is not declared: call year(start, end, number={year!r}) first.",
                f"Räkenskapsår {year!r} är inte angivet: anropa year(start, end, number={year!r}) först.",
            )
        self._declared.known_account(account)
        refs = self._declared.refs(objects)
        if len(refs) > 1:
            refuse(
                f"A balance of account {account} for {len(refs)} objects at once: give one balance for each object.",
                f"Ett saldo på konto {account} för {len(refs)} objekt samtidigt: ange ett saldo för varje objekt.",
            )
        if period is not None:
            first, last = self._years[year].start, self._years[year].end
            assert first is not None and last is not None
            if not f"{first.year:04}{first.month:02}" <= period <= f"{last.year:04}{last.month:02}":
                refuse(
                    f"Period {period} is outside fiscal year {year} ({first} to {last}): give a month of that year.",
                    f"Period {period} ligger utanför räkenskapsår {year} ({first} till {last}): ange en månad i det.",
                )
        elif self._declared.nature(account) is (kind == "result"):
            refuse(
                f"Account {account} has no {kind} balance: opening and closing are for balance accounts, result for "
                "profit and loss accounts; use the other, or correct the type of the account.",
                f"Konto {account} har inte saldot {kind}: opening och closing gäller balanskonton, result gäller "
                "resultatkonton; använd det andra, eller rätta kontots typ.",
            )
        closes = year == 0 and kind in ("closing", "result")
        if closes and self._vouchers:
            refuse(
                f"The {kind} balance of account {account} for year 0 follows from its vouchers: leave it out.",
                f"Saldot {kind} på konto {account} för år 0 följer av verifikationerna: utelämna det.",
            )
        if refs and period is None:
            kind = f"object_{kind}"
        key = kind, year, account, refs, period
        if key in self._balances:
            refuse_twice(f"The {kind} balance of account {account}", f"Saldot {kind} på konto {account}")
        units = None if quantity is None else checked_quantity(quantity)
        self._balances[key] = Balance(kind, year, account, checked_amount(amount), units, refs, period)
        self._closed = self._closed or closes
