"""
The packaged table of operating-system lifecycles: what a workstation's system may be called, and until when it is maintained.
"""

from collections.abc import Iterable, Iterator

from dmsi_rules.lifecycles import PACKAGED, load_lifecycles
from dmsi_rules.lifecycles.matching import EDITIONS
from dmsi_rules.model.lifecycles import Product, Release
from dmsi_rules.text.marks import N_, day
from from_data.language import Language
from from_data.markdown import code, codes, in_english, md, table, wide

LICENCE = PACKAGED.with_name("LICENSE.endoflife.date")
EXTENSIONS = {
    "paid-esu": N_("paid security updates (ESU)"),
    "ubuntu-pro": N_("Ubuntu Pro"),
    "debian-lts-free": N_("Debian LTS"),
    "rhel-els-addon": N_("the ELS add-on of RHEL"),
}
EDITION = {
    "pro": ("`-w`", N_("Home, Pro, Pro Education, Pro for Workstations; labels have (W)")),
    "enterprise": ("`-e`", N_("Enterprise, Education, IoT Enterprise; labels have (E)")),
    "enterprise-ltsc": ("`-e-lts`", N_("Enterprise in the long-term channel, LTSC or LTSB")),
    "iot-ltsc": ("`-iot-lts`", N_("IoT Enterprise in the long-term channel")),
    "iot-core": ("`-iot`", N_("IoT Core")),
    "all": ("", N_("every edition: they end on one day")),
}


def systems(say: Language) -> str:
    """
    Return the cycles of the table, product by product.
    """
    lifecycles = load_lifecycles()
    parts = []
    for product in lifecycles.product:
        releases = [release for release in lifecycles.release if release.product == product.id]
        parts += [f"### {code(product.id)}\n", *_policy(product, say), _cycles(releases, say)]
    return "\n".join(parts)


def _policy(product: Product, say: Language) -> Iterator[str]:
    if product.vendor_policy:
        yield f"{say('What its vendor says')}{say(': ')}<{product.vendor_policy}>.\n"


def _cycles(releases: Iterable[Release], say: Language) -> str:
    releases = list(releases)
    has_editions = any(release.edition for release in releases)
    rows = (
        [
            code(each.cycle),
            codes(_others(each)) or "-",
            *([code(each.edition or "all")] if has_editions else []),
            _end(each, say),
        ]
        for each in releases
    )
    return wide(table(("`os_version`", say("Also found by"), *(["`edition`"] if has_editions else []), say("Last day")), rows))


def _others(release: Release) -> list[str]:
    names = (release.label, release.codename, release.build, release.latest)
    return list(dict.fromkeys(name for name in names if name and name != release.cycle))


def _end(release: Release, say: Language) -> str:
    last = day(release.security_until, say) if release.security_until else say("no end published")
    if release.extended_until is None:
        return last
    extension = say(EXTENSIONS[release.extended_kind or ""])
    return say("{last}; with {extension} {day}").format(last=last, extension=extension, day=day(release.extended_until, say))


def editions(say: Language) -> str:
    """
    Return the editions of the table: how a cycle ends that is of one, and what it is.
    """
    found = {release.edition for release in load_lifecycles().release} - {None}
    also = say("; with ")
    said = {edition: also.join(", ".join(sorted(words)) for words in wanted) for edition, wanted in EDITIONS}
    rows = (
        [code(edition), sign or say("none"), say(means), md(said.get(edition, "-"))]
        for edition, (sign, means) in EDITION.items()
        if edition in found
    )
    return "{.keys}\n" + table(("`edition`", say("Its cycles end in"), say("Is"), say("By these words of a full name")), rows)


def source(say: Language) -> str:
    """
    Return where the table is from, of which day it is, and its licence.
    """
    lifecycles = load_lifecycles()
    given = lifecycles.source
    notice = "\n>\n".join(f"> {md(part)}" for part in LICENCE.read_text(encoding="utf-8").strip().split("\n\n"))
    told = say(
        "The packaged table is of **{day}**, made from {origin} at the commit {commit}. A version without published end is "
        "taken as maintained up to {horizon}, {days} days later; after that it is unknown."
    ).format(
        day=day(lifecycles.date, say),
        origin=f"[{md(given.name)}]({given.repository})",
        commit=code((given.commit or "")[:12]),
        horizon=day(lifecycles.horizon, say),
        days=given.tolerance_days,
    )
    licence = say("The data of endoflife.date are under this licence (MIT):")
    return f"{told}\n\n{licence}\n\n{in_english(notice)}"
