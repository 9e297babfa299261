"""Cures for what reading has to forgive: text edits on the document that keep every other byte.

Rule 1: a safe repair keeps every value of the books; what it must change (a garbled name, a hyphen) it names.
Rule 2: nothing is believed: after each step the books are read again and compared with those before it.
"""
