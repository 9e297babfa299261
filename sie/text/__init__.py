"""Bytes to records and back.

Rule 1: code pages are named only here.
Rule 2: nothing here knows what the books say, and no content makes it raise.
"""
