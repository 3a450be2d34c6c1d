"""
The portal: one page, where a commune fills in its request, and what the page asks for.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException
from fastapi.responses import FileResponse
from judging import choices, judged
from store import Store

HERE = Path(__file__).parent
Document = Annotated[dict[str, Any], Body()]


def portal(database: Path, today: Callable[[], dt.date] = dt.date.today) -> FastAPI:
    """
    Return the application that keeps its drafts in *database* and judges them on the day that *today* says.
    """
    application = FastAPI(title="Portail de la DMSI")
    store = Store(database)
    judged({}, today())  # warm: the first answer takes a hundred times as long as the next

    @application.get("/")
    def page() -> FileResponse:
        return FileResponse(HERE / "page.html")

    @application.get("/page.js")
    def script() -> FileResponse:
        return FileResponse(HERE / "page.js")

    @application.get("/choices")
    def offered() -> dict[str, Any]:
        return choices()

    @application.get("/drafts")
    def names() -> list[str]:
        return store.names()

    @application.get("/drafts/{name}")
    def draft(name: str) -> dict[str, Any]:
        found = store.draft(name)
        if found is None:
            raise HTTPException(404)
        return {"document": found[0], "answer": found[1]}

    @application.put("/drafts/{name}")
    def keep(name: str, document: Document) -> dict[str, Any]:
        answer = judged(document, today())
        store.keep(name, document, answer)
        return answer

    return application
