"""The rules that a new house starts with; its operator changes them as they like."""

from django.db import migrations

RULES = [
    (
        "Keep everybody safe",
        "Nothing that shows who somebody is, or where: no full names, addresses, numbers, "
        "accounts, work places, schools, court files. This includes your own, and those of the "
        "person you keep away from.",
    ),
    (
        "No push in either direction",
        "Nobody is urged to leave, to stay, to make contact or to confront. Share what helped "
        "you; let others find their own time.",
    ),
    (
        "No blame",
        "What was done to somebody is not their fault. Nobody has to explain why they stayed.",
    ),
    (
        "Speak of yourself",
        "Say how it was for you. Do not diagnose people you have not met, and do not give advice "
        "where none was asked for.",
    ),
    (
        "Be kind",
        "No insults, no mockery, no hate against any group, no threats, not even against "
        "somebody who has earned them.",
    ),
    (
        "Nothing to sell",
        "No advertising, no surveys, no links to one's own offers, no asking for money.",
    ),
    ("Within the law", "Nothing that the law forbids where this site is run."),
]


def add_rules(apps, schema_editor):
    rule = apps.get_model("forums", "Rule")
    rule.objects.bulk_create(
        rule(title=title, explanation=explanation, place=place)
        for place, (title, explanation) in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_append_only")]
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
