"""What the database asks of cases and reports, now that those that were there are filled in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0029_cases_filled")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="circle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="forums.circle",
            ),
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='one_report_per_reporter',
        ),
        migrations.RemoveField(
            model_name='report',
            name='post',
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about_circle__isnull', True), ('persona__isnull', True), ('post__isnull', False), ('topic__isnull', True)), models.Q(('about_circle__isnull', True), ('persona__isnull', True), ('post__isnull', True), ('topic__isnull', False)), models.Q(('about_circle__isnull', True), ('persona__isnull', False), ('post__isnull', True), ('topic__isnull', True)), models.Q(('about_circle__isnull', False), ('persona__isnull', True), ('post__isnull', True), ('topic__isnull', True)), _connector='OR'), name='case_of_one_subject'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('topic',), name='one_open_case_per_topic'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('persona',), name='one_open_case_per_persona'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('about_circle',), name='one_open_case_per_about_circle'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state__in', ['open', 'author', 'opinion', 'escalated'])), models.Q(('decided_at__isnull', False), models.Q(('state__in', ['open', 'author', 'opinion', 'escalated']), _negated=True)), _connector='OR'), name='case_is_decided_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('claimed_by', None), ('claimed_until__isnull', False), _connector='OR'), name='case_is_claimed_for_a_time'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('escalated_at', None), ('level', 0)), models.Q(('escalated_at__isnull', False), ('level__gt', 0)), _connector='OR'), name='case_escalated_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('case', 'reporter'), name='one_report_per_reporter'),
        ),
    ]
