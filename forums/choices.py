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

    NEWEST = "newest", _("What is newest")
    BEST = "best", _("What fits best")


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


class Harm(models.TextChoices):
    """How soon a person must look. No reputation can lower it."""

    CRISIS = "crisis", _("Crisis")
    DANGER = "danger", _("Danger")
    EXPOSED = "exposed", _("Somebody is exposed")
    NONE = "none", _("No one is in danger")


class Outcome(models.TextChoices):
    KEEP = "keep", _("Leave it as it is")
    HIDE = "hide", _("Hide it")


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
