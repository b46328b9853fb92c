from django.db import migrations

from trackers.vault.policies import own_rows_only

PRIVATE_TABLES = [
    "trackers_urge",
    "trackers_reason",
    "trackers_instead",
    "trackers_helper",
    "trackers_placeplan",
    "trackers_belonging",
]


class Migration(migrations.Migration):
    dependencies = [("trackers", "0005_urges_and_lists")]

    operations = [*map(own_rows_only, PRIVATE_TABLES)]
