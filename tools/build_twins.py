"""
Writes the JSON twins of the package's tables: what is read in their place, as long as it was made of the very same text.
"""

from pathlib import Path

from dmsi_rules import convention, lifecycles
from dmsi_rules.documents._twin import twin

TABLES = (Path(convention.__file__).with_name(convention.EMBEDDED), lifecycles.PACKAGED)


def main() -> None:
    """
    Write each beside its table.
    """
    for path in TABLES:
        path.with_suffix(".json").write_text(twin(path.read_bytes()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
