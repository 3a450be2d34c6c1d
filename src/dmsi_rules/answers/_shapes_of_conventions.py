"""
The schemas of what is said of a convention: its catalogue, its faults, what a revision of it changes.
"""

from __future__ import annotations

from dmsi_rules.answers._shapes import (
    ABOUT_PRICES,
    AMOUNT,
    CODE,
    DAY,
    DOSSIER,
    FLAG,
    GRID,
    HEADING,
    MONTH,
    NUMBER,
    PATH,
    PERIOD,
    PLAN,
    SERVICE,
    SOURCE,
    TEXT,
    UNIT_PRICE,
    Shape,
    a,
    listed,
    table,
    word,
)
from dmsi_rules.answers._shapes_of_checks import FINDING, REPORT
from dmsi_rules.text.marks import N_

TITLE = a(TEXT, N_("its title in the convention"))
CATALOGUE = table(
    N_("The services of a convention, what they cost and what they require."),
    {
        **HEADING,
        "grid": GRID,
        "title": a(TEXT, N_("the title of the convention")),
        "base": a(TEXT, N_("the service that opens with the first one")),
        "services": listed(
            N_("each service"),
            table(
                N_("one service"),
                {
                    "code": SERVICE,
                    "title": TITLE,
                    "english": a(TEXT, N_("its title in English"), null=True),
                    "kind": word(N_("whether it goes on or is on quotation"), "continuous", "quotation"),
                    "category": a(NUMBER, N_("its category in the convention"), null=True),
                    "level": a(NUMBER, N_("its level within the category"), null=True),
                    "adds_to": {
                        **SERVICE,
                        "description": N_("the service that it is a further level of"),
                        "type": ["string", "null"],
                    },
                    "unit": a(TEXT, N_("what is counted"), null=True),
                    "plans": listed(N_("its plans"), a(TEXT, N_("a plan"))),
                    "requires": listed(N_("the services that it requires itself"), SERVICE),
                    "closure": listed(N_("all that it requires, through others too"), SERVICE),
                    "opening_order": a(NUMBER, N_("its rank among those that open together, from 0")),
                    "offered": a(FLAG, N_("whether it may be asked for on the given day")),
                    "from": a(
                        DAY, N_("the first day on which it may be asked for, where that is not the text's own"), null=True
                    ),
                    "until": a(DAY, N_("the last day on which it may be asked for, where there is one"), null=True),
                    "pricing": word(
                        N_("how it is priced; unknown without a grid"), "free", "quotation", "none", "grid", "unknown"
                    ),
                    "prices": listed(
                        N_("its prices on the grid, in euros"),
                        table(
                            N_("one price"),
                            {
                                "plan": PLAN,
                                "unit": a(TEXT, N_("what is counted")),
                                **UNIT_PRICE,
                                "by": a(TEXT, N_("what brackets go by: `quantity`, or a fact of the member")),
                                "marginal": a(FLAG, N_("whether each slice has its own price")),
                                "brackets": listed(
                                    N_("the prices, one a bracket"),
                                    table(
                                        N_("one bracket"),
                                        {"up_to": a(NUMBER, N_("its end; the last has none")), **UNIT_PRICE},
                                        optional={"up_to", *UNIT_PRICE},
                                    ),
                                ),
                            },
                            optional={"first_year", "by", "marginal", "brackets"},
                        ),
                    ),
                    "source": SOURCE,
                },
            ),
        ),
        **ABOUT_PRICES,
        "edges": listed(
            N_("what requires what"),
            table(
                N_("one dependency"),
                {
                    "service": SERVICE,
                    "requires": SERVICE,
                    "basis": word(N_("whether the text says so, or it is inferred from it"), "explicit", "inferred"),
                    "source": SOURCE,
                },
            ),
        ),
        "lines": listed(
            N_("the lines of service that each service is made of"),
            table(
                N_("those of one service"),
                {"service": SERVICE, "names": listed(N_("their names in the text"), a(TEXT, N_("a name"))), "source": SOURCE},
            ),
        ),
        "included": listed(
            N_("what comes with a service, never ordered or priced"),
            table(N_("one thing"), {"code": a(TEXT, N_("its code")), "title": TITLE, "service": SERVICE, "source": SOURCE}),
        ),
        "order": listed(N_("all services, in an order in which they can open"), SERVICE),
    },
)

# ---- its own file

FAULT = table(
    N_("one fault or note"),
    {
        "code": a(TEXT, N_("the code of a fault")),
        "path": PATH,
        "message": a(TEXT, N_("the fault in one line")),
        "facts": {"description": N_("what the message says, as data"), "type": "object"},
    },
)
NOT_RUN = table(
    N_("one rule"),
    {"code": CODE, "lacks": listed(N_("the clauses that it judges and the text does not have"), a(TEXT, N_("a matter")))},
)
INSPECTION = table(
    N_("Everything that is wrong with a convention's file, when its grids price, and which rules do not run."),
    {
        **HEADING,
        "grid": GRID,
        "file": a(TEXT, N_("the file's name; null for the convention in use"), null=True),
        "ok": a(FLAG, N_("whether it can be used")),
        "faults": listed(N_("what forbids its use"), FAULT),
        "notes": listed(N_("what is worth knowing"), FAULT),
        "grids": listed(
            N_("its grids"),
            table(
                N_("one grid"),
                {
                    "id": a(TEXT, N_("the `id` of a grid")),
                    "from": a(DAY, N_("the first day that it prices; null where it prices none"), null=True),
                    "source": SOURCE,
                },
            ),
        ),
        "not_run": listed(N_("the rules that run on no day"), NOT_RUN),
    },
)

# ---- a revision


_AMOUNTS = {
    "old": a(AMOUNT, N_("before, in euros; null where it has no price"), null=True),
    "new": a(AMOUNT, N_("after, in euros; null where it has no price"), null=True),
    "change": a(AMOUNT, N_("the difference, in euros; null where one side has no price"), null=True),
    "percent": a(AMOUNT, N_("the difference in percent"), null=True),
}


def _compared(means: str) -> Shape:
    return table(means, _AMOUNTS)


def _lack(means: str) -> Shape:
    return table(
        means,
        {
            "why": word(N_("what is missing"), "grid", "price", "quantity", "number"),
            "month": a(MONTH, N_("the first month without it")),
            "grid": a(TEXT, N_("the `id` of a grid"), null=True),
            "missing": listed(
                N_("where the numbers of the member are to stand that it goes by"), a(TEXT, N_("a JSON pointer"))
            ),
            "message": a(TEXT, N_("the reason in one line")),
        },
        null=True,
    )


def _made_of(means: str) -> Shape:
    return {"description": means, "type": ["object", "null"]}


_SIDE = {"file": a(TEXT, N_("the file's name; null for the convention in use"), null=True), "id": a(TEXT, N_("its `id`"))}
_GRID = a(TEXT, N_("the `id` of a grid"), null=True)
REVISION = table(
    N_("What a revision of a convention changes, and what communes owe before and after."),
    {
        **HEADING,
        "grid": GRID,
        "old": table(N_("the convention before"), _SIDE),
        "new": table(N_("the convention after"), _SIDE),
        "changes": listed(
            N_("each datum that differs"),
            table(
                N_("one change"),
                {
                    "section": a(TEXT, N_("the part of the file")),
                    "entry": listed(N_("what names the entry"), a(TEXT, N_("a word"))),
                    "kind": word(N_("what became of it"), "added", "removed", "changed", "renamed"),
                    "key": a(TEXT, N_("the key that differs; null where it is a whole entry"), null=True),
                    "old": {"description": N_("the datum before")},
                    "new": {"description": N_("the datum after")},
                },
            ),
        ),
        "prices": listed(
            N_("the prices, span by span"),
            table(
                N_("one span of days with one grid on each side"),
                {
                    "from": a(DAY, N_("its first day")),
                    "to": a(DAY, N_("its last day; null without end"), null=True),
                    "old_grid": _GRID,
                    "new_grid": _GRID,
                    "prices": listed(
                        N_("the prices that differ"),
                        table(
                            N_("one price"),
                            {
                                "service": SERVICE,
                                "plan": PLAN,
                                "month": _compared(N_("for a month")),
                                "year": _compared(N_("for a year")),
                                "old": _made_of(N_("what else the price before is made of: brackets, a first year")),
                                "new": _made_of(N_("what else the price after is made of: brackets, a first year")),
                            },
                        ),
                    ),
                },
            ),
        ),
        "without_effect": listed(N_("the grids that price no day"), a(TEXT, N_("the `id` of a grid"))),
        "bills": table(
            N_("what communes owe; null where no dossier was given"),
            {
                "period": PERIOD,
                "dossiers": listed(
                    N_("each dossier"),
                    table(
                        N_("one dossier"),
                        {
                            "dossier": DOSSIER["dossier"],
                            "commune": a(TEXT, N_("the commune's name"), null=True),
                            "period": PERIOD,
                            "total": _compared(N_("what is due; not compared where one side cannot price all")),
                            "comparable": _compared(N_("what both sides price")),
                            "complete": a(FLAG, N_("whether every month is counted and priced")),
                            "lines": listed(
                                N_("each service"),
                                table(
                                    N_("what it comes to"),
                                    {
                                        "service": SERVICE,
                                        "plan": PLAN,
                                        **_AMOUNTS,
                                        "old_lacks": _lack(N_("why it has no price before")),
                                        "new_lacks": _lack(N_("why it has no price after")),
                                    },
                                ),
                            ),
                            "verdicts": listed(
                                N_("what is not found alike"),
                                table(
                                    N_("one rule at one place"),
                                    {
                                        "code": CODE,
                                        "path": PATH,
                                        "old": {**FINDING, "type": ["object", "null"]},
                                        "new": {**FINDING, "type": ["object", "null"]},
                                    },
                                ),
                            ),
                        },
                    ),
                ),
                "total": _compared(N_("of all dossiers")),
                "comparable": _compared(N_("what both sides price, of all dossiers")),
                "invalid": listed(N_("the reports of those that cannot be evaluated"), REPORT),
            },
            null=True,
        ),
    },
    optional={"bills"},
)
