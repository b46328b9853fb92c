from django.db import migrations

from trackers.vault.policies import own_rows_only

PRIVATE_TABLES = [
    "trackers_handover",
    "trackers_person",
    "trackers_channel",
    "trackers_channelexception",
    "trackers_sweep",
]


class Migration(migrations.Migration):
    dependencies = [("trackers", "0007_doors")]

    operations = [*map(own_rows_only, PRIVATE_TABLES)]
