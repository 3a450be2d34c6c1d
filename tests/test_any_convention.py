"""
The code speaks of no one convention: what a text decides, names and dates is in its file.
"""

import re
from pathlib import Path

import dmsi_rules

PACKAGE = Path(dmsi_rules.__file__).parent
LEFT_OUT = (
    *(PACKAGE / "convention").glob("*.toml"),  # the embedded convention, and the documents that break its rules
    PACKAGE / "model" / "codes.py",  # codes that documents and the contract use
    PACKAGE / "testing" / "strategies.py",  # documents drawn for the embedded convention
)
"""
Besides the catalogues of `locale`, which repeat sentences of the code.
"""
READ = (".py", ".toml", ".html", ".css")
PROGRAM = re.compile(r"dmsi[-_]rules|DmsiRules|pooled IT department \(DMSI\) of Lens-Liévin", re.IGNORECASE)
"""
The name of the program, and what the project is about, in one line.
"""
OF_ONE_TEXT = re.compile(
    r"""
      \bArt\.[ ]?[0-9] | \b[Aa]rticles?[ ][0-9] | \bAnnexe | \bCGCT\b | L\.[ ][0-9]{4}
    | \b(?:CALL|DMSI|DGA|DGS)\b | \bLens\b | Li[eé]vin | \bcall-[a-z]+ | ["'](?:call|dmsi)["']
    | \b(?:reseau|hebergement|amoa|acces-call)\b | [`"'/](?:socle|postes|serveurs|messagerie|conseil|basique|premium)[-`"'/]
    | \b(?:30[ ]June|1[ ]July|31[ ]December|1[ ]January|30[ ]juin|31[ ]d[ée]cembre|1er[ ]janvier)
    | june-30 | july-1 | next-january
    | \b(?:[Mm]ayor|[Mm]aire|vice-president|DMSI's|half-year)\b
    """,
    re.VERBOSE,
)


def test_no_word_of_one_text() -> None:
    """
    No article, annexe, agglomeration, service, person or day of a text stands in a sentence, a docstring or a name.
    """
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {said[0]}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in READ and path not in LEFT_OUT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (said := OF_ONE_TEXT.search(PROGRAM.sub("", line)))
    ]
    assert [] == found
