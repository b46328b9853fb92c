"""Whether the log is what was recorded, and where it is not (docs/decisions/0028-incident-log.md).

To be called inside `rows_of`. With the open vault, everything is compared with what is sealed;
without it, with the chain, with the marks, and with the hashes of sealed files. Memory and
queries do not grow with the log, but for a few queries with every 500 links.
"""

from collections.abc import Iterator

from accounts.models import User
from trackers.models import Vault
from trackers.queries.checking.ends import check_end, check_incidents
from trackers.queries.checking.files import FilesRead, read_files, sealed_files
from trackers.queries.checking.findings import Finding
from trackers.queries.checking.links import Walked, walk
from trackers.queries.checking.stamped import check_stamps
from trackers.vault.open_vault import OpenVault

__all__ = ["FilesRead", "Finding", "Walked", "check_log", "read_files", "sealed_files"]


def check_log(
    user: User, vault: OpenVault | None = None, *, walked: Walked | None = None
) -> Iterator[Finding]:
    """Everything that does not fit, in the order of the places. `walked` stands at the end of
    the log afterwards. While it runs nothing is added to the log."""
    walked = walked or Walked()
    # Gone where the keys were destroyed; the rest can be looked at all the same.
    list(Vault.objects.select_for_update().filter(owner=user))
    yield from walk(user, vault, walked)
    yield from check_end(user, vault, walked)
    yield from check_incidents(user, vault)
    yield from check_stamps(user)
