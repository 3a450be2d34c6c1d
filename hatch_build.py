"""
Makes what the package reads of what people write: catalogues compiled, tables as JSON. None of it is committed.

A wheel gets it as it is built; an editable installation has it beside its sources, and `nox -s generated` makes it again.
"""

import io
import json
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src", "dmsi_rules")


def generated(package: Path) -> Iterator[tuple[Path, bytes]]:
    """
    Yield what is made of the sources of *package*: the path of each file, and what is in it.
    """
    for path in sorted(package.rglob("*.po")):
        yield path.with_suffix(".mo"), _catalogue(path)
    for path in sorted(package.rglob("*.toml")):
        yield path.with_suffix(".json"), _table(path)


def _catalogue(path: Path) -> bytes:
    compiled = io.BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written, abort_invalid=True))
    return compiled.getvalue()


def _table(path: Path) -> bytes:
    """
    Return a table as JSON, which is read in a fiftieth of the time, with the sum of the text that it was made of.
    """
    content = path.read_bytes()
    data = {"of": crc32(content), "data": tomllib.loads(content.decode())}
    return f"{json.dumps(data, ensure_ascii=False, indent=1, default=str)}\n".encode()


def write_beside(package: Path) -> None:
    """
    Write all of it beside the sources of *package*.
    """
    for path, content in generated(package):
        path.write_bytes(content)


class Generated(BuildHookInterface[Any]):
    """
    The step of a build that does so.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """
        Put it into the wheel from a directory of its own; for an editable installation, beside the sources.
        """
        package = Path(self.root, PACKAGE)
        if version == "editable":
            write_beside(package)
            return
        self.made = tempfile.TemporaryDirectory()
        for rank, (path, content) in enumerate(generated(package)):
            target = Path(self.made.name, str(rank))
            target.write_bytes(content)
            build_data["force_include"][str(target)] = path.relative_to(package.parent).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """
        Take the directory away.
        """
        del build_data, artifact_path
        if version != "editable":
            self.made.cleanup()


if __name__ == "__main__":
    write_beside(Path(__file__).parent / PACKAGE)
