"""What has happened in this room. Receivers wake a task once the transaction is through."""

from django.dispatch import Signal

post_owed = Signal()
echo_owed = Signal()
claim_owed = Signal()
screening_owed = Signal()
erasure_owed = Signal()
