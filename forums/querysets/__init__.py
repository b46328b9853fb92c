from forums.querysets.cases import (
    AppealQuerySet,
    CaseQuerySet,
    DecisionQuerySet,
    OriginalQuerySet,
    ReportQuerySet,
    SanctionQuerySet,
)
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
from forums.querysets.glass import BreakGlassQuerySet
from forums.querysets.links import ImageQuerySet
from forums.querysets.owed import OwedQuerySet
from forums.querysets.traces import NoticeQuerySet

__all__ = [
    "AnnouncementQuerySet",
    "AppealQuerySet",
    "BreakGlassQuerySet",
    "CaseQuerySet",
    "CircleQuerySet",
    "ClaimQuerySet",
    "DecisionQuerySet",
    "DraftQuerySet",
    "ImageQuerySet",
    "InvitationQuerySet",
    "JoinRequestQuerySet",
    "MembershipQuerySet",
    "NoticeQuerySet",
    "OriginalQuerySet",
    "OwedQuerySet",
    "PersonaQuerySet",
    "PostQuerySet",
    "ReportQuerySet",
    "SanctionQuerySet",
    "TopicQuerySet",
]
