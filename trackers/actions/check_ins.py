from datetime import date

import msgspec

from accounts.models import User
from trackers.models import CheckIn, CheckInContents, Vault
from trackers.refusals import CheckInRefused
from trackers.rules.check_ins import why_not_check_in
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def check_in(
    *, by: User, vault: OpenVault, on: date, contents: CheckInContents, today: date
) -> CheckIn:
    """Say how a day is. Saying it again corrects it. Raises CheckInRefused."""
    if no := why_not_check_in(contents, on=on, today=today):
        raise CheckInRefused(no)
    with rows_of(by.pk):
        # One after the other, so that two first ones at once do not collide.
        Vault.objects.select_for_update().get(owner=by)
        row = CheckIn.objects.visible_to(by).filter(on=on).first() or CheckIn(owner=by, on=on)
        before = vault.open_all([row], CheckInContents)[0].contents
        if before is not None:
            contents = msgspec.structs.replace(contents, newer=before.newer)
        vault.seal_into(row, contents)
        row.save()
        return row
