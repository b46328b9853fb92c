"""What the mails of this room say, word for word."""

from forums.emails import claim_body


def test_a_link_to_old_posts_says_nothing_of_them():
    assert claim_body("https://h.example/circles/claim/x/") == (
        "Somebody asked for this link with this address. If that was you, open it within a day, "
        "where you are signed in: https://h.example/circles/claim/x/\n\n"
        "If it was not you, leave it alone, and nothing happens."
    )
