"""What was chosen is carried out, part by part. The claim is the queue: a worker that dies has
finished some parts, and the next one goes on."""

from datetime import datetime, timedelta
from functools import partial

from forums.actions.imported_authors import take_turns
from forums.actions.owed import do_next
from forums.actions.quotes import owe_new_name
from forums.actions.writing import take_words_out
from forums.choices import ClaimChoice
from forums.models import Block, Claim, Mute, Persona, Post, Reaction, Topic

FORGOTTEN_AFTER = timedelta(days=7)
POSTS_AT_ONCE = 100


def go_on(*, now: datetime, most: int = POSTS_AT_ONCE) -> bool:
    """Do the next part of what somebody chose. Says whether there was one, or a try that failed:
    that one waits for its next try, and those behind it do not wait for it."""
    return bool(do_next(Claim.objects.under_way(), now=now, work=partial(_go_on, now, most)))


def _go_on(now: datetime, most: int, claim: Claim) -> int:
    take_turns()
    imported = Persona.objects.select_for_update().filter(import_key=claim.import_key).first()
    if claim.choice == ClaimChoice.WITHDRAW:
        is_done = imported is None or _withdraw(imported, most)
    else:
        own = Persona.objects.worn_everywhere().filter(owner=claim.user_id or 0).first()
        # Where they have left meanwhile, what was not theirs yet stays as it is.
        is_done = imported is None or own is None or _hand_over(imported, own, most)
    if is_done:
        _finish(claim, now)
    else:
        # It came through, and goes on at once.
        claim.tries, claim.next_try_at = 0, None
        claim.save(update_fields=["tries", "next_try_at"])
    return 1


def forget_claims(*, now: datetime) -> int:
    """Forget those that came to nothing: nobody needs to know who asked for what."""
    return Claim.objects.lapsed(at=now, after=FORGOTTEN_AFTER).delete()[0]


def _withdraw(imported: Persona, most: int) -> bool:
    """Take the words out of the next posts; says whether there are no more."""
    posts = imported.posts.filter(withdrawn_at=None).select_related("topic__circle")
    # All posts before the first topic, as everywhere.
    for post in (held := list(posts.select_for_update(of=["self"]).order_by("id")[:most])):
        take_words_out(post, by=None)
    return len(held) < most


def _hand_over(imported: Persona, own: Persona, most: int) -> bool:
    """Give the next posts to whoever claimed them; says whether there are no more."""
    _keep_apart(imported, own)
    posts = list(imported.posts.order_by("-id").values_list("pk", flat=True)[:most])
    Post.objects.filter(pk__in=posts).update(author=own)
    Topic.objects.filter(opened_by=imported, posts__in=posts).update(opened_by=own)
    # Nobody answers themselves without words.
    Reaction.objects.filter(post__in=posts, by__owner=own.owner_id).delete()
    if len(posts) == most:
        return False
    _call_by(own, imported)
    imported.delete()
    return True


def _keep_apart(imported: Persona, own: Persona) -> None:
    """Whoever kept away from the imported name keeps away from the one that takes its place."""
    blocks = imported.blocked_by.exclude(by__owner=own.owner_id)
    Block.objects.bulk_create(
        [Block(by_id=row.by_id, persona=own, name=row.name) for row in blocks],
        ignore_conflicts=True,
    )
    mutes = Mute.objects.filter(persona=imported).exclude(user=own.owner_id)
    Mute.objects.bulk_create(
        [Mute(user_id=row.user_id, persona=own, name=row.name) for row in mutes],
        ignore_conflicts=True,
    )


def _call_by(own: Persona, imported: Persona) -> None:
    """Others who quoted them, or spoke to them, do so by the name of today."""
    spoken_to = imported.mentions.exclude(post__in=own.mentions.values("post"))
    spoken_to.update(persona=own)
    owe_new_name(own, before=imported.name)


def _finish(claim: Claim, now: datetime) -> None:
    claim.done_at = now
    if claim.choice == ClaimChoice.WITHDRAW:
        # That the words are not to come back is all that anybody has to know from now on.
        claim.user = None
    claim.save(update_fields=["done_at", "user"])
