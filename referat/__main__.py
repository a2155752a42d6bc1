"""`python -m referat` is the command line."""

import sys

from referat.cli.main import main

sys.exit(main())
