"""Records to books and back: the model, its values, reading, writing and building.

Rule 1: what a value means stands in the label table; this room only follows it.
Rule 2: a value that cannot be read is absent here and present, raw, in a diagnostic. No zeros, no guesses.
"""
