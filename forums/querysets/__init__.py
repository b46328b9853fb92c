from forums.querysets.cases import CaseQuerySet
from forums.querysets.circles import (
    CircleQuerySet,
    InvitationQuerySet,
    JoinRequestQuerySet,
    MembershipQuerySet,
    PersonaQuerySet,
)
from forums.querysets.conversation import PostQuerySet, TopicQuerySet
from forums.querysets.drafts import DraftQuerySet
from forums.querysets.following import AnnouncementQuerySet
from forums.querysets.traces import NoticeQuerySet

__all__ = [
    "AnnouncementQuerySet",
    "CaseQuerySet",
    "CircleQuerySet",
    "DraftQuerySet",
    "InvitationQuerySet",
    "JoinRequestQuerySet",
    "MembershipQuerySet",
    "NoticeQuerySet",
    "PersonaQuerySet",
    "PostQuerySet",
    "TopicQuerySet",
]
