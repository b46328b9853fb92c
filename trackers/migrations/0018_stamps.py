import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trackers.vault.policies import clock_may, own_rows_only


class Migration(migrations.Migration):
    dependencies = [
        ("trackers", "0016_unfinished_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("receipt", models.BinaryField(null=True)),
                ("stamped_at", models.DateTimeField(null=True)),
                ("authority", models.CharField(default="", max_length=255)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("next_try_at__isnull", False), ("receipt", None), ("stamped_at", None))
                        | models.Q(("next_try_at", None), ("receipt__isnull", False), ("stamped_at__isnull", False)),
                        name="stamp_is_owed_or_there",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StampedHead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("salt", models.BinaryField(max_length=32)),
                ("path", models.JSONField()),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("stamp", models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name="heads", to="trackers.stamp")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "stamp"), name="one_head_in_a_stamp")
                ],
            },
        ),
        own_rows_only("trackers_stampedhead"),
        # A tree is made over everybody's last hash; where each is in it is written down with it.
        clock_may("trackers_link", "select"),
        clock_may("trackers_stampedhead", "select"),
        clock_may("trackers_stampedhead", "insert"),
    ]
