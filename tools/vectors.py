"""
Writes the conformance vectors: documents with the answers that any implementation of the convention gives to them.

Run it where an answer has changed, and look at what changed: `python tools/vectors.py`. The page `docs/reference/vectors.md`
says what the files hold.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from dmsi_rules import Finding, InvalidDocumentError, bill, calendar, check, forecast, quote, read_dossier, read_governance
from dmsi_rules.convention import load_convention
from dmsi_rules.lifecycles import load_lifecycles
from dmsi_rules.values.plain import plain

ROOT = Path(__file__).parents[1]
VECTORS = ROOT / "vectors"
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples"
CONVENTIONS = EXAMPLES / "conventions"
AS_OF = dt.date(2026, 1, 10)
FORMAT = 1
GOES_BY = re.compile(r'^"?convention"?\s*[=:]\s*"([^"]+)"', re.MULTILINE)
WIDTH = 130
ROWS = {"verdict", "service", "date"}
"""
The keys by which an entry that has a line of its own is known.
"""
FINDING = ("code", "verdict", "force", "party", "source", "path", "missing", "depends_on", "about", "facts", "fix")
"""
What of a finding any implementation gives; the rest is words, or says where it stands in a file.
"""
LEFT_OUT = {
    *("format", "version", "dossier", "convention", "as_of", "readings", "lifecycles", "commune"),  # said of the question
    *("trace", "derived", "next", "what", "missing", "missing_labels"),  # how it was computed, and words
}
"""
What of the other answers is left out.
"""


def vectors() -> dict[str, dict[str, Any]]:
    """
    Return the content of each file of vectors, by its name.
    """
    examples = sorted(path for path in EXAMPLES.rglob("*.toml") if not path.is_relative_to(CONVENTIONS))
    found = {f"check/{code}": [checked(path) for path in of] for code, of in _by_code().items()}
    found["check/examples"] = [checked(path) for path in examples]
    found["quote"] = [answered(path, quote) for path in (*examples, *_of("TAR"))]
    found["bill"] = [answered(path, bill, period="2026") for path in (*examples, *_of("BIL"))]
    found["bill"] += [answered(path, bill, period=half) for path in examples for half in ("2026-H1", "2026-H2")]
    found["forecast"] = [answered(path, forecast, years=[2026, 2027]) for path in (*examples, *_of("BIL"))]
    found["calendar"] = [answered(path, calendar) for path in (*examples, *_of("DLN"))]
    return {name: {**head(), "vectors": [each for each in of if says_something(each)]} for name, of in found.items()}


def head() -> dict[str, Any]:
    """
    Return what the vectors were made with.
    """
    return {"format": FORMAT, "convention": load_convention().id, "lifecycles": plain(load_lifecycles().date)}


def cases() -> list[Path]:
    """
    Return the documents of the rules' cases.
    """
    return sorted(path for path in CASES.glob("*/*") if not path.name.endswith(".expect.toml"))


def _of(family: str) -> Iterator[Path]:
    return (path for path in cases() if path.parent.name.startswith(family))


def _by_code() -> Mapping[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in cases():
        found.setdefault(path.parent.name, []).append(path)
    return found


def settings(path: Path) -> dict[str, Any]:
    """
    Return the day and the readings that a document says it is to be judged by; an example says none.
    """
    beside = path.with_suffix(".expect.toml")
    source = beside if beside.exists() else path
    text = source.read_text(encoding="utf-8-sig")
    if path.is_relative_to(EXAMPLES):
        return {"as_of": AS_OF, "readings": {}}
    said = (tomllib.loads(text) if source.suffix == ".toml" else json.loads(text))["x-expect"]
    day = said["as_of"]
    return {
        "as_of": day if isinstance(day, dt.date) else dt.date.fromisoformat(day),
        "readings": said.get("readings", {}),
    }


def document(path: Path) -> Any:
    """
    Read a dossier, or a governance document where it says that it is one.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    is_governance = 'kind = "governance"' in text or '"kind": "governance"' in text
    return read_governance(path) if is_governance else read_dossier(path, convention=load_convention(goes_by(path)))


def goes_by(path: Path) -> Path | None:
    """
    Return the file of the convention that a document names, where that is one of the examples.
    """
    named = GOES_BY.search(path.read_text(encoding="utf-8", errors="replace"))
    file = CONVENTIONS / f"{named[1]}.toml" if named else None
    return file if file and file.exists() else None


def checked(path: Path) -> dict[str, Any]:
    """
    Return what the rules say of a document: of a case the findings of its rule in full, of the others which and where.
    """
    question = settings(path)
    try:
        findings = check(document(path), convention=load_convention(goes_by(path)), **question).findings
    except InvalidDocumentError as error:
        findings = error.findings
    full = [each for each in findings if each.code == path.parent.name or path.is_relative_to(EXAMPLES)]
    others = [f"{each.code} {each.verdict} {each.path}" for each in findings if each not in full]
    return vector(path, question, {}, {"findings": [in_full(each) for each in full], **({"others": others} if others else {})})


def in_full(finding: Finding) -> dict[str, Any]:
    """
    Return a finding with all that is not empty of what any implementation gives.
    """
    told = finding.to_dict()
    if finding.verdict == "invalid":
        del told["about"]  # its place says it
    return {key: told[key] for key in FINDING if told.get(key) not in ([], {}, None)}


def answered(path: Path, ask: Callable[..., Any], **options: Any) -> dict[str, Any]:
    """
    Return what *ask* computes of a dossier.
    """
    question = settings(path)
    answer = without(LEFT_OUT, ask(document(path), convention=load_convention(goes_by(path)), **options, **question).to_dict())
    return vector(path, question, options, answer)


def vector(path: Path, question: Mapping[str, Any], options: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return one vector: a document, what is asked of it, and the answer.
    """
    asked = {key: plain(value) for key, value in {**question, **options}.items() if value}
    text = goes_by(path)
    by = {"text": text.relative_to(ROOT).as_posix()} if text else {}
    return {"document": path.relative_to(ROOT).as_posix(), **by, **asked, "answer": answer}


def without(names: Collection[str], value: Any) -> Any:
    """
    Return plain data without the keys *names*.
    """
    if isinstance(value, Mapping):
        return {key: without(names, each) for key, each in value.items() if key not in names}
    return [without(names, each) for each in value] if isinstance(value, list) else value


def says_something(vector: Mapping[str, Any]) -> bool:
    """
    Tell whether a vector is worth its lines: a computation that has none is left out.
    """
    answer = vector["answer"]
    return bool(answer.get("lines", True)) and any(each["lines"] for each in answer.get("years", [{"lines": True}]))


# ---- files


def text_of(content: Mapping[str, Any]) -> str:
    """
    Return *content* as JSON that people can read: a line for each finding, row and date.
    """
    return "".join(_lines(content, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + len(indent) <= WIDTH or not isinstance(value, dict | list) or _is_row(value):
        yield flat
        return
    inner = indent + " "
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    yield opening
    entries = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for rank, (key, each) in enumerate(entries):
        yield f"{',' if rank else ''}\n{inner}{f'{json.dumps(key)}: ' if key is not None else ''}"
        yield from _lines(each, inner)
    yield f"\n{indent}{closing}"


def _is_row(value: Any) -> bool:
    """
    Tell whether *value* stays on a line: an entry of a list, or a list of words.
    """
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return not value.keys().isdisjoint(ROWS)


def main() -> None:
    """
    Write the files, and take away those that have no vectors any more.
    """
    found = {VECTORS / f"{name}.json": text_of(content) for name, content in vectors().items()}
    for path in VECTORS.rglob("*.json"):
        if path not in found:
            path.unlink()
    for path, text in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
