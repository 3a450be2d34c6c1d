"""
Compiles the catalogues of sentences into the wheel. A checkout has none: there the program reads them as they are written.
"""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """
    The step of a build that writes a `.mo` file for each `.po` file.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """
        Compile into a directory of its own, and have the files put beside the modules.
        """
        if version == "editable":
            return
        source = Path(self.root, "src")
        self.compiled = tempfile.TemporaryDirectory()
        for rank, path in enumerate(sorted(source.glob("dmsi_rules/locale/*/LC_MESSAGES/*.po"))):
            target = Path(self.compiled.name, f"{rank}.mo")
            with path.open("rb") as written, target.open("wb") as compiled:
                write_mo(compiled, read_po(written, abort_invalid=True))
            build_data["force_include"][str(target)] = path.relative_to(source).with_suffix(".mo").as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """
        Take the directory away.
        """
        del build_data, artifact_path
        if version != "editable":
            self.compiled.cleanup()
