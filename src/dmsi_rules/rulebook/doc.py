"""
Documents: what makes one impossible to evaluate. The readers apply these; all problems are told at once.
"""

from __future__ import annotations

from dmsi_rules.rulebook._rule import Rule
from dmsi_rules.text.marks import N_

CONTRACT = N_("contract")

unreadable_input = Rule(
    code="DOC000",
    name="unreadable-input",
    title=N_("The input cannot be read at all"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("the input cannot be read"),
    checks=N_(
        "The input exists, is not empty, is UTF-8 (a byte order mark is fine), parses, and keeps within 16 MiB and 64 levels."
    ),
    why=N_("Nothing can be said of a document that cannot be read, and a bound keeps a hostile one from stopping the run."),
    remedy=N_(
        "Name a file that is there and holds a JSON or TOML document in UTF-8, or a form that is filled in (ODS or XLSX); the message "
        "says what stands in the way, and where."
    ),
)

wrong_type = Rule(
    code="DOC001",
    name="wrong-type",
    title=N_("A value of the wrong type or format, or a required key absent"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("expected {expected}, found {found}"),
    checks=N_(
        "Each value has the type and format of its key: dates are YYYY-MM-DD, amounts are text or whole numbers, nothing is null. "
        "The commune's name, and the key that names a list entry, are there."
    ),
    why=N_("Nothing is converted in silence: a number is not text, true is not 1, and 12.3 is not an amount of money."),
    remedy=N_("Write the value as the message says. Leave a key out where its fact is not known."),
)

unknown_key = Rule(
    code="DOC002",
    name="unknown-key",
    title=N_("A key that the document does not have"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("unknown key `{key}`"),
    checks=N_("Every key is one of the document's; keys that begin with x- are the caller's own and pass."),
    why=N_("A misspelt key would leave its fact unknown without anybody noticing."),
    remedy=N_("Correct the key, or begin it with x- if it is your own."),
)

unknown_word = Rule(
    code="DOC003",
    name="unknown-word",
    title=N_("A value outside a closed list"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("`{value}` is not a known {what}; known: {known}"),
    checks=N_(
        "Services, plans, technologies, roles, natures and every other closed list hold only their own words, "
        "and the document names the convention in use."
    ),
    why=N_("A word that nobody knows cannot be judged, and guessing which one was meant is not a program's business."),
    remedy=N_("Write a word that is known and fits here; the message offers the nearest, or says why this one does not fit."),
)

wrong_quantity = Rule(
    code="DOC004",
    name="wrong-quantity",
    title=N_("A quantity that is not a whole number in range"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("`{value}` is not a whole number from {least} to {most}"),
    checks=N_("A quantity is a whole number from 1 to 10^9, from 0 in snapshots and shares, whatever its type."),
    why=N_("Units are counted whole; a quantity of the wrong type would end as a wrong price."),
    remedy=N_("Write the number without quotes, fraction or sign. Leave the key out where the quantity is not known."),
)

misplaced_value = Rule(
    code="DOC005",
    name="misplaced-value",
    title=N_("A plan, quantity, quotation, cost or SIRET where it does not belong, or a plan missing"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("`{service}` needs a plan; known: {known}"),
    checks=N_(
        "A unit of a snapshot names its plan where its service has plans, and no other service has one; the base membership takes no "
        "quantity; a service that has a price takes no quotation; a cost to be shared is that of a service that somebody holds; a "
        "SIRET begins with the SIREN."
    ),
    why=N_(
        "A snapshot is complete: a unit counted without its plan has no price; a priced service is not bought on quotation; a SIRET "
        "of another SIREN is that of somebody else."
    ),
    remedy=N_(
        "Give this service what it takes and nothing else, as the message says; what belongs to another service goes on its line. "
        "Of a SIREN and a SIRET that differ, put right the one that is not the commune's own."
    ),
)

repeated_entry = Rule(
    code="DOC006",
    name="repeated-entry",
    title=N_("The same entry twice"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("{name} stands here a second time"),
    checks=N_(
        "A service and plan stand once in the request and in an invoice, a service once in the openings, "
        "a month once in the snapshots, a key once in a JSON object."
    ),
    why=N_("Of two entries for the same thing nobody can tell which one counts."),
    remedy=N_("Keep one of the two, or add them up."),
)

wrong_identifier = Rule(
    code="DOC007",
    name="wrong-identifier",
    title=N_("A SIREN, SIRET or INSEE code of the wrong shape or check digit"),
    source=CONTRACT,
    force=None,
    party=None,
    message=N_("`{value}` is not a valid {kind} number"),
    checks=N_(
        "SIREN and SIRET numbers have 9 and 14 digits, no separators and a right check digit; INSEE codes have five characters."
    ),
    why=N_("An identifier with a slip in it belongs to somebody else, or to nobody."),
    remedy=N_("Copy the number again from the commune's official record, without spaces."),
)
