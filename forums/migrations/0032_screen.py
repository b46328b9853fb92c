"""What the screen looks for, and what it found."""

import django.db.models.deletion
import django.utils.timezone
import forums.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0031_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=forums.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('name', models.CharField(max_length=120, verbose_name='who they are')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='number to call')),
                ('address', models.URLField(blank=True, verbose_name='address on the web')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='when, for whom, in which languages')),
                ('source', models.URLField(verbose_name='where this was read')),
                ('checked_on', models.DateField(verbose_name='when it was checked')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('country', 'name'), name='one_help_line_of_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR'), name='help_line_can_be_reached')],
            },
        ),
        migrations.CreateModel(
            name='ScreenRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=forums.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('phrase', 'Words'), ('pattern', 'A pattern'), ('link', 'Links to other places'), ('repeat', 'The same again'), ('rate', 'Very much in a short time'), ('detail', 'Details that show who somebody is'), ('crisis', 'Somebody may be in danger')], max_length=16, verbose_name='what it looks for')),
                ('name', models.CharField(max_length=80, verbose_name='what you call it')),
                ('watched', models.TextField(blank=True, verbose_name='one in each line')),
                ('most', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many')),
                ('within_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='in how many minutes')),
                ('newcomers_only', models.BooleanField(default=False, verbose_name='only what newcomers write')),
                ('action', models.CharField(choices=[('tell', 'It appears, and the moderators are told'), ('hold', 'It waits for a moderator')], max_length=16, verbose_name='what follows')),
                ('harm', models.CharField(choices=[('crisis', 'Crisis'), ('danger', 'Danger'), ('exposed', 'Somebody is exposed'), ('none', 'No one is in danger')], max_length=16, verbose_name='how soon somebody must look')),
                ('tried_at', models.DateTimeField(editable=False, null=True)),
                ('on_at', models.DateTimeField(editable=False, null=True)),
                ('circle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='screen_rules', to='forums.circle')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forums.rule')),
            ],
        ),
        migrations.CreateModel(
            name='ScreenHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('was_right', models.BooleanField(editable=False, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='screen_hits', to='forums.post')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='forums.screenrule')),
            ],
        ),
        migrations.CreateModel(
            name='NeverReveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=forums.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('hint', models.CharField(max_length=60, verbose_name='what you call it')),
                ('words_hash', models.CharField(editable=False, max_length=64)),
                ('words_count', models.PositiveSmallIntegerField(editable=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='never_reveals', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'words_hash'), name='never_reveals_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='screenrule',
            constraint=models.CheckConstraint(condition=models.Q(('on_at', None), ('tried_at__isnull', False), _connector='OR'), name='screen_rule_was_tried'),
        ),
        migrations.AddIndex(
            model_name='screenhit',
            index=models.Index(fields=['rule', '-found_at'], name='hits_of_rule'),
        ),
        migrations.AddConstraint(
            model_name='screenhit',
            constraint=models.UniqueConstraint(fields=('rule', 'post'), name='rule_hits_a_post_once'),
        ),
    ]
