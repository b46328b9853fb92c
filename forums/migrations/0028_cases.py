"""Cases about more than posts, with a state, a lease and notes. What they need that is there
already is filled in by the next migration."""

import django.db.models.deletion
import django.utils.timezone
import forums.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0027_held_posts'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(verbose_name='for the other moderators')),
                ('asks_opinion', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='DueTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('harm', models.CharField(choices=[('crisis', 'Crisis'), ('danger', 'Danger'), ('exposed', 'Somebody is exposed'), ('none', 'No one is in danger')], max_length=16, unique=True)),
                ('minutes', models.PositiveIntegerField(verbose_name='minutes until somebody must have looked')),
            ],
        ),
        migrations.CreateModel(
            name='HouseModerator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appointed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='about_circle',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases_about', to='forums.circle'),
        ),
        migrations.AddField(
            model_name='case',
            name='circle',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forums.circle'),
        ),
        migrations.AddField(
            model_name='case',
            name='claimed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='claimed_cases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='case',
            name='claimed_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='escalated_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='follow_up_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='level',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='looked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='persona',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forums.persona'),
        ),
        migrations.AddField(
            model_name='case',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forums.rule'),
        ),
        migrations.AddField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('open', 'Nobody has decided it'), ('author', 'It waits for its author'), ('opinion', 'It waits for a second opinion'), ('escalated', 'It is overdue, and more people were told'), ('decided', 'Decided'), ('appealed', 'Somebody asks for another look'), ('final', 'Final')], db_default='open', default='open', max_length=16),
        ),
        migrations.AddField(
            model_name='case',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forums.topic'),
        ),
        migrations.AddField(
            model_name='report',
            name='frozen_name',
            field=models.CharField(blank=True, db_default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='report',
            name='source',
            field=models.CharField(choices=[('member', 'A member'), ('visitor', 'Somebody without an account'), ('screen', 'The screen'), ('holding', 'It was held before it appeared')], db_default='member', default='member', max_length=16),
        ),
        migrations.AddField(
            model_name='report',
            name='token_hash',
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='case',
            name='post',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='forums.post'),
        ),
        migrations.AlterField(
            model_name='report',
            name='concern',
            field=models.CharField(choices=[('identifies', 'It shows who somebody is, or where'), ('urges_contact', 'It urges contact or confrontation'), ('blames', 'It blames the person it happened to'), ('diagnoses', 'It diagnoses somebody'), ('threat', 'It threatens somebody'), ('at_risk', 'Somebody may be in danger'), ('knows_me', 'Somebody I know may be here'), ('hate', 'It is hateful'), ('spam', 'It is advertising or spam'), ('illegal', 'It is against the law'), ('against_wishes', 'It goes against what the person asked for'), ('other', 'Something else'), ('waits', 'It waits to appear')], max_length=16, verbose_name='what is wrong'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['circle', 'due_at', 'id'], name='case_open_in_circle'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('decided_at', None)), fields=['harm', 'due_at', 'id'], name='case_open_by_harm'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['-decided_at', '-id'], name='case_decided'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('follow_up_at__isnull', False)), fields=['follow_up_at'], name='case_follow_up'),
        ),
        migrations.AddField(
            model_name='casenote',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casenote',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='forums.case'),
        ),
        migrations.AddField(
            model_name='housemoderator',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='house_moderator', to=settings.AUTH_USER_MODEL),
        ),
    ]
