from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.TextChoices):
    ANYONE = "anyone", _("Anyone, without an account")
    MEMBERS = "members", _("Everyone who is signed in")
    CLOSED = "closed", _("Only its members, who ask to come in or are invited")


class Language(models.TextChoices):
    """How words are folded so that "walked" finds "walking": PostgreSQL's names for it."""

    SIMPLE = "simple", _("Another language (words are found as they are written)")
    ARABIC = "arabic", _("Arabic")
    DANISH = "danish", _("Danish")
    DUTCH = "dutch", _("Dutch")
    ENGLISH = "english", _("English")
    FINNISH = "finnish", _("Finnish")
    FRENCH = "french", _("French")
    GERMAN = "german", _("German")
    GREEK = "greek", _("Greek")
    HINDI = "hindi", _("Hindi")
    HUNGARIAN = "hungarian", _("Hungarian")
    ITALIAN = "italian", _("Italian")
    NORWEGIAN = "norwegian", _("Norwegian")
    PORTUGUESE = "portuguese", _("Portuguese")
    ROMANIAN = "romanian", _("Romanian")
    RUSSIAN = "russian", _("Russian")
    SERBIAN = "serbian", _("Serbian")
    SPANISH = "spanish", _("Spanish")
    SWEDISH = "swedish", _("Swedish")
    TURKISH = "turkish", _("Turkish")


LANGUAGE_OF_CODE = {
    "ar": Language.ARABIC,
    "da": Language.DANISH,
    "de": Language.GERMAN,
    "el": Language.GREEK,
    "en": Language.ENGLISH,
    "es": Language.SPANISH,
    "fi": Language.FINNISH,
    "fr": Language.FRENCH,
    "hi": Language.HINDI,
    "hu": Language.HUNGARIAN,
    "it": Language.ITALIAN,
    "nb": Language.NORWEGIAN,
    "nl": Language.DUTCH,
    "nn": Language.NORWEGIAN,
    "no": Language.NORWEGIAN,
    "pt": Language.PORTUGUESE,
    "ro": Language.ROMANIAN,
    "ru": Language.RUSSIAN,
    "sr": Language.SERBIAN,
    "sv": Language.SWEDISH,
    "tr": Language.TURKISH,
}


def language_of_site() -> Language:
    return LANGUAGE_OF_CODE.get(settings.LANGUAGE_CODE.partition("-")[0], Language.SIMPLE)


class Within(models.TextChoices):
    """How far back a search looks."""

    WEEK = "week", _("The last week")
    MONTH = "month", _("The last month")
    YEAR = "year", _("The last year")


class Order(models.TextChoices):
    """What a search shows first."""

    NEWEST = "newest", _("Newest first")
    BEST = "best", _("What fits best first")


class ReadingOrder(models.TextChoices):
    """What comes first in a topic."""

    CONVERSATION = "conversation", _("By conversation")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    HOST = "host", _("Host")
    MODERATOR = "moderator", _("Moderator")


class Answer(models.TextChoices):
    """What became of it that somebody asked to come into a closed circle."""

    APPROVED = "approved", _("Let in")
    REFUSED = "refused", _("Not let in")


class Wish(models.TextChoices):
    """What whoever opens a topic hopes for from those who answer."""

    LISTEN = "listen", _("Just listen")
    ADVICE = "advice", _("Advice is welcome")
    PRACTICAL = "practical", _("Practical help")


class PleaseNot(models.TextChoices):
    """What whoever opens a topic asks others not to do."""

    URGE_TO_LEAVE = "leave", _("Please do not urge me to leave")
    URGE_CONTACT = "contact", _("Please do not urge me to make contact")


class Answerers(models.TextChoices):
    """Who may answer in a topic, as its opener wishes."""

    EVERYONE = "everyone", _("Everyone in this circle")
    SETTLED = "settled", _("Those who have been in this circle for a month")
    HOSTS = "hosts", _("Hosts and moderators")
    NOBODY = "nobody", _("Nobody: I only want to say it")

    def told(self) -> str:
        """The same as others read it, or nothing where everyone may answer."""
        return str(ANSWERERS_TOLD.get(self, ""))


ANSWERERS_TOLD = {
    Answerers.SETTLED: _("Answers from people who have been here for a month"),
    Answerers.HOSTS: _("Answers from hosts and moderators"),
    Answerers.NOBODY: _("No answers, please"),
}


class ReactionKind(models.TextChoices):
    """A quiet word for a post. Only its author learns of it."""

    WITH_YOU = "with_you", _("With you")
    SAME_HERE = "same_here", _("I know this too")
    HELPED = "helped", _("This helped me")


class ClaimChoice(models.TextChoices):
    """What becomes of posts that came with an import, as whoever wrote them wishes."""

    TAKE = "take", _("Put them under my name")
    WITHDRAW = "withdraw", _("Withdraw them")
    LEAVE = "leave", _("Leave them as they are")


class Markup(models.TextChoices):
    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "HTML"


class Concern(models.TextChoices):
    """Why something is reported."""

    IDENTIFIES = "identifies", _("It shows who somebody is, or where")
    URGES_CONTACT = "urges_contact", _("It urges contact or confrontation")
    BLAMES = "blames", _("It blames the person it happened to")
    DIAGNOSES = "diagnoses", _("It diagnoses somebody")
    THREAT = "threat", _("It threatens somebody")
    AT_RISK = "at_risk", _("Somebody may be in danger")
    KNOWS_ME = "knows_me", _("Somebody I know may be here")
    HATE = "hate", _("It is hateful")
    SPAM = "spam", _("It is advertising or spam")
    ILLEGAL = "illegal", _("It is against the law")
    AGAINST_WISHES = "against_wishes", _("It goes against what the person asked for")
    OTHER = "other", _("Something else")
    # Never chosen: how something that is held comes to the desk.
    WAITS = "waits", _("It waits to appear")


CHOSEN_CONCERNS = [concern for concern in Concern if concern != Concern.WAITS]


class Harm(models.TextChoices):
    """How soon a person must look. No reputation can lower it."""

    CRISIS = "crisis", _("Crisis")
    DANGER = "danger", _("Danger")
    EXPOSED = "exposed", _("Somebody is exposed")
    NONE = "none", _("No one is in danger")


class CaseState(models.TextChoices):
    """Where a case stands. Whether somebody is on it is its lease, beside this."""

    OPEN = "open", _("Nobody has decided it")
    AUTHOR = "author", _("It waits for its author")
    OPINION = "opinion", _("It waits for a second opinion")
    ESCALATED = "escalated", _("It is overdue, and more people were told")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Somebody asks for another look")
    FINAL = "final", _("Final")


UNDECIDED = [CaseState.OPEN, CaseState.AUTHOR, CaseState.OPINION, CaseState.ESCALATED]


class Maker(models.TextChoices):
    """Who decided something: a statement has to say so."""

    PERSON = "person", _("A person")
    MACHINE = "machine", _("The site itself")


class Source(models.TextChoices):
    """Where a report comes from."""

    MEMBER = "member", _("A member")
    VISITOR = "visitor", _("Somebody without an account")
    SCREEN = "screen", _("The screen")
    HOLDING = "holding", _("It was held before it appeared")


class Outcome(models.TextChoices):
    """What a decision does. A decision is a list of these."""

    KEEP = "keep", _("Leave it as it is")
    REDACT = "redact", _("Take parts out and leave the rest")
    NOTE = "note", _("Add a content note")
    RETURN = "return", _("Give it back to its author to change")
    HIDE = "hide", _("Hide it")
    REMOVE = "remove", _("Remove it")
    LOCK = "lock", _("Close the topic to answers")
    MOVE = "move", _("Move the topic to another circle")
    TALK = "talk", _("Talk to whoever wrote it, without a mark")
    WELFARE = "welfare", _("Ask how they are, and look again")
    WARN = "warn", _("Warn them")
    SLOW = "slow", _("Slow them down")
    HOLD = "hold", _("Hold what they write from now on")
    SUSPEND = "suspend", _("Suspend them for a time")
    CLOSE = "close", _("Close their account here")
    # By the site itself alone, before anybody has looked.
    AWAIT = "await", _("It waits for a moderator")


# What is done to somebody, rather than to something that they wrote.
SANCTIONS = [Outcome.WARN, Outcome.SLOW, Outcome.HOLD, Outcome.SUSPEND, Outcome.CLOSE]
# After these somebody takes no part, whatever they are otherwise.
STOPS = [Outcome.SUSPEND, Outcome.CLOSE]


class AppealAnswer(models.TextChoices):
    STANDS = "stands", _("The decision stands")
    UNDONE = "undone", _("The decision is undone")


class Holding(models.TextChoices):
    """What of a circle waits for a moderator before others see it."""

    NOTHING = "nothing", _("Nothing")
    NEWCOMERS = "newcomers", _("The first posts of whoever is new")
    EVERYTHING = "everything", _("Everything")


class HeldFor(models.TextChoices):
    """Why something waits for a moderator, as its author reads it."""

    NEWCOMER = "newcomer", _("In this circle, a moderator reads the first posts of everybody.")
    CIRCLE = "circle", _("In this circle, a moderator reads everything before it appears.")
    SCREEN = "screen", _("The site itself found something that a person should look at first.")
    SANCTION = "sanction", _("A moderator reads what you write before it appears, for a time.")
    AGAIN = "again", _("It was given back to you, and you sent it in again.")


# The same in a moderator's words.
WAITS_FOR = {
    HeldFor.NEWCOMER: _("somebody new"),
    HeldFor.CIRCLE: _("everything here is read first"),
    HeldFor.SCREEN: _("the screen found something"),
    HeldFor.SANCTION: _("a decision holds what they write"),
    HeldFor.AGAIN: _("changed, and sent in again"),
}


class ScreenKind(models.TextChoices):
    """What a rule of the screen looks for."""

    PHRASE = "phrase", _("Words")
    PATTERN = "pattern", _("A pattern")
    LINK = "link", _("Links to other places")
    REPEAT = "repeat", _("The same again")
    RATE = "rate", _("Very much in a short time")
    DETAIL = "detail", _("Details that show who somebody is")
    CRISIS = "crisis", _("Somebody may be in danger")


class Detail(models.TextChoices):
    """What in a text could show who somebody is, or where."""

    PHONE = "phone", _("a telephone number")
    MAIL = "mail", _("an e-mail address")
    ADDRESS = "address", _("an address")
    PLACE = "place", _("an exact place")
    PLATE = "plate", _("a number plate")
    HANDLE = "handle", _("a name on another site")
    OWN = "own", _("something that you never want to show")


class ScreenAction(models.TextChoices):
    """What follows when a rule of the screen finds something."""

    TELL = "tell", _("It appears, and the moderators are told")
    HOLD = "hold", _("It waits for a moderator")


class NoticeKind(models.TextChoices):
    STATEMENT = "statement", _("A decision about something you wrote")
    ANSWERED = "answered", _("An answer to your report")
    ANSWER = "answer", _("Somebody answered you")
    POST = "post", _("Something new in a topic that you follow")
    TOPIC = "topic", _("A new topic in a circle that you follow")
    MENTION = "mention", _("Somebody spoke to you by name")
    WITH_YOU = "with_you", _("Somebody answered without words")
    ASKED = "asked", _("Somebody asks to come in")
    LET_IN = "let_in", _("You can come in")
    NOT_LET_IN = "not_let_in", _("Not this time")
    HOST = "host", _("You are a host of a circle now")
    MODERATOR = "moderator", _("You are a moderator of a circle now")
    NO_ROLE = "no_role", _("You do not look after a circle any more")
    CASE = "case", _("A case needs somebody")
    APPEAL = "appeal", _("An answer to your appeal")
    HELD = "held", _("What you wrote is there for others now")
    UNDONE = "taken_back", _("Something that was decided is taken back")
    OVER = "over", _("Something that held for a time is over")
