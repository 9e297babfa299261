"""Books that may be shown to strangers: names, texts and numbers replaced, sums and structure as they were.

Rule 1: what is not known to be harmless is replaced. Kept are amounts, quantities, dates, account numbers, short codes,
values of code lists, and names that consist of bookkeeping words only.
Rule 2: the same text has the same pseudonym everywhere in a run, and different texts have different ones.
Rule 3: no pseudonym holds a text or a word of the original.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from importlib.resources import files

import msgspec

from sie.ledger.model import (
    Account,
    Balance,
    Company,
    Dimension,
    Extra,
    Generated,
    Ledger,
    Object,
    ObjectRef,
    Program,
    Row,
    Voucher,
)
from sie.profiles import all_profiles
from sie.spec.codes import ACCOUNT_TYPES, CHART_TYPES, COMPANY_TYPES, DIMENSIONS
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME
from sie.spec.organisation import bare_number
from sie.transform.findings import say
from sie.transform.model import Transformed
from sie.transform.sie5_names import emptied, hidden

__all__ = ["anonymise", "harmless_name", "texts_of"]

# Without vowels no pseudonym is a word; without 0 and 1 none is mistaken for another.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_LONG, _SHORT = 8, 5
_KEPT_LETTERS = 2
_PATIENCE = 1000
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*-?")
_SWEDISH = re.compile(r"((?:16|19|20)?)[0-9]{6}(-?)[0-9]{4}")
_VERSION = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6}){0,4}")
_DIGITS = re.compile("[0-9]+")

_NAMES_TOO = frozenset(("mark",))
_UNITS = frozenset(
    (
        "st",
        "tim",
        "h",
        "min",
        "kg",
        "g",
        "ton",
        "l",
        "m",
        "m2",
        "m3",
        "km",
        "mil",
        "cm",
        "mm",
        "dag",
        "kwh",
        "mwh",
        "förp",
        "%",
    )
)


def anonymise(ledger: Ledger, key: str | bytes | None = None) -> Transformed:
    r"""Replace everything in books that tells whose they are, so that they can be shown to somebody else.

    Replaced: company, address, signatures, texts of vouchers and rows, comments, names and longer codes of objects,
    series with more than two letters, unknown records; of what only SIE 5 says, all names, addresses, numbers of
    payment and the contents of documents. Names of accounts and dimensions stay when every word of them is
    a bookkeeping word: an account is what its number says, and a private name could stand in any other. An
    organisation number becomes one that is valid by its check digit and that no company has (numbers beginning with 4
    are not given out).

    Args:
        ledger: The books.
        key: What the pseudonyms are made from: the same key gives the same ones again. Keep it secret; a random one
            that nobody knows unless given.

    Example:
        >>> import sie
        >>> books = sie.loads("#ORGNR 556677-8899\n#FNAMN Annas\n#KONTO 1910 Kassa\n#KONTO 2393 \"Lån Anna\"\n")
        >>> hidden = anonymise(books, "secret").ledger
        >>> [account.name for account in hidden.accounts.values()], hidden.company.organisation_number[:1]
        (['Kassa', 'JPLKT6KQ'], '4')
    """
    return _Anonymiser(ledger, key).run()


def harmless_name(name: str) -> bool:
    """Whether a name consists of bookkeeping words only, and so tells nothing about anybody.

    Args:
        name: Of an account or a dimension.

    Example:
        >>> [harmless_name(name) for name in ("Kassa och bank", "Försäljning, 25 % moms", "Lån Anna")]
        [True, True, False]
    """
    words = _known_words()
    found = [word.casefold() for word in _WORD.findall(name)]
    return bool(found) and all(word in words or (word.isdigit() and len(word) < 4) for word in found)


_cache: list[frozenset[str]] = []


def _known_words() -> frozenset[str]:
    if not _cache:
        text = files("sie.spec").joinpath("bas.txt").read_text(encoding="utf-8")
        names = [line.split(" ", 2)[2] for line in text.split("\n") if line and not line.startswith("#")]
        names += [code.sv for code in DIMENSIONS.values()]
        more = files("sie.spec").joinpath("words.txt").read_text(encoding="utf-8")
        names += [line for line in more.split("\n") if not line.startswith("#")]
        words = {word.casefold() for name in names for word in _WORD.findall(name)}
        _cache.append(frozenset(words) - _NAMES_TOO)
    return _cache[0]


def texts_of(value: object) -> Iterator[str]:
    """Every text in books, keys included; dates and amounts are none.

    Args:
        value: A ledger or a part of one.
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in ("detection", "diagnostics"):
                yield from texts_of(getattr(value, name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_of(key)
            yield from texts_of(part)


class _Anonymiser:
    """One run: which text became what."""

    def __init__(self, ledger: Ledger, key: str | bytes | None) -> None:
        self.ledger = ledger
        given = (
            secrets.token_bytes(32)
            if key is None
            else key.encode("utf-8", "surrogatepass")
            if isinstance(key, str)
            else key
        )
        self.key = hashlib.sha256(given).digest()
        # Whatever stands in the original, whole or word by word, as far as a pseudonym could hold it.
        self.originals: set[str] = set()
        for text in set(texts_of(ledger)):
            folded = text.casefold()
            for word in (folded, *_WORD.findall(folded)):
                if 2 < len(word) <= _LONG and (len(word) > 5 or not word.isdigit()):
                    self.originals.add(word)
        self.made: dict[tuple[int, str], str] = {}
        self.taken: set[str] = set()
        self.numbers: dict[str, str] = {}
        self.kept: set[str] = set()

    def run(self) -> Transformed:
        """The books with everything replaced."""
        old = self.ledger
        new = msgspec.structs.replace(
            old,
            program=self.program(old.program),
            generated=Generated(old.generated.date, self.text(old.generated.sign)),
            prose=tuple(self.text(text) or "" for text in old.prose),
            company=self.company(old.company),
            tax_year=self.digits(old.tax_year),
            chart_type=old.chart_type if _chart_type(old.chart_type) else self.text(old.chart_type),
            currency=old.currency if re.fullmatch("[A-Z]{3}", old.currency or "") else self.text(old.currency),
            accounts={self.account(n): self.declared(a) for n, a in old.accounts.items()},
            dimensions={self.code(n): self.dimension(d) for n, d in old.dimensions.items()},
            objects=tuple(
                Object(self.code(o.dimension), self.code(o.number), self.text(o.name), o.origin) for o in old.objects
            ),
            balances=tuple(map(self.balance, old.balances)),
            vouchers=tuple(map(self.voucher, old.vouchers)),
            extras=tuple(map(self.extra, old.extras)),
            sie5=hidden(old.sie5, self),
            detection=None,
            diagnostics=(),  # they quote the file
        )
        found = [say("anonymised", count=len(self.made) + len(self.numbers))]
        documents = emptied(old.sie5.documents) if old.sie5 is not None else 0
        if documents:
            found.append(say("documents-emptied", count=documents))
        if self.kept:
            found.append(say("names-kept", count=len(self.kept)))
        return Transformed(ledger=new, found=tuple(found))

    # ---------------------------------------------------------------- pseudonyms

    def _word(self, text: str, length: int) -> str:
        known = self.made.get((length, text))
        if known is not None:
            return known
        attempt = 0
        while True:
            number = self._number(f"{length}\0{attempt}\0{text}")
            letters = []
            for _ in range(length):
                number, place = divmod(number, len(_LETTERS))
                letters.append(_LETTERS[place])
            word = "".join(letters)
            attempt += 1
            # It begins with a letter, so that nothing takes it for a number or a formula, and has more letters than a
            # code that is kept. A file made to hold every short word there is must not hold up the run for ever.
            fit = word[0].isalpha() and sum(map(str.isalpha, word)) > _KEPT_LETTERS and word not in self.taken
            if fit and (attempt > _PATIENCE or not self._tells(word)):
                break
        self.taken.add(word)
        self.made[length, text] = word
        return word

    def _number(self, what: str) -> int:
        """A number that nobody can foretell without the key."""
        data = what.encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(data, key=self.key, digest_size=16).digest())

    def _tells(self, word: str) -> bool:
        folded, size = word.casefold(), len(word)
        return any(folded[i:j] in self.originals for i in range(size) for j in range(i + 3, size + 1))

    def text(self, text: str | None) -> str | None:
        """A pseudonym for a text; nothing stays nothing."""
        return self._word(text, _LONG) if text and not text.isspace() else text

    def code(self, text: str) -> str:
        """A short code as it is, any other one replaced: it may be a name or a personal number."""
        letters = sum(map(str.isalpha, text))
        return text if letters <= _KEPT_LETTERS and len(text) <= _SHORT else self._word(text, _SHORT)

    def account(self, number: str) -> str:
        """An account number as it is; what is none is replaced."""
        return number if _DIGITS.fullmatch(number) and len(number) < 10 else self.code(number)

    def digits(self, text: str | None) -> str | None:
        """Figures as they are, anything else replaced."""
        return text if text is None or (_DIGITS.fullmatch(text) and len(text) < 10) else self.text(text)

    def name(self, text: str | None) -> str | None:
        """The name of an account or a dimension."""
        if text and harmless_name(text):
            self.kept.add(text)
            return text
        return self.text(text)

    def organisation_number(self, text: str | None) -> str | None:
        """A number of the same form with a valid check digit that no company has."""
        match = _SWEDISH.fullmatch((text or "").strip())
        if text is None or match is None:
            return self.text(text)
        digits = bare_number(text)
        new = self.numbers.get(digits)
        attempt = 0
        while new is None or new == digits:
            number = self._number(f"orgnr\0{attempt}\0{digits}")
            # The third digit of an organisation number is 2 or more; the month of a personal number never is.
            nine = f"4{number % 10}{2 + number // 10 % 8}{number // 80 % 1_000_000:06}"
            candidate = nine + _check_digit(nine)
            new = None if candidate in self.numbers.values() or candidate in self.originals else candidate
            attempt += 1
        self.numbers[digits] = new
        return f"{'16' if match[1] else ''}{new[:6]}{match[2]}{new[6:]}"

    # ---------------------------------------------------------------- values

    def program(self, program: Program) -> Program:
        """A program that is known by its name as that; support needs it."""
        known = next((p.title for p in all_profiles() if p.wrote(program.name)), None)
        version = program.version
        return Program(
            known or self.text(program.name), version if _VERSION.fullmatch(version or "") else self.text(version)
        )

    def company(self, company: Company) -> Company:
        """The company; its industry code is left out."""
        address = company.address
        if address is not None:
            address = msgspec.structs.replace(
                address, **{name: self.text(getattr(address, name)) for name in address.__struct_fields__}
            )
        return Company(
            name=self.text(company.name),
            organisation_number=self.organisation_number(company.organisation_number),
            acquisition_number=self.digits(company.acquisition_number),
            activity_number=self.digits(company.activity_number),
            type=company.type if company.type in COMPANY_TYPES else self.text(company.type),
            id=self.text(company.id),
            address=address,
        )

    def declared(self, account: Account) -> Account:
        """An account of the chart."""
        unit = account.unit
        return msgspec.structs.replace(
            account,
            number=self.account(account.number),
            name=self.name(account.name),
            type=account.type if account.type in ACCOUNT_TYPES else self.text(account.type),
            unit=unit if (unit or "").casefold().rstrip(".") in _UNITS else self.text(unit),
            sru=tuple(self.digits(code) or "" for code in account.sru),
            sie5=hidden(account.sie5, self),
        )

    def dimension(self, dimension: Dimension) -> Dimension:
        """A dimension."""
        parent = self.code(dimension.parent) if dimension.parent is not None else None
        return Dimension(self.code(dimension.number), self.name(dimension.name), parent, dimension.origin)

    def objects(self, refs: tuple[ObjectRef, ...]) -> tuple[ObjectRef, ...]:
        """What a row or a balance is booked on."""
        return tuple(ObjectRef(self.code(ref.dimension), self.code(ref.number)) for ref in refs)

    def balance(self, b: Balance) -> Balance:
        """A balance."""
        return msgspec.structs.replace(
            b,
            account=self.account(b.account),
            object=self.objects(b.object),
            period=self.digits(b.period),
            extras=tuple(self.text(text) or "" for text in b.extras),
            foreign=hidden(b.foreign, self),
        )

    def voucher(self, voucher: Voucher) -> Voucher:
        """A voucher."""
        return msgspec.structs.replace(
            voucher,
            series=self.code(voucher.series) if voucher.series else voucher.series,
            number=self.voucher_number(voucher.number),
            text=self.text(voucher.text),
            sign=self.text(voucher.sign),
            rows=tuple(map(self.row, voucher.rows)),
            extras=tuple(map(self.extra, voucher.extras)),
            sie5=hidden(voucher.sie5, self),
        )

    def voucher_number(self, number: str | None) -> str | None:
        """A number as it is; what is none is replaced."""
        return number if not number or (number.isdigit() and len(number) < 10) else self.code(number)

    def row(self, row: Row) -> Row:
        """A row of a voucher."""
        return msgspec.structs.replace(
            row,
            account=self.account(row.account) if row.account else row.account,
            objects=self.objects(row.objects),
            text=self.text(row.text),
            sign=self.text(row.sign),
            twin=self.row(row.twin) if row.twin is not None else None,
            extras=tuple(self.text(text) or "" for text in row.extras),
            sie5=hidden(row.sie5, self),
        )

    def extra(self, extra: Extra) -> Extra:
        """Something outside the standard: its label too, when the standard does not have it."""
        known = BY_NAME.get(extra.label)
        fields = tuple(
            (self.text(f) or "") if isinstance(f, str) else tuple(self.text(word) or "" for word in f)
            for f in extra.fields
        )
        key = extra.key
        if key is not None:
            kinds = [field.kind for field in known.fields] if known else []
            key = tuple(self._keyed(kinds[i] if i < len(kinds) else None, part) for i, part in enumerate(key))
        label = extra.label if known else "#" + self._word(extra.label, _LONG)
        block = tuple(map(self.extra, extra.block))
        return msgspec.structs.replace(extra, label=label, fields=fields, key=key, block=block)

    def _keyed(self, kind: Kind | None, part: str) -> str:
        if kind is Kind.ACCOUNT:
            return self.account(part)
        if kind in (Kind.DIMENSION, Kind.OBJECT):
            return self.code(part)
        return part if part.lstrip("-").isdigit() and len(part) < 10 else self.text(part) or ""


def _chart_type(text: str | None) -> bool:
    return text is None or text in CHART_TYPES or re.fullmatch("BAS2[0-9]{3}", text) is not None


def _check_digit(nine: str) -> str:
    """The check digit of nine digits (Luhn)."""
    total = 0
    for place, digit in enumerate(nine):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
