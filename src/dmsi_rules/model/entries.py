"""
What every entry of a convention's file has: the place of the text that it comes from, the days between which it holds, words.
"""

from dmsi_rules.model.scalars import Date, Text
from dmsi_rules.values.record import APART, field, record
from dmsi_rules.values.words import Words


@record(kw_only=True)
class Entry:
    """
    An entry, or a clause.

    Attributes:
        source: the place of the text; in a file it may stand in a table around the entry.
        from_: the first day on which it holds; the file's first day where it gives none.
        until: the last day on which it holds.
        rank: its place among all entries of the file.
    """

    source: Text = ""
    from_: Date | None = None
    until: Date | None = None
    rank: int = field(default=0, eq=False, repr=False, metadata=APART)

    @property
    def key(self) -> object:
        """
        What its versions have in common: of those with one key the latest holds.
        """
        for name in ("code", "rule"):
            if (value := getattr(self, name, None)) is not None:
                return value
        return ()


@record(kw_only=True)
class Worded(Entry):
    """
    An entry with its name, or a statement that is to be true, in French, English or both.
    """

    fr: Text | None = None
    en: Text | None = None

    @property
    def words(self) -> Words:
        """
        Its words, each language standing in for one that is not there.
        """
        return Words.of(self.fr, self.en)
