from forums.models.cases import Case, Decision, Report, Rule
from forums.models.circles import Circle, ContentNote, Membership, Persona
from forums.models.conversation import Post, Revision, SearchEntry, Topic
from forums.models.distance import Block, Mute
from forums.models.doors import Invitation, JoinRequest
from forums.models.drafts import Draft
from forums.models.following import Announcement, Following, Reading
from forums.models.links import Claim, Echo, Image, Mention, Quote
from forums.models.reactions import Reaction, Saved
from forums.models.traces import Notice, Trail

__all__ = [
    "Announcement",
    "Block",
    "Case",
    "Circle",
    "Claim",
    "ContentNote",
    "Decision",
    "Draft",
    "Echo",
    "Following",
    "Image",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Mention",
    "Mute",
    "Notice",
    "Persona",
    "Post",
    "Quote",
    "Reaction",
    "Reading",
    "Report",
    "Revision",
    "Rule",
    "Saved",
    "SearchEntry",
    "Topic",
    "Trail",
]
