"""`python -m referat` is the command line."""

import sys

from referat.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
