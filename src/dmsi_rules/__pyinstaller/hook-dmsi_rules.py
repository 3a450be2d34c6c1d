"""
What a program made by PyInstaller needs of this package besides what is imported at its start.
"""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules  # type: ignore[import-untyped]  # there where hooks run

datas = collect_data_files("dmsi_rules", excludes=["**/*.po"])  # the tables, the catalogues, the page of the audit
hiddenimports = collect_submodules("dmsi_rules", filter=lambda name: "__pyinstaller" not in name)  # imported by name
