import django.db.models.deletion
import django.utils.timezone
import forums.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("forums", "0010_personas_for_one_topic"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=forums.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "uses_left",
                    models.PositiveSmallIntegerField(default=1, verbose_name="for how many people"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=forums.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("answer_given", models.TextField(blank=True, verbose_name="your answer")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "Let in"), ("refused", "Not let in")],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="what they read")),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_about_one_thing",
        ),
        migrations.AddField(
            model_name="circle",
            name="allows_images",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="images in posts"
            ),
        ),
        migrations.AddField(
            model_name="circle",
            name="closes_after_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="days after which a topic takes no more answers"
            ),
        ),
        migrations.AddField(
            model_name="circle",
            name="guidelines_version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="circle",
            name="pause_minutes",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="minutes between two posts of one person"
            ),
        ),
        migrations.AddField(
            model_name="circle",
            name="question",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=300,
                verbose_name="question to whoever asks to come in",
            ),
        ),
        migrations.AddField(
            model_name="circle",
            name="wait_days",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="days between joining and the first post"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="accepted_version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="circle",
            name="reading",
            field=models.CharField(
                choices=[
                    ("anyone", "Anyone, without an account"),
                    ("members", "Everyone who is signed in"),
                    ("closed", "Only its members, who ask to come in or are invited"),
                ],
                default="members",
                max_length=16,
                verbose_name="who may read",
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
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="circle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="forums.circle",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="circle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="join_requests",
                to="forums.circle",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="join_requests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="join_request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="forums.joinrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", None), ("join_request", None), ("post__isnull", False)),
                    models.Q(("decision__isnull", False), ("join_request", None), ("post", None)),
                    models.Q(("decision", None), ("join_request__isnull", False), ("post", None)),
                    _connector="OR",
                ),
                name="notice_about_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["circle", "-id"], name="invitation_of_circle"),
        ),
        migrations.AddIndex(
            model_name="joinrequest",
            index=models.Index(fields=["circle", "id"], name="join_request_of_circle"),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("circle", "user"),
                name="asks_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False), models.Q(("outcome", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="decided_request_has_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="refused_request_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("user", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_lets_themselves_in",
            ),
        ),
    ]
