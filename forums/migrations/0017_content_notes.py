"""The content notes that a new house starts with; its operator changes them as they like."""

from django.db import migrations

NOTES = [
    "Stalking",
    "Threats",
    "Physical violence",
    "Sexual violence",
    "Children",
    "Pregnancy",
    "Self-harm",
    "Wish to die",
    "Death",
    "Animals hurt",
    "Alcohol and drugs",
    "Food and weight",
    "Illness",
    "Court and police",
    "Money",
    "Religion",
]


def add_notes(apps, schema_editor):
    note = apps.get_model("forums", "ContentNote")
    note.objects.bulk_create(
        note(name=name, place=place) for place, name in enumerate(NOTES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0016_folded_names")]
    operations = [migrations.RunPython(add_notes, migrations.RunPython.noop)]
