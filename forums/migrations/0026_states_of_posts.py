"""Posts that wait for a moderator, or went back to their author; topics that are closed.

New columns without a value in them, so no table is written anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0023_notices_drafts_tries'),
    ]

    operations = [
        migrations.AddField(
            model_name='circle',
            name='holding',
            field=models.CharField(choices=[('nothing', 'Nothing'), ('newcomers', 'The first posts of whoever is new'), ('everything', 'Everything')], db_default='nothing', default='nothing', max_length=16, verbose_name='what waits for a moderator'),
        ),
        migrations.AddField(
            model_name='circle',
            name='newcomer_posts',
            field=models.PositiveSmallIntegerField(db_default=3, default=3, verbose_name='how many first posts of somebody new'),
        ),
        migrations.AddField(
            model_name='post',
            name='answers_numbered',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='post',
            name='held_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='held_for',
            field=models.CharField(choices=[('newcomer', 'In this circle, a moderator reads the first posts of everybody.'), ('circle', 'In this circle, a moderator reads everything before it appears.'), ('screen', 'The site itself found something that a person should look at first.'), ('sanction', 'A moderator reads what you write before it appears, for a time.')], editable=False, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='returned_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='held_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='locked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='locked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_at', None), ('held_for', None)), models.Q(('held_at__isnull', False), ('held_for__isnull', False)), _connector='OR'), name='held_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at', None), ('held_at__isnull', False), ('hidden_at__isnull', False), ('withdrawn_at__isnull', False), _connector='OR'), name='returned_is_not_to_be_read'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('locked_by', None), ('locked_at__isnull', False), _connector='OR'), name='locked_by_somebody_at_some_time'),
        ),
    ]
