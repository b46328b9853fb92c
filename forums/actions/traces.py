from typing import Any

from accounts.models import User
from forums.models import Trail


def leave_trail(*, by: User | None, verb: str, kind: str, ref: str, **detail: Any) -> Trail:
    """The line that every act writes inside its own transaction."""
    return Trail.objects.create(by=by, verb=verb, subject_kind=kind, subject_ref=ref, detail=detail)
