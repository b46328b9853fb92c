"""How long what says something about a person is kept, and what ends it.

Most of it hangs on the account and goes with it, which the test beside this file finds out by
itself. What stays is listed here with what is left of it, and what a clock of its own ends is
listed with the task of that clock. Nothing else may hold a person.
"""

# What is left of it once the account is closed.
STAYS = {
    "forums.Persona": "a name in what others answered to, or no name, as its owner chose",
    "forums.Topic": "under that name: others took part in it",
    "forums.Post": "under that name, or without its words",
    "forums.Revision": "as its post",
    "forums.SearchEntry": "as its post",
    "forums.Quote": "as the two posts",
    "forums.Mention": "as its post and the name",
    "forums.Reaction": "goes with who gave it",
    "forums.Block": "goes with who set it",
    "forums.Image": "as its post",
    "forums.JoinRequest": "that it was answered, by nobody that is named; one's own are gone",
    "forums.Invitation": "to a circle, by nobody that is named",
    "forums.Case": "what was decided, for whoever else is part of it",
    "forums.Report": "its words, by nobody that is named",
    "forums.CaseNote": "by nobody that is named",
    "forums.Decision": "by nobody that is named, for its appeal and the figures",
    "forums.Measure": "as its decision",
    "forums.Appeal": "as its decision",
    "forums.BreakGlass": "that somebody looked, by nobody that is named",
    "forums.Trail": "that something was done, by nobody that is named",
}

# The task that ends it, by the clock's name for it; what it does it by; where that is tested.
BY_THE_CLOCK = {
    "sessions.Session": (
        "accounts.forget_sessions", "forget_old_sessions", "accounts/actions/test_sessions.py",
    ),
    "accounts.SignIn": (
        "accounts.forget_sessions", "forget_old_sessions", "accounts/views/test_sign_ins.py",
    ),
    "accounts.Message": (
        "accounts.forget_messages", "forget_old_messages", "accounts/actions/test_mail.py",
    ),
    "accounts.Closing": ("accounts.close_accounts", "close_accounts", "accounts/test_closing.py"),
    "forums.Claim": (
        "forums.forget_claims", "forget_claims", "forums/actions/claims/test_asking.py",
    ),
    "forums.Original": (
        "forums.purge_originals", "purge_old_originals", "forums/actions/test_originals.py",
    ),
    "forums.Erasure": ("forums.erase_posts", "erase_owed_posts", "accounts/test_closing.py"),
    "forums.Echo": ("forums.silence_echoes", "silence_echoes", "forums/actions/test_owed.py"),
    "trackers.Erasure": (
        "trackers.erase_rows", "erase_owed_rows", "trackers/actions/test_erasing.py",
    ),
    "trackers.Occurrence": (
        "trackers.forget_rings", "forget_old_rings", "trackers/actions/test_reminders.py",
    ),
    "trackers.Export": (
        "trackers.take_files_away", "drop_left_unfinished", "trackers/actions/test_exports.py",
    ),
    "trackers.StoredFile": (
        "trackers.take_files_away", "take_files_away", "trackers/actions/test_erasing.py",
    ),
    "trackers.Upload": (
        "trackers.take_files_away", "drop_left_unfinished", "trackers/actions/test_files.py",
    ),
}  # fmt: skip

# Of the queue and the caches: (pattern of its name, how long it is there at the most, in seconds).
A_DAY = 24 * 3600
IN_VALKEY = {
    r"cache:1:salt:\d{4}-\d\d-\d\d": 2 * A_DAY,
    r"cache:1:came-in:\d+": 2 * A_DAY,
    r"cache:1:wrong-tries:[0-9a-f]{64}": 30 * A_DAY,
    r"cache:1:wrong-codes:[0-9a-f]{64}": 30 * A_DAY,
    r"cache:1:allauth:[0-9a-f]{64}": A_DAY,
    # Whoever tries passphrases waits in one (accounts/slow_down.py).
    r"line:[0-9a-f]{64}": 2 * 3600,
    r"lines:[0-9a-f]{64}": 3600,
    r"vault:opening:\d+:[0-9a-f]{64}:[0-9a-f]{64}": 600,
    r"vault:openings:\d+": A_DAY,
    r"vault:lent:\d+:[0-9a-f-]{36}": 900,
}
# A queue holds ids of rows until a worker takes them, and nothing else.
QUEUE = r"celery|unacked(_index|_mutex)?|_kombu\.binding.+"
