"""The command `python -m checker.audit`."""

import sys

from checker.audit import main

sys.exit(main())
