"""
A council's own policy as a rule: `dmsi-rules check DOSSIER --rules policy.py`.
"""

from dmsi_rules import Case, Rule, Unknown, Violated

MOST = 100
AGREEMENT = "x-agreement"  # the day on which the elected member agreed; false: there is none


def workstations(case: Case) -> list[tuple[str, tuple[str, int | None]]]:
    """
    Each line that asks for workstations, with its JSON pointer.
    """
    return [(path, (path, line.quantity)) for path, line in case.lines if line.service == "postes"]


def too_many(asked: tuple[str, int | None], case: Case) -> Violated | Unknown | None:
    """
    Nothing where it is met; unknown without a quantity, or without a word on the agreement.
    """
    path, quantity = asked
    if quantity is None:
        return Unknown(missing=(f"{path}/quantity",))
    agreement = (case.dossier.own or {}).get(AGREEMENT)
    if quantity <= MOST or agreement:
        return None
    if agreement is None:
        return Unknown(missing=(f"/{AGREEMENT}",))
    return Violated(facts={"quantity": quantity, "most": MOST})


POLICY = Rule(
    code="COUNCIL001",
    name="too-many-workstations",
    title="More workstations than the council allows",
    source="Council, 3 March 2026",
    force="breach",
    message="`{quantity}` workstations are asked for; more than {most} want the elected member's agreement",
    checks="Without the elected member's agreement no request asks for more than 100 workstations.",
    why="The council wants to decide on large orders itself.",
    remedy="Have the elected member agree, or ask for fewer.",
    places=workstations,
    check=too_many,
)
