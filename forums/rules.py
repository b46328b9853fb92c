"""Who may do what, and the sentence where they may not. Pure but for the rows they are given."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from forums.choices import Answer, Answerers, Concern, Harm, PleaseNot, Reading, Role, Wish
from forums.links import without
from forums.markup import quotes_in
from forums.models import Case, Circle, JoinRequest, Persona, Post, Topic
from forums.pictures import MOST_PIXELS, Trouble
from forums.validators import can_be_seen, looks_like_staff

# Deeper than any talk gets. It keeps `Post.path` well inside PostgreSQL's index row.
DEEPEST = 300
LONGEST_POST = 20_000
LONGEST_ALT = 300
MOST_PICTURES = 4
MOST_PICTURES_A_DAY = 40
# Who has been in a circle for so long is no stranger to it.
SETTLED_AFTER = timedelta(days=30)
# Of links to imported posts, for one person in a day.
MOST_CLAIMS = 3

LONGEST_ANSWER = 2_000
LONGEST_GUIDELINES = 10_000
ASK_AGAIN_AFTER = timedelta(days=14)
INVITATION_DAYS = (1, 7, 30)
MOST_INVITED = 50
LONGEST_WAIT = timedelta(days=60)
LONGEST_PAUSE = timedelta(days=1)
LONGEST_OPEN = timedelta(days=3650)

HARM_OF = {
    Concern.AT_RISK: Harm.CRISIS,
    Concern.THREAT: Harm.DANGER,
    Concern.KNOWS_ME: Harm.DANGER,
    Concern.IDENTIFIES: Harm.EXPOSED,
}
HARM_ORDER = [Harm.NONE, Harm.EXPOSED, Harm.DANGER, Harm.CRISIS]
DUE_WITHIN = {
    Harm.CRISIS: timedelta(hours=1),
    Harm.DANGER: timedelta(hours=4),
    Harm.EXPOSED: timedelta(hours=8),
    Harm.NONE: timedelta(hours=48),
}


class Standing(Protocol):
    """A post, or a row of a page of them, as far as these rules ask."""

    @property
    def depth(self) -> int: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    def is_standing(self) -> bool: ...


def why_not_write(
    user: User | AnonymousUser,
    *,
    circle: Circle,
    persona: Persona | None,
    role: Role | None,
    joined_on: date | None,
    accepted_version: int,
    today: date,
) -> str | None:
    """Why somebody cannot open a topic or answer in a circle where they have this role."""
    if not user.is_authenticated:
        return _("Sign in to answer.")
    if persona is None:
        return _("Choose the name that others will see, then you can write.")
    if role is None or joined_on is None:
        return _("Join this circle, then you can write in it.")
    if not accepted_version:
        return _("Read the guidelines of this circle, then you can write.")
    if accepted_version < circle.guidelines_version:
        return _("The guidelines of this circle have changed. Read them, then you can write.")
    if role == Role.MEMBER:
        return _why_not_yet(joined_on + timedelta(days=circle.wait_days), today)
    return None


def _why_not_yet(first_day: date, today: date) -> str | None:
    days = (first_day - today).days
    if days <= 0:
        return None
    return ngettext(
        "In this circle, people read for a while before they write. You can write from tomorrow.",
        "In this circle, people read for a while before they write. "
        "You can write in %(days)d days.",
        days,
    ) % {"days": days}


def is_closed_to_answers(topic: Topic, *, circle: Circle, now: datetime) -> bool:
    """As a blog closes the comment form under an old article; it stays readable."""
    days = circle.closes_after_days
    return days is not None and now >= topic.opened_at + timedelta(days=days)


def why_not_answer_in(
    topic: Topic,
    *,
    circle: Circle,
    role: Role | None,
    joined_on: date | None,
    is_opener: bool,
    now: datetime,
) -> str | None:
    """Why somebody who may write in a circle cannot answer in this topic of it."""
    if is_closed_to_answers(topic, circle=circle, now=now):
        return _("This topic takes no more answers. You can still read it, or open a new one.")
    if is_opener or topic.answerers == Answerers.EVERYONE or role == Role.MODERATOR:
        return None
    if topic.answerers == Answerers.NOBODY:
        return _("Whoever opened this topic only wanted to say it. It takes no answers.")
    if role == Role.HOST:
        return None
    if topic.answerers == Answerers.HOSTS:
        return _("Whoever opened this topic asked for answers from hosts and moderators only.")
    if joined_on is None or joined_on + SETTLED_AFTER > now.date():
        return _(
            "Whoever opened this topic asked for answers from people who have been in this "
            "circle for a month. You can read it."
        )
    return None


def why_not_so_soon(last_said_at: datetime | None, *, circle: Circle, now: datetime) -> str | None:
    """Why somebody cannot write again yet in a circle that asks for a pause."""
    if last_said_at is None:
        return None
    pause = timedelta(minutes=circle.pause_minutes)
    minutes = -(-(last_said_at + pause - now).total_seconds() // 60)
    if minutes <= 0:
        return None
    return ngettext(
        "This circle takes its time. You can write again in %(minutes)d minute. "
        "Your words are kept here.",
        "This circle takes its time. You can write again in %(minutes)d minutes. "
        "Your words are kept here.",
        int(minutes),
    ) % {"minutes": int(minutes)}


def why_not_reply_to(post: Standing) -> str | None:
    """Why nobody can answer this post, whoever they are."""
    if post.withdrawn_at is not None:
        return _("Its author withdrew this post. You can answer another one.")
    if not post.is_standing():
        return _("This post was taken out. You can answer another one.")
    if post.depth >= DEEPEST:
        return _("This thread has grown very deep. Please answer further up.")
    return None


def why_not_be_called(name: str, *, is_staff: bool) -> str | None:
    """Names that sound like whoever looks after this place are for those who do."""
    if looks_like_staff(name) and not is_staff:
        return _(
            "This name sounds like somebody who looks after this place. Please choose another."
        )
    return None


def why_not_wear(*, has_face: bool, has_written: bool) -> str | None:
    """Why somebody cannot take another name in a topic: there, everybody has one face."""
    if has_face:
        return _("You write here under another name already. Everybody has one name in a topic.")
    if has_written:
        return _(
            "You have written in this topic under your everyday name, and everybody has one name "
            "in a topic. Two names in one conversation are easily told to be one person."
        )
    return None


def why_not_note(unknown: Collection[str]) -> str | None:
    """Why a post cannot carry these content notes: nobody can choose them here, or not any more."""
    if unknown:
        return _("The list of content notes has changed. Please look once more which ones fit.")
    return None


def why_not_ask_for(*, wish: str, please_not: Collection[str], answerers: str) -> str | None:
    """Why these are no wishes for a topic; no form offers any others."""
    offered = {"", *Wish.values}, set(PleaseNot.values), set(Answerers.values)
    if wish in offered[0] and offered[1].issuperset(please_not) and answerers in offered[2]:
        return None
    return _("One of these wishes cannot be chosen here. Please look once more.")


def why_not_wish(topic: Topic, *, user: User) -> str | None:
    if topic.opened_by.owner_id != user.pk:
        return _("Only whoever opened it can say what they hope for.")
    return None


def why_not_revise(post: Post, *, user: User) -> str | None:
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can change it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post. There is nothing left to change.")
    if post.hidden_at is not None:
        return _("A moderator took this out, so it cannot be changed now.")
    return None


def why_not_withdraw(post: Post, *, user: User) -> str | None:
    """At any age, and also where a moderator has hidden it: one's words are one's own."""
    if post.author.owner_id != user.pk:
        return _("Only whoever wrote it can withdraw it.")
    if post.withdrawn_at is not None:
        return _("You have withdrawn this post already.")
    return None


def why_not_say(words: str) -> str | None:
    if not can_be_seen(words):
        return _("There are no words in it yet.")
    if "\0" in words:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if len(words) > LONGEST_POST:
        return _(
            "This is longer than %(most)d characters. Please share it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_POST}
    if (quotes := quotes_in(words)) and not can_be_seen(without(words, quotes)):
        return _("So far this is a quote alone. Please add a few words of your own.")
    return None


def why_not_react(
    post: Post, *, persona: Persona | None, role: Role | None, is_own: bool
) -> str | None:
    """Why somebody with this role in its circle cannot answer a post without words."""
    if is_own:
        return _("This is your own post.")
    if not post.is_standing():
        return _("This post is gone already.")
    if persona is None:
        return _("Choose the name that others will see; whoever wrote it is told that name.")
    if role is None:
        return _("Join this circle, then you can answer in it, without words as well.")
    return None


def why_not_report(post: Post, *, user: User) -> str | None:
    if post.author.owner_id == user.pk:
        return _("This is your own post.")
    if not post.is_standing():
        return _("This post is gone already.")
    if post.reports.filter(reporter=user).exists():
        return _("You have reported this already. A moderator will look at it.")
    return None


def why_not_keep_away_from(persona: Persona, *, user: User) -> str | None:
    """Asked of a persona alone, so that the answer tells nothing of anybody but who asks."""
    return _("This is you, under a name of your own.") if persona.owner_id == user.pk else None


def why_not_decide(case: Case, *, user: User, seen_version: int) -> str | None:
    if case.post.author.owner_id == user.pk:
        return _("This is about something you wrote yourself. Somebody else will look at it.")
    if not case.is_open() or case.version != seen_version:
        return _("Somebody was faster: this case has changed since you opened it. Look again.")
    return None


def why_not_report_as(concern: str, *, topic: Topic) -> str | None:
    if concern not in concerns_about(topic):
        return _("Whoever opened this topic asks for nothing any more. Please choose another one.")
    return None


def concerns_about(topic: Topic) -> list[Concern]:
    """What can be wrong with a post there: against wishes, only where there are some."""
    return [each for each in Concern if each != Concern.AGAINST_WISHES or topic.wishes()]


def harm_of(concern: str) -> Harm:
    """How soon a report must be looked at, from what it says alone."""
    return HARM_OF.get(Concern(concern), Harm.NONE)


def worse(one: str, other: str) -> Harm:
    return max(Harm(one), Harm(other), key=HARM_ORDER.index)


def may_read_words(post: Standing, *, is_own: bool, is_moderator: bool) -> bool:
    """Whether the words may be read of a post whose place in the conversation may be seen."""
    return post.is_standing() or is_own or is_moderator


def may_read_revisions(post: Post, *, role: Role | None) -> bool:
    """Members of the circle, and of what stands; of what was hidden, its moderators alone."""
    return role == Role.MODERATOR or (role is not None and post.is_standing())


# Coming into a circle, and looking after it


def why_not_accept(circle: Circle, *, seen_version: int) -> str | None:
    """Nobody accepts what was not on their page."""
    if seen_version != circle.guidelines_version:
        return _("The guidelines have changed in the meantime. Please read them as they are now.")
    return None


def why_not_come_in(circle: Circle, *, persona: Persona | None, seen_version: int) -> str | None:
    """Why somebody who was invited cannot use the invitation yet."""
    if persona is None:
        return _("Choose the name that others will see, then you can come in.")
    return why_not_accept(circle, seen_version=seen_version)


def why_not_join(circle: Circle, *, persona: Persona | None, seen_version: int) -> str | None:
    if circle.is_closed():
        return _("This circle is closed. You can ask to come in.")
    return why_not_come_in(circle, persona=persona, seen_version=seen_version)


def why_not_ask(
    circle: Circle,
    *,
    persona: Persona | None,
    role: Role | None,
    last: JoinRequest | None,
    now: datetime,
) -> str | None:
    """Why somebody cannot ask to come in, where `last` is what became of it the last time."""
    if persona is None:
        return _("Choose the name that others will see, then you can ask to come in.")
    if role is not None:
        return _("You are in this circle already.")
    if not circle.is_closed():
        return _("There is no need to ask: this circle is open, and you can join it.")
    if last is not None and last.outcome == Answer.REFUSED and last.decided_at is not None:
        return _why_not_again(last.decided_at + ASK_AGAIN_AFTER, now)
    return None


def _why_not_again(first_time: datetime, now: datetime) -> str | None:
    days = -(-(first_time - now) // timedelta(days=1))
    if days <= 0:
        return None
    return ngettext(
        "You can ask again from tomorrow on.", "You can ask again in %(days)d days.", days
    ) % {"days": days}


def why_not_send_answer(answer: str, *, circle: Circle) -> str | None:
    if circle.question and not answer.strip():
        return _("Please answer the question. A sentence is enough.")
    if "\0" in answer:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if len(answer) > LONGEST_ANSWER:
        return _("This is longer than %(most)d characters. A few sentences are enough.") % {
            "most": LONGEST_ANSWER
        }
    return None


def why_not_look_after(role: Role | None) -> str | None:
    if role not in (Role.HOST, Role.MODERATOR):
        return _("Only the hosts and moderators of this circle can do this.")
    return None


def why_not_decide_request(
    request: JoinRequest, *, user: User, role: Role | None, reason: str | None = None
) -> str | None:
    """Why somebody cannot let in whoever asks, or, with a reason, cannot refuse them."""
    if request.user_id == user.pk:
        return _("This is your own request. Somebody else will answer it.")
    if no := why_not_look_after(role):
        return no
    if reason is not None and not reason.strip():
        return _("Please say why, in a sentence or two. They will read it.")
    if reason is not None and "\0" in reason:
        return _("There is a character in it that cannot be stored. Please type it again.")
    if reason is not None and len(reason) > LONGEST_ANSWER:
        return _("This is longer than %(most)d characters. A few sentences are enough.") % {
            "most": LONGEST_ANSWER
        }
    return None


def why_not_invite(role: Role | None, *, days: int, people: int) -> str | None:
    if no := why_not_look_after(role):
        return no
    if days not in INVITATION_DAYS:
        return _("A link can be used for 1, 7 or 30 days. Please choose one of them.")
    if not 1 <= people <= MOST_INVITED:
        return _("A link is for one person at least and for %(most)d at most.") % {
            "most": MOST_INVITED
        }
    return None


def why_not_part(role: Role | None, *, other_moderators: bool) -> str | None:
    if role == Role.MODERATOR and not other_moderators:
        return _(
            "You are the only moderator of this circle. Give the role to somebody else first, "
            "so that it is looked after."
        )
    return None


def why_not_appoint(
    role: Role | None,
    *,
    to_role: Role,
    is_member: bool,
    is_self: bool,
    other_moderators: bool,
) -> str | None:
    """Why somebody with this role cannot give another role to somebody in the circle."""
    if role != Role.MODERATOR:
        return _("Only the moderators of this circle give roles and take them.")
    if not is_member:
        return _("Nobody in this circle has this name. Whoever gets a role has to be in it.")
    if is_self and to_role != Role.MODERATOR:
        return why_not_part(role, other_moderators=other_moderators)
    return None


def why_not_change_circle(
    role: Role | None,
    *,
    before: Circle,
    reading: str,
    is_as_seen: bool,
) -> str | None:
    """Why somebody with this role cannot change what holds in a circle."""
    if no := why_not_look_after(role):
        return no
    if reading != before.reading and role != Role.MODERATOR:
        return _("Only the moderators of this circle decide who may read in it.")
    if reading != before.reading and reading == Reading.ANYONE:
        return _(
            "Only whoever runs this site can open a circle to people without an account: what is "
            "said in it is then found by search engines."
        )
    if not is_as_seen:
        return _(
            "Somebody else has changed something here in the meantime. What you typed is still "
            "below; look at both, then save again."
        )
    return None


def why_not_set(circle: Circle) -> str | None:
    """Why nothing could be set up like this, whoever wanted it."""
    if len(circle.guidelines) > LONGEST_GUIDELINES:
        return _("Guidelines of more than %(most)d characters are read by nobody.") % {
            "most": LONGEST_GUIDELINES
        }
    if timedelta(days=circle.wait_days) > LONGEST_WAIT:
        return _("Please let nobody wait for more than %(most)d days.") % {
            "most": LONGEST_WAIT.days
        }
    if timedelta(minutes=circle.pause_minutes) > LONGEST_PAUSE:
        return _("Between two posts there is a day at most.")
    open_days = circle.closes_after_days
    if open_days is not None and not 1 <= open_days <= LONGEST_OPEN.days:
        return _("Topics can take answers for 1 to %(most)d days, or for ever.") % {
            "most": LONGEST_OPEN.days
        }
    return None


def why_not_add_picture(*, circle: Circle, size: int, alt: str) -> str | None:
    """Why a file of this size is not even opened."""
    if not circle.allows_images:
        return _("In this circle, posts are words alone.")
    if size > settings.PICTURE_MAX_BYTES:
        return _("This file is larger than %(most)d MB. A smaller picture works.") % {
            "most": settings.PICTURE_MAX_MB
        }
    return _why_not_alt(alt)


def _why_not_alt(alt: str) -> str | None:
    if len(alt) > LONGEST_ALT:
        return _("Please say in fewer than %(most)d letters what can be seen.") % {
            "most": LONGEST_ALT
        }
    if "\0" in alt:
        return _("There is a character in it that cannot be stored. Please type it again.")
    return None


def why_not_another_picture(added_today: int) -> str | None:
    if added_today >= MOST_PICTURES_A_DAY:
        return _("You have added many pictures today. Tomorrow you can add more.")
    return None


def why_no_picture(trouble: Trouble) -> str:
    """What to tell whoever sent a file of which nothing came."""
    return {
        Trouble.EMPTY: _("There is nothing in this file."),
        Trouble.NOT_A_PICTURE: _(
            "This is not a picture that can be shown here, whatever it is called. JPEG, PNG, "
            "WebP, GIF and AVIF can."
        ),
        Trouble.FROM_A_PHONE: _(
            "This is a format that only some phones can show. Please save it as JPEG, or take a "
            "screenshot of it, and add that."
        ),
        Trouble.BROKEN: _("This picture is damaged or cut off, so it cannot be opened."),
        Trouble.TOO_MANY_PIXELS: _(
            "This picture is too large to open: it has more than %(most)d million points."
        )
        % {"most": MOST_PIXELS // 1_000_000},
        Trouble.TOO_HEAVY: _("This picture takes too much to open. A smaller one works."),
        Trouble.TOO_BUSY: _("Many pictures came in at once. Please try again in a minute."),
    }[trouble]


def why_not_show_pictures(
    alts: Sequence[str], *, asked_for: int, has_new: bool, circle: Circle
) -> str | None:
    """Why these pictures, by what is said of them, cannot stand below a post."""
    if has_new and not circle.allows_images:
        return _("In this circle, posts are words alone.")
    if asked_for > MOST_PICTURES:
        return _("A post can have %(most)d pictures. Please leave one out.") % {
            "most": MOST_PICTURES
        }
    if len(alts) != asked_for:
        return _("One of the pictures is not here any more. Please add it again.")
    if not all(alts):
        return _("Please say of each picture what can be seen in it.")
    return next((no for alt in alts if (no := _why_not_alt(alt))), None)


def why_not_claim(asked_today: int) -> str | None:
    """The same whatever was found, so that nobody learns by asking who once wrote where."""
    if asked_today >= MOST_CLAIMS:
        return ngettext(
            "You have asked %(most)d time today. Please try again tomorrow.",
            "You have asked %(most)d times today. Please try again tomorrow.",
            MOST_CLAIMS,
        ) % {"most": MOST_CLAIMS}
    return None


def why_not_take_over(persona: Persona | None) -> str | None:
    if persona is None:
        return _("Choose the name that others will see first. The link stays good meanwhile.")
    return None
