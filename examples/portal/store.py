"""
Drafts kept in SQLite as the JSON that they are, each with the last answer on it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

TABLE = "CREATE TABLE IF NOT EXISTS drafts (name TEXT PRIMARY KEY, document TEXT NOT NULL, answer TEXT NOT NULL)"
KEEP = "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)"


class Store:
    """
    The drafts of a portal.

    Args:
        path: the database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as database:
            database.execute(TABLE)

    def keep(self, name: str, document: dict[str, Any], answer: dict[str, Any]) -> None:
        """
        Keep *document* as the draft *name*.
        """
        with self._open() as database:
            database.execute(KEEP, (name, json.dumps(document), json.dumps(answer)))

    def draft(self, name: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """
        Return the draft *name* and the last answer on it; None where there is none.
        """
        with self._open() as database:
            row = database.execute("SELECT document, answer FROM drafts WHERE name = ?", (name,)).fetchone()
        return row and (json.loads(row[0]), json.loads(row[1]))

    def names(self) -> list[str]:
        """
        Return what the drafts are called.
        """
        with self._open() as database:
            return [name for (name,) in database.execute("SELECT name FROM drafts ORDER BY name")]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """
        Give a connection of this call's own: calls come from many threads.
        """
        with closing(sqlite3.connect(self._path)) as database, database:
            yield database
