"""What has happened in this room. Receivers wake a task once the transaction is through, or leave
a line in the trail (config/receivers.py)."""

from django.dispatch import Signal

# by: User, verb: str, ref: str
card_changed = Signal()
erasure_owed = Signal()

# Something waits for a worker; `kind` is a WorkKind.
work_owed = Signal()
