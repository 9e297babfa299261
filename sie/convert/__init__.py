"""Doors to other formats, one module each.

Rule 1: a module here turns a ledger into a format, the format into a ledger, or both; what it is and keeps is a row in
``formats``.
Rule 2: what a format cannot hold is said, never dropped in silence.
"""
