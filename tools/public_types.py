"""
Lists what is public and has no type that every checker knows: names of `dmsi_rules`, their parameters, fields and methods.

    python tools/public_types.py

It asks basedpyright as an application's developer would, of the package that is installed. What is private may be inferred.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dmsi_rules

BIN = Path(sys.executable).parent
VERIFY = [str(BIN / "basedpyright"), "--verifytypes", "dmsi_rules", "--ignoreexternal", "--outputjson"]


def public() -> set[str]:
    """
    Return the names of `dmsi_rules`, each as the module that defines it has it.
    """
    values = [getattr(dmsi_rules, name) for name in dmsi_rules.__all__]
    return {f"{value.__module__}.{value.__qualname__}" for value in values if hasattr(value, "__qualname__")}


def untyped(symbols: list[dict[str, Any]]) -> Iterator[str]:
    """
    Yield a line for each of *symbols* that is public, or belongs to what is, and whose type is not known to all checkers alike.
    """
    names = public()
    for symbol in symbols:
        path = symbol["name"].split(".")
        owners = {".".join(path[:length]) for length in range(2, len(path) + 1)}
        if names & owners and (not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]):
            said = [line for each in symbol["diagnostics"] for line in each["message"].splitlines()[:1]]
            yield f"{symbol['name']}: {'; '.join(said) or 'its members are not all known'}"


def main() -> int:
    """
    Print them; the exit status says whether there are any.
    """
    found = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(BIN.parent)}
    verified = subprocess.run(VERIFY, capture_output=True, text=True, check=False, env={**os.environ, **found})  # noqa: S603  (ours)
    symbols = json.loads(verified.stdout)["typeCompleteness"]["symbols"]
    if not any(symbol["isExported"] for symbol in symbols):
        sys.exit("the package was not found")
    lines = list(untyped(symbols))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
