from forums.models.care import BreakGlass, Exposure, Pairing, Shift
from forums.models.cases import Case, CaseNote, DueTime, HouseModerator, Report, Rule
from forums.models.circles import Circle, ContentNote, Membership, Persona
from forums.models.conversation import Post, Revision, SearchEntry, Topic
from forums.models.decisions import Appeal, Decision, Measure, Original, Sanction
from forums.models.distance import Block, Mute
from forums.models.doors import Invitation, JoinRequest
from forums.models.drafts import Draft
from forums.models.erasing import Erasure
from forums.models.following import Announcement, Following, Reading
from forums.models.links import Claim, Echo, Image, Mention, Quote
from forums.models.reactions import Reaction, Saved
from forums.models.screen import HelpLine, NeverReveal, ScreenHit, Screening, ScreenRule
from forums.models.traces import Digest, Notice, Trail

__all__ = [
    "Announcement",
    "Appeal",
    "Block",
    "BreakGlass",
    "Case",
    "CaseNote",
    "Circle",
    "Claim",
    "ContentNote",
    "Decision",
    "Digest",
    "Draft",
    "DueTime",
    "Echo",
    "Erasure",
    "Exposure",
    "Following",
    "HelpLine",
    "HouseModerator",
    "Image",
    "Invitation",
    "JoinRequest",
    "Measure",
    "Membership",
    "Mention",
    "Mute",
    "NeverReveal",
    "Notice",
    "Original",
    "Pairing",
    "Persona",
    "Post",
    "Quote",
    "Reaction",
    "Reading",
    "Report",
    "Revision",
    "Rule",
    "Sanction",
    "Saved",
    "ScreenHit",
    "ScreenRule",
    "Screening",
    "SearchEntry",
    "Shift",
    "Topic",
    "Trail",
]
