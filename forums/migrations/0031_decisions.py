"""Decisions as lists of what they do, each of which can be undone; sanctions and appeals."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import forums.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0030_cases_held_to_it'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=forums.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('words', models.TextField(verbose_name='what we should see differently')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(choices=[('stands', 'The decision stands'), ('undone', 'The decision is undone')], editable=False, max_length=16, null=True)),
                ('answer', models.TextField(blank=True, verbose_name='your answer')),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('keep', 'Leave it as it is'), ('redact', 'Take parts out and leave the rest'), ('note', 'Add a content note'), ('return', 'Give it back to its author to change'), ('hide', 'Hide it'), ('remove', 'Remove it'), ('lock', 'Close the topic to answers'), ('move', 'Move the topic to another circle'), ('talk', 'Talk to whoever wrote it, without a mark'), ('welfare', 'Ask how they are, and look again'), ('warn', 'Warn them'), ('slow', 'Slow them down'), ('hold', 'Hold what they write from now on'), ('suspend', 'Suspend them for a time'), ('close', 'Close their account here'), ('await', 'It waits for a moderator')], max_length=16)),
                ('until', models.DateTimeField(null=True)),
                ('detail', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('purge_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warn', 'Warn them'), ('slow', 'Slow them down'), ('hold', 'Hold what they write from now on'), ('suspend', 'Suspend them for a time'), ('close', 'Close their account here')], max_length=16)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(null=True)),
                ('lifted_at', models.DateTimeField(editable=False, null=True)),
                ('expired_at', models.DateTimeField(editable=False, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='decision',
            name='maker',
            field=models.CharField(choices=[('person', 'A person'), ('machine', 'The site itself')], db_default='person', default='person', max_length=16),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcomes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('keep', 'Leave it as it is'), ('redact', 'Take parts out and leave the rest'), ('note', 'Add a content note'), ('return', 'Give it back to its author to change'), ('hide', 'Hide it'), ('remove', 'Remove it'), ('lock', 'Close the topic to answers'), ('move', 'Move the topic to another circle'), ('talk', 'Talk to whoever wrote it, without a mark'), ('welfare', 'Ask how they are, and look again'), ('warn', 'Warn them'), ('slow', 'Slow them down'), ('hold', 'Hold what they write from now on'), ('suspend', 'Suspend them for a time'), ('close', 'Close their account here'), ('await', 'It waits for a moderator')], max_length=16), size=None),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('maker', 'machine'), _negated=True), ('decided_by', None), _connector='OR'), name='machine_has_no_name'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='answered_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='forums.decision'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='report',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='forums.report'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appeals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='forums.decision'),
        ),
        migrations.AddField(
            model_name='measure',
            name='undone_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='original',
            name='measure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='original', to='forums.measure'),
        ),
        migrations.AddField(
            model_name='original',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='originals', to='forums.post'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='circle',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to='forums.circle'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='measure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sanction', to='forums.measure'),
        ),
        migrations.AddField(
            model_name='sanction',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('decision', 'user'), name='appeals_a_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('outcome', None)), models.Q(('answered_at__isnull', False), ('outcome__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='appeal_answered_in_words'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('user', None), ('answered_by', None), models.Q(('user', models.F('answered_by')), _negated=True), _connector='OR'), name='nobody_answers_their_own_appeal'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('decision', 'outcome'), name='measure_once_per_decision'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('undone_by', None), ('undone_at__isnull', False), _connector='OR'), name='undone_by_somebody_at_some_time'),
        ),
        migrations.AddIndex(
            model_name='original',
            index=models.Index(fields=['purge_at'], name='original_by_purge'),
        ),
        migrations.AddIndex(
            model_name='sanction',
            index=models.Index(condition=models.Q(('expired_at', None), ('lifted_at', None)), fields=['user'], name='sanction_in_force'),
        ),
        migrations.AddConstraint(
            model_name='sanction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['warn', 'close']), ('until', None)), models.Q(('until__isnull', False), models.Q(('kind__in', ['warn', 'close']), _negated=True)), _connector='OR'), name='sanction_ends_unless_it_cannot'),
        ),
    ]
