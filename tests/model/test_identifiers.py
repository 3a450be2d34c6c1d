"""
SIREN and SIRET numbers: what is accepted without asking python-stdnum is what it accepts.
"""

from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.fr import siren, siret

from dmsi_rules import InvalidDocumentError, read_dossier

LA_POSTE = "356000000"


def is_accepted(key: str, value: str) -> bool:
    """
    Whether a dossier may have *value* as its number.
    """
    try:
        read_dossier({"commune": {"name": "Lens", key: value}})
    except InvalidDocumentError:
        return False
    return True


def digits(count: int) -> st.SearchStrategy[str]:
    """
    Numbers of *count* digits.
    """
    return st.text("0123456789", min_size=count, max_size=count)


@given(digits(9))
@example("216204982")
def test_siren(value: str) -> None:
    """
    Nine digits are a SIREN where python-stdnum says so, all zeros apart.
    """
    assert (siren.is_valid(value) and value != "0" * 9) == is_accepted("siren", value)


@given(st.sampled_from(["216204982", LA_POSTE]) | digits(9), digits(5))
@example(LA_POSTE, "45266")  # has the check digit of all numbers, and not La Poste's own
@example(LA_POSTE, "00048")
def test_siret(head: str, tail: str) -> None:
    """
    Fourteen digits are a SIRET where python-stdnum says so, those of La Poste too; of no SIREN it is none.
    """
    is_some = head != "0" * 9
    assert (siret.is_valid(head + tail) and is_some) == is_accepted("siret", head + tail)
