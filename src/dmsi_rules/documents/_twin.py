"""
The package's own tables: written in TOML for people, and read from JSON, which takes a fiftieth of the time.

The JSON is made as the package is built (`hatch_build.py`); a table that was edited since prevails over it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zlib import crc32

from dmsi_rules.documents.bounds import decoded
from dmsi_rules.values.own_files import own_file


def packaged(path: Path) -> Any:
    """
    Return the data of the TOML file *path* of the package, from the twin beside it if that was made of this very text.
    """
    content = own_file(path)
    match _twin_of(path):
        case {"of": made_of, "data": data} if made_of == crc32(content):
            return data
    from dmsi_rules.documents import _toml  # noqa: PLC0415  (its parser takes longer to load than the twin to read)

    return _toml.parse(decoded(content))


def _twin_of(path: Path) -> Any:
    try:
        return json.loads(own_file(path.with_suffix(".json")))
    except (OSError, ValueError):
        return None
