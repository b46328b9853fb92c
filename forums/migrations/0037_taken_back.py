"""Two more kinds of notice: that something is taken back, and that its time is over."""

from django.db import migrations, models

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
    ("taken_back", "Something that was decided is taken back"),
    ("over", "Something that held for a time is over"),
]


class Migration(migrations.Migration):
    dependencies = [("forums", "0038_held_in_place")]
    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=NOTICES, max_length=16),
        ),
    ]
