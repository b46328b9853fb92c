from forums.querysets.cases import CaseQuerySet
from forums.querysets.circles import (
    CircleQuerySet,
    InvitationQuerySet,
    JoinRequestQuerySet,
    MembershipQuerySet,
    PersonaQuerySet,
)
from forums.querysets.claims import ClaimQuerySet
from forums.querysets.conversation import PostQuerySet, TopicQuerySet
from forums.querysets.drafts import DraftQuerySet
from forums.querysets.following import AnnouncementQuerySet
from forums.querysets.links import ImageQuerySet
from forums.querysets.traces import NoticeQuerySet

__all__ = [
    "AnnouncementQuerySet",
    "CaseQuerySet",
    "CircleQuerySet",
    "ClaimQuerySet",
    "DraftQuerySet",
    "ImageQuerySet",
    "InvitationQuerySet",
    "JoinRequestQuerySet",
    "MembershipQuerySet",
    "NoticeQuerySet",
    "PersonaQuerySet",
    "PostQuerySet",
    "TopicQuerySet",
]
