"""What waits is found without reading what does not."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forums", "0026_states_of_posts")]
    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                fields=["held_at"],
                name="post_held",
                condition=models.Q(held_at__isnull=False),
            ),
        ),
    ]
