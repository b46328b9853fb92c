"""Writing a private row under the id that its page was given."""

from typing import TypeVar
from uuid import uuid4

from django.db import IntegrityError, transaction

from trackers.models import PrivateRow
from trackers.vault.contents import Contents
from trackers.vault.open_vault import OpenVault

Row = TypeVar("Row", bound=PrivateRow)


def insert_sealed(vault: OpenVault, row: Row, contents: Contents) -> Row:
    """For verbs of this package only, which have looked whether it is written already.

    An id that somebody else has: nobody is told, nothing of theirs is touched, and this row gets
    another one.
    """
    try:
        with transaction.atomic():
            return _insert(vault, row, contents)
    except IntegrityError:
        row.pk = uuid4()
        return _insert(vault, row, contents)


def _insert(vault: OpenVault, row: Row, contents: Contents) -> Row:
    vault.seal_into(row, contents)
    row.save(force_insert=True)
    return row
