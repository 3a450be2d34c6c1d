"""
Documents for use: a source in, a frozen document out, or every fault at once as DOC findings.
"""

from collections.abc import Mapping
from typing import Any

from dmsi_rules._i18n import N_
from dmsi_rules._model.dossier import Dossier
from dmsi_rules._model.scalars import wrong
from dmsi_rules._structure import Faults, outside, document_order, structure
from dmsi_rules.errors import Fault, InvalidDocumentError
from dmsi_rules.readers import InputFormat, Source, places, raw_document
from dmsi_rules.rules import finding_of

KINDS = ("dossier", "governance")


def read_dossier(source: Source, *, input_format: InputFormat | None = None) -> Dossier:
    """
    Read one commune's file.

    Args:
        source: a `Path` (opened), `str` or `bytes` (the document's text, never a path), or a mapping.
        input_format: `json` or `toml`; by default a path's suffix decides, and text is JSON.

    Raises:
        InvalidDocumentError: with every fault found, as DOC findings.
    """
    return _or_findings(source, input_format, "dossier")  # type: ignore[no-any-return]


def read_governance(source: Source, *, input_format: InputFormat | None = None) -> "Any":
    """
    Read a governance document: committees, amendments, grids over a span of time.

    Args:
        source: a `Path` (opened), `str` or `bytes` (the document's text, never a path), or a mapping.
        input_format: `json` or `toml`; by default a path's suffix decides, and text is JSON.

    Raises:
        InvalidDocumentError: with every fault found, as DOC findings.
    """
    return _or_findings(source, input_format, "governance")


def _or_findings(source: Source, input_format: InputFormat | None, kind: str) -> Any:
    try:
        return read_document(source, input_format, kind)
    except Faults as error:
        raise InvalidDocumentError(tuple(map(finding_of, error.faults))) from None


def read_document(source: Any, input_format: InputFormat | None = None, kind: str | None = None) -> Any:
    """
    Read a document of *kind*, or of the kind that it says.

    Raises:
        Faults: all of them in document order, with what could be read all the same.
    """
    raw = raw_document(source, input_format)
    data, faults, salvage = raw.data, raw.repeated, None
    said = data.get("kind", kind or KINDS[0]) if isinstance(data, Mapping) else kind or KINDS[0]
    if type(said) is str and said in KINDS:
        if kind is not None and said != kind:
            raise Faults((_unfit(said, kind),))
    else:
        faults += ((outside(said, KINDS, N_("kind")) if type(said) is str else wrong(N_("text"), said)).at("/kind"),)
        data = {key: value for key, value in data.items() if key != "kind"}
        said = KINDS[0]
    try:
        document = structure(data, _class_of(said))
    except Faults as error:
        faults, salvage = (*faults, *error.faults), error.salvage
    else:
        if not faults:
            return document
        salvage = document
    raise Faults(_placed(faults, raw.text, _class_of(said)), salvage)


def _class_of(kind: str) -> Any:
    if kind == KINDS[0]:
        return Dossier
    from dmsi_rules._model.governance import Governance  # noqa: PLC0415  (rarely met; its classes take time to make)

    return Governance


def _unfit(said: str, wanted: str) -> Fault:
    facts = {"value": said, "wanted": wanted}
    return Fault("DOC003", N_("this is a `{value}` document; a `{wanted}` is wanted here"), "/kind", facts)


def _placed(faults: tuple[Fault, ...], text: str | None, kind: Any) -> tuple[Fault, ...]:
    """
    Return *faults* in document order, with line and column where the text tells them.
    """
    ordered = sorted(faults, key=lambda fault: document_order(fault.path, kind))
    if text is None:
        return tuple(ordered)
    where = places(text, {fault.path for fault in ordered})
    return tuple(
        Fault(fault.code, fault.message, fault.path, {**fault.facts, "line": where[fault.path][0], "column": where[fault.path][1]})
        for fault in ordered
    )
