"""The command `python -m checker.changes`."""

import sys

from checker.changes import main

sys.exit(main())
