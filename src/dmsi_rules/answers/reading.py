"""
Documents for use: a source in, a frozen document out, or every fault at once as DOC findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from dmsi_rules.case.fit import hold_against, misfits
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.bounds import without_schema
from dmsi_rules.documents.faults import Bounded, Faults, hinted, outside, pointer
from dmsi_rules.documents.kinds import class_kind
from dmsi_rules.documents.labels import Labels
from dmsi_rules.documents.sources import InputFormat, Raw, Source, folder_of, name_of, raw_document
from dmsi_rules.documents.structure import document_order, structure
from dmsi_rules.errors import Fault
from dmsi_rules.finding import InvalidDocumentError
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.evidence import Evidence
from dmsi_rules.model.given import blank
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.model.scalars import wrong
from dmsi_rules.rulebook import finding_of
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.inventories.collect import Manner
    from dmsi_rules.model.costs import CostSheet
    from dmsi_rules.model.governance import Governance

KINDS = ("dossier", "governance")
SHARE = "share"


def read_dossier(
    source: Source | Dossier, *, input_format: InputFormat | None = None, convention: Convention | None = None
) -> Dossier:
    """
    Read one commune's file; given a path, with the inventories that it names in its folder.

    Args:
        source: a `Path` (opened), `str` or `bytes` (the document's text, never a path), a mapping, whose values may be Python's
            own, or a dossier, which is returned as it is if it fits.
        input_format: `json` or `toml`; by default a path's suffix decides, and text is JSON. `jsonl`, on the command line for
            files of many documents, is read as `json` here.
        convention: the one that the dossier must fit; by default the embedded one.

    Raises:
        InvalidDocumentError: with every fault found, as DOC findings.
    """
    dossier: Dossier = _or_findings(source, input_format, "dossier", terms_of(convention or load_convention(), ADOPTED))
    return with_inventories(dossier, folder_of(source))


def with_inventories(
    dossier: Dossier, folder: str | None, paths: Collection[str] = (), manner: Manner | None = None
) -> Dossier:
    """
    Return *dossier* with what the inventories say that it names in its *folder*, and those at *paths*.

    Where it has no folder, and none are named otherwise, nobody has read any: that is unknown, not nothing.
    """
    evidence = dossier.evidence or blank(Evidence)
    if not paths and (evidence.inventories is None or folder is None):
        return dossier
    from dmsi_rules.inventories.collect import collect  # noqa: PLC0415  (few dossiers name inventories)

    collected = collect(folder, evidence.inventories or (), paths, manner)
    return attrs.evolve(dossier, evidence=attrs.evolve(evidence, collected=collected))


def read_governance(
    source: Source | Governance, *, input_format: InputFormat | None = None, convention: Convention | None = None
) -> Governance:
    """
    Read a governance document: committees, amendments, grids over a span of time.

    Args:
        source: as for a dossier.
        input_format: `json` or `toml`; by default a path's suffix decides, and text is JSON. `jsonl`, on the command line for
            files of many documents, is read as `json` here.
        convention: the one that the document must fit; by default the embedded one.

    Raises:
        InvalidDocumentError: with every fault found, as DOC findings.
    """
    return _or_findings(source, input_format, "governance", terms_of(convention or load_convention(), ADOPTED))  # type: ignore[no-any-return]


def read_cost_sheet(sheet: Mapping[str, object], terms: Terms) -> CostSheet:
    """
    Read what is to be shared, a *sheet* of plain data that fits the convention of *terms*; amounts may be decimals.

    Raises:
        InvalidDocumentError: with every fault found, as DOC findings.
    """
    return _or_findings(sheet, None, SHARE, terms)  # type: ignore[no-any-return]


def _or_findings(source: object, input_format: InputFormat | None, kind: str, terms: Terms) -> Any:
    try:
        return read_document(source, input_format, kind, terms)
    except Faults as error:
        ordered = sorted(error.faults, key=lambda fault: fault.code)  # each code in document order
        labels = Labels(error.document, terms.services)
        raise InvalidDocumentError(tuple(finding_of(fault, labels=labels) for fault in ordered), name_of(source)) from None


def read_document(
    source: Any, input_format: InputFormat | None = None, kind: str | None = None, terms: Terms | None = None
) -> Any:
    """
    Read a document of *kind*, or of the kind that it says, that fits the convention of *terms*, if given.

    Raises:
        Faults: all of them in document order.
    """
    if kind is not None and getattr(source, "kind", None) == kind and isinstance(source, _class_of(kind)):
        return _fitting(source, terms)
    raw = raw_document(source, input_format)
    data, faults = without_schema(raw.data), Bounded(raw.repeated)
    said = data.get("kind", kind or KINDS[0]) if isinstance(data, Mapping) else kind or KINDS[0]
    if type(said) is str and said in {*KINDS, SHARE}:
        if said != kind and (kind is not None or said == SHARE):
            raise Faults((_unfit(said, kind or KINDS[0]),), document=data, own=raw.own)
    else:
        known = (SHARE,) if kind == SHARE else KINDS
        faults.append((outside(said, known, N_("kind")) if type(said) is str else wrong(N_("text"), said)).at("/kind"))
        data = {key: value for key, value in data.items() if key != "kind"}
        # Taken for what it most likely is, so that its other faults are told too.
        said = kind or hinted(said, KINDS).get("hint", KINDS[0])
    try:
        document = structure(data, _class_of(said))
    except Faults as error:
        faults.extend(_recognised(error.faults, raw.data))
        faults.more += error.more
        document = error.salvage
    if terms is not None:
        told = {fault.path for fault in faults}
        misfits = _misfits(document, terms, is_salvage=bool(faults))
        faults.extend(fault for fault in misfits if fault.path not in told)
        faults.more += misfits.more
    if faults:
        raise Faults(_placed(faults, raw, _class_of(said)), document=data, own=raw.own, more=faults.more)
    return document


def _fitting(document: Any, terms: Terms | None) -> Any:
    """
    Return a *document* that has been read, if it fits the convention of *terms*.
    """
    if terms and (faults := hold_against(document, terms)):
        raise Faults(tuple(faults), document=document, own=document.own, more=faults.more)
    return document


def _misfits(document: Any, terms: Terms, *, is_salvage: bool) -> Bounded:
    if document.kind != SHARE:
        return misfits(document, terms) if is_salvage else hold_against(document, terms)
    from dmsi_rules.case.fit_costs import sharing_misfits  # noqa: PLC0415  (rarely met)

    return Bounded(sharing_misfits(document, terms))


def _class_of(kind: str) -> Any:
    if kind == KINDS[0]:
        return Dossier
    if kind == SHARE:
        from dmsi_rules.model.costs import CostSheet  # noqa: PLC0415  (rarely met)

        return CostSheet
    if kind == "convention":
        return Convention
    from dmsi_rules.model.governance import Governance  # noqa: PLC0415  (rarely met; its classes take time to make)

    return Governance


UNKNOWN_KEY = "DOC002"
SEEMS: Mapping[str, str] = {
    "governance": N_('unknown key `{key}`; this seems to be a governance document, which says `kind = "governance"`'),
    "share": N_("unknown key `{key}`; this seems to be costs to be shared, which `dmsi-rules share` takes"),
    "convention": N_("unknown key `{key}`; this seems to be a convention, which `dmsi-rules convention check` takes"),
}


def _recognised(faults: tuple[Fault, ...], data: Any) -> tuple[Fault, ...]:
    """
    Return *faults*, those of unknown keys with what *data* seems to be instead, where it does not say what it is.
    """
    if not isinstance(data, Mapping) or "kind" in data or "commune" in data:
        return faults
    keys = set(class_kind(Dossier).names)
    own = {name: data.keys() & (set(class_kind(_class_of(name)).names) - keys) for name in SEEMS}
    most = max(own, key=lambda name: len(own[name]))
    if len(own[most]) <= len(data.keys() & (keys - {"convention"})):
        return faults
    theirs = {pointer("", key) for key in own[most]}
    return tuple(
        Fault(UNKNOWN_KEY, SEEMS[most], each.path, {"key": each.facts["key"]})
        if each.code == UNKNOWN_KEY and each.path in theirs
        else each
        for each in faults
    )


def _unfit(said: str, wanted: str) -> Fault:
    facts = {"value": said, "wanted": wanted}
    return Fault("DOC003", N_("this is a `{value}` document; a `{wanted}` is wanted here"), "/kind", facts)


def _placed(faults: Iterable[Fault], raw: Raw, kind: Any) -> tuple[Fault, ...]:
    """
    Return *faults* in document order, with line and column where the text tells them.
    """
    ordered = sorted(faults, key=lambda fault: document_order(fault.path, kind))
    if raw.text is None:
        return tuple(ordered)
    from dmsi_rules.documents.placing import places  # noqa: PLC0415  (only a faulty document wants it)

    where = places(raw.text, {fault.path for fault in ordered}, raw.text_format)
    return tuple(Fault(each.code, each.message, each.path, each.facts, where.get(each.path)) for each in ordered)
