"""What a person or another program is shown of a ledger.

Rule 1: ``summary`` computes, and knows nothing about how it looks; the others show, and compute nothing.
Rule 2: nothing that came from a file reaches a terminal before ``safe`` has made it harmless.
"""
