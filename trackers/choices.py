from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Weekday as Weekday


class SlotKind(models.TextChoices):
    """What opens a key slot."""

    PASSPHRASE = "passphrase", _("the passphrase of your own pages")
    RECOVERY = "recovery", _("your recovery key")


class Direction(models.TextChoices):
    THEIRS = "theirs", _("from them to me")
    MINE = "mine", _("from me to them")
    THROUGH_SOMEONE = "through_someone", _("through somebody else")


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("Telephone")
    TEXT = "text", _("Text or chat message")
    MAIL = "mail", _("E-mail")
    SOCIAL = "social", _("Social network")
    POST = "post", _("Letter or parcel")
    GIFT = "gift", _("Gift")
    DOOR = "door", _("At the door")
    WORK = "work", _("At work")
    STREET = "street", _("Out and about")
    FRIEND = "friend", _("A mutual friend")
    NEW_ACCOUNT = "new_account", _("A new account or number")
    CALENDAR = "calendar", _("A shared calendar")
    FAMILY_PLAN = "family_plan", _("A family plan or shared cloud")
    LOCATION = "location", _("Location sharing")
    CAR = "car", _("A car or its app")
    SMART_HOME = "smart_home", _("Things in the home that are online")
    STREAMING = "streaming", _("Films and music")
    GAMES = "games", _("Games")
    PAYMENTS = "payments", _("Payments and bank messages")
    OTHER = "other", _("Some other way")


class Response(models.TextChoices):
    """What the member did. This alone decides what the day becomes (rules/events.py)."""

    UNANSWERED = "unanswered", _("I did not answer")
    UNREAD = "unread", _("I left it unread")
    UNOPENED = "unopened", _("I did not open")
    HUNG_UP = "hung_up", _("I hung up")
    WALKED_ON = "walked_on", _("I walked on")
    READ = "read", _("I read it or listened to it")
    LOOKED = "looked", _("I looked, or asked about them")
    ANSWERED = "answered", _("I answered, or spoke with them")
    REACHED_OUT = "reached_out", _("I reached out")
    NO_CHOICE = "no_choice", _("I had no choice")


class WayIn(models.TextChoices):
    """How they got through, when they did."""

    FORGOTTEN_ACCOUNT = "forgotten_account", _("An account I had forgotten")
    FOLLOWED = "followed", _("They followed me")
    THIRD_PERSON = "third_person", _("Through a third person")
    LEGAL = "legal", _("A legal matter")
    WANTED = "wanted", _("I wanted it")


class Tactic(models.TextChoices):
    CHARM = "charm", _("Charm and promises")
    APOLOGY = "apology", _("Apology")
    PITY = "pity", _("Pity")
    FLATTERY = "flattery", _("Flattery")
    INTIMIDATION = "intimidation", _("Intimidation")
    PROVOCATION = "provocation", _("Provocation")
    BOMBARDMENT = "bombardment", _("Bombardment")
    GIFTS = "gifts", _("Gifts")
    THIRD_PARTIES = "third_parties", _("Other people sent")
    SMEAR = "smear", _("Stories told about me")
    TURNING_UP = "turning_up", _("Turning up")
    CHILDREN_OR_COURTS = "children_or_courts", _("Children or courts used")
    RETURN = "return", _("Return after long silence")


class Meaning(models.TextChoices):
    """What a contact event, or a whole day, was: by what the member did, never by what they did."""

    HELD = "held", _("held")
    NEUTRAL = "neutral", _("no choice")
    INDIRECT = "indirect", _("looked or read")
    DIRECT = "direct", _("answered or reached out")


class Mood(models.IntegerChoices):
    VERY_LOW = 1, _("Very low")
    LOW = 2, _("Low")
    SO_SO = 3, _("So-so")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


class Sleep(models.TextChoices):
    WELL = "well", _("Well")
    SO_SO = "so_so", _("So-so")
    BADLY = "badly", _("Badly")
    HARDLY = "hardly", _("Hardly at all")


class DoorState(models.TextChoices):
    """Of a channel: how far it is closed."""

    OPEN = "open", _("Open")
    CLOSING = "closing", _("Being closed")
    CLOSED = "closed", _("Closed")


class ExceptionReason(models.TextChoices):
    """Why one channel has to stay."""

    CUSTODY = "custody", _("Shared custody")
    LEGAL = "legal", _("A legal matter")
    WORK = "work", _("The same work place")
    OTHER = "other", _("Something else")


class StatementKind(models.TextChoices):
    """Of the last words to somebody: how many of them, or none."""

    SHORT = "short", _("A short one")
    WARNING = "warning", _("One with a warning")
    NONE = "none", _("None")


class UrgeOutcome(models.TextChoices):
    """How a pull ended."""

    PASSED = "passed", _("It passed")
    WEAKER = "weaker", _("It is weaker, and I can go on")
    CONTACT = "contact", _("I made contact")


class HelperRole(models.TextChoices):
    CALL = "call", _("can be called when it is hard")
    POST = "post", _("opens my post")
    GIFTS = "gifts", _("takes gifts away")
    HANDOVERS = "handovers", _("is there at hand-overs")
    CODE_WORD = "code_word", _("knows the code word")
    STAYS = "stays", _("has a bed for me")


class PlaceVariant(models.TextChoices):
    """What somebody means to do where they could meet."""

    SENTENCE = "sentence", _("Say one sentence and leave")
    WALK_ON = "walk_on", _("Walk on without a word")
    STAY_IN = "stay_in", _("Stay inside and let somebody else speak")


class Fate(models.TextChoices):
    """What becomes of a thing."""

    BOXED = "boxed", _("Packed away, out of sight")
    HELPER = "helper", _("With somebody who keeps it")
    LET_GO = "let_go", _("Let go")
    LEGAL = "legal", _("Needed for a legal matter")
    RETURNED = "returned", _("Given back by somebody else")


class IncidentKind(models.TextChoices):
    """What an incident was. Of one, there may be several."""

    CALL = "call", _("Call")
    TEXT = "text", _("Text or chat message")
    VOICEMAIL = "voicemail", _("Voicemail")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter or parcel")
    GIFT = "gift", _("Gift")
    SOCIAL = "social", _("Social network")
    IMPERSONATION = "impersonation", _("Pretending to be somebody else")
    HACKING = "hacking", _("Getting into accounts or devices")
    TRACKING = "tracking", _("Tracking where I am")
    TURNING_UP = "turning_up", _("Turning up")
    FOLLOWING = "following", _("Following me")
    DAMAGE = "damage", _("Damage to things")
    THREAT = "threat", _("Threat")
    THIRD_PARTY = "third_party", _("Through somebody else")
    CHILD = "child", _("A child was used")
    COURT = "court", _("Courts or authorities were used")
    STATEMENT = "statement", _("My last words to them")
    OTHER = "other", _("Something else")


class Precision(models.TextChoices):
    """How well somebody knows when it was."""

    EXACT = "exact", _("Exactly then")
    ABOUT = "about", _("About then")
    DAY = "day", _("That day, I do not know the time")
    RANGE = "range", _("Some time between two moments")


class YesNo(models.TextChoices):
    """Three answers: nobody has to know."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Layer(models.TextChoices):
    """What of an entry can be left out of an export by itself (rules/chain.py)."""

    FACTS = "facts", _("What happened")
    WHERE = "where", _("Where it was")
    WITNESSES = "witnesses", _("How witnesses can be reached")
    FEELINGS = "feelings", _("How I felt, and what it did")
    PRIVATE = "private", _("Private notes")


class LinkKind(models.TextChoices):
    """What a link of the log's chain stands for."""

    INCIDENT = "incident", _("an incident, or a correction of it")
    FILE = "file", _("a file")
    REMOVAL = "removal", _("that something was taken out")
    EXPORT = "export", _("an export")


class LogTrouble(models.TextChoices):
    """What a check of the log finds (queries/checking/), as the end of a sentence."""

    MISSING = "missing", _("what was recorded here is missing")
    DOUBLE = "double", _("two are recorded at this place")
    LINK = "link", _("the record that it was recorded was changed")
    TIME = "time", _("the time at which it was recorded was changed")
    MOVED = "moved", _("it was recorded at another place")
    MARK = "mark", _("what is stored was changed outside of this site")
    WORDS = "words", _("its words are not what was recorded")
    WORDS_GONE = "words_gone", _("its words are gone, and nothing says that they were taken out")
    NOT_GONE = "not_gone", _("it is said to be taken out, but its words are here")
    INSERTED = "inserted", _("something was put here that was not recorded")
    OTHER_ENTRY = "other_entry", _("it was put to another entry")
    REMOVAL = "removal", _("what it says was taken out is not what is gone")
    END_CUT = "end_cut", _("the end of the log was cut off")
    END_ADDED = "end_added", _("something was put to the end that was not recorded")
    END_OTHER = "end_other", _("the end of the log was written anew")
    HEAD = "head", _("what says how far the log goes is missing, or was changed")
    ENTRY = "entry", _("the entry itself cannot be opened, or its number or day was changed")
    CURRENT = "current", _("the entry does not show its newest version")
    EMPTY = "empty", _("there is an entry that was never recorded")
    FILE = "file", _("its file is not what arrived")
    FILE_GONE = "file_gone", _("its file, or a part of it, is not there")
    FILE_PLACE = "file_place", _("how its file is stored was changed")
    STAMP = "stamp", _("it does not fit to a time stamp")


class CopyState(models.TextChoices):
    """Of the copy for looking at of a file."""

    OWED = "owed", _("being made")
    MADE = "made", _("made")
    NONE = "none", _("there is none")


class CopyTrouble(models.TextChoices):
    """Why there is no copy for looking at, or not of all of it."""

    KIND = "kind", _("Files of this kind are kept as they are; there is no copy to look at here.")
    DAMAGED = "damaged", _("The file could not be read, so there is no copy to look at here.")
    TOO_MUCH = "too_much", _("The file is too large or too long for a whole copy to look at here.")


class WorkKind(models.TextChoices):
    """What a worker does with what is sealed."""

    COPY = "copy", _("a copy for looking at")
    EXPORT = "export", _("an export")


class ExportState(models.TextChoices):
    OWED = "owed", _("waiting")
    MADE = "made", _("ready")
    FAILED = "failed", _("not made")


class ExportTrouble(models.TextChoices):
    """Why an export was not made."""

    CLOSED = "closed", _("Your pages were closed before it was made. Please ask for it again.")
    NO_ROOM = "no_room", _("There is no room left where files are kept. Nothing was lost.")
    BROKEN = (
        "broken",
        _("Something in the log could not be opened. Check the log first: it shows what."),
    )


class TallyPart(models.TextChoices):
    """What is counted of a month: for every day's pages, and for looking back."""

    DAYS = "days", _("days")
    DETAILS = "details", _("details")


class Outcome(models.TextChoices):
    """What became of one ring of a reminder."""

    MAILED = "mailed", _("put into the outbox")
    LATE = "late", _("dropped: too late")
    QUIET = "quiet", _("dropped: inside the quiet hours")
    NO_ADDRESS = "no_address", _("dropped: no address to write to")


class CardKind(models.TextChoices):
    """What the house has written for its members (shipped/). Nobody's own, so not sealed."""

    CARD = "card", _("Card")
    CHECK = "check", _("Self-check")
    QUESTION = "question", _("Question of a self-check")
    PROMPT = "prompt", _("Small thing for one of the thirty days")


class CardPlace(models.TextChoices):
    """On which page a card is offered."""

    TODAY = "today", _("Today")
    DAY = "day", _("A day of the calendar")
    EVENT = "event", _("Writing down what happened")
    REACHING = "reaching", _("Writing down that one reached out, or looked")
    SLIP = "slip", _("After contact was made")
    URGE = "urge", _("While there is an urge")
    DOORS = "doors", _("Doors")
    CHANNEL = "channel", _("One door")
    SWEEP = "sweep", _("Forgotten accounts")
    DRAFTING = "drafting", _("Looking at a message before it goes")
    LETTERS = "letters", _("Letters that are not sent")
    STATEMENT = "statement", _("A last message")
    REASONS = "reasons", _("List of reasons")
    HELPERS = "helpers", _("List of helpers")
    PLACES = "places", _("List of places")
    HANDOVERS = "handovers", _("List of hand-overs")
    BELONGINGS = "things", _("List of belongings")


class CardAction(models.TextChoices):
    """What somebody can do at the end of a card (views/cards.py says where it leads)."""

    LOG = "log", _("Write down what happened")
    LOG_DOOR = "log_door", _("Write it down with one tap: they were at the door")
    CLOSE_HOLE = "close_hole", _("Close the way they came in by")
    DOORS = "doors", _("Look at your doors")
    SWEEP = "sweep", _("Look for forgotten accounts")
    URGE = "urge", _("Stay with an urge until it falls")
    CALL = "call", _("See who stands by you")
    HELP = "help", _("Find an advocate or a helpline")
    WRITE = "write", _("Write it here instead")
    REASONS = "reasons", _("Read your reasons")
    PLACES = "places", _("Plan for a place")
    BELONGINGS = "things", _("Go through belongings")
    HANDOVERS = "handovers", _("Write down a hand-over")
    DRAFTING = "drafting", _("Look at a message before it goes")
    STEPS = "steps", _("Look at your next steps")
    CALENDAR = "calendar", _("Look at your days")
    PEOPLE = "people", _("Be among people")
