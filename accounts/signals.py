"""What has happened in this room. Receivers wake a task once the transaction is through."""

from django.dispatch import Signal

# message_id: UUID
message_owed = Signal()

# user: User, session: str (the key of a session that was ended from elsewhere)
session_ended = Signal()

# user: User, leave_words: bool. In the transaction that closes it: each room takes its part away.
account_closed = Signal()
