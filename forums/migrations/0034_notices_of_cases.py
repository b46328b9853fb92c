"""Notices about cases and appeals."""

from functools import reduce
from operator import or_

import django.db.models.deletion
from django.db import migrations, models


ABOUT = ("decision", "post", "join_request", "circle", "case", "appeal")


def about_one_thing():
    choices = (
        models.Q(**{f"{name}__isnull": name != chosen for name in ABOUT}) for chosen in ABOUT
    )
    return reduce(or_, choices)


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0033_care'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('statement', 'A decision about something you wrote'), ('answered', 'An answer to your report'), ('answer', 'Somebody answered you'), ('post', 'Something new in a topic that you follow'), ('topic', 'A new topic in a circle that you follow'), ('mention', 'Somebody spoke to you by name'), ('with_you', 'Somebody answered without words'), ('asked', 'Somebody asks to come in'), ('let_in', 'You can come in'), ('not_let_in', 'Not this time'), ('host', 'You are a host of a circle now'), ('moderator', 'You are a moderator of a circle now'), ('no_role', 'You do not look after a circle any more'), ('case', 'A case needs somebody'), ('appeal', 'An answer to your appeal'), ('held', 'About something that waited for a moderator')], max_length=16),
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_about_one_thing',
        ),
        migrations.AddField(
            model_name='notice',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='forums.case'),
        ),
        migrations.AddField(
            model_name='notice',
            name='appeal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='forums.appeal'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=about_one_thing(), name='notice_about_one_thing'),
        ),
    ]
