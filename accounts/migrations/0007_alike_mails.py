import re
from datetime import timedelta

from django.db import migrations, models
from django.db.models import F

A_DAY = timedelta(days=1)


def keep_links(apps, schema_editor):
    """Of what was not sent yet, only the link's page is kept: the words are the same for all.

    Each row is written once: PostgreSQL looks at the references of one that is written twice only
    at the end, and lets nobody change the table before that.
    """
    messages = apps.get_model("accounts", "Message").objects
    messages.filter(body="").update(expires_at=F("due_at") + A_DAY)
    for message in messages.exclude(body=""):
        found = re.search(r"https?://[^/\s]+(/\S*)", message.body)
        message.leads_to = found[1] if found else ""
        message.expires_at = message.due_at + A_DAY
        message.save(update_fields=["leads_to", "expires_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_private_mailbox"),
    ]

    operations = [
        migrations.AlterField(
            "message",
            "kind",
            models.CharField(
                choices=[
                    ("proof", "the link that proves an address"),
                    ("reminder", "a reminder"),
                    ("news", "that there is something new"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField("message", "leads_to", models.CharField(blank=True, max_length=400, default=""), preserve_default=False),
        migrations.AddField("message", "sealed_way", models.BinaryField(default=b"")),
        migrations.AddField("message", "link_token_hash", models.CharField(blank=True, db_index=True, max_length=64, default=""), preserve_default=False),
        migrations.AddField("message", "bounce_token_hash", models.CharField(blank=True, db_index=True, max_length=64, default=""), preserve_default=False),
        migrations.AddField("message", "expires_at", models.DateTimeField(null=True)),
        migrations.RunPython(keep_links, migrations.RunPython.noop),
        migrations.RemoveConstraint("message", "message_wiped_when_out"),
        migrations.RemoveField("message", "body"),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                name="message_wiped_when_out",
                condition=models.Q(sent_at=None, dropped_at=None)
                | models.Q(address="", leads_to=""),
            ),
        ),
        migrations.AlterField("message", "expires_at", models.DateTimeField()),
    ]
