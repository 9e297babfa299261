"""Companies in a database: fresh, active or archived; books go in whole and come out as they went in.

Rule 1: money is whole öre in the database; what is not exact is refused, never rounded.
Rule 2: one import is one transaction: all of it is there, or nothing is.
Rule 3: an archived company is closed; the database itself refuses writes to it.
Rule 4: SQLAlchemy is imported in this room only, and only when a database is opened.
"""
