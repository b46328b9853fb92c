"""Posts that are owed a look by the screen, and the two rules and the help lines that a new house
begins with."""

from dataclasses import asdict

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from forums.screen import lines_known

# The house's rules are its operator's: whatever stands first then is cited at first.
RULES = [
    ("crisis", "Somebody may be in danger", "crisis"),
    ("detail", "Shows who somebody is, or where", "exposed"),
]


def add_rules(apps, schema_editor):
    cited = apps.get_model("forums", "Rule").objects.order_by("place").first()
    if cited is None:
        return
    # They were tried while they were made, on what tests/forums/screen/ keeps of it.
    now = django.utils.timezone.now()
    screen_rules = apps.get_model("forums", "ScreenRule").objects
    for kind, name, harm in RULES:
        screen_rules.create(
            kind=kind, name=name, harm=harm, action="tell", rule=cited, tried_at=now, on_at=now
        )


def add_help_lines(apps, schema_editor):
    lines = apps.get_model("forums", "HelpLine").objects
    lines.bulk_create(
        lines.model(place=place, **asdict(line)) for place, line in enumerate(lines_known())
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0037_taken_back")]
    operations = [
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tries", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ("next_try_at", models.DateTimeField(editable=False, null=True)),
                ("owed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screening",
                        to="forums.post",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
        migrations.RunPython(add_help_lines, migrations.RunPython.noop),
    ]
