"""One open case about a name in each circle, rather than one in all of them together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0035_who_may_handle")]
    operations = [
        migrations.RemoveConstraint(model_name="case", name="one_open_case_per_persona"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("persona", "circle"),
                condition=models.Q(decided_at=None),
                name="one_open_case_per_persona",
            ),
        ),
    ]
