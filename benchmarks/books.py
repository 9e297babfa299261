"""Books to measure with: a SIE 4E file of any size, the same every time."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

ACCOUNTS = {
    "1510": "Kundfordringar",
    "1910": "Kassa",
    "1930": "Företagskonto",
    "2440": "Leverantörsskulder",
    "2611": "Utgående moms på försäljning, 25 %",
    "2641": "Debiterad ingående moms",
    "3001": "Försäljning inom Sverige, 25 % moms",
    "4010": "Inköp av varor från Sverige",
    "5010": "Lokalhyra",
    "6110": "Kontorsmateriel",
    "6250": "Postbefordran",
    "7010": "Löner till kollektivanställda",
}


def head() -> bytes:
    """Everything before the first voucher."""
    lines = [
        "#FLAGGA 0",
        '#PROGRAM "Mätprogrammet" 1.0',
        "#FORMAT PC8",
        "#GEN 20250115",
        "#SIETYP 4",
        '#FNAMN "Målerifirman Å & Ö AB"',
        "#ORGNR 556677-8899",
        "#RAR 0 20240101 20241231",
        "#KPTYP EUBAS97",
        *(f'#KONTO {number} "{name}"' for number, name in ACCOUNTS.items()),
        '#DIM 1 "Kostnadsställe"',
        '#OBJEKT 1 "01" "Norr"',
        "#IB 0 1930 1000000.00",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("cp437")


def vouchers(count: int, seed: int = 1) -> Iterator[bytes]:
    """Vouchers of three rows, one at a time; 100 000 of them are about 20 MB."""
    choose = random.Random(seed)
    numbers = list(ACCOUNTS)
    for number in range(1, count + 1):
        day = f"2024{choose.randint(1, 12):02}{choose.randint(1, 28):02}"
        first, second = choose.randint(100, 1_000_000), choose.randint(100, 1_000_000)
        lines = [f'#VER A {number} {day} "Inköp från leverantör {number}" {day}', "{"]
        for ore in (first, second, -first - second):
            objects = '{1 "01"}' if choose.random() < 0.3 else "{}"
            row = f"#TRANS {choose.choice(numbers)} {objects} {ore / 100:.2f}"
            if choose.random() < 0.6:
                row += f' {day} "Faktura {choose.randint(1, 100_000)}"'
            lines.append(row)
        lines.append("}")
        yield "".join(f"{line}\r\n" for line in lines).encode("cp437")


def books(count: int) -> bytes:
    """A whole file."""
    return head() + b"".join(vouchers(count))


class Endless(io.RawIOBase):
    """A seekable file of any size that is made as it is read: one part again and again."""

    def __init__(self, size: int, part: bytes) -> None:
        super().__init__()
        self._head = head()
        self._part = part
        self._size = len(self._head) + (size - len(self._head)) // len(part) * len(part)
        self._at = 0

    def __len__(self) -> int:
        return self._size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._size if size is None or size < 0 else min(self._size, self._at + size)
        out = []
        while self._at < end:
            if self._at < len(self._head):
                piece = self._head[self._at : end]
            else:
                start = (self._at - len(self._head)) % len(self._part)
                piece = self._part[start : start + end - self._at]
            out.append(piece)
            self._at += len(piece)
        return b"".join(out)
