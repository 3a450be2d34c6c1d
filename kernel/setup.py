"""
Build the compiled loop: one file for every Python from 3.11 on. SANITIZE=1 builds it to find what it does wrong.
"""

import os

from setuptools import Extension, setup

SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer", "-g"]
is_sanitized = os.environ.get("SANITIZE") == "1"

setup(
    ext_modules=[
        Extension(
            "dmsi_rules_kernel",
            sources=["src/loop.c", "src/module.c"],
            depends=["src/loop.h"],
            define_macros=[("Py_LIMITED_API", "0x030B0000"), *([("SANITIZED", "1")] if is_sanitized else [])],
            extra_compile_args=["-std=c11", *(["-O1", *SANITIZERS] if is_sanitized else ["-O3"])],
            extra_link_args=SANITIZERS if is_sanitized else [],
            py_limited_api=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}, "build_ext": {"force": True}},  # with sanitizers or without
)
