from django.db import models


class Owed(models.Model):
    """Work that is owed to somebody: a row that a worker wins, and tries again where it fails."""

    # Counted when a try begins, so that one that dies with its worker counts as well.
    tries = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Nothing where it can be tried at once.
    next_try_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
