"""The content notes that can be chosen, in the order of the operator's list."""

from collections.abc import Sequence

from forums.models import Circle, ContentNote


def notes_in_use(circle: Circle, *, kept: Sequence[str] = ()) -> list[str]:
    """A circle that names none uses all of them; and a post keeps those that it has."""
    notes = ContentNote.objects.order_by("place").values_list("name", flat=True)
    usable = list(notes.filter(name__in=circle.notes) if circle.notes else notes)
    return usable + [name for name in kept if name not in usable]
