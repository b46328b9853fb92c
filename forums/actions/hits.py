"""What became of what the screen found. Apart from the screen's other verbs, which decide by
machine: whoever decides calls it."""

from forums.models import Case, ScreenHit


def settle_hits(case: Case, *, upheld: bool) -> None:
    """A person has looked: remember whether the rules that found something were right. For verbs
    of this package only."""
    if case.post_id is not None:
        ScreenHit.objects.filter(post=case.post_id, was_right=None).update(was_right=upheld)
