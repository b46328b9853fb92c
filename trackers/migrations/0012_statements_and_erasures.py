import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trackers.vault.policies import clock_may, own_rows_only


class Migration(migrations.Migration):
    dependencies = [
        ("trackers", "0011_cards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("sealed", models.BinaryField()),
                ("owner", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "on"], name="statement_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("owner", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=settings.AUTH_USER_MODEL)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="vault",
            name="anew_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        own_rows_only("trackers_statement"),
        own_rows_only("trackers_erasure"),
        # The scheduler has to find what is owed. What it then deletes, it deletes as its owner.
        clock_may("trackers_erasure", "select"),
    ]
