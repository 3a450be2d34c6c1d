"""
The packaged table of operating-system lifecycles: what a workstation's system may be called, and until when it is maintained.
"""

from collections.abc import Iterable, Iterator

from dmsi_rules.lifecycles import PACKAGED, load_lifecycles
from dmsi_rules.lifecycles.matching import EDITIONS
from dmsi_rules.model.lifecycles import Product, Release
from from_data.markdown import code, codes, md, table

LICENCE = PACKAGED.with_name("LICENSE.endoflife.date")
EXTENSIONS = {
    "paid-esu": "paid security updates (ESU)",
    "ubuntu-pro": "Ubuntu Pro",
    "debian-lts-free": "Debian LTS",
    "rhel-els-addon": "the ELS add-on of RHEL",
}
EDITION = {
    "pro": ("`-w`", "Home, Pro, Pro Education, Pro for Workstations; labels have (W)"),
    "enterprise": ("`-e`", "Enterprise, Education, IoT Enterprise; labels have (E)"),
    "enterprise-ltsc": ("`-e-lts`", "Enterprise in the long-term channel, LTSC or LTSB"),
    "iot-ltsc": ("`-iot-lts`", "IoT Enterprise in the long-term channel"),
    "iot-core": ("`-iot`", "IoT Core"),
    "all": ("none", "every edition: they end on one day"),
}


def systems() -> str:
    """
    Return the cycles of the table, product by product.
    """
    lifecycles = load_lifecycles()
    parts = []
    for product in lifecycles.product:
        releases = [release for release in lifecycles.release if release.product == product.id]
        parts += [f"### {code(product.id)}\n", *_policy(product), _cycles(releases)]
    return "\n".join(parts)


def _policy(product: Product) -> Iterator[str]:
    if product.vendor_policy:
        yield f"What its vendor says: <{product.vendor_policy}>.\n"


def _cycles(releases: Iterable[Release]) -> str:
    releases = list(releases)
    has_editions = any(release.edition for release in releases)
    rows = (
        [code(each.cycle), codes(_others(each)) or "-", *([code(each.edition or "all")] if has_editions else []), _end(each)]
        for each in releases
    )
    return table(("`os_version`", "Also found by", *(["`edition`"] if has_editions else []), "Last day"), rows)


def _others(release: Release) -> list[str]:
    names = (release.label, release.codename, release.build, release.latest)
    return list(dict.fromkeys(name for name in names if name and name != release.cycle))


def _end(release: Release) -> str:
    last = f"{release.security_until}" if release.security_until else "no end published"
    if release.extended_until is None:
        return last
    return f"{last}; with {EXTENSIONS[release.extended_kind or '']} {release.extended_until}"


def editions() -> str:
    """
    Return the editions of the table: how a cycle ends that is of one, and what it is.
    """
    found = {release.edition for release in load_lifecycles().release} - {None}
    said = {edition: "; with ".join(", ".join(sorted(words)) for words in wanted) for edition, wanted in EDITIONS}
    rows = (
        [code(edition), sign, means, md(said.get(edition, "-"))]
        for edition, (sign, means) in EDITION.items()
        if edition in found
    )
    return "{.keys}\n" + table(("`edition`", "Its cycles end in", "Is", "By these words of a full name"), rows)


def source() -> str:
    """
    Return where the table is from, of which day it is, and its licence.
    """
    lifecycles = load_lifecycles()
    given = lifecycles.source
    notice = "\n>\n".join(f"> {md(part)}" for part in LICENCE.read_text(encoding="utf-8").strip().split("\n\n"))
    return (
        f"The packaged table is of **{lifecycles.date}**, made from [{md(given.name)}]({given.repository}) at the commit "
        f"{code((given.commit or '')[:12])}. A version without published end is taken as maintained up to "
        f"{lifecycles.horizon}, {given.tolerance_days} days later; after that it is unknown.\n\n"
        f"The data of endoflife.date are under this licence (MIT):\n\n{notice}\n"
    )
