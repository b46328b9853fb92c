"""What the mails of this room say, word for word."""

from trackers.emails import reminder_body


def test_a_reminder_says_nothing():
    assert reminder_body() == "There is a note for you."
