"""Every field of every model, sorted: does it say something about a person?

Personal fields are what an export contains and what erasure removes. A field that is in neither
list fails the test beside this file.
"""

PERSONAL = {
    "accounts.User": {
        "sign_in_name", "password", "email", "joined_on", "time_zone", "exit_target",
    },
    "accounts.RecoveryKey": {"user", "public_key", "made_on"},
    "accounts.Message": {
        "user", "address", "address_hash", "body", "stop_token_hash", "due_at", "sent_at",
    },
    "forums.Persona": {"owner", "name", "name_folded", "import_key"},
    "forums.Membership": {"user", "role", "joined_on"},
    "forums.Topic": {"opened_by", "title", "hidden_title", "opened_at"},
    "forums.Post": {
        "author", "source", "html", "said_at", "edited_at", "withdrawn_at", "hidden_by",
    },
    "forums.Revision": {"source", "html", "replaced_at"},
    "forums.SearchEntry": {"words"},
    "forums.Report": {"reporter", "words", "frozen_html", "filed_at"},
    "forums.Decision": {
        "author", "decided_by", "reason", "statement_to_author", "statement_to_reporter",
    },
    "forums.Following": {"user", "topic", "circle"},
    "forums.Reading": {"user", "topic", "up_to"},
    "forums.Draft": {"owner", "parent", "circle", "title", "words", "kept_at"},
    "forums.Notice": {"user", "given_at", "read_at"},
    "forums.Trail": {"by", "at"},
    "trackers.Vault": {"owner", "made_on", "idle_seconds"},
    "trackers.KeySlot": {"vault", "wrapped", "salt", "public_key"},
    "trackers.ContactEvent": {"owner", "on", "sealed"},
    "trackers.CheckIn": {"owner", "on", "sealed"},
    "trackers.JournalEntry": {"owner", "on", "sealed"},
    "trackers.Draft": {"owner", "on", "sealed"},
    "trackers.Reminder": {
        "owner", "local_time", "zone", "days", "quiet_from", "quiet_until", "sealed", "due_at",
        "due_on", "stopped_at",
    },
    "trackers.Occurrence": {"owner", "on", "rung_at"},
}  # fmt: skip

PLAIN = {
    "accounts.User": {"id", "is_active", "is_superuser", "groups", "user_permissions"},
    "accounts.RecoveryKey": {"id"},
    "accounts.Message": {"id", "kind", "claimed_at", "dropped_at"},
    "forums.Persona": {"id", "ref"},
    "forums.Circle": {
        "id", "ref", "name", "about", "guidelines", "reading", "language", "opened_on",
    },
    "forums.Membership": {"id", "circle"},
    "forums.Topic": {"id", "ref", "circle", "last_post_at", "replies_count", "import_key"},
    "forums.Post": {
        "id", "ref", "topic", "parent", "path", "depth", "answers_count", "markup", "hidden_at",
        "import_key",
    },
    "forums.Revision": {"id", "post"},
    "forums.SearchEntry": {"post", "language"},
    "forums.Rule": {"id", "title", "explanation", "place"},
    "forums.Case": {"id", "ref", "post", "harm", "opened_at", "due_at", "decided_at", "version"},
    "forums.Report": {"id", "case", "post", "concern"},
    "forums.Decision": {"id", "case", "outcomes", "rule", "decided_at"},
    "forums.Announcement": {"id", "post", "owed_at", "told_at"},
    "forums.Following": {"id"},
    "forums.Reading": {"id"},
    "forums.Draft": {"id"},
    "forums.Notice": {"id", "kind", "decision", "post"},
    "forums.Trail": {"id", "verb", "subject_kind", "subject_ref", "detail"},
    "trackers.KeySlot": {"id", "kind", "key_id", "server_key_id", "passes", "memory_kib"},
    "trackers.ContactEvent": {"id"},
    "trackers.CheckIn": {"id"},
    "trackers.JournalEntry": {"id"},
    "trackers.Draft": {"id"},
    "trackers.Reminder": {"id"},
    "trackers.Occurrence": {"id", "reminder", "outcome"},
}  # fmt: skip

# Times that somebody's act set, and where that somebody stands. None needs a reason.
ACTS = {
    "forums.Topic.opened_at": "opened_by",
    "forums.Post.said_at": "author",
    "forums.Post.edited_at": "author",
    "forums.Post.withdrawn_at": "author",
    "forums.Post.hidden_at": "hidden_by",
    "forums.Report.filed_at": "reporter",
    "forums.Decision.decided_at": "decided_by",
    "forums.Draft.kept_at": "owner",
    "forums.Notice.read_at": "user",
    "trackers.Reminder.stopped_at": "owner",
}

NOBODYS_ACT = {
    "accounts.Message.due_at": "a time that is owed",
    "accounts.Message.claimed_at": "a worker's",
    "accounts.Message.sent_at": "a worker's",
    "accounts.Message.dropped_at": "a worker's, or the owner's who took the address away",
    "forums.Revision.replaced_at": "the author's of the post: nobody else changes it",
    "forums.Topic.last_post_at": "a copy of the newest post's time",
    "forums.Announcement.owed_at": "the post says who",
    "forums.Announcement.told_at": "a worker's",
    "forums.Case.opened_at": "the first report says who",
    "forums.Case.due_at": "a time that is owed",
    "forums.Case.decided_at": "the decision says who",
    "forums.Notice.given_at": "the decision or the post says who",
    "trackers.Reminder.due_at": "a time that is owed",
    "trackers.Occurrence.rung_at": "the clock's",
}
