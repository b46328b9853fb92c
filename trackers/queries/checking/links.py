"""Walking along the chain, from its first link to its last.

Without a vault's key: the chain's own formula, and the marks. With it, as well: that each row
opens, and that it says what its link says of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from trackers.choices import LogTrouble
from trackers.models import Link
from trackers.queries.checking.findings import Finding
from trackers.queries.checking.material import Material, material_of
from trackers.queries.checking.rows import is_marked, number_of, troubles_of
from trackers.rules.chain import START, hash_of
from trackers.vault.open_vault import OpenVault


@dataclass
class Walked:
    """How far somebody has come, and what the next link is measured by."""

    last: Link | None = None
    # That something was found at the last one; that something vouches for it beside the chain.
    is_faulty: bool = False
    is_vouched_for: bool = True

    @property
    def seq(self) -> int:
        return self.last.seq if self.last else 0

    @property
    def hash(self) -> str:
        return bytes(self.last.hash).hex() if self.last else START


def walk(user: User, vault: OpenVault | None, walked: Walked) -> Iterator[Finding]:
    """Everything that does not fit. `walked` stands at the end of the log afterwards."""
    for material in material_of(user):
        found = list(_step(material, vault, walked))
        yield from found
        walked.last = material.link
        walked.is_faulty = any(_is_here(one, material.link) for one in found)
        walked.is_vouched_for = is_marked(material) is True


def _step(material: Material, vault: OpenVault | None, walked: Walked) -> Iterator[Finding]:
    link = material.link
    if link.seq > walked.seq + 1:
        yield Finding(LogTrouble.MISSING, (walked.seq + 1, link.seq - 1))
    if found := list(troubles_of(material, vault)):
        number = number_of(material, vault)
        for trouble, other in found:
            yield _at(link, trouble, number=number, other=other)
        return
    mark = is_marked(material)
    if blamed := _blamed(link, walked, is_sure=mark is True):
        yield _at(blamed, LogTrouble.LINK)
    if mark is False and blamed is not link:
        yield _at(link, LogTrouble.MARK, number=number_of(material, vault))


def _blamed(link: Link, walked: Walked, *, is_sure: bool) -> Link | None:
    """Where two links do not fit together, the one that was changed."""
    if hash_of(link, after=walked.hash) == bytes(link.hash).hex():
        return None
    if link.seq != walked.seq + 1 or walked.is_faulty:
        # What it is measured by is not there, which was said already.
        return None
    # Of what was taken out nothing but the chain vouches for its link.
    return walked.last if is_sure and walked.last and not walked.is_vouched_for else link


def _at(
    link: Link, trouble: LogTrouble, *, number: int | None = None, other: int | None = None
) -> Finding:
    return Finding(trouble, (link.seq, link.seq), link.recorded_at, number, other)


def _is_here(finding: Finding, link: Link) -> bool:
    return finding.places is not None and finding.places[1] == link.seq
