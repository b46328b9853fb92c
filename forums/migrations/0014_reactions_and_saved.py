import accounts.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("forums", "0013_wishes_and_content_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("with_you", "With you"),
                            ("same_here", "I know this too"),
                            ("helped", "This helped me"),
                        ],
                        max_length=16,
                    ),
                ),
                ("given_on", models.DateField(default=accounts.models.today)),
            ],
        ),
        migrations.CreateModel(
            name="Saved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("saved_on", models.DateField(default=accounts.models.today)),
            ],
        ),
        migrations.AddField(
            model_name="reaction",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reactions",
                to="forums.persona",
            ),
        ),
        migrations.AddField(
            model_name="reaction",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reactions",
                to="forums.post",
            ),
        ),
        migrations.AddField(
            model_name="saved",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_by",
                to="forums.post",
            ),
        ),
        migrations.AddField(
            model_name="saved",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reaction",
            constraint=models.UniqueConstraint(
                fields=("post", "by", "kind"), name="reacts_once_in_each_way"
            ),
        ),
        migrations.AddIndex(
            model_name="saved",
            index=models.Index(fields=["user", "-id"], name="saved_newest_of_user"),
        ),
        migrations.AddConstraint(
            model_name="saved",
            constraint=models.UniqueConstraint(fields=("user", "post"), name="saved_once"),
        ),
    ]
