"""What the tests of companies share: a database for each test; see ``tests/databases.py``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sie.company.database import Database
from tests.databases import place as place


@pytest.fixture
def database(place: str) -> Iterator[Database]:
    opened = Database(place)
    yield opened
    opened.close()
