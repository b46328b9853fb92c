import accounts.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("forums", "0011_closed_circles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("blocked_on", models.DateField(default=accounts.models.today)),
            ],
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(max_length=60, null=True)),
                ("muted_on", models.DateField(default=accounts.models.today)),
            ],
        ),
        migrations.AddField(
            model_name="block",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="blocks",
                to="forums.persona",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="persona",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="blocked_by",
                to="forums.persona",
            ),
        ),
        migrations.AddField(
            model_name="mute",
            name="circle",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.circle",
            ),
        ),
        migrations.AddField(
            model_name="mute",
            name="persona",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.persona",
            ),
        ),
        migrations.AddField(
            model_name="mute",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forums.topic",
            ),
        ),
        migrations.AddField(
            model_name="mute",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mutes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(fields=("by", "persona"), name="blocks_once"),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", models.F("persona")), _negated=True),
                name="nobody_blocks_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("circle", None),
                        ("note", None),
                        ("persona__isnull", False),
                        ("topic", None),
                    ),
                    models.Q(
                        ("circle", None),
                        ("note", None),
                        ("persona", None),
                        ("topic__isnull", False),
                    ),
                    models.Q(
                        ("circle__isnull", False),
                        ("note", None),
                        ("persona", None),
                        ("topic", None),
                    ),
                    models.Q(
                        ("circle", None),
                        ("note__isnull", False),
                        ("persona", None),
                        ("topic", None),
                    ),
                    _connector="OR",
                ),
                name="mute_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.UniqueConstraint(
                fields=("user", "persona"), name="mutes_a_persona_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.UniqueConstraint(fields=("user", "topic"), name="mutes_a_topic_once"),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.UniqueConstraint(
                fields=("user", "circle"), name="mutes_a_circle_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.UniqueConstraint(fields=("user", "note"), name="mutes_a_note_once"),
        ),
    ]
