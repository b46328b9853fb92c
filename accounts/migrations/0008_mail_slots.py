import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0007_alike_mails"),
    ]

    operations = [
        migrations.CreateModel(
            name="Returned",
            fields=[
                ("address", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="returned", serialize=False, to="account.emailaddress")),
                ("found_on", models.DateField(default=accounts.models.today)),
            ],
        ),
        migrations.CreateModel(
            name="MailSlot",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="mail_slot", serialize=False, to=settings.AUTH_USER_MODEL)),
                ("hour", models.PositiveSmallIntegerField(verbose_name="hour")),
                ("days", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(choices=[(1, "Monday"), (2, "Tuesday"), (3, "Wednesday"), (4, "Thursday"), (5, "Friday"), (6, "Saturday"), (7, "Sunday")]), size=None, verbose_name="days")),
                ("due_at", models.DateTimeField(db_index=True, editable=False)),
                ("due_on", models.DateField(editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hour__gte", 0), ("hour__lte", 23)), name="mail_slot_is_an_hour"),
                    models.CheckConstraint(condition=models.Q(("days__contained_by", [1, 2, 3, 4, 5, 6, 7]), ("days__len__gt", 0)), name="mail_slot_has_days"),
                ],
            },
        ),
    ]
