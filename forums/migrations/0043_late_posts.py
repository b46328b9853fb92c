"""What was let out after it had waited is new to whoever has read on meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forums", "0042_loose_ends_of_moderation")]
    operations = [
        migrations.AddField(
            model_name="post",
            name="late_as",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                models.F("topic"),
                OrderBy(Coalesce("late_as", "id"), descending=True),
                name="post_came_in_topic",
            ),
        ),
    ]
