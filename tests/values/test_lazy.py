"""
Attributes worked out when they are first asked for, and then kept.
"""

from dmsi_rules.values.lazy import lazy


class Answer:
    """
    Counts how often it is worked out.
    """

    def __init__(self) -> None:
        self.count = 0

    @lazy
    def value(self) -> int:
        """
        The count.
        """
        self.count += 1
        return self.count


def test_once_for_each() -> None:
    """
    One instance's is not another's.
    """
    one, other = Answer(), Answer()
    assert (1, 1, 1) == (one.value, one.value, other.value)
    assert (1, 1) == (one.count, other.count)


def test_it_can_be_looked_up_on_the_class() -> None:
    """
    With what is said of it.
    """
    assert "The count." in str(Answer.value.__doc__)
