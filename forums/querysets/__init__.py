from forums.querysets.cases import CaseQuerySet
from forums.querysets.circles import CircleQuerySet, MembershipQuerySet
from forums.querysets.conversation import PostQuerySet, TopicQuerySet
from forums.querysets.drafts import DraftQuerySet
from forums.querysets.following import AnnouncementQuerySet
from forums.querysets.traces import NoticeQuerySet

__all__ = [
    "AnnouncementQuerySet",
    "CaseQuerySet",
    "CircleQuerySet",
    "DraftQuerySet",
    "MembershipQuerySet",
    "NoticeQuerySet",
    "PostQuerySet",
    "TopicQuerySet",
]
