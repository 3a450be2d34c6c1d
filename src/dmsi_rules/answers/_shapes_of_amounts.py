"""
The schemas of what is computed: quotes, bills, forecasts, shares, and the calendar.
"""

from __future__ import annotations

from dmsi_rules.answers._shapes import (
    ABOUT_PRICES,
    AMOUNT,
    DAY,
    DOSSIER,
    FLAG,
    GRID,
    LIFECYCLES,
    MISSING,
    MISSING_LABELS,
    MONTH,
    NUMBER,
    PATH,
    PERIOD,
    PLAN,
    POINTER,
    SERVICE,
    SOURCE,
    TEXT,
    UNIT_PRICE,
    a,
    keyed,
    listed,
    table,
    word,
)
from dmsi_rules.text.marks import N_

QUANTITY = a(NUMBER, N_("its units; null while they are unknown"), null=True)
QUANTITY_FROM = listed(N_("where the quantities stand"), a(POINTER, N_("a JSON pointer")))
ROW = a(TEXT, N_("the JSON pointer of the price in the convention, after `convention:`"))
DERIVED = a(FLAG, N_("whether it is the network's row or quantity, derived from the services that it covers"))
UNDECIDED = a(FLAG, N_("whether it is due only if something that is not settled yet turns out so"))
YEAR_NAME = N_("what the text calls it: 2026, or 2026-2027 where its years do not start in January")
NUMBERS = listed(
    N_("where the numbers of the member are to stand that amounts go by and that are not given"),
    a(POINTER, N_("a JSON pointer")),
)
OF_GRIDS = listed(
    N_("what grids say of all their prices, and nothing computes; only those that say something"),
    table(N_("one grid"), {"grid": a(TEXT, N_("the `id` of a grid")), **ABOUT_PRICES}),
)
SOURCES = keyed(N_("the places of the text for what is undecided, provisional or implied, by the reason for it"), SOURCE)
PAID_ONCE = N_("what is paid once, on quotation")

QUOTE = table(
    N_("A request priced on the grid in force on the given day."),
    {
        **DOSSIER,
        "grid": GRID,
        "lines": listed(
            N_("each line of the request"),
            table(
                N_("one line, amounts in euros; null where a fact or a price is missing"),
                {
                    "path": PATH,
                    "service": SERVICE,
                    "plan": PLAN,
                    "quantity": QUANTITY,
                    "derived": DERIVED,
                    "unit_annual": a(AMOUNT, N_("the price of a unit for a year"), null=True),
                    "monthly": a(AMOUNT, N_("what it costs a month"), null=True),
                    "annual": a(AMOUNT, N_("what it costs a year"), null=True),
                    "quotation": a(AMOUNT, PAID_ONCE, null=True),
                    "opening": a(DAY, N_("the wished day, where it is known"), null=True),
                    "missing": NUMBERS,
                    "trace": table(
                        N_("the price that the amounts come from; null where there is none"),
                        {
                            "row": ROW,
                            "source": SOURCE,
                            **UNIT_PRICE,
                            "quantity_from": QUANTITY_FROM,
                        },
                        null=True,
                        optional={"first_year"},
                    ),
                },
            ),
        ),
        "monthly_total": a(AMOUNT, N_("what is known of it a month")),
        "annual_total": a(AMOUNT, N_("what is known of it a year")),
        "quoted_total": a(AMOUNT, PAID_ONCE),
        "partial": a(FLAG, N_("whether an amount is unknown, something still to be quoted, or no request known")),
        "missing": NUMBERS,
        "unnamed": listed(N_("where the lines stand that name no service"), PATH),
        "to_quote": listed(N_("the services still to be quoted"), SERVICE),
        "first_year": table(
            N_("what falls in the year of the first wished opening; null without one"),
            {
                "year": a(NUMBER, N_("the calendar year in which it starts")),
                "name": a(TEXT, YEAR_NAME),
                "months_total": a(
                    AMOUNT,
                    N_("the months from each wished day to the end of the accounting year; null while unknown"),
                    null=True,
                ),
                "quoted": a(AMOUNT, PAID_ONCE),
            },
            null=True,
        ),
        "about_prices": OF_GRIDS,
    },
)

# ---- the bill

BECAUSE = listed(
    N_("why they are undecided"),
    word(
        N_("a late leaver may be held, the mandate may end it, a text that follows may not be signed"),
        *("held", "mandate", "successor"),
    ),
)
UNIT_MONTHLY = a(AMOUNT, N_("the price of a unit for a month"), null=True)
BILL = table(
    N_("What a commune owes for a year, or a part of one."),
    {
        **DOSSIER,
        "grid": GRID,
        "grids": listed(N_("the grids that price it"), a(TEXT, N_("the `id` of a grid"))),
        "period": PERIOD,
        "complete": a(FLAG, N_("whether every month is counted and priced")),
        "missing": MISSING,
        "missing_months": listed(N_("the months without a snapshot"), a(MONTH, N_("a month"))),
        "undecided_months": listed(N_("the months that are due only if something turns out so"), a(MONTH, N_("a month"))),
        "undecided_because": BECAUSE,
        "lines": listed(
            N_("each service and plan in each month"),
            table(
                N_("one of them, in euros; null where a fact or a price is missing"),
                {
                    "month": a(MONTH, N_("a month")),
                    "service": SERVICE,
                    "plan": PLAN,
                    "quantity": QUANTITY,
                    "unit_monthly": UNIT_MONTHLY,
                    "amount": a(AMOUNT, N_("what is due"), null=True),
                    "provisional": a(FLAG, N_("whether the quantity is the contracted one, for want of a snapshot")),
                    "undecided": UNDECIDED,
                    "derived": DERIVED,
                    "grid": {**GRID, "description": N_("the grid that prices it; null where none does")},
                    "missing": NUMBERS,
                    "trace": table(
                        N_("where its quantity and its price stand"),
                        {
                            "row": ROW,
                            "source": SOURCE,
                            "quantity_from": QUANTITY_FROM,
                            "days": a(NUMBER, N_("the days that are due of a part of a month")),
                            "of_days": a(NUMBER, N_("the days of that month")),
                        },
                        optional={"row", "source", "days", "of_days"},
                    ),
                },
            ),
        ),
        "services": listed(
            N_("what each service and plan comes to, as far as it is known"),
            table(
                N_("one of them"),
                {"service": SERVICE, "plan": PLAN, "amount": a(AMOUNT, N_("what is due"))},
            ),
        ),
        "total": a(AMOUNT, N_("the sum of what is known")),
        "contracted_total": a(AMOUNT, N_("what the contracted volume comes to; null while it is unknown"), null=True),
        "adjustment": a(AMOUNT, N_("the total less the contracted total; null while that is unknown"), null=True),
        "about_prices": OF_GRIDS,
        "sources": SOURCES,
    },
)
FORECAST = table(
    N_("What each budget year would come to."),
    {
        **DOSSIER,
        "grid": GRID,
        "years": listed(
            N_("each year asked for"),
            table(
                N_("one budget year, in euros"),
                {
                    "year": a(NUMBER, N_("the calendar year in which it starts")),
                    "name": a(TEXT, YEAR_NAME),
                    "total": a(AMOUNT, N_("the sum of what is known, quotations left out")),
                    "partial": a(FLAG, N_("whether an amount is unknown")),
                    "lines": listed(
                        N_("a row for each service, plan and basis"),
                        table(
                            N_("one row"),
                            {
                                "service": SERVICE,
                                "plan": PLAN,
                                "basis": word(
                                    N_("counted by snapshots, contracted by requests, or wished: not open yet"),
                                    *("counted", "contracted", "wished"),
                                ),
                                "amount": a(
                                    AMOUNT, N_("what it comes to; null while a volume or a price is unknown"), null=True
                                ),
                                "undecided": UNDECIDED,
                                "undecided_because": BECAUSE,
                                "derived": DERIVED,
                            },
                        ),
                    ),
                    "quotations": a(AMOUNT, N_("what is paid once, for services wished in that year")),
                    "missing": NUMBERS,
                },
            ),
        ),
        "quotations_undated": a(AMOUNT, N_("what is paid once, for services without a wished day")),
        "sources": SOURCES,
    },
)
SHARES = table(
    N_("Real costs split between those who hold each service, to the cent."),
    {
        **DOSSIER,
        "source": SOURCE,
        "shares": keyed(N_("by collectivity"), keyed(N_("by service"), a(AMOUNT, N_("what it bears of the cost, in euros")))),
        "totals": keyed(N_("by collectivity"), a(AMOUNT, N_("what it bears of all costs, in euros"))),
        "notes": listed(N_("what is worth knowing"), a(TEXT, N_("a sentence"))),
        "lines": listed(
            N_("each share with its steps"),
            table(
                N_("one share"),
                {
                    "service": SERVICE,
                    "commune": a(TEXT, N_("the collectivity")),
                    "units": a(NUMBER, N_("what it holds; null where the text gives weights to several units"), null=True),
                    "of_units": a(NUMBER, N_("what all hold; null as above"), null=True),
                    "cost": a(AMOUNT, N_("the cost that is shared, in euros")),
                    "amount": a(AMOUNT, N_("what it bears of the cost, in euros")),
                    "rounded_up": a(FLAG, N_("whether it got one of the cents that the division leaves over")),
                    "parts": listed(
                        N_("each unit that the text gives a weight; none where the cost is split by the service's own unit"),
                        table(
                            N_("one such unit"),
                            {
                                "unit": a(TEXT, N_("its code")),
                                "weight": a(NUMBER, N_("the parts of the cost that are split by it")),
                                "of_weight": a(NUMBER, N_("the parts of all units")),
                                "count": a(NUMBER, N_("what the collectivity has of it")),
                                "of_count": a(NUMBER, N_("what all that share the cost have of it")),
                            },
                        ),
                    ),
                },
            ),
        ),
    },
)

# ---- the calendar

CALENDAR = table(
    N_("The dates of one dossier on the given day; null is what is not known."),
    {
        **DOSSIER,
        "lifecycles": LIFECYCLES,
        "commune": a(TEXT, N_("the commune's name"), null=True),
        "start": a(DAY, N_("the first day of the convention for this commune"), null=True),
        "end": a(DAY, N_("the last day of the term, which an exit does not change"), null=True),
        "periods": listed(
            N_("the years from the start to the end, or to a total exit"),
            table(
                N_("one of them"),
                {"start": a(DAY, N_("its first day")), "end": a(DAY, N_("its last day")), "name": a(TEXT, YEAR_NAME)},
            ),
            null=True,
        ),
        "successors": listed(
            N_("the texts that take the place of the one that the dossier began with"),
            table(
                N_("one of them"),
                {
                    "convention": a(TEXT, N_("its `id`")),
                    "from": a(DAY, N_("its first day")),
                    "binds": a(FLAG, N_("whether it binds the commune: it does as it is, or both parties have signed it")),
                },
            ),
        ),
        "notice": table(
            N_("the next opening year that a request of the given day is in time for; null where there is none"),
            {
                "opening_year": a(NUMBER, N_("that year")),
                "limit": a(DAY, N_("the last day to ask")),
            },
            null=True,
        ),
        "exit": table(
            N_("what a notice of exit of the given day comes to; null once a total exit has been notified"),
            {
                "limit": a(DAY, N_("the last day on which a notice is in time"), null=True),
                "end_if_on_time": a(DAY, N_("the last day of the convention, for a notice in time"), null=True),
                "end_if_late": a(DAY, N_("the last day of the convention, for a late notice"), null=True),
            },
            null=True,
        ),
        "termination": table(
            N_("what the notice of exit on record comes to; null where there is none"),
            {
                "scope": a(TEXT, N_("total or partial"), null=True),
                "on_time": a(FLAG, N_("whether it is in time"), null=True),
                "earliest_end": a(DAY, N_("the first day on which it may take effect"), null=True),
                "latest_end": a(DAY, N_("the last day on which it may take effect"), null=True),
            },
            null=True,
        ),
        "events": listed(
            N_("every known date, in order"),
            table(
                N_("one date"),
                {
                    "date": a(DAY, N_("the day")),
                    "code": a(TEXT, N_("a code that no language changes")),
                    "what": a(TEXT, N_("what happens, in words")),
                    "source": SOURCE,
                },
            ),
        ),
        "next": listed(
            N_("what can come next in the process"),
            table(
                N_("one step"),
                {
                    "step": a(TEXT, N_("its code")),
                    "what": a(TEXT, N_("the step in words")),
                    "acts": a(TEXT, N_("who must act: the word of a party, or `both`")),
                    "path": PATH,
                    "service": {**SERVICE, "type": ["string", "null"]},
                },
            ),
        ),
        "missing": MISSING,
        "missing_labels": MISSING_LABELS,
    },
)
