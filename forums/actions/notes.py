"""The operator's list of content notes, and what a post carries of it."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Func, Max, Model, Value
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.models import Circle, ContentNote, Draft, Mute, Post, Topic
from forums.refusals import ContentNoteRefused, Refused
from forums.rules import why_not_note
from forums.validators import fold_name

ROWS_AT_ONCE = 20_000

# Held until what carries them is written: whoever renames a note waits for it, so that nothing
# keeps the old name. Django knows no shared lock.
HOLD = "select name from forums_contentnote where name = any(%s) order by place for share"


def hold_notes(
    chosen: Iterable[str],
    *,
    circle: Circle,
    kept: Collection[str] = (),
    refusal: type[Refused],
) -> list[str]:
    """The notes that somebody chose, in the order of the list. For verbs of this package only.

    `kept` has the post already: it may keep them, whatever became of them in the list.
    """
    wanted = set(chosen)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted(wanted)])
        listed = [name for (name,) in cursor.fetchall()]
    usable = [name for name in listed if not circle.notes or name in circle.notes or name in kept]
    usable += [name for name in kept if name in wanted and name not in usable]
    if no := why_not_note(wanted - set(usable)):
        raise refusal(no)
    return usable


@transaction.atomic
def add_note(*, by: User | None, name: str) -> ContentNote:
    """Put a note at the end of the list. Nobody as `by`, where a command does.

    Raises ContentNoteRefused.
    """
    last = ContentNote.objects.aggregate(last=Max("place"))["last"] or 0
    note = _name(ContentNote(place=last + 1), name)
    leave_trail(by=by, verb="add_note", kind="note", ref=str(note.pk))
    return note


@transaction.atomic
def rename_note(*, by: User | None, name: str, to: str) -> ContentNote:
    """Give a note another name, also on everything that carries it. Raises ContentNoteRefused."""
    note = _listed(name)
    _name(note, to)
    for model in (Post, Topic, Circle, Draft):
        _rename_on(model, name, note.name)
    mutes = Mute.objects.filter(note=name)
    mutes.exclude(user__in=Mute.objects.filter(note=note.name).values("user")).update(
        note=note.name
    )
    mutes.all().delete()
    leave_trail(by=by, verb="rename_note", kind="note", ref=str(note.pk))
    return note


@transaction.atomic
def drop_note(*, by: User | None, name: str) -> None:
    """Take a note out of the list, so that nobody can choose it any more.

    What carries it keeps it, and whoever muted it goes on not meeting it. Raises
    ContentNoteRefused.
    """
    note = _listed(name)
    leave_trail(by=by, verb="drop_note", kind="note", ref=str(note.pk))
    Circle.objects.filter(notes__contains=[name]).update(notes=_without(name))
    note.delete()


def _listed(name: str) -> ContentNote:
    note = ContentNote.objects.select_for_update().filter(name=name).first()
    if note is None:
        raise ContentNoteRefused(_("There is no content note “%(name)s”.") % {"name": name})
    return note


def _name(note: ContentNote, name: str) -> ContentNote:
    note.name = " ".join(name.split())
    try:
        note.clean_fields()
    except ValidationError as invalid:
        raise ContentNoteRefused(" ".join(invalid.messages)) from invalid
    others = ContentNote.objects.exclude(pk=note.pk).values_list("name", flat=True)
    if fold_name(note.name) in map(fold_name, others):
        raise ContentNoteRefused(_("There is a note of this name already."))
    note.save()
    return note


def _rename_on(model: type[Model], old: str, new: str) -> None:
    """Batch by batch, so that a large house never has all of it in hand at once."""
    rows = model._default_manager.filter(notes__contains=[old])
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last, ROWS_AT_ONCE):
        batch = rows.filter(pk__gt=start, pk__lte=start + ROWS_AT_ONCE)
        # Of a note that was dropped once, the name may stand there already.
        batch.filter(notes__contains=[new]).update(notes=_without(old))
        batch.update(notes=Func(F("notes"), Value(old), Value(new), function="array_replace"))


def _without(name: str) -> Func:
    return Func(F("notes"), Value(name), function="array_remove")
