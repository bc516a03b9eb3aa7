"""`python -m unionoffice`: the same as the command `unionoffice`."""

from __future__ import annotations

import sys

from unionoffice.cli import main

if __name__ == "__main__":
    sys.exit(main())
