"""Keeping what the months add up to, so that they need not be opened again."""

from django.db import connection

from accounts.models import User
from trackers.queries.tallies import AnyTally, Months
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of

# Nothing is kept of a month that changed meanwhile; and who is just changing one is not waited
# for, or two who hold a month each could wait for one another.
KEEP = """
with free as materialized (
    select id from trackers_tally where id = any(%(ids)s) for update skip locked
)
update trackers_tally tally set sealed = counted.sealed
from unnest(%(ids)s::uuid[], %(marks)s::uuid[], %(sealed)s::bytea[]) counted (id, mark, sealed)
join free using (id)
where tally.id = counted.id and tally.mark = counted.mark
"""


def keep_counted(*, by: User, vault: OpenVault, months: Months[AnyTally]) -> None:
    """Seal what was counted into its rows. Does nothing where all of it was kept already."""
    if not months.counted:
        return
    for tally, contents in months.counted:
        vault.seal_into(tally, contents)
    rows = [tally for tally, _contents in months.counted]
    with rows_of(by.pk), connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {
                "ids": [row.pk for row in rows],
                "marks": [row.mark for row in rows],
                "sealed": [row.sealed for row in rows],
            },
        )
