"""Judgement: what is wrong with books, or odd, beyond what reading them had to forgive.

Rule 1: a rule is a documented class in the module of its family; its docstring is its page and its test.
Rule 2: rules look at one stream (records, vouchers) and at what was counted on the way, never at a whole file.
Rule 3: what a certain program wants or writes is data in ``sie/profiles``; ``demands`` interprets it.
"""
