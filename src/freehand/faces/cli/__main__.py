"""``python -m freehand.faces.cli``: the same as ``freehand``."""

import sys

from freehand.faces.cli.main import main

sys.exit(main())
