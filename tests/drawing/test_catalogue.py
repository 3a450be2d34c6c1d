"""
The drawings of the catalogue: complete, open about what is inferred, and safe with anybody's words.
"""

import datetime as dt
import json
import re
import shutil
import subprocess
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, Protocol
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.drawing._wrapping import wrapped
from dmsi_rules.drawing.dot import catalogue_to_dot
from dmsi_rules.drawing.mermaid import catalogue_to_mermaid
from dmsi_rules.drawing.svg import catalogue_to_svg
from dmsi_rules.locale import called_by, translator
from dmsi_rules.model.clauses import Grid, LengthClause, Price, StartClause, TariffClauses, TermClauses
from dmsi_rules.model.convention import (
    Catalogue,
    Convention,
    Edge,
    Included,
    Parties,
    PartyNamed,
    Service,
    Unit,
    YearClause,
)
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.catalogue import catalogue_text, catalogue_to_dict
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.fill import line
from dmsi_rules.text.marks import Translate
from dmsi_rules.text.width import cells
from dmsi_rules.values.days import DayOfYear

SVG = "{http://www.w3.org/2000/svg}"


class Draw(Protocol):
    """
    What every drawing is called with.
    """

    def __call__(self, terms: Terms, grid: Grid | None, translate: Translate = ...) -> str:
        """
        Return the drawing.
        """
        ...


def catalogue_to_text(terms: Terms, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the tables of the catalogue as they stand in a file.
    """
    return to_plain(catalogue_text(terms, grid, translate))


DRAWINGS: dict[str, tuple[Draw, str]] = {
    "text": (catalogue_to_text, "~"),
    "mermaid": (catalogue_to_mermaid, "-.->"),
    "dot": (catalogue_to_dot, "style=dashed"),
    "svg": (catalogue_to_svg, 'class="edge inferred"'),
}
HOSTILE = {
    "controls": "\x00\x01\x1b[31mred\x7f\x85",
    "bidi": "a\u202egnp.exe\u202c \u2066x\u2069 \u200f\ufeff",
    "quotes": "\"double\" 'single' `tick`",
    "xml": "]]> --> <!-- ?>",
    "script": "<script>alert(1)</script>",
    "percent": "100 % %s {0} %(x)s %%{init: {'theme':'dark'}}%%",
    "newlines": "two\nlines\r\nthree\u2028four\tfive",
    "drop": '"; DROP TABLE services; --',
    "long-word": "Donaudampfschifffahrt" * 40,
    "long-text": "parc de postes " * 400,
    "surrogates": "\ud800 \udfff \ufffe\uffff",
    "backslash": "\\",
    "escapes": '\\N \\l \\" ending\\',
    "entities": "&lt; &amp; &#34; #quot; #35; style a:b#c;",
    "numbered": "1. list",
    "bulleted": "- list",
    "emphasis": "**bold** __under__",
    "keyword": "end",
    "empty": "",
    "blank": " ",
    "wide": "全角の題名" * 30,
    "marks": "e" + "\u0301" * 500,
    "brackets": "{{x}} [[y]] ((z)) |pipe| A-->B",
    "formula": "=1+1",
}


@pytest.fixture(scope="module", name="call")
def _call() -> Convention:
    return load_convention()


@pytest.fixture(name="draw", params=[draw for draw, _ in DRAWINGS.values()], ids=[*DRAWINGS])
def _draw(request: pytest.FixtureRequest) -> Draw:
    draw: Draw = request.param
    return draw


def made(services: tuple[Service, ...], edges: tuple[Edge, ...] = (), words: str = "words") -> Convention:
    """
    A convention whose every free text is *words*, the first service its base.
    """
    priced = tuple(each for each in services[1:] if each.kind == "continuous")
    prices = tuple(Price(service=each.code, month=Decimal(1), year=Decimal(12)) for each in priced)
    party = PartyNamed(code="one", fr=words, en=words)
    return Convention(
        id="made",
        title=words,
        checked=dt.date(2026, 1, 1),
        parties=Parties(provider=party, member=party),
        year=YearClause(starts=DayOfYear(1, 1)),
        units={"unit": Unit(fr=words, en=words)},
        catalogue=Catalogue(
            base=services[0].code,
            services=services,
            edges=edges,
            included=(Included(code="brought", fr=words, with_=services[0].code, source=words),),
        ),
        term=TermClauses(start=(StartClause(start=("next-year",)),), length=(LengthClause(kind="unlimited"),)),
        tariff=TariffClauses(grids=(Grid(id=words, source=words, in_force=dt.date(2026, 1, 1), prices=prices),)),
    )


def service(code: str, words: str = "x", **keys: Any) -> Service:
    """
    A service called *words*.
    """
    return Service(code=code, fr=words, en=words, source=words, unit="unit", lines=(words, words), **keys)


def edge(above: str, below: str, source: str = "x", *, inferred: bool = False) -> Edge:
    """
    A link.
    """
    return Edge(service=above, requires=below, source=source, inferred=inferred)


def titled(words: str) -> Convention:
    """
    Three services called *words*, one explicit link and one inferred.
    """
    services = (
        service("base", words),
        service("end", words, category=1),
        service("a-b", words, on_quotation=True),
    )
    return made(services, (edge("end", "base", words), edge("a-b", "end", words, inferred=True)), words)


@st.composite
def catalogues(draw: st.DrawFn) -> Convention:
    """
    Acyclic catalogues: a service requires only services that stand before it.
    """
    size = draw(st.integers(1, 24))
    titles = draw(st.lists(st.text(max_size=60), min_size=size, max_size=size))
    codes = [f"s{place}" for place in range(size)]
    flags = st.booleans()
    services = tuple(service(code, title, on_quotation=draw(flags)) for code, title in zip(codes, titles, strict=True))
    pairs = [(above, below) for below, above in combinations(codes, 2)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=60)) if pairs else []
    return made(services, tuple(edge(above, below, inferred=draw(flags)) for above, below in chosen))


def drawn(draw: Draw, convention: Convention, reading: str = "required", *, priced: bool = True) -> str:
    """
    What *draw* makes of the convention.
    """
    terms = terms_under(convention, reading)
    return draw(terms, terms.text.grids[0] if priced else None)


def unbroken(page: str) -> str:
    """
    A drawing whose words go on where a box broke them.
    """
    return re.sub(r"</text>\s*<text[^>]*>", " ", page)


def terms_under(convention: Convention, reading: str = "required") -> Terms:
    """
    The convention under a reading of `inferred_edges`.
    """
    return terms_of(convention, Readings.of({"inferred_edges": reading}))


def parsed(picture: str) -> ET.Element:
    """
    The picture's root.
    """
    return ET.fromstring(picture)  # noqa: S314  (our own file)


def svg_boxes(picture: str) -> dict[str, tuple[float, float, float, float]]:
    """
    The box of each service, as left, top, right and bottom.
    """
    boxes = {}
    for group in parsed(picture).iter(f"{SVG}g"):
        if name := group.get("id"):
            (rect,) = group.iter(f"{SVG}rect")
            x, y, width, height = (float(rect.attrib[side]) for side in ("x", "y", "width", "height"))
            boxes[name.removeprefix("service-")] = (x, y, x + width, y + height)
    return boxes


def svg_arrows(picture: str) -> dict[str, ET.Element]:
    """
    Each arrow between boxes, by its description.
    """
    return {str(path[0].text): path for path in parsed(picture).iter(f"{SVG}path") if len(path)}


class TestComplete:
    """
    Every service and every link is in every drawing.
    """

    def test_services(self, call: Convention, draw: Draw) -> None:
        """
        Code, title, and price or the word that stands for it.
        """
        page = drawn(draw, call)
        assert [] == [each.code for each in call.catalogue.services if each.code not in page]
        assert [] == [each.title for each in call.catalogue.services if each.title not in page]
        for price in ("204.00 € / workstation / year", "on quotation", "no price in the text", "costs nothing by itself"):
            assert price in unbroken(page)

    def test_links_in_text(self, call: Convention) -> None:
        """
        The text lists each link with its source.
        """
        rows = [re.split(r"  +", row) for row in drawn(catalogue_to_text, call).splitlines()]
        for each in call.catalogue.edges:
            mark = "~" if each.basis == "inferred" else ""
            assert [each.service, f"{mark}{each.requires}", each.source] in rows

    def test_links_in_mermaid(self, call: Convention) -> None:
        """
        Dotted and labelled where inferred, plain elsewhere.
        """
        page = drawn(catalogue_to_mermaid, call)
        for each in call.catalogue.edges:
            arrow = "-->" if each.basis == "explicit" else f'-.->|"inferred<br/>{each.source}"|'
            assert f"    service-{each.service} {arrow} service-{each.requires}\n" in page

    def test_links_in_dot(self, call: Convention) -> None:
        """
        Dashed and labelled where inferred, plain elsewhere.
        """
        page = drawn(catalogue_to_dot, call)
        for each in call.catalogue.edges:
            style = "" if each.basis == "explicit" else f'style=dashed, label="inferred\\n{each.source}", '
            assert f'  "{each.service}" -> "{each.requires}" [{style}tooltip="{each.source}"]\n' in page

    def test_links_in_svg(self, call: Convention) -> None:
        """
        Dashed where inferred, each described with its source.
        """
        picture = drawn(catalogue_to_svg, call)
        said = {"explicit": ("edge", ""), "inferred": ("edge inferred", "inferred: ")}
        assert {
            f"{each.service} requires {each.requires} ({said[each.basis][1]}{each.source})": said[each.basis][0]
            for each in call.catalogue.edges
        } == {words: path.attrib["class"] for words, path in svg_arrows(picture).items()}
        assert ".inferred { stroke: #b04a00; stroke-dasharray: 7 5 }" in picture
        assert ">Annexe 5, first row: postes → reseau, hebergement → reseau<" in picture

    def test_what_comes_with_a_service(self, call: Convention) -> None:
        """
        The text has the lines of service, what is included, and the price of every plan.
        """
        page = drawn(catalogue_to_text, call)
        assert [] == [name for each in call.catalogue.services for name in each.lines if f"\n    {name}\n" not in page]
        assert "\nsocle  sig        Système d'information géographique  Art. 5.1\n" in page
        assert "\nmessagerie  basique-25   93.60 / mailbox\n" in page
        assert "\nmessagerie  premium-50  141.60 / mailbox\n" in page

    def test_data(self, call: Convention) -> None:
        """
        The catalogue as data holds the same, and JSON can hold it.
        """
        terms = terms_under(call)
        data = json.loads(json.dumps(catalogue_to_dict(terms, terms.text.grids[0])))
        services = {each["code"]: each for each in data["services"]}
        assert [each.code for each in call.catalogue.services] == list(services)
        edges = [
            {"service": e.service, "requires": e.requires, "basis": e.basis, "source": e.source} for e in call.catalogue.edges
        ]
        assert edges == data["edges"]
        assert [data["order"].index(code) for code in services] == [each["opening_order"] for each in services.values()]
        assert ["postes"] == services["support"]["requires"]
        assert ["socle", "reseau", "postes"] == services["support"]["closure"]
        assert [{"plan": None, "unit": "poste", "month": "17.00", "year": "204.00"}] == services["postes"]["prices"]
        assert services["messagerie"]["plans"] == [each["plan"] for each in services["messagerie"]["prices"]]

    def test_a_missing_price_is_not_zero(self, call: Convention) -> None:
        """
        The data tells free, quoted and unpriced apart.
        """
        terms = terms_under(call)
        data = catalogue_to_dict(terms, terms.text.grids[0])
        unpriced = {each["code"]: each["pricing"] for each in data["services"] if not each["prices"]}
        assert {
            "socle": "free",
            "serveurs": "none",
            "conseil": "quotation",
            "amoa": "quotation",
            "acces-call": "none",
        } == unpriced

    def test_no_grid_is_no_price(self, call: Convention, draw: Draw) -> None:
        """
        Before the first grid there is no price: unknown, never zero.
        """
        page = drawn(draw, call, priced=False)
        assert "no grid in force" in page
        assert "0.00" not in page

    @pytest.mark.parametrize(("reading", "inferred"), [("required", True), ("ignored", False)])
    @pytest.mark.parametrize(("draw", "mark"), DRAWINGS.values(), ids=DRAWINGS)
    def test_reading(self, call: Convention, draw: Draw, mark: str, reading: str, inferred: bool) -> None:
        """
        A drawing names its convention and reading, and says which links it infers or leaves out.
        """
        page = drawn(draw, call, reading)
        assert f"call-dmsi-2024 · inferred_edges={reading} · grid 2023-10-01" in page
        assert inferred == (mark in page)
        assert inferred != ("Inferred links left out, a link to `socle` in place of each" in re.sub("[“”]", "`", page))

    def test_translated(self, call: Convention, draw: Draw) -> None:
        """
        Our words go through the translation, the convention's own do not.
        """
        french = {"on quotation": "sur devis", "{year} € / {unit} / year": "{year} € / {unit} / an"}
        terms = terms_under(call)
        page = draw(terms, terms.text.grids[0], lambda sentence: french.get(sentence, sentence))
        assert "sur devis" in page
        assert "84.00 € / workstation / an" in unbroken(page)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
class TestHostile:
    """
    Another convention's words never get out of their place.
    """

    def test_text(self, words: str) -> None:
        """
        Nothing unprintable reaches the terminal, and no line is forged.
        """
        page = drawn(catalogue_to_text, titled(words))
        assert page.replace("\n", "").isprintable()
        assert drawn(catalogue_to_text, titled("words")).count("\n") == page.count("\n")

    def test_mermaid(self, words: str) -> None:
        """
        Whatever the words, the lines have the same shape: quotes, brackets and directives are ours alone.
        """
        comment, *rows = drawn(catalogue_to_mermaid, titled(words)).splitlines()
        assert comment.startswith("%% made")
        assert "%" not in comment[2:]
        label = r'"[^]["{}|`%<>&\\;#*_]*"'
        shape = rf"flowchart TB|    service-[a-z-]+(\[{label}\]| (-->|-\.->\|{label}\|) service-[a-z-]+)"
        bare = [re.sub("#[0-9]+;|<br/>", "", row) for row in rows]
        assert [] == [row for row in bare if not re.fullmatch(shape, row) or not row.isprintable()]
        assert 6 == len(rows)

    def test_dot(self, words: str) -> None:
        """
        Quotes close where we close them.
        """
        page = drawn(catalogue_to_dot, titled(words))
        assert page.replace("\n", "").isprintable()
        assert [
            "digraph Q {",
            "  rankdir=TB",
            "  node [shape=box, style=rounded, fontname=Q, fontsize=11]",
            "  edge [fontname=Q, fontsize=9]",
            "  Q [label=Q, tooltip=Q]",
            "  Q [label=Q, tooltip=Q]",
            "  Q [label=Q, tooltip=Q]",
            "  Q -> Q [tooltip=Q]",
            "  Q -> Q [style=dashed, label=Q, tooltip=Q]",
            "}",
        ] == re.sub(r'"(\\["\\n]|[^"\\])*"', "Q", page).splitlines()[1:]

    @pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
    def test_graphviz_reads_dot(self, words: str) -> None:
        """
        Graphviz finds three services and two arrows, and has nothing to say.
        """
        page = drawn(catalogue_to_dot, titled(words))
        done = subprocess.run(["dot", "-Tplain"], input=page.encode(), capture_output=True, check=True)  # noqa: S607
        assert b"" == done.stderr
        assert 3 == len(re.findall(rb"^node ", done.stdout, re.MULTILINE))
        assert 2 == len(re.findall(rb"^edge ", done.stdout, re.MULTILINE))

    def test_svg(self, words: str) -> None:
        """
        The file parses, can be written, and the words brought no element with them.
        """
        picture = drawn(catalogue_to_svg, titled(words))
        picture.encode()
        tags = {each.tag.removeprefix(SVG) for each in parsed(picture).iter()}
        assert {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text"} == tags
        assert ["base", "end", "a-b"] == list(svg_boxes(picture))
        assert all("".join(each.itertext()).replace("\n", "").isprintable() for each in parsed(picture))

    def test_data(self, words: str) -> None:
        """
        Data keeps the words as they are; JSON escapes them.
        """
        terms = terms_under(titled(words))
        data = catalogue_to_dict(terms, terms.text.grids[0])
        assert (words or "end") == json.loads(json.dumps(data))["services"][1]["title"]


class TestPicture:
    """
    The picture of any catalogue can be read.
    """

    @given(catalogues())
    def test_boxes_stand_apart(self, convention: Convention) -> None:
        """
        No box is on another one, in part or in whole, or outside the picture.
        """
        picture = drawn(catalogue_to_svg, convention)
        boxes = svg_boxes(picture)
        assert len(convention.catalogue.services) == len(boxes)
        for one, other in combinations(boxes.values(), 2):
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
        _, _, width, height = map(float, parsed(picture).attrib["viewBox"].split())
        for left, top, right, bottom in boxes.values():
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height

    @given(catalogues())
    def test_arrows_go_round_the_boxes(self, convention: Convention) -> None:
        """
        An arrow leaves its service below, reaches what it requires from above, and runs behind no box.
        """
        picture = drawn(catalogue_to_svg, convention)
        boxes = svg_boxes(picture)
        arrows = svg_arrows(picture)
        assert len(convention.catalogue.edges) == len(arrows)
        for words, path in arrows.items():
            service, _, required, *_ = words.split()
            points = [(float(x), float(y)) for x, y in re.findall(r"([0-9.]+) ([0-9.]+)", path.attrib["d"])]
            starts, ends = points[::4], points[3::4]  # of the curves; a lane goes straight from an end to the next start
            assert starts[0][1] == pytest.approx(boxes[service][3])
            assert ends[-1][1] == pytest.approx(boxes[required][1])
            assert boxes[service][0] < starts[0][0] < boxes[service][2]
            assert boxes[required][0] < ends[-1][0] < boxes[required][2]
            for (x, bottom), (left, top) in zip(starts[1:], ends, strict=False):
                assert x == left
                assert [] == [box for box in boxes.values() if box[0] <= x <= box[2] and box[1] < bottom and top < box[3]]

    @given(catalogues())
    def test_narrow(self, convention: Convention) -> None:
        """
        For a phone, one box stands above the other and above all that it requires; arrows run beside them all.
        """
        terms = terms_under(convention)
        picture = catalogue_to_svg(terms, terms.text.grids[0], narrow=True)
        boxes, arrows = svg_boxes(picture), svg_arrows(picture)
        assert 1 == len({(left, right) for left, _, right, _ in boxes.values()})
        stacked = sorted(boxes.values(), key=lambda box: box[1])
        assert all(upper[3] < lower[1] for upper, lower in pairwise(stacked))
        assert len(convention.catalogue.edges) == len(arrows)
        for words, path in arrows.items():
            service, _, required, *_ = words.split()
            points = [(float(x), float(y)) for x, y in re.findall(r"([0-9.]+) ([0-9.]+)", path.attrib["d"])]
            (tip, low), lane, _, (end, high) = points
            assert boxes[service][3] < boxes[required][1]
            assert tip == end == boxes[service][0] > lane[0] > 0
            assert boxes[required][1] < low < boxes[required][3]
            assert boxes[service][1] < high < boxes[service][3]

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_legible(self, call: Convention, language: str) -> None:
        """
        On a phone 390 pixels wide, and in a column of 736, words are 12 pixels high at least.
        """
        terms = terms_under(call)
        for narrow, place in ((True, 358), (False, 736)):
            root = parsed(catalogue_to_svg(terms, terms.text.grids[0], translator(language), narrow=narrow))
            assert float(root.attrib["width"]) <= place
            assert 12 <= min(float(each.attrib["font-size"]) for each in root.iter(f"{SVG}text"))

    def test_foundation_is_below(self, call: Convention) -> None:
        """
        The socle reaches under all services that stand on it, as Annexe 1 says.
        """
        boxes = svg_boxes(drawn(catalogue_to_svg, call))
        left, top, right, _ = boxes.pop("socle")
        assert all(left <= box[0] and box[2] <= right and box[3] < top for box in boxes.values())

    def test_links(self, call: Convention) -> None:
        """
        A box leads where the caller says, and nowhere by itself.
        """
        terms = terms_under(call)
        picture = catalogue_to_svg(terms, None, address=lambda code: f"../x.html#{code}" if code != "socle" else None)
        root = parsed(picture)
        leads = {group.attrib["id"]: link.attrib["href"] for link in root.iter(f"{SVG}a") for group in link}
        assert {f"service-{each}": f"../x.html#{each}" for each in terms.text.services if each != "socle"} == leads
        assert "group" == root.get("role")
        assert not [*parsed(drawn(catalogue_to_svg, call)).iter(f"{SVG}a")]

    def test_french(self, call: Convention) -> None:
        """
        In French there is no code in the picture, and no typewriter's apostrophe.
        """
        terms = terms_under(call)
        words = called_by(glossary(terms), translator("fr"))
        for narrow in (False, True):
            root = parsed(catalogue_to_svg(terms, terms.text.grids[0], words, narrow=narrow))
            said = " ".join(
                str(each.text) for each in root.iter() if each.tag in {f"{SVG}{tag}" for tag in ("text", "title", "desc")}
            )
            assert "Socle d’adhésion" in said
            assert "'" not in said
            assert not {"call-dmsi-2024", "reseau", "amoa", "acces-call", "hebergement"} & {*re.findall(r"[\w-]+", said)}

    def test_hundred_services(self) -> None:
        """
        A hundred services, each on the one before and on the first, still come out.
        """
        services = tuple(service(f"s{place}", f"Service {place}") for place in range(100))
        edges = [edge(f"s{place}", f"s{place - 1}", inferred=True) for place in range(1, 100)]
        edges += [edge(f"s{place}", "s0") for place in range(2, 100)]
        picture = drawn(catalogue_to_svg, made(services, tuple(edges)))
        assert 197 == len(svg_arrows(picture))
        assert 100 == len({top for _, top, *_ in svg_boxes(picture).values()})

    def test_untangled(self) -> None:
        """
        Two chains given in the wrong order do not cross.
        """
        services = tuple(service(code, code) for code in ("a", "b", "on-b", "on-a"))
        edges = (edge("on-b", "b"), edge("on-a", "a"))
        boxes = svg_boxes(drawn(catalogue_to_svg, made(services, edges)))
        assert (boxes["a"] < boxes["b"]) == (boxes["on-a"] < boxes["on-b"])

    def test_accessible(self, call: Convention) -> None:
        """
        A screen reader meets one image with a name and a description that tells every link.
        """
        root = parsed(drawn(catalogue_to_svg, call))
        named = {each.get("id"): str(each.text) for each in root}
        title, description = (named[label] for label in root.attrib["aria-labelledby"].split())
        assert "img" == root.get("role")
        assert call.title == title
        assert len(call.catalogue.edges) == description.count(" requires ")
        assert "postes requires reseau (inferred: Annexe 5, first row)." in description

    def test_no_link_at_all(self) -> None:
        """
        A catalogue of one service has nothing to explain under its picture.
        """
        alone = made((service("alone", "Alone"),))
        assert {} == svg_arrows(drawn(catalogue_to_svg, alone))
        assert "requires: the text says so" not in drawn(catalogue_to_svg, alone)
        assert "\nLinks\n" not in drawn(catalogue_to_text, alone)


class TestWords:
    """
    One line, no wider than its place.
    """

    @given(st.text(), st.integers(2, 40), st.integers(1, 6))
    def test_wrapped(self, text: str, limit: int, most: int) -> None:
        """
        Every line fits; nothing is lost unless an ellipsis says so.
        """
        words = line(text)
        lines = wrapped(words, limit, most=most)
        assert len(lines) <= most
        assert all(cells(each) <= limit for each in lines)
        assert words.split() == " ".join(lines).split() or lines[-1].endswith("…") or max(map(cells, words.split())) > limit

    def test_cells(self) -> None:
        """
        A wide character takes two columns, a mark on another none.
        """
        assert [2, 4, 1] == [cells(text) for text in ("ab", "全角", "e\u0301")]
