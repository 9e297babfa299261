"""The command line from a checkout: ``python cli.py show FILE``. Installed, it is called ``sie``."""

from __future__ import annotations

import sys

try:
    import msgspec  # noqa: F401 - the commands import it later, when it is too late to say so kindly

    from sie.cli import main
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] == "sie":
        raise
    sys.exit(f"{error.name} is missing. Install what the command line needs: python -m pip install .")

if __name__ == "__main__":
    main()
