"""What somebody can claim of what was imported, and how far that has got."""

from dataclasses import dataclass
from datetime import datetime

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.models import Circle, Claim, Persona, Post


@dataclass(frozen=True)
class Found:
    """What stands here under the name that an address came with."""

    name: str
    posts: int
    topics: int
    circles: list[str]


def token_hash_of(token: str) -> str:
    return keyed_hash("claim", token)


def can_be_claimed(import_key: str) -> bool:
    """Whether somebody wrote under this key about whom nothing is settled yet."""
    is_settled = Claim.objects.settling().filter(import_key=import_key).exists()
    return not is_settled and Persona.objects.filter(import_key=import_key).exists()


def claim_of(user: User, *, token: str, now: datetime) -> Claim | None:
    """The claim that a link proves, where this person asked for it and it can still be opened."""
    claims = Claim.objects.provable(at=now)
    asked = claims.filter(user=user, token_hash=token_hash_of(token)).first()
    return asked if asked and can_be_claimed(asked.import_key) else None


def found_by(claim: Claim) -> Found:
    imported = Persona.objects.get(import_key=claim.import_key)
    posts = imported.posts.filter(withdrawn_at=None)
    circles = Circle.objects.filter(pk__in=posts.values("topic__circle")).order_by("name")
    return Found(
        name=imported.name,
        posts=posts.count(),
        topics=posts.filter(parent=None).count(),
        circles=list(circles.values_list("name", flat=True)),
    )


def left_to_do(user: User) -> int | None:
    """How many posts somebody's choice has still to reach; None where nothing is under way."""
    under_way = list(user.claims.under_way().values_list("import_key", flat=True))
    if not under_way:
        return None
    return Post.objects.filter(author__import_key__in=under_way, withdrawn_at=None).count()
