import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from trackers.vault.policies import own_rows_only


class Migration(migrations.Migration):

    dependencies = [
        ('trackers', '0010_policy_of_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('card', 'Card'), ('check', 'Self-check'), ('question', 'Question of a self-check'), ('prompt', 'Small thing for one of the thirty days')], max_length=16, verbose_name='what it is')),
                ('key', models.SlugField(db_index=False, max_length=40, verbose_name='its name among the others')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('group', models.SlugField(blank=True, db_index=False, max_length=40, verbose_name='which self-check')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('body', models.TextField(max_length=6000, verbose_name='text')),
                ('variants', models.JSONField(blank=True, default=list)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='what a yes becomes')),
                ('action', models.CharField(blank=True, choices=[('log', 'Write down what happened'), ('log_door', 'Write it down with one tap: they were at the door'), ('close_hole', 'Close the way they came in by'), ('doors', 'Look at your doors'), ('sweep', 'Look for forgotten accounts'), ('urge', 'Stay with an urge until it falls'), ('call', 'See who stands by you'), ('help', 'Find an advocate or a helpline'), ('write', 'Write it here instead'), ('reasons', 'Read your reasons'), ('places', 'Plan for a place'), ('things', 'Go through belongings'), ('handovers', 'Write down a hand-over'), ('drafting', 'Look at a message before it goes'), ('steps', 'Look at your next steps'), ('calendar', 'Look at your days'), ('people', 'Be among people')], max_length=16, verbose_name='what one can do now')),
                ('also', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
                ('opens_fast', models.BooleanField(default=False, verbose_name='needed in a hurry')),
                ('source', models.URLField(blank=True, verbose_name='where this was read')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='when it was looked over')),
                ('is_on', models.BooleanField(default=True, verbose_name='shown to members')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'language', 'country'), name='one_card_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='KeptCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('sealed', models.BinaryField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'on'], name='kept_check_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('sealed', models.BinaryField()),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'on'], name='step_by_day')],
            },
        ),
        own_rows_only('trackers_keptcheck'),
        own_rows_only('trackers_step'),
    ]
