"""
Codes that documents of the first convention and the contract use, and words of earlier versions: they are read for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

EMBEDDED = "call-dmsi-2024.toml"
"""
The file of the convention that the package brings.
"""
Owing: TypeAlias = Literal["member", "provider", "both", "commune", "call"]
"""
Who owes what a rule checks.
"""
PARTIES: Mapping[str, Literal["member", "provider"]] = {
    "member": "member",
    "provider": "provider",
    "commune": "member",
    "call": "provider",
}
"""
What a rule may call a party, by what conventions call it.
"""
SIGNING = ("commune", "call")
"""
The parties whose signatures have keys of their own.
"""
SIGNER = "commune_by"
"""
The key of who signed for the first of them.
"""
OWNERS: Mapping[str, str] = {"call": "provider", "commune": "member", "beneficiary": "user"}
"""
The words of the first format for who owns and who pays.
"""
RENAMED: Mapping[str, str] = {
    "june-30": "eve",
    "july-1": "day",
    "next-january": "next-year",
    "mayor": "named",
    "mayor-or-representative": "named-or-doubtful",
}
"""
Older words for values of readings.
"""

LIKE_SIGNERS, LIKE_DAYS = ("commune_by",), ("call", "operational_quarterly_from")
"""
The keys of documents whose words are also those of the keys that another text has in their place.
"""
