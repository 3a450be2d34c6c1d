"""
`python -m dmsi_rules` is `dmsi-rules`.
"""

from dmsi_rules.cli import run

if __name__ == "__main__":
    run()
