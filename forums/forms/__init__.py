from forums.forms.appeals import AppealAnswerForm, AppealForm
from forums.forms.circles import CircleForm, ReadingForm, RoleForm
from forums.forms.claims import ClaimChoiceForm, ClaimForm
from forums.forms.deciding import DecisionForm
from forums.forms.desk import CaseNoteForm, DeskForm, HandOverForm, HarmForm
from forums.forms.distance import MutedNotesForm, MuteForm
from forums.forms.doors import AskForm, InvitationForm, RefusalForm
from forums.forms.erasing import EraseForm
from forums.forms.faces import PersonaForm
from forums.forms.house import DueTimesForm
from forums.forms.log import AskWhoseForm, LogForm
from forums.forms.pictures import PicturesForm
from forums.forms.reporting import ReportForm
from forums.forms.screening import CountryForm, HelpLineForm, NeverRevealForm, ScreenRuleForm
from forums.forms.search import SearchForm
from forums.forms.transparency import PeriodForm
from forums.forms.wishes import WishesForm
from forums.forms.writing import ReplyForm, RevisionForm, TopicForm

__all__ = [
    "AppealAnswerForm",
    "AppealForm",
    "AskForm",
    "AskWhoseForm",
    "CaseNoteForm",
    "CircleForm",
    "ClaimChoiceForm",
    "ClaimForm",
    "CountryForm",
    "DecisionForm",
    "DeskForm",
    "DueTimesForm",
    "EraseForm",
    "HandOverForm",
    "HarmForm",
    "HelpLineForm",
    "InvitationForm",
    "LogForm",
    "MuteForm",
    "MutedNotesForm",
    "NeverRevealForm",
    "PeriodForm",
    "PersonaForm",
    "PicturesForm",
    "ReadingForm",
    "RefusalForm",
    "ReplyForm",
    "ReportForm",
    "RevisionForm",
    "RoleForm",
    "ScreenRuleForm",
    "SearchForm",
    "TopicForm",
    "WishesForm",
]
