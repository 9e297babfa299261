"""The format as data: labels, field kinds and code lists.

Rule 1: a fact about SIE 1-4 that somebody could look up in the specification stands here and nowhere else.
Rule 2: nothing here reads, writes or judges; code in the rooms above interprets these tables.
"""
