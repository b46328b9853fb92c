from forums.forms.circles import CircleForm, ReadingForm, RoleForm
from forums.forms.claims import ClaimChoiceForm, ClaimForm
from forums.forms.distance import MutedNotesForm, MuteForm
from forums.forms.doors import AskForm, InvitationForm, RefusalForm
from forums.forms.faces import PersonaForm
from forums.forms.moderation import DecisionForm, ReportForm
from forums.forms.pictures import PicturesForm
from forums.forms.search import SearchForm
from forums.forms.wishes import WishesForm
from forums.forms.writing import ReplyForm, RevisionForm, TopicForm

__all__ = [
    "AskForm",
    "CircleForm",
    "ClaimChoiceForm",
    "ClaimForm",
    "DecisionForm",
    "InvitationForm",
    "MuteForm",
    "MutedNotesForm",
    "PersonaForm",
    "PicturesForm",
    "ReadingForm",
    "RefusalForm",
    "ReplyForm",
    "ReportForm",
    "RevisionForm",
    "RoleForm",
    "SearchForm",
    "TopicForm",
    "WishesForm",
]
