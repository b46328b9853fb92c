"""What was reported can be reported again once it says something else; a visitor asks for another
look once; whoever is slowed down knows by how much; pictures are taken out of posts that stay; and
a claim that fails waits for its next try."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import MD5

# How long it was between two posts until moderators could choose.
FILL = """
update forums_sanction set pause_hours = 3 where kind = 'slow';
update forums_measure set detail = detail || '{"pause_hours": 3}' where outcome = 'slow';
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0041_the_two_person_key")]
    operations = [
        migrations.RemoveConstraint(model_name="report", name="one_report_per_reporter"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                models.F("case"),
                models.F("reporter"),
                MD5("frozen_name"),
                MD5("frozen_html"),
                name="one_report_of_a_text_per_reporter",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                fields=("decision", "report"), name="appeals_once_for_a_report"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "decided")),
                fields=["decided_at"],
                name="case_not_final",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="pause_hours",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "slow"), ("pause_hours__gt", 0), ("pause_hours__isnull", False)
                    ),
                    models.Q(("pause_hours", None), models.Q(("kind", "slow"), _negated=True)),
                    _connector="OR",
                ),
                name="slowed_down_by_some_pause",
            ),
        ),
        migrations.AddField(
            model_name="image",
            name="taken_out_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_images",
                to="forums.measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_out_by", None),
                    models.Q(("kept_for", None), ("post", None)),
                    _connector="OR",
                ),
                name="image_taken_out_stands_nowhere",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="tries",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="next_try_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
