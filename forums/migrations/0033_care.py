"""Shifts, and what moderators carry; the two-person key."""

import django.db.models.deletion
import django.utils.timezone
import forums.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0032_screen'),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=forums.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('why', models.TextField(verbose_name='why it has to be known')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('granted_at', models.DateTimeField(editable=False, null=True)),
                ('refused_at', models.DateTimeField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='break_glasses', to='forums.case')),
                ('granted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forums.persona')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('asked_by', None), ('granted_by', None), models.Q(('asked_by', models.F('granted_by')), _negated=True), _connector='OR'), name='glass_takes_two'), models.CheckConstraint(condition=models.Q(('granted_by', None), ('granted_at__isnull', False), _connector='OR'), name='glass_granted_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='Exposure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('harm', models.CharField(choices=[('crisis', 'Crisis'), ('danger', 'Danger'), ('exposed', 'Somebody is exposed'), ('none', 'No one is in danger')], max_length=16)),
                ('met_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('skipped_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exposures', to='forums.case')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exposures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['moderator', '-met_at'], name='exposures_of_moderator')],
                'constraints': [models.UniqueConstraint(fields=('moderator', 'case'), name='meets_a_case_once')],
            },
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairings', to='forums.case')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'moderator'), name='pairs_once')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('hand_over', models.TextField(blank=True, verbose_name='what whoever comes next should know')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('moderator',), name='one_shift_at_a_time')],
            },
        ),
    ]
