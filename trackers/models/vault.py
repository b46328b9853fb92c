from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import today
from trackers.choices import SlotKind
from trackers.querysets import ErasureQuerySet, KeySlotQuerySet, PrivateQuerySet


class Vault(models.Model):
    """That somebody has pages of their own. What opens them is in its key slots."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="vault"
    )
    made_on = models.DateField(default=today)
    # After how long without use it closes by itself.
    idle_seconds = models.PositiveIntegerField(_("closes by itself after"))
    # Whoever has lost everything that opens it may begin anew, some days after asking for it.
    anew_asked_at = models.DateTimeField(null=True, editable=False)

    objects = PrivateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_closes_by_itself", condition=models.Q(idle_seconds__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"vault of user {self.owner_id}"


class KeySlot(models.Model):
    """One way to a vault's data key (vault/slots.py)."""

    # A vault's primary key is its owner, so this column is the owner that row-level security
    # looks at.
    vault = models.ForeignKey(
        Vault, on_delete=models.CASCADE, related_name="slots", db_column="owner_id"
    )
    kind = models.CharField(max_length=16, choices=SlotKind)
    # Names the data key that is inside.
    key_id = models.BinaryField(max_length=8)
    server_key_id = models.CharField(max_length=32)
    wrapped = models.BinaryField()
    # Argon2id of the passphrase.
    salt = models.BinaryField(null=True)
    passes = models.PositiveIntegerField(null=True)
    memory_kib = models.PositiveIntegerField(null=True)
    # Which recovery key it was made for.
    public_key = models.BinaryField(null=True)

    objects = KeySlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "kind"], name="one_slot_of_each_kind"),
            models.CheckConstraint(
                name="slot_has_what_its_kind_needs",
                condition=models.Q(
                    kind=SlotKind.PASSPHRASE,
                    salt__isnull=False,
                    passes__isnull=False,
                    memory_kib__isnull=False,
                    public_key=None,
                )
                | models.Q(
                    kind=SlotKind.RECOVERY,
                    salt=None,
                    passes=None,
                    memory_kib=None,
                    public_key__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["server_key_id"], name="slot_by_server_key")]

    def __str__(self) -> str:
        return f"{self.kind} slot of user {self.vault_id}"


class Erasure(models.Model):
    """All that somebody kept is to go: its keys are gone already, its rows follow.

    The row is the queue: once nothing is left, it is gone too.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    # Of the vault's key that lies beside the database: it goes before anything else.
    key_id = models.BinaryField(max_length=8, null=True)

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"erasure of what user {self.owner_id} kept"
