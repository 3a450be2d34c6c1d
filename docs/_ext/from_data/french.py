"""
The pages in French: the words of the pages themselves, and those of the program from its own catalogue.
"""

from collections.abc import Mapping

from dmsi_rules import translator

CATALOGUE = translator("fr")
WORDS: Mapping[str, str] = {
    ": ": "\u00a0: ",
    "Rules": "Les règles",
    "Every rule, in the order in which findings are told.": "Toutes les règles, dans l’ordre où les constats sont donnés.",
    "[Forces and verdicts](../../explanation/forces.md) says what a force is.": (
        "La page [Forces and verdicts](../../explanation/forces.md), en anglais, dit ce qu’est une force."
    ),
    "Documents": "Documents",
    "Dependencies": "Dépendances",
    "Perimeter": "Périmètre",
    "Technical prerequisites": "Prérequis techniques",
    "Deadlines and term": "Délais et durée",
    "Tariff": "Tarifs",
    "Process of joining": "Processus d’adhésion",
    "Obligations": "Obligations",
    "Billing": "Facturation",
    "Owners and payers": "Propriétaires et payeurs",
    "Governance": "Gouvernance",
    "Rule": "Règle",
    "Reported": "Constat",
    "Force": "Force",
    "Source": "Source",
    "Name": "Nom",
    "Owed by": "Incombe à",
    "Readings": "Lectures",
    "Since": "Depuis",
    "What it checks": "Ce qu’elle vérifie",
    "Why": "Pourquoi",
    "What to do": "Que faire",
    "What it says": "Ce qu’elle dit",
    "An example that breaks it": "Un exemple qui ne la respecte pas",
    "On 10 January 2026:": "Au 10\u00a0janvier\u00a02026\u00a0:",
    "All its cases": "Tous ses cas, en anglais",
}


def french(sentence: str) -> str:
    """
    Return *sentence* in French.
    """
    return WORDS.get(sentence) or CATALOGUE(sentence)
