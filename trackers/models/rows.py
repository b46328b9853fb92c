"""Private rows: an owner, an opaque id, a local day to sort by, and one sealed value."""

import uuid

from django.conf import settings
from django.db import models

from trackers.querysets import PrivateQuerySet
from trackers.vault.sealing import Place


class PrivateRow(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Indexed together with the day.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    # The member's own date, where they were.
    on = models.DateField()
    sealed = models.BinaryField()

    objects = PrivateQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        return Place(self.owner_id, self._meta.db_table, str(self.pk), self.on)


class ContactEvent(PrivateRow):
    """Contents: EventContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="event_by_day")]

    def __str__(self) -> str:
        return f"event {self.pk}"


class CheckIn(PrivateRow):
    """Contents: CheckInContents. One a day: saying it again corrects it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "on"], name="one_check_in_a_day")]

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class Preferences(PrivateRow):
    """Contents: PreferencesContents. One row for each vault, made when something is chosen."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_row_of_preferences")]

    def __str__(self) -> str:
        return f"preferences {self.pk}"


class Urge(PrivateRow):
    """Contents: UrgeContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="urge_by_day")]

    def __str__(self) -> str:
        return f"urge {self.pk}"


class ShelfRow(PrivateRow):
    """One thing on one of the small lists (forms/shelves.py). Contents: a ShelfContents."""

    class Meta:
        abstract = True


class Reason(ShelfRow):
    """Contents: ReasonContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="reason_by_day")]

    def __str__(self) -> str:
        return f"reason {self.pk}"


class Instead(ShelfRow):
    """Contents: InsteadContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="instead_by_day")]

    def __str__(self) -> str:
        return f"instead {self.pk}"


class Helper(ShelfRow):
    """Contents: HelperContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="helper_by_day")]

    def __str__(self) -> str:
        return f"helper {self.pk}"


class PlacePlan(ShelfRow):
    """Contents: PlacePlanContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="place_plan_by_day")]

    def __str__(self) -> str:
        return f"plan for a place {self.pk}"


class Belonging(ShelfRow):
    """Contents: BelongingContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="belonging_by_day")]

    def __str__(self) -> str:
        return f"belonging {self.pk}"


class HandOver(ShelfRow):
    """Contents: HandOverContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="hand_over_by_day")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class Step(ShelfRow):
    """Contents: StepContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="step_by_day")]

    def __str__(self) -> str:
        return f"step {self.pk}"


class KeptCheck(PrivateRow):
    """Contents: KeptCheckContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="kept_check_by_day")]

    def __str__(self) -> str:
        return f"kept self-check {self.pk}"


class Person(ShelfRow):
    """Somebody whom the member steps away from. Contents: PersonContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="person_by_day")]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Channel(PrivateRow):
    """A way to the member. Contents: ChannelContents."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="channel_by_day")]

    def __str__(self) -> str:
        return f"channel {self.pk}"


class ChannelException(PrivateRow):
    """That one channel of a person has to stay: at most one, which the database says.
    Contents: ExceptionContents."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="exception")

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="exception_by_day")]

    def __str__(self) -> str:
        return f"exception {self.pk}"


class Statement(PrivateRow):
    """The last words to a person, and how they were sent. Contents: StatementContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="statement_by_day")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Sweep(PrivateRow):
    """A search for forgotten accounts. Contents: SweepContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="sweep_by_day")]

    def __str__(self) -> str:
        return f"sweep {self.pk}"


class JournalEntry(PrivateRow):
    """Contents: EntryContents."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="entry_by_day")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class EntryVersion(PrivateRow):
    """What an entry said before. Contents: VersionContents."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="entry_version_by_day")]

    def __str__(self) -> str:
        return f"version {self.pk}"


class Draft(PrivateRow):
    """Contents: DraftContents. It has the id of the entry that it belongs to, or will become."""

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="draft_by_day")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
