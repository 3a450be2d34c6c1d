"""
The schemas of what judges: reports, audits, and the rules themselves.
"""

from __future__ import annotations

from dmsi_rules.answers._shapes import (
    ANYTHING,
    CODE,
    DAY,
    DEPENDS_ON,
    DOSSIER,
    FLAG,
    FORCE,
    FORCES,
    GRID,
    HEADING,
    LIFECYCLES,
    MESSAGE,
    MISSING,
    MISSING_LABELS,
    NUMBER,
    PARTY,
    PATH,
    REMEDY,
    SERVICE,
    SOURCE,
    TEXT,
    a,
    keyed,
    listed,
    table,
    word,
)
from dmsi_rules.text.marks import N_

ABOUT = keyed(N_("what it is about, by the document's own keys: a service, a month, never an index"), a(TEXT, N_("its value")))
FINGERPRINT = a(TEXT, N_("its identity: the same where lines are inserted, files moved, entries reordered"))
WAIVED = table(
    N_("by what it is accepted; null where it is not"),
    {
        "by": word(N_("a waiver, or a baseline that knows it"), "waiver", "baseline"),
        "reason": a(TEXT, N_("why; null in a baseline"), null=True),
        "until": a(DAY, N_("the last day on which it is; null where there is none"), null=True),
    },
    null=True,
)
FIX = table(
    N_("one step of a JSON Patch (RFC 6902)"),
    {
        "op": word(N_("what is done"), "add", "remove", "replace", "move", "copy", "test"),
        "path": PATH,
        "value": {"description": N_("what is written there"), **ANYTHING},
    },
    optional={"value"},
)
FINDING = table(
    N_("one thing to know about the document"),
    {
        "code": CODE,
        "name": a(TEXT, N_("the rule's name, which states the fault")),
        "verdict": word(N_("what became of the rule"), "violated", "unknown", "ambiguous", "invalid"),
        "force": word(FORCE, *FORCES, null=True),
        "severity": word(N_("how grave it is"), "error", "warning", "info"),
        "party": a(TEXT, PARTY, null=True),
        "source": SOURCE,
        "path": PATH,
        "label": a(TEXT, N_("what that place is called: the field, and the entry that it is of")),
        "message": MESSAGE,
        "title": a(TEXT, N_("the rule in a few words")),
        "remedy": a(TEXT, REMEDY),
        "missing": MISSING,
        "missing_labels": MISSING_LABELS,
        "facts": {"description": N_("what the message says, as data"), "type": "object"},
        "depends_on": DEPENDS_ON,
        "fix": listed(N_("a JSON Patch that removes the finding; empty where there is none"), FIX),
        "about": ABOUT,
        "fingerprint": FINGERPRINT,
        "offenders": listed(
            N_("each of those that break a rule which is about the whole document"),
            table(N_("one of them"), {"about": ABOUT, "fingerprint": FINGERPRINT, "waived": WAIVED}),
        ),
        "waived": WAIVED,
        "line": a(NUMBER, N_("the line in the file, from 1"), null=True),
        "column": a(NUMBER, N_("the column in that line, from 1"), null=True),
    },
    optional={"about", "fingerprint", "offenders"},
)
COMMUNE = table(
    N_("the commune as its dossier names it"),
    {
        "name": a(TEXT, N_("its name"), null=True),
        "insee": a(TEXT, N_("its INSEE code"), null=True),
        "siren": a(TEXT, N_("its SIREN"), null=True),
    },
    null=True,
)
ALTERNATIVES = listed(
    N_("what each other reading would change, asked for by `--all-readings`"),
    table(
        N_("one other reading"),
        {
            "reading": a(TEXT, N_("a reading as NAME=VALUE")),
            "changes": listed(
                N_("the findings that it changes"),
                table(
                    N_("a finding that changes"),
                    {
                        "code": CODE,
                        "path": PATH,
                        "before": a(TEXT, N_("its verdict now; null where there is none"), null=True),
                        "after": a(TEXT, N_("its verdict under the other reading; null where there is none"), null=True),
                        "message": MESSAGE,
                    },
                ),
            ),
        },
    ),
)
_REPORT = {
    **DOSSIER,
    "grid": GRID,
    "lifecycles": LIFECYCLES,
    "commune": COMMUNE,
    "ok": a(FLAG, N_("whether no finding is an error")),
    "complete": a(FLAG, N_("whether rules looked at the document and nothing is unknown")),
    "fingerprint": a(TEXT, N_("the identity of a finding about the document as such")),
    "judged": a(NUMBER, N_("how many rules found something to look at")),
    "judged_codes": listed(N_("those rules"), CODE),
    "findings": listed(N_("in the order of the rules, then of the document"), FINDING),
    "more": a(NUMBER, N_("how many findings are left out, beyond 1,000")),
    "alternatives": ALTERNATIVES,
}
_SOMETIMES = {"commune", "fingerprint", "complete", "judged_codes", "more", "alternatives"}
REPORT = table(N_("What the rules say of one document on one day."), _REPORT, optional=_SOMETIMES)
FIXED = table(
    N_("What was fixed in a document, and what the rules say of it then."),
    {
        **_REPORT,
        "fixed": listed(N_("the findings whose fixes were applied"), FINDING),
        "written": a(FLAG, N_("whether the document's file was written")),
        "diff": a(TEXT, N_("how the text changes, line by line; empty where it does not")),
    },
    optional=_SOMETIMES,
)

WAIVERS = table(
    N_("What is accepted, and until when."),
    {
        **HEADING,
        "grid": GRID,
        "waivers": listed(
            N_("in the order of the file"),
            table(
                N_("one waiver"),
                {
                    "code": CODE,
                    "dossier": a(TEXT, N_("whose: a SIREN, an INSEE code, a name or a file; null for all"), null=True),
                    "about": ABOUT,
                    "reason": a(TEXT, N_("why")),
                    "until": a(DAY, N_("the last day on which it holds; null where there is none"), null=True),
                    "state": word(N_("how it stands on the given day"), "in-force", "over"),
                },
            ),
        ),
    },
)

# ---- the audit

COUNT = a(NUMBER, N_("how many"))
NAMED = listed(N_("those that are named, at most 100"), a(TEXT, N_("a workstation or a software")))
MORE = a(NUMBER, N_("how many are not named"))
STATES = ("met", "unmet", "ambiguous", "unknown", "not-concerned")
PREREQUISITE = table(
    N_("one prerequisite and how it stands"),
    {
        "code": CODE,
        "prerequisite": a(TEXT, N_("its own code, where a word alone judges it"), null=True),
        "services": listed(N_("the services that it is asked for"), SERVICE),
        "checks": a(TEXT, N_("what it asks")),
        "state": word(N_("how it stands"), *STATES),
        "force": word(FORCE, *FORCES, null=True),
        "day": a(DAY, N_("the day by which it is to be met; null where none is known"), null=True),
        "open": a(FLAG, N_("whether a service that asks for it is open; null where none is concerned"), null=True),
        "counts": table(
            N_("of the entries that it looks at; null where it is told of none in particular"),
            dict.fromkeys(("met", "unmet", "unknown"), COUNT),
            null=True,
        ),
        "offenders": NAMED,
        "more": MORE,
        "rests_on": table(
            N_("how many entries rest on what was attested, listed, or read from inventories"),
            dict.fromkeys(("attested", "listed", "inventory"), COUNT),
            null=True,
        ),
        "message": {**MESSAGE, "type": ["string", "null"]},
        "missing": MISSING,
        "missing_labels": MISSING_LABELS,
        "depends_on": DEPENDS_ON,
        "remedy": a(TEXT, REMEDY, null=True),
    },
)
MAINTENANCE = table(
    N_("when the vendors cease to maintain the workstations' systems"),
    {
        "workstations": COUNT,
        "over": a(NUMBER, N_("how many are out of maintenance on the given day")),
        "within": listed(
            N_("how many fall out of it in the months ahead"),
            table(
                N_("one span of months"),
                {
                    "months": a(NUMBER, N_("its length")),
                    "before": a(DAY, N_("the day that it ends before")),
                    "count": COUNT,
                },
            ),
        ),
        "systems": listed(
            N_("each system, the next to end first"),
            table(
                N_("one system"),
                {
                    "system": a(TEXT, N_("its name")),
                    "until": a(DAY, N_("the last day on which its vendor maintains it")),
                    "count": COUNT,
                    "workstations": NAMED,
                    "more": MORE,
                },
            ),
        ),
        "unpublished": a(NUMBER, N_("how many have a system whose end is not published")),
        "unknown": table(
            N_("the workstations whose end cannot be told"), {"count": COUNT, "workstations": NAMED, "more": MORE}
        ),
    },
    null=True,
)
AUDIT = table(
    N_("The state of a commune before the technical prerequisites."),
    {
        **DOSSIER,
        "lifecycles": LIFECYCLES,
        "commune": a(TEXT, N_("the commune's name"), null=True),
        "counts": table(N_("how many prerequisites stand how"), dict.fromkeys(STATES, COUNT)),
        "prerequisites": listed(N_("each prerequisite"), PREREQUISITE),
        "to_do": listed(N_("those that are left to meet"), CODE),
        "attested_only": listed(N_("those that rest on an attestation alone"), CODE),
        "maintenance": MAINTENANCE,
        "others": a(NUMBER, N_("how many inventories were let go, since they are of what is not a workstation")),
    },
)

# ---- the rules

RULE = {
    "code": CODE,
    "name": a(TEXT, N_("the rule's name, which states the fault")),
    "title": a(TEXT, N_("the rule in a few words")),
    "source": SOURCE,
    "force": word(FORCE, *FORCES, null=True),
    "party": a(TEXT, PARTY, null=True),
    "since": a(TEXT, N_("the version that brought it")),
    "message": a(TEXT, N_("the sentence of its findings, facts in braces")),
    "checks": a(TEXT, N_("what it checks")),
    "why": a(TEXT, N_("why, by the text")),
    "remedy": a(TEXT, REMEDY),
    "switches": listed(N_("the readings that it depends on"), a(TEXT, N_("the name of a reading"))),
    "lacks": listed(
        N_("the clauses that it judges and the convention does not have: it does not run"),
        a(TEXT, N_("a clause, by its matter")),
    ),
    "example": a(TEXT, N_("a document that breaks it; empty where there is none by this convention")),
}
RULES = table(
    N_("Every rule."),
    {
        **HEADING,
        "grid": GRID,
        "rules": listed(
            N_("in the order in which findings are told"),
            table(N_("one rule"), {**RULE, "kind": word(N_("the kind of document that it looks at"), "dossier", "governance")}),
        ),
    },
)
EXPLAINED = {**HEADING, "grid": GRID}
WHAT = table(N_("it in words"), {"fr": a(TEXT, N_("in French")), "en": a(TEXT, N_("in English"))})
EXPLANATION = {
    "oneOf": [
        table(N_("One rule."), {**EXPLAINED, **RULE}),
        table(
            N_("One reading."),
            {
                **EXPLAINED,
                "reading": a(TEXT, N_("the name of a reading")),
                "asks": a(TEXT, N_("what the text leaves open")),
                "values": listed(
                    N_("what it may be taken to say"),
                    table(
                        N_("one value"),
                        {
                            "value": a(TEXT, N_("its word")),
                            "means": a(TEXT, N_("what the text then says")),
                            "adopted": a(FLAG, N_("whether it is the one adopted")),
                        },
                    ),
                ),
                "rules": listed(N_("the rules that depend on it"), CODE),
                "source": SOURCE,
            },
        ),
        table(
            N_("Who owns and who pays for a thing or an expense."),
            {
                **EXPLAINED,
                "nature": a(TEXT, N_("its code")),
                "what": WHAT,
                "owner": a(TEXT, N_("who owns it; null where nothing is owned"), null=True),
                "borne_by": a(TEXT, N_("who pays for it; null where the text does not say"), null=True),
                "reimbursed_during": listed(
                    N_("the absences during which the cost goes on being reimbursed"), a(TEXT, N_("an absence"))
                ),
                "source": SOURCE,
            },
        ),
        table(
            N_("Who decides a matter."),
            {
                **EXPLAINED,
                "matter": a(TEXT, N_("its code")),
                "what": WHAT,
                "decides": a(TEXT, N_("who decides")),
                "source": SOURCE,
            },
        ),
        table(
            N_("What is found by plain words, or at a place of the text."),
            {
                **EXPLAINED,
                "topics": listed(
                    N_("all that there is to explain of them"),
                    table(
                        N_("one thing"),
                        {
                            "kind": word(N_("what it is"), *("article", "rule", "reading", "nature", "matter", "committee")),
                            "code": a(TEXT, N_("its code")),
                            "source": a(TEXT, N_("the place of the text; empty where it has several")),
                            "told": a(TEXT, N_("it in a line")),
                        },
                    ),
                ),
            },
        ),
    ]
}
