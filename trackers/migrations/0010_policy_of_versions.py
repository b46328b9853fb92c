from django.db import migrations

from trackers.vault.policies import own_rows_only


class Migration(migrations.Migration):
    dependencies = [("trackers", "0009_versions_of_entries")]

    operations = [own_rows_only("trackers_entryversion")]
