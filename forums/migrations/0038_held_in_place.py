"""What was answered waits for a moderator in its place, hidden; and in other words."""

from django.db import migrations, models

HELD_FOR = [
    ("newcomer", "In this circle, a moderator reads the first posts of everybody."),
    ("circle", "In this circle, a moderator reads everything before it appears."),
    ("screen", "The site itself found something that a person should look at first."),
    ("sanction", "A moderator reads what you write before it appears, for a time."),
    ("again", "It was given back to you, and you sent it in again."),
]
NOTICES = [
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
    ("host", "You are a host of a circle now"),
    ("moderator", "You are a moderator of a circle now"),
    ("no_role", "You do not look after a circle any more"),
    ("case", "A case needs somebody"),
    ("appeal", "An answer to your appeal"),
    ("held", "What you wrote is there for others now"),
]


class Migration(migrations.Migration):
    dependencies = [("forums", "0036_cases_about_names")]
    operations = [
        migrations.AlterField(
            model_name="post",
            name="held_for",
            field=models.CharField(choices=HELD_FOR, editable=False, max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=NOTICES, max_length=16),
        ),
        migrations.RemoveConstraint(model_name="post", name="held_for_a_reason"),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                name="held_for_a_reason",
                condition=models.Q(held_at=None, held_for=None)
                | models.Q(held_at__isnull=False, held_for__isnull=False)
                | models.Q(hidden_at__isnull=False, held_for__isnull=False),
            ),
        ),
    ]
