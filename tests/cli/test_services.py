"""
The catalogue in every format: `services`.
"""

from xml.etree import ElementTree as ET

import pytest

from dmsi_rules.testing.strategies import (
    SERVICES,
)
from tests.cli.command import OTHER, SERVICES_FORMATS, Command

FIRST_LINES = {"mermaid": ("---", "graph", "flowchart", "%%"), "dot": ("digraph", "//"), "svg": ("<svg", "<?xml")}


class TestServices:
    """
    The catalogue and its graph.
    """

    @pytest.mark.parametrize("output", SERVICES_FORMATS)
    def test_every_service(self, cli: Command, output: str) -> None:
        """
        Every service is there in every format.
        """
        answer = cli("services", "--format", output)

        assert (0, b"") == (answer.status, answer.err)
        assert [] == [service for service in SERVICES if service not in answer.text]
        assert answer.text.startswith(FIRST_LINES.get(output, ""))

    def test_json(self, cli: Command) -> None:
        """
        Each edge says where it comes from.
        """
        answer = cli("services", "--format", "json").data
        by_code = {service["code"]: service for service in answer["services"]}

        assert set(SERVICES) == by_code.keys()

    def test_svg(self, cli: Command) -> None:
        """
        It is XML, of one picture.
        """
        assert "{http://www.w3.org/2000/svg}svg" == ET.fromstring(cli("services", "--format", "svg").out).tag  # noqa: S314

    @pytest.mark.parametrize("output", SERVICES_FORMATS)
    def test_inferred_links(self, cli: Command, output: str) -> None:
        """
        A picture that rests on an inferred link says so; one made under the other reading is another.
        """
        answer = cli("services", "--format", output)

        assert "inferred" in answer.text
        assert answer.out != cli("services", "--format", output, "--reading", "inferred_edges=ignored").out

    @pytest.mark.parametrize("output", SERVICES_FORMATS)
    def test_another_convention(self, cli: Command, output: str) -> None:
        """
        Its services, not those of the embedded one.
        """
        answer = cli("services", "--format", output, "--convention", str(OTHER))

        assert 0 == answer.status
        assert "sauvegarde" in answer.text
        assert "messagerie" not in answer.text

    @pytest.mark.parametrize("output", SERVICES_FORMATS)
    def test_before_the_first_grid(self, cli: Command, output: str) -> None:
        """
        There is a catalogue and no price.
        """
        answer = cli("services", "--format", output, day="2023-09-30")

        assert 0 == answer.status
        assert "204.00" not in answer.text


def test_links(cli: Command) -> None:
    """
    Each box leads to the address, with the code of its service in it.
    """
    answer = cli("services", "--format", "svg", "--narrow", "--links", "prices.html#{service}")

    assert 0 == answer.status
    assert 11 == answer.out.decode().count('<a href="prices.html#')
    assert '<a href="prices.html#reseau"' in answer.out.decode()
    assert 'width="358"' in answer.out.decode()


def test_no_links(cli: Command) -> None:
    """
    Where no address is given, no box leads anywhere.
    """
    assert "<a " not in cli("services", "--format", "svg").out.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--format", "svg", "--links", "prices.html"), "`prices.html` has no `{service}` in it"),
        (("--narrow",), "--narrow and --links need --format svg"),
        (("--format", "dot", "--links", "x{service}"), "--narrow and --links need --format svg"),
    ],
)
def test_unusable(cli: Command, given: tuple[str, ...], said: str) -> None:
    """
    An address without the service, and links or a narrow form of what is no picture, are refused.
    """
    answer = cli("services", *given, "--lang", "en")

    assert (2, b"") == (answer.status, answer.out)
    assert said in answer.errors
