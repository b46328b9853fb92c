from django.db import migrations

from trackers.vault.policies import own_rows_only


class Migration(migrations.Migration):
    dependencies = [("trackers", "0003_preferences")]

    operations = [own_rows_only("trackers_preferences")]
