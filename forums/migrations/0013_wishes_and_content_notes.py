import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("forums", "0012_blocks_and_mutes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="content note")),
                (
                    "place",
                    models.PositiveSmallIntegerField(unique=True, verbose_name="place in the list"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="circle",
            name="notes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="notes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="answerers",
            field=models.CharField(
                choices=[
                    ("everyone", "Everyone in this circle"),
                    ("settled", "Those who have been in this circle for a month"),
                    ("hosts", "Hosts and moderators"),
                    ("nobody", "Nobody: I only want to say it"),
                ],
                db_default="everyone",
                default="everyone",
                max_length=16,
                verbose_name="who may answer",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="notes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="please_not",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("leave", "Please do not urge me to leave"),
                        ("contact", "Please do not urge me to make contact"),
                    ],
                    max_length=16,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="wish",
            field=models.CharField(
                blank=True,
                choices=[
                    ("listen", "Just listen"),
                    ("advice", "Advice is welcome"),
                    ("practical", "Practical help"),
                ],
                db_default="",
                max_length=16,
                verbose_name="what you hope for",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="concern",
            field=models.CharField(
                choices=[
                    ("identifies", "It shows who somebody is, or where"),
                    ("urges_contact", "It urges contact or confrontation"),
                    ("blames", "It blames the person it happened to"),
                    ("diagnoses", "It diagnoses somebody"),
                    ("threat", "It threatens somebody"),
                    ("at_risk", "Somebody may be in danger"),
                    ("knows_me", "Somebody I know may be here"),
                    ("hate", "It is hateful"),
                    ("spam", "It is advertising or spam"),
                    ("illegal", "It is against the law"),
                    ("against_wishes", "It goes against what the person asked for"),
                    ("other", "Something else"),
                ],
                max_length=16,
                verbose_name="what is wrong",
            ),
        ),
    ]
