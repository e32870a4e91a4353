"""`python -m comity`."""

import sys

from comity.cli import main

sys.exit(main())
