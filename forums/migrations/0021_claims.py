import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0020_quotes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="import_key",
            field=models.CharField(db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="claim",
            name="token_hash",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="address",
            field=models.EmailField(blank=True, db_default="", editable=False, max_length=254),
        ),
        migrations.AddField(
            model_name="claim",
            name="looked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="choice",
            field=models.CharField(
                blank=True,
                choices=[
                    ("take", "Put them under my name"),
                    ("withdraw", "Withdraw them"),
                    ("leave", "Leave them as they are"),
                ],
                db_default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="done_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("looked_at", None)), fields=["id"], name="claim_asked"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("done_at", None), ("proven_at__isnull", False)),
                fields=["id"],
                name="claim_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("looked_at", None), ("address", ""), _connector="OR"),
                name="claim_forgets_the_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", ""), ("done_at", None), ("proven_at", None)),
                    models.Q(
                        ("proven_at__isnull", False),
                        ("token_hash", None),
                        models.Q(("choice", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claim_is_chosen_when_proven",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("choice__in", ["take", "withdraw"])),
                fields=("import_key",),
                name="one_choice_about_an_author",
            ),
        ),
    ]
