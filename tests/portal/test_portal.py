"""
The portal of the guide: a form filled in step by step, with errors per field, verdicts, price and calendar, in French.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

testing = pytest.importorskip("fastapi.testclient")

PORTAL = Path(__file__).parents[2] / "examples" / "portal"
DAY = dt.date(2026, 5, 20)
MODULES = ("portal", "judging", "store")
STEPS: tuple[dict[str, Any], ...] = (
    {},
    {"commune": {"name": "Avion"}},
    {"commune": {"name": "Avion"}, "request": {"lines": [{}]}},
    {"commune": {"name": "Avion"}, "request": {"date": "2026-05-20", "lines": [{"service": "messagerie", "quantity": 40}]}},
    {
        "commune": {"name": "Avion", "insee": "62065"},
        "request": {
            "date": "2026-05-20",
            "lines": [
                {"service": "messagerie", "plan": "pro-25", "quantity": 40, "opening": "2027-01-01"},
                {"service": "support", "quantity": 3},
                {"service": "messagerie", "quantity": 4},
            ],
        },
    },
)
WRONG = {"commune": {"name": "Avion", "insee": "zz"}, "request": {"lines": [{"service": "postes", "quantity": "-3"}]}}


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """
    Return the modules of the portal, which stands in a folder of its own.
    """
    monkeypatch.syspath_prepend(PORTAL)
    yield {name: import_module(name) for name in MODULES}
    for name in MODULES:
        sys.modules.pop(name)


@pytest.fixture
def client(modules: dict[str, Any], tmp_path: Path) -> Any:
    """
    Return a client of a portal with an empty database.
    """
    return testing.TestClient(modules["portal"].portal(tmp_path / "portal.sqlite", lambda: DAY))


def kept(client: Any, document: dict[str, Any]) -> dict[str, Any]:
    """
    Keep *document* and return the answer.
    """
    answer = client.put("/drafts/avion", json=document)
    assert 200 == answer.status_code
    return dict(answer.json())


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_each_step_is_a_draft(client: Any, step: int) -> None:
    """
    From nothing at all on, what is there is judged, priced and dated; what is not there yet is no error.
    """
    answer = kept(client, STEPS[step])

    assert answer["valid"]
    assert {"quote", "calendar", "fields"} <= answer.keys()


def test_fields_verdicts_price_and_dates(client: Any) -> None:
    """
    A missing requirement stands at its line, and so does a missing plan; the rest has a price, in French.
    """
    answer = kept(client, STEPS[-1])
    quote, fields = answer["quote"], answer["fields"]

    assert "dépend de" in next(each for each in fields["/request/lines/1"] if each["code"] == "DEP001")["message"]
    assert (
        "il manque «\u00a0plan\u00a0»"
        in next(each for each in fields["/request/lines/2"] if each["code"] == "LIF003")["message"]
    )
    assert ["date de l’audit"] == fields["/audit/date"][0]["missing_labels"]
    assert ("352.00", True) == (quote["lines"][0]["monthly"], quote["partial"])
    assert "demande" in next(each["what"] for each in answer["calendar"]["events"] if each["code"] == "request")
    assert not answer["complete"]


def test_wrong_values_stand_at_their_fields(client: Any) -> None:
    """
    All of them at once, each in French beside its field, and nothing is judged.
    """
    answer = kept(client, WRONG)

    assert {"/commune/insee", "/request/lines/0/quantity"} == answer["fields"].keys()
    assert "code INSEE" == answer["fields"]["/commune/insee"][0]["label"]
    assert "n’est pas un" in answer["fields"]["/commune/insee"][0]["message"]
    assert not answer["valid"]


def test_a_draft_is_read_again(client: Any) -> None:
    """
    As it was given, with the last answer on it.
    """
    answer = kept(client, STEPS[-1] | {"x-ours": {"clerk": 7}})

    assert {"document": STEPS[-1] | {"x-ours": {"clerk": 7}}, "answer": answer} == client.get("/drafts/avion").json()
    assert ["avion"] == client.get("/drafts").json()
    assert 404 == client.get("/drafts/lens").status_code


def test_the_form_is_labelled(client: Any) -> None:
    """
    Its fields by the words of the schema, its services by those of the convention.
    """
    offered = client.get("/choices").json()

    assert "quantité" == offered["words"]["quantity"]["title"]
    assert {"code": "messagerie", "title": "Messagerie collaborative"}.items() <= offered["services"][5].items()
    assert "pro-25" in offered["services"][5]["plans"]
    assert "<title>Demande" in client.get("/").text
    assert "drafts/" in client.get("/page.js").text


def test_threads_and_processes_answer_alike(modules: dict[str, Any]) -> None:
    """
    Sixteen threads from a cold start, and a pool of processes.
    """
    judged = partial(modules["judging"].judged, day=DAY)
    documents = [*STEPS, WRONG] * 16
    expected = [json.dumps(judged(each)) for each in documents]
    with ThreadPoolExecutor(16) as threads:
        assert expected == [json.dumps(each) for each in threads.map(judged, documents)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert expected == [json.dumps(each) for each in processes.map(judged, documents, chunksize=12)]
