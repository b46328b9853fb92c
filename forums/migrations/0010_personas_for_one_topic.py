import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("forums", "0009_hidden_titles"),
    ]

    operations = [
        migrations.AddField(
            model_name="persona",
            name="only_in",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="faces",
                to="forums.topic",
            ),
        ),
        migrations.AlterField(
            model_name="persona",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="personas",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="persona",
            constraint=models.UniqueConstraint(
                condition=models.Q(("only_in", None)),
                fields=("owner",),
                name="one_persona_for_everywhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="persona",
            constraint=models.UniqueConstraint(
                condition=models.Q(("only_in__isnull", False)),
                fields=("owner", "only_in"),
                name="one_persona_for_a_topic",
            ),
        ),
    ]
