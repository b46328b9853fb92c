"""Notices have refs and tell of roles; drafts keep all that was chosen; what is owed counts its
tries; pictures that were withdrawn can be kept for a case."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import forums.refs

ROWS_AT_ONCE = 10_000

NEXT = "select id from forums_notice where ref is null order by id limit %s"
FILL = """
update forums_notice set ref = given.ref
from unnest(%s::bigint[], %s::text[]) as given(id, ref)
where forums_notice.id = given.id
"""


def give_refs(_apps, schema_editor):
    """One of its own for each: a default would be asked for once, and given to all of them."""
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [ROWS_AT_ONCE])
            pks = [pk for (pk,) in cursor.fetchall()]
            if not pks:
                return
            cursor.execute(FILL, [pks, [forums.refs.new_ref() for _pk in pks]])


ONE_THING = ("decision", "post", "join_request", "circle")


def about(thing):
    others = {other: None for other in ONE_THING if other != thing}
    return models.Q(**others, **{f"{thing}__isnull": False})


class Migration(migrations.Migration):
    dependencies = [("forums", "0022_reading_orders")]
    operations = [
        # Notices
        migrations.AddField(
            model_name="notice",
            name="ref",
            field=models.CharField(max_length=12, null=True, editable=False),
        ),
        migrations.RunPython(give_refs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="notice",
            name="ref",
            field=models.CharField(
                default=forums.refs.new_ref, editable=False, max_length=12, unique=True
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="circle",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="forums.circle",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("statement", "A decision about something you wrote"),
                    ("answered", "An answer to your report"),
                    ("answer", "Somebody answered you"),
                    ("post", "Something new in a topic that you follow"),
                    ("topic", "A new topic in a circle that you follow"),
                    ("mention", "Somebody spoke to you by name"),
                    ("with_you", "Somebody answered without words"),
                    ("asked", "Somebody asks to come in"),
                    ("let_in", "You can come in"),
                    ("not_let_in", "Not this time"),
                    ("host", "You are a host of a circle now"),
                    ("moderator", "You are a moderator of a circle now"),
                    ("no_role", "You do not look after a circle any more"),
                ],
                max_length=16,
            ),
        ),
        migrations.RemoveConstraint(model_name="notice", name="notice_about_one_thing"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=(
                    about("post") | about("decision") | about("join_request") | about("circle")
                ),
                name="notice_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "circle"), name="told_of_a_role_once"
            ),
        ),
        # Drafts
        migrations.AddField(
            model_name="draft",
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
            model_name="draft",
            name="face_name",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="draft",
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
            ),
        ),
        migrations.AddField(
            model_name="draft",
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
            model_name="draft",
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
            ),
        ),
        # What is owed
        *(
            migrations.AddField(model_name=owed, name=name, field=field)
            for owed in ("announcement", "echo")
            for name, field in (
                ("tries", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ("next_try_at", models.DateTimeField(editable=False, null=True)),
            )
        ),
        # Pictures
        migrations.AddField(
            model_name="image",
            name="kept_for",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_images",
                to="forums.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_for", None), ("post", None), _connector="OR"),
                name="image_kept_for_a_case_stands_nowhere",
            ),
        ),
    ]
