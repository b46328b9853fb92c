"""Writing last words, and noting how they were sent. Nothing here could send them."""

from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from accounts.models import User
from trackers.actions.writing import insert_sealed
from trackers.models import Statement, StatementContents, Vault
from trackers.refusals import StatementRefused
from trackers.rules.statements import (
    why_not_change_statement,
    why_not_say_sent,
    why_not_write_statement,
)
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of


def write_statement(
    *, by: User, vault: OpenVault, contents: StatementContents, statement_id: UUID | None = None
) -> Statement:
    """Keep last words to somebody, or that there are to be none. `statement_id` is the one that
    the page was given: what is sent twice is kept once. Raises StatementRefused."""
    statement_id = statement_id or uuid4()
    with rows_of(by.pk):
        Vault.objects.select_for_update().get(owner=by)
        own = Statement.objects.visible_to(by)
        if written := own.filter(pk=statement_id).first():
            return written
        if no := why_not_write_statement(contents, written=own.count()):
            raise StatementRefused(no)
        statement = Statement(id=statement_id, owner=by, on=contents.at.date())
        return insert_sealed(vault, statement, contents)


def change_statement(*, by: User, vault: OpenVault, statement: Statement, text: str) -> Statement:
    """Raises StatementRefused, or CannotBeOpened where there is nothing left to change."""

    def change(before: StatementContents) -> StatementContents:
        after = msgspec.structs.replace(before, text=text)
        if no := why_not_change_statement(before) or why_not_write_statement(after):
            raise StatementRefused(no)
        return after

    with rows_of(by.pk):
        # Of two tabs, one that says it was sent meanwhile counts.
        row = Statement.objects.select_for_update().get(pk=statement.pk, owner=by)
        vault.seal_into(row, change(vault.open(row, StatementContents)))
        row.save(update_fields=["sealed"])
        return row


def say_sent(
    *,
    by: User,
    vault: OpenVault,
    statement: Statement,
    at: datetime,
    channel: str,
    to: str,
    words: str,
    now: datetime,
) -> Statement:
    """Note when, which way and to which address it went. It can be said anew; the words stay as
    they were. Raises StatementRefused, or CannotBeOpened."""
    with rows_of(by.pk):
        row = Statement.objects.select_for_update().get(pk=statement.pk, owner=by)
        before = vault.open(row, StatementContents)
        here = at.astimezone(ZoneInfo(before.zone))
        if no := why_not_say_sent(before, at=here, now=now):
            raise StatementRefused(no)
        sent = {"sent_at": here, "channel": channel, "to": to, "words": words}
        vault.seal_into(row, msgspec.structs.replace(before, **sent))
        row.save(update_fields=["sealed"])
        return row
