"""
The files that come with the package: its tables and catalogues, wherever it is installed.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]


class PackageFileError(OSError):
    """
    A file that comes with the package cannot be read: it is not installed in full.
    """


class MissingFileError(PackageFileError):
    """
    It is not there.
    """


def own_file(path: Path) -> bytes:
    """
    Return what is in *path*, a file of the package, which may be a part of a zip.

    Raises:
        PackageFileError: it cannot be read, or is not there.
    """
    kind = PackageFileError
    try:
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            if (found := _packed(path)) is not None:
                return found
            kind = MissingFileError
            raise
    except OSError as error:
        raise kind(error.errno, error.strerror or str(error), str(path)) from None


def _packed(path: Path) -> bytes | None:
    """
    Return what the package's importer has at *path*, where the package is no folder; None if it has nothing there.
    """
    # The import alone takes up to a tenth of a check (18 ms seen): only an archive needs it.
    from importlib.resources import files  # noqa: PLC0415

    if not path.is_relative_to(ROOT):
        return None
    found = files(__name__.partition(".")[0]).joinpath(*path.relative_to(ROOT).parts)
    return found.read_bytes() if found.is_file() else None
