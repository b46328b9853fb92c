"""A page of a topic reads five levels of answers, and walks over nothing that lies deeper; and
what somebody has not looked at yet is found without walking over what they have."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forums", "0021_claims")]
    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                "topic", (models.F("depth") - 1) / 5, "path", name="post_fold_in_topic"
            ),
        ),
        AddIndexConcurrently(
            model_name="notice",
            index=models.Index(
                fields=["user"], name="notice_unread", condition=models.Q(read_at=None)
            ),
        ),
    ]
