from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forums.models import ContentNote

pytestmark = pytest.mark.django_db


def notes(*arguments):
    out = StringIO()
    call_command("content_notes", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_house_starts_with_a_list():
    listed = notes()
    assert {"Stalking", "Sexual violence", "Children", "Court and police"} <= set(listed)
    assert listed == notes("list")


def test_the_list_is_changed():
    before = notes()
    assert notes("add", "Moving house") == [*before, "Moving house"]
    assert notes("rename", "Moving house", "A move")[-1] == "A move"
    assert notes("drop", "A move") == before


@pytest.mark.parametrize(
    "arguments", [("add", "Stalking"), ("rename", "Nothing", "Something"), ("drop", "Nothing")]
)
def test_what_cannot_be_is_told_and_nothing_is_changed(arguments):
    before = notes()
    with pytest.raises(CommandError, match="Nothing was changed"):
        notes(*arguments)
    assert list(ContentNote.objects.order_by("place").values_list("name", flat=True)) == before
