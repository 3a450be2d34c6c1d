"""
Starts the portal: `python examples/portal`, then http://127.0.0.1:8000/.
"""

import argparse
import datetime as dt
from pathlib import Path

import uvicorn
from portal import portal

parser = argparse.ArgumentParser(prog="portal", description=__doc__)
parser.add_argument("--database", type=Path, default=Path("portal.sqlite"))
parser.add_argument("--port", type=int, default=8000)
parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the given day; default: today")
arguments = parser.parse_args()


def today() -> dt.date:
    """
    Return the given day, or the one on which somebody asks.
    """
    given: dt.date | None = arguments.as_of
    return given or dt.datetime.now(tz=dt.UTC).astimezone().date()


application = portal(arguments.database, today)
uvicorn.run(application, port=arguments.port, log_level="warning")
