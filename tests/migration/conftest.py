"""What the tests of a move share: a database for each test; see ``tests/databases.py``."""

from tests.databases import place as place
