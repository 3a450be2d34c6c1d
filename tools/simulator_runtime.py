"""
Brings together what the simulator of the site runs on: Python as Pyodide makes it, and the wheels of this package and its own.

    python tools/simulator_runtime.py build/simulator

The interpreter is npm's package `pyodide`, of a version whose content is known; the wheels are pure Python, of the versions in
`constraints.txt`. What has been downloaded is kept; without a network, or without npm, there is none, and that is said.
"""

import argparse
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYODIDE = "314.0.7"
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
INTERPRETER = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "package.json",
)  # the last has its licence
LOCK = "pyodide-lock.json"
WHEELS = ("attrs", "defusedxml", "et-xmlfile", "odswriter", "openpyxl", "python-stdnum")
"""
What the page uses of the package's own dependencies, and of those of the extra `office`.
"""
MANIFEST = "runtime.json"
SOON = ("--fetch-retries=0", "--fetch-timeout=60000")  # where there is no network, that is known at once
LEFT_OUT = 3
"""
The status where something cannot be had here.
"""


class NotHereError(Exception):
    """
    Something cannot be had on this machine.
    """


def assemble(target: Path) -> None:
    """
    Fill *target*; its manifest is written last, and so is there only where all else is.

    Raises:
        NotHereError: something cannot be had here.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / MANIFEST).unlink(missing_ok=True)
    _interpreter(target)
    wheels = [*_wheels(target), _own_wheel(target)]
    files = [*INTERPRETER, LOCK, *(wheel.name for wheel in wheels)]
    manifest = {
        "files": {name: (target / name).stat().st_size for name in files},
        "wheels": [wheel.name for wheel in wheels],
    }
    for path in target.iterdir():
        if path.is_file() and path.name not in files:
            path.unlink()
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _interpreter(target: Path) -> None:
    """
    Unpack the interpreter, with a list of the packages that go with it that has none: nothing is fetched by it.
    """
    kept = target / "kept" / f"pyodide-{PYODIDE}.tgz"
    if not kept.exists():
        npm = shutil.which("npm")
        if npm is None:
            msg = "npm is not installed"
            raise NotHereError(msg)
        kept.parent.mkdir(exist_ok=True)
        _run([npm, "pack", f"pyodide@{PYODIDE}", "--silent", *SOON, "--pack-destination", str(kept.parent)])
    content = kept.read_bytes()
    if f"sha512-{b64encode(hashlib.sha512(content).digest()).decode()}" != INTEGRITY:
        kept.unlink()
        msg = f"{kept.name} is not what it is known to be"
        raise SystemExit(msg)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for name in (*INTERPRETER, LOCK):
            member = archive.extractfile(f"package/{name}")
            assert member is not None, name  # noqa: S101  (the content is known)
            (target / name).write_bytes(member.read())
    lock = json.loads((target / LOCK).read_text(encoding="utf-8"))
    (target / LOCK).write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")


def _wheels(target: Path) -> list[Path]:
    """
    Return the wheels of what the package uses, as `constraints.txt` names their versions.
    """
    constraints = (ROOT / "constraints.txt").read_bytes()
    kept = target / "kept" / hashlib.sha256(constraints + repr(WHEELS).encode()).hexdigest()[:16]
    if not kept.exists():
        beside = kept.with_suffix(".part")
        shutil.rmtree(beside, ignore_errors=True)
        pure = ("--no-deps", "--only-binary", ":all:", "--platform", "any")
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries", "1")
        _run([*pip, *pure, "--constraint", str(ROOT / "constraints.txt"), "--dest", str(beside), *WHEELS])
        beside.rename(kept)
    return [Path(shutil.copy(wheel, target)) for wheel in sorted(kept.glob("*-none-any.whl"))]


def _own_wheel(target: Path) -> Path:
    """
    Build the wheel of this package.
    """
    beside = target / "kept" / "own"
    shutil.rmtree(beside, ignore_errors=True)
    build = [sys.executable, "-m", "build", "--quiet", "--wheel", "--no-isolation", "--outdir", str(beside), str(ROOT)]
    subprocess.run(build, check=True)  # noqa: S603  (as below)
    (wheel,) = beside.glob("*.whl")
    return Path(shutil.move(wheel, target / wheel.name))


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        raise NotHereError((done.stderr.strip() or done.stdout.strip()).splitlines()[-1])


def main() -> int:
    """
    Bring it together, or say why not.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("target", type=Path)
    try:
        assemble(parser.parse_args().target)
    except NotHereError as error:
        sys.stderr.write(f"left out: {error}\n")
        return LEFT_OUT
    return 0


if __name__ == "__main__":
    sys.exit(main())
