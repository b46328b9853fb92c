from django.db import migrations

from trackers.vault.policies import clock_may, locksmith_may, own_rows_only

PRIVATE_TABLES = [
    "trackers_vault",
    "trackers_keyslot",
    "trackers_contactevent",
    "trackers_checkin",
    "trackers_journalentry",
    "trackers_draft",
    "trackers_reminder",
    "trackers_occurrence",
]


class Migration(migrations.Migration):
    dependencies = [("trackers", "0001_initial")]

    operations = [
        *map(own_rows_only, PRIVATE_TABLES),
        # The scheduler reads what is due, sets when it is due next, and writes down the ring.
        clock_may("trackers_reminder", "select"),
        clock_may("trackers_reminder", "update"),
        clock_may("trackers_occurrence", "select"),
        clock_may("trackers_occurrence", "insert"),
        # The rotation of the server keys wraps a slot anew; it cannot open one.
        locksmith_may("trackers_keyslot", "select"),
        locksmith_may("trackers_keyslot", "update"),
    ]
