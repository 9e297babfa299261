"""``python -m sie`` is the command line."""

from __future__ import annotations

from sie.cli import main

if __name__ == "__main__":
    main()
