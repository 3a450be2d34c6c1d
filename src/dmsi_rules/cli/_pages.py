"""
Pages to print: written as they come, or made a PDF by a browser or a library that is installed.
"""

from __future__ import annotations

from pathlib import Path

from dmsi_rules.text.marks import N_

NO_JINJA = N_("pages need the package jinja2: python -m pip install jinja2, in the environment of dmsi-rules")
NO_PDF = N_(
    "a PDF needs an installed Chromium or Chrome, or the package weasyprint; or write the page with --format html and print it"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PATIENCE = 120
"""
How many seconds a browser may take.
"""


class NoPrinterError(Exception):
    """
    Nothing is installed that makes a PDF of a page.
    """


def to_pdf(page: str) -> bytes:
    """
    Return *page*, which fetches nothing, as PDF.

    Raises:
        NoPrinterError: nothing is installed that does so, or it failed.
    """
    from shutil import which  # noqa: PLC0415  (few print)

    browser = next(filter(None, map(which, BROWSERS)), None)
    return _by_weasyprint(page) if browser is None else _by_browser(browser, page)


def _by_weasyprint(page: str) -> bytes:
    try:
        from weasyprint import HTML  # noqa: PLC0415  (optional)
    except (ImportError, OSError):  # it loads libraries of the system
        raise NoPrinterError from None
    return bytes(HTML(string=page).write_pdf())


def _by_browser(browser: str, page: str) -> bytes:
    import subprocess  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8", errors="backslashreplace")
        options = ("--headless", "--disable-gpu", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile")
        command = [browser, *options, f"--print-to-pdf={made}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603  (our own page, no shell)
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise NoPrinterError from None
