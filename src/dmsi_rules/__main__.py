"""
`python -m dmsi_rules` is `dmsi-rules`.
"""

import sys

from dmsi_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
