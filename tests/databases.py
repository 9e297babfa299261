"""A database for each test: SQLite always, PostgreSQL when ``SIE_TEST_DATABASE`` holds a URL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

URL = os.environ.get("SIE_TEST_DATABASE")
_NO_URL = pytest.mark.skip(reason="SIE_TEST_DATABASE holds no URL of a PostgreSQL database")


POSTGRESQL = pytest.param("postgresql", marks=[] if URL else [_NO_URL])


@pytest.fixture(params=["sqlite", POSTGRESQL])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name or URL of an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "companies.db")
    from sqlalchemy import create_engine, text

    assert URL is not None
    engine = create_engine(URL.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return URL
