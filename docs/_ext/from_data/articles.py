"""
One page an article or annexe of the text, and the list of all of them: what it decides, in our words, and what becomes of it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs

from dmsi_rules.cli._front import DOES
from dmsi_rules.documents.keys import keys
from dmsi_rules.model.readings import Readings
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.marks import N_
from from_data.language import Language
from from_data.markdown import code, md, reading_anchor

ROWS = Path(__file__).with_name("coverage.toml")
KINDS = {"Art.": N_("Article {number}"), "Annexe": N_("Annexe {number}")}
KIND = re.compile(r"(Art\.|Annexe)s? (.+)")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*")


def rows() -> Sequence[dict[str, Any]]:
    """
    Return the places of the text with what becomes of each, as they stand in the file.
    """
    return tomllib.loads(ROWS.read_text(encoding="utf-8"))["rows"]  # type: ignore[no-any-return]


def sentences() -> Iterator[str]:
    """
    Yield what the rows say in words.
    """
    return (row[key] for row in rows() for key in ("about", "apart") if key in row)


def pages(say: Language) -> dict[str, str]:
    """
    Return every page of the articles, by its name.
    """
    made = {name: "\n".join(_page(name, group, say)) for name, group in _groups().items()}
    return {"index": _index(say)} | made


def linked(source: str, say: Language) -> str:
    """
    Return the places of the text that *source* names, each with a link to what stands there.
    """
    return "; ".join(", ".join(_links(passage, say)) for passage in source.split("; "))


def _links(passage: str, say: Language) -> Iterator[str]:
    """
    Yield a link to each place that *passage* cites, worded as the whole is in the reader's language.
    """
    for (words, _), (_, place) in zip(_parts(say(passage)), _parts(passage), strict=True):
        yield _link(words, place, say)


def _link(words: str, place: str, say: Language) -> str:
    return f"[{md(say(words))}](#{slug(place)})" if place in _anchors() else md(say(words))


def _parts(passage: str) -> Iterator[tuple[str, str]]:
    """
    Yield what a passage cites, as it says it and in full: `Art. 3.1, 5.2` is two paragraphs of articles.
    """
    kind = ""
    for words in passage.split(", "):
        if found := KIND.fullmatch(words):
            kind = found[1]
            yield words, f"{kind} {found[2]}"
        else:
            yield words, f"{kind} {words}" if NUMBER.fullmatch(words) else words


def places(source: str) -> set[str]:
    """
    Return the places of the text that *source* cites.
    """
    return {place for passage in source.split("; ") for _, place in _parts(passage)}


def slug(place: str) -> str:
    """
    Return the anchor of *place*.
    """
    return re.sub("[^a-z0-9]+", "-", place.lower())


def _article(place: str) -> str:
    found = KIND.fullmatch(place)
    return f"{found[1]} {found[2].partition('.')[0]}" if found else place


@cache
def _groups() -> Mapping[str, Sequence[dict[str, Any]]]:
    return {slug(article): list(group) for article, group in groupby(rows(), key=lambda row: _article(row["place"]))}


@cache
def _anchors() -> frozenset[str]:
    return frozenset(place for row in rows() for place in (row["place"], _article(row["place"])))


def title(article: str, say: Language) -> str:
    """
    Return what a page on *article* is called.
    """
    found = KIND.fullmatch(article)
    return say(KINDS[found[1]]).format(number=found[2]) if found else say(article)


def _called(place: str, say: Language) -> str:
    """
    Return what the text treats at *place*, by its own contents.
    """
    told = (each.words.in_(say) for each in say.terms.convention.contents.articles if each.source == place)
    return next(told, "")


def _index(say: Language) -> str:
    entries = []
    for name, group in _groups().items():
        article = _article(group[0]["place"])
        about = ", ".join(md(say(row["about"], "coverage")) for row in group)
        entries.append(f"- [{md(title(article, say))}]({name}.md){say(': ')}{about}")
    tree = "\n".join(_groups())
    return "\n".join(
        (
            f"# {say('Articles and annexes')}\n",
            say("What each decides, in our words, and the rules, readings and defects that belong to it.") + "\n",
            *entries,
            f"\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n",
        )
    )


def _page(name: str, group: Sequence[dict[str, Any]], say: Language) -> Iterator[str]:
    article = _article(group[0]["place"])
    alone = len(group) == 1
    called = md(_called(article, say))
    yield f"({name})=\n# {md(title(article, say))}{say(': ') + called if alone and called else ''}\n"
    for row in group:
        if not alone or row["place"] != article:
            called = md(_called(row["place"], say))
            yield f"({slug(row['place'])})=\n## {md(say.place(row['place']))}{say(': ') + called if called else ''}\n"
        yield from _told(row, group, say, "##" if alone else "###")


def _told(row: dict[str, Any], group: Sequence[dict[str, Any]], say: Language, mark: str) -> Iterator[str]:
    yield f"{md(say(row['about'], 'coverage'))}.\n"
    if "apart" in row:
        yield f"{md(say(row['apart'], 'coverage'))}\n"
    for heading, entries in _lists(row, group, say):
        if told := list(entries):
            yield f"{mark} {heading}\n\n" + "\n".join(f"- {each}" for each in told) + "\n"


def _lists(row: dict[str, Any], group: Sequence[dict[str, Any]], say: Language) -> Iterator[tuple[str, Iterator[str]]]:
    yield say("Rules"), (_rule(each, say) for each in row.get("rules", ()))
    yield say("What the text leaves open"), _readings(row, group, say)
    found = say.terms.convention.defects.found
    yield say("Defects of the text"), (md(each.words.in_(say)) for each in found if _is_of(each.source or "", row, group))
    yield say("What is computed of it"), (_computed(name, say) for name in row.get("computed", ()))
    said = keys()["convention"]["Convention"]
    yield (
        say("Data of the convention"),
        (f"{code(name)}{say(': ')}{md(say(said[name].means.in_(say)))}" for name in row.get("data", ())),
    )


def _is_of(source: str, row: dict[str, Any], group: Sequence[dict[str, Any]]) -> bool:
    """
    Tell whether *source* cites the row's place; the first of an article stands for all of it.
    """
    cited = places(source)
    return row["place"] in cited or (row is group[0] and _article(row["place"]) in cited)


def _rule(name: str, say: Language) -> str:
    rule = BY_CODE[name]
    return f"[{name}](../rules/{name}.md){say(': ')}{md(rule.said(rule.checks, say, say.terms))}"


def _readings(row: dict[str, Any], group: Sequence[dict[str, Any]], say: Language) -> Iterator[str]:
    for each in attrs.fields(Readings):
        if each.metadata and _is_of(say.terms.source_of_reading(each.name), row, group):
            adopted = next(iter(each.metadata["means"].values()))
            answer = say("Adopted: {meaning}.").format(meaning=md(say(adopted)))
            yield f"[{md(say(each.metadata['asks']))}](#{reading_anchor(each.name)}) {answer}"


def _computed(name: str, say: Language) -> str:
    return f"[`dmsi-rules {name}`](#command-{name}){say(': ')}{md(say(DOES[name]))}" if name in DOES else code(f"{name}()")
