"""Whom and what somebody keeps away from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import today
from forums.models.circles import LONGEST_NOTE, Circle, Persona
from forums.models.conversation import Topic

LONGEST_NAME = Persona._meta.get_field("name").max_length


class Block(models.Model):
    """Two personas that do not see each other, and neither can tell.

    It lies between the faces that the two wear, not between the people: were it to reach a
    persona that somebody wears in one topic only, it would tell whose that is
    (docs/decisions/0011-personas-and-blocks.md).
    """

    by = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="blocks")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="blocked_by")
    # As they were called then: whoever takes another name is not found again by way of a list.
    name = models.CharField(max_length=LONGEST_NAME, db_default="")
    blocked_on = models.DateField(default=today)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "persona"], name="blocks_once"),
            models.CheckConstraint(
                name="nobody_blocks_themselves", condition=~Q(by=models.F("persona"))
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class Mute(models.Model):
    """Something that one member does not want to meet: a person, a topic, a circle or a note."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes"
    )
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, null=True, related_name="+")
    # Of a persona, as it was called then.
    name = models.CharField(max_length=LONGEST_NAME, blank=True, db_default="")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+")
    # The name of a content note.
    note = models.CharField(max_length=LONGEST_NOTE, null=True)
    muted_on = models.DateField(default=today)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mute_of_one_thing",
                condition=Q(persona__isnull=False, topic=None, circle=None, note=None)
                | Q(persona=None, topic__isnull=False, circle=None, note=None)
                | Q(persona=None, topic=None, circle__isnull=False, note=None)
                | Q(persona=None, topic=None, circle=None, note__isnull=False),
            ),
            models.UniqueConstraint(fields=["user", "persona"], name="mutes_a_persona_once"),
            models.UniqueConstraint(fields=["user", "topic"], name="mutes_a_topic_once"),
            models.UniqueConstraint(fields=["user", "circle"], name="mutes_a_circle_once"),
            models.UniqueConstraint(fields=["user", "note"], name="mutes_a_note_once"),
        ]

    def __str__(self) -> str:
        return f"mute {self.pk}"
