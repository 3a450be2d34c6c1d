"""
Two Hypothesis profiles: `fast` on every run, `thorough` on demand (`HYPOTHESIS_PROFILE=thorough`).
"""

import gc
import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

# A shell ignores interruptions for what it runs in the background, and so would the processes that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every machine, so that a run that passed passes again. No deadline: machines differ.
settings.register_profile("fast", deadline=None, derandomize=True, max_examples=100)

# New examples on every run, with whatever they find kept for the next one.
settings.register_profile(
    "thorough", deadline=None, max_examples=2_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)

# Hypothesis also draws the constants of whatever modules happen to be loaded, so that a file run alone would see other
# examples than the same file in the whole suite. It has no setting for that.
assert callable(providers._get_local_constants)
providers._get_local_constants = Constants

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """
    Collect the tests without a search for garbage, and leave them out of all later ones.

    They are a million objects, and there is no garbage among them; to go through them again and again took a sixth of the time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
