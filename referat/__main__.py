"""`python -m referat` is the command line."""

import sys

from referat.cli import main

sys.exit(main())
