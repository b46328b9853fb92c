"""Of what moderators met, what was hard to read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forums", "0039_screening"),
    ]

    operations = [
        migrations.AddField(
            model_name="exposure",
            name="is_hard",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
