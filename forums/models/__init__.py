from forums.models.cases import Case, Decision, Report, Rule
from forums.models.circles import Circle, Membership, Persona
from forums.models.conversation import Post, Revision, SearchEntry, Topic
from forums.models.drafts import Draft
from forums.models.following import Announcement, Following, Reading
from forums.models.traces import Notice, Trail

__all__ = [
    "Announcement",
    "Case",
    "Circle",
    "Decision",
    "Draft",
    "Following",
    "Membership",
    "Notice",
    "Persona",
    "Post",
    "Reading",
    "Report",
    "Revision",
    "Rule",
    "SearchEntry",
    "Topic",
    "Trail",
]
