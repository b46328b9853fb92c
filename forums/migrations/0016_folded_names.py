"""Names are compared by what they look like from here on, so every key is made anew.

Of names that can be taken for each other, what a member wears comes before what was imported, and
the older before the newer; each of the others gets a number.
"""

from django.db import migrations
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from forums.validators import LONGEST_FOLDED, fold_name
from forums.wordpress import free_names, stem

ROWS_AT_ONCE = 500


def fold_names_anew(apps, _schema_editor):
    Persona = apps.get_model("forums", "Persona")
    personas = sorted(
        Persona.objects.only("owner_id", "name"),
        key=lambda persona: (persona.owner_id is None, persona.pk),
    )
    names = free_names([_fitting(persona.name) for persona in personas], taken=())
    for persona, name in zip(personas, names, strict=True):
        persona.name, persona.name_folded = name, fold_name(name)
    # The new key of one may be the old key of another. No key begins with a space.
    Persona.objects.update(name_folded=Concat(Value(" "), Cast("pk", CharField())))
    Persona.objects.bulk_update(personas, ["name", "name_folded"], batch_size=ROWS_AT_ONCE)


def _fitting(name):
    return name if len(fold_name(name)) <= LONGEST_FOLDED else stem(name)


class Migration(migrations.Migration):
    dependencies = [("forums", "0015_quotes_mentions_images_claims")]

    operations = [
        migrations.RunPython(fold_names_anew, migrations.RunPython.noop),
    ]
