"""
Which rules are asked, and which of their findings are waived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from dmsi_rules.documents.about import KEY, NAMES, normalised
from dmsi_rules.documents.faults import hinted, is_known, outside
from dmsi_rules.errors import Fault, UnknownRuleError
from dmsi_rules.finding import About, Finding, Offender, Report, Waived
from dmsi_rules.model.readings import SWITCHES, Readings
from dmsi_rules.model.waivers import Waiver
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import N_

DOCUMENTS = "DOC"
UNSELECTABLE = N_("`{given}` cannot be ignored: a document that cannot be read stays so")


def selected(rules: Sequence[Rule], select: Collection[str] | None, ignore: Collection[str] | None) -> tuple[Rule, ...]:
    """
    Return those of *rules* whose code begins with one of *select* (by default all), and with none of *ignore*.

    Raises:
        UnknownRuleError: a code, or the beginning of one, that no rule has.
    """
    select = (select,) if isinstance(select, str) else select  # one word is not the letters that it is made of
    ignore = (ignore,) if isinstance(ignore, str) else ignore
    for fault in faults_of_codes(rules, "select", select or ()):
        raise UnknownRuleError(fault.message, fault.facts)
    for fault in faults_of_codes(rules, "ignore", ignore or ()):
        raise UnknownRuleError(fault.message, fault.facts)
    wanted, unwanted = tuple(select if select is not None else ("",)), tuple(ignore or ())
    return tuple([rule for rule in rules if rule.code.startswith(wanted) and not rule.code.startswith(unwanted)])


def faults_of_codes(rules: Sequence[Rule], key: str, words: Iterable[str]) -> Iterator[Fault]:
    """
    Yield the fault of each of *words* that begins no code of *rules*, or cannot be ignored, at its place under *key*.
    """
    codes = tuple(rule.code for rule in rules)
    known = tuple(dict.fromkeys(code[:3] for code in codes)) + codes
    for rank, word in enumerate(words):
        path = f"/{key}/{rank}"
        if not word or not any(code.startswith(word) for code in codes):
            yield _unknown_code(word, known).at(path)
        elif key == "ignore" and word.startswith(DOCUMENTS):
            yield Fault("DOC003", UNSELECTABLE, path, {"given": word})


def _unknown_code(word: str, known: tuple[str, ...]) -> Fault:
    facts = {"given": word[:64], **hinted(word.upper(), known)}
    message = N_("there is no rule `{given}`; did you mean `{hint}`?") if "hint" in facts else N_("there is no rule `{given}`")
    return Fault("DOC003", message, facts=facts)


def faults_of_waivers(rules: Sequence[Rule], waivers: Iterable[Waiver]) -> Iterator[Fault]:
    """
    Yield what makes each of *waivers* one that can never hold.
    """
    codes = tuple(rule.code for rule in rules)
    for rank, waiver in enumerate(waivers):
        path = f"/waivers/{rank}"
        if not is_known(waiver.code):  # it could not be read, and that has been told
            pass
        elif waiver.code not in codes:
            yield _unknown_code(waiver.code, codes).at(f"{path}/code")
        elif waiver.code.startswith(DOCUMENTS):
            message = N_("`{given}` cannot be waived: a document that cannot be read stays so")
            yield Fault("DOC003", message, f"{path}/code", {"given": waiver.code})
        for name in waiver.about or ():
            if name not in NAMES:
                yield outside(name, (*NAMES, KEY), N_("key here")).at(f"{path}/about/{name}")


def faults_of_readings(readings: dict[str, str]) -> Iterator[Fault]:
    """
    Yield the fault of each of *readings* whose name or value does not exist.
    """
    for name, value in readings.items():
        if name not in SWITCHES:
            yield outside(name, tuple(SWITCHES), N_("reading")).at(f"/readings/{name}")
        else:
            try:
                Readings.of({name: value})
            except ValueError:
                yield outside(value, tuple(SWITCHES[name]), N_("value")).at(f"/readings/{name}")


# ---- waiving


def waive(report: Report, waivers: Iterable[Waiver], known: Collection[str] = ()) -> Report:
    """
    Return *report* with what is accepted of it: by one of *waivers* in force on its day, or *known* by its fingerprint.

    Raises:
        TypeError: one of *waivers* is not one.
    """
    waivers = tuple(waivers)
    for kind in map(type, waivers):
        if kind is not Waiver:
            msg = f"waivers are made by Waiver or read by load_waivers, not {kind.__name__}"
            raise TypeError(msg)
    mine = [each for each in waivers if not is_over(each, report.as_of) and _is_about(each, report)]
    if report.invalid or not (mine or known):
        return report
    return attrs.evolve(report, findings=tuple([_waived(found, mine, known) for found in report.findings]))


def is_over(waiver: Waiver, day: dt.date) -> bool:
    """
    Tell whether *waiver* holds no longer on *day*.
    """
    return waiver.until is not None and waiver.until < day


def _is_about(waiver: Waiver, report: Report) -> bool:
    """
    Tell whether *waiver* is about the dossier of *report*: by SIREN, INSEE code, name or file.
    """
    if waiver.dossier is None:
        return True
    commune = report.commune
    said = {commune.siren, commune.insee, commune.name} if commune else set()
    files = {normalised(each) for each in (report.dossier, report.file) if each}
    return waiver.dossier in said or normalised(waiver.dossier) in files


def _waived(found: Finding, waivers: Sequence[Waiver], known: Collection[str]) -> Finding:
    mine = [each for each in waivers if each.code == found.code]
    if not found.offenders:
        return attrs.evolve(found, waived=_by(found.about, found.fingerprint, mine, known))
    offenders = tuple(attrs.evolve(each, waived=_by(each.about, each.fingerprint, mine, known)) for each in found.offenders)
    whole = _by(found.about, found.fingerprint, mine, ())
    if whole is None and all(each.waived for each in offenders):
        whole = offenders[0].waived
    return attrs.evolve(found, waived=whole, offenders=offenders)


def _by(about: About, fingerprint: str, waivers: Iterable[Waiver], known: Collection[str]) -> Waived | None:
    """
    Return by what a finding is accepted that is *about* something, if by anything.
    """
    for each in waivers:
        if (each.about or {}).items() <= about.items():
            return Waived("waiver", each.reason, each.until, each)
    return Waived("baseline") if fingerprint in known else None


def waivings(report: Report) -> Iterator[tuple[Finding | Offender, Waived]]:
    """
    Yield what is accepted of *report*, each with by what.
    """
    for found in report.findings:
        entries: tuple[Finding | Offender, ...] = (found, *found.offenders)
        yield from ((each, each.waived) for each in entries if each.waived is not None)
