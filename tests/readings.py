"""
Every switch with its values, the adopted one first, written out by hand.
"""

from collections.abc import Mapping

READINGS: Mapping[str, tuple[str, ...]] = {
    "inferred_edges": ("required", "ignored"),
    "notice_limit": ("eve", "day"),
    "notice_counts_to": ("start-of-opening-year", "opening-date"),
    "start": ("next-year", "signature", "signature-anniversary"),
    "term_end": ("whole-last-year", "last-full-year"),
    "letter_date": ("sent", "received"),
    "exit_sender": ("named", "named-or-doubtful"),
    "late_in_last_year": ("expires", "held"),
    "network_alone": ("charged", "free"),
    "network_quantity": ("max", "sum"),
    "billing_from": ("network-only", "all"),
    "opening_month": ("full", "next", "daily"),
    "grid_start": ("next-year", "when-sent"),
    "abstention": ("blocks", "ignored"),
    "mandate_silence": ("lapses", "continues"),
    "exit_form": ("proof", "validity"),
    "network_implied": ("due", "only-if-asked"),
    "billing_day": ("opening", "report"),
    "agreed_date": ("only-earlier", "always"),
    "audit_before": ("opening", "signature"),
    "paid_support": ("maintained", "not-maintained"),
}
