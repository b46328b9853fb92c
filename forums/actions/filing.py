"""Filing a report: the text as it stood, and the case that it belongs to. For verbs of this
package only; what asks the rules and is called by a door is in `reporting`.

Whoever changes a case holds first what it is about and then the case itself, never the other way
round; of a topic, its opening post comes before it (`hold_subject`). Two who come from different
sides then never wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.html import linebreaks

from accounts.models import User
from forums.actions.calling import call, pass_on
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Concern, Harm, Source
from forums.models import Case, Circle, Persona, Post, Report, Topic
from forums.models.cases import Subject
from forums.queries.cases import due_within, handlers_in_circle
from forums.rules import harm_of, worse


def file_report(
    *,
    subject: Subject,
    circle: Circle,
    source: Source,
    concern: str,
    reporter: User | None = None,
    words: str = "",
    token_hash: str | None = None,
    harm: Harm | None = None,
    seen_in: Post | None = None,
) -> Report:
    """Write a report, asking no rule, in the subject's open case. Where there is none, its newest
    decided one is opened again; where there was never one, it is made.

    `circle` is where it is handled: that of the post or topic, the one in which a persona was met
    (in the post `seen_in`), or the circle itself that it is about. `harm` is what the concern
    says, if nothing else is known. It only ever rises, and the due time only ever comes nearer.
    """
    subject = hold_subject(subject)
    frozen = frozen_now(subject, seen_in)
    report = Report.objects.create(
        case=_hold_case(subject, circle, harm or harm_of(concern), timezone.now()),
        source=source,
        reporter=reporter,
        token_hash=token_hash,
        concern=concern,
        words=words,
        frozen_name=frozen.name,
        frozen_html=frozen.html,
    )
    leave_trail(
        by=reporter, verb="report", kind=kind_of(subject), ref=subject.ref, concern=Concern(concern)
    )
    return report


def kind_of(subject: Subject) -> str:
    """How the trail calls it: "post", "topic", "persona" or "circle"."""
    return type(subject).__name__.lower()


def hold_subject(subject: Subject) -> Subject:
    """What a case is about, locked and as it stands now: before the case, always."""
    if isinstance(subject, Post):
        posts = Post.objects.select_for_update(of=["self"], no_key=True)
        return posts.select_related("author", "topic__circle").get(pk=subject.pk)
    if isinstance(subject, Topic):
        # Withdrawing an opening post holds the post and then the topic, and so does this.
        opening = Post.objects.filter(topic=subject.pk, parent=None)
        opening.select_for_update(no_key=True).values_list("pk", flat=True).first()
        topics = Topic.objects.select_for_update(of=["self"], no_key=True)
        return topics.select_related("opened_by", "circle").get(pk=subject.pk)
    if isinstance(subject, Persona):
        return Persona.objects.select_for_update(no_key=True).get(pk=subject.pk)
    return Circle.objects.select_for_update(no_key=True).get(pk=subject.pk)


@dataclass(frozen=True)
class Frozen:
    name: str
    html: str


def frozen_now(subject: Subject, seen_in: Post | None) -> Frozen:
    """What it is called and says at this moment. Its author may change it, the report does not."""
    if isinstance(subject, Post):
        name = subject.topic.title if subject.parent_id is None else ""
        return Frozen(name, subject.html + subject.pictures_html)
    if isinstance(subject, Topic):
        opening = subject.posts.filter(parent=None).first()
        return Frozen(subject.title, opening.html + opening.pictures_html if opening else "")
    if isinstance(subject, Persona):
        return Frozen(subject.name, seen_in.html + seen_in.pictures_html if seen_in else "")
    return Frozen(subject.name, _html_of_circle(subject))


def _html_of_circle(circle: Circle) -> str:
    return "".join(linebreaks(text, autoescape=True) for text in (circle.about, circle.guidelines))


def _hold_case(subject: Subject, circle: Circle, harm: Harm, now: datetime) -> Case:
    """The subject's case, locked, open, and as grave as this report makes it."""
    cases = Case.objects.of_subject(subject, circle=circle).select_for_update(of=["self"])
    newest = cases.order_by(F("decided_at").desc(nulls_first=True), "-id").first()
    if newest is None:
        fresh = Case(opened_at=now, **Case.naming(subject))
        return open_case(fresh, circle=circle, harm=harm, now=now)
    grave = worse(newest.harm, harm)
    newest.version += 1
    if not newest.is_open():
        return open_case(newest, circle=circle, harm=grave, now=now)
    rises, newest.harm = grave != newest.harm, grave
    newest.due_at = min(newest.due_at, now + due_within(harm))
    newest.save(update_fields=["harm", "due_at", "version"])
    if rises and grave == Harm.CRISIS:
        call(handlers_in_circle(newest), to=newest)
    return newest


def open_case(case: Case, *, circle: Circle, harm: Harm, now: datetime) -> Case:
    """A new case, or one that had been decided: nobody is on it, and it is due as if it were new.

    Where nobody in the circle may decide it, the house hears of it at once. Of a crisis, the
    circle's moderators do; whatever else comes, they find at the desk.
    """
    # A topic may have been moved since it was decided about.
    case.circle, case.harm, case.due_at = circle, harm, now + due_within(harm)
    case.state, case.level, case.escalated_at = CaseState.OPEN, 0, None
    case.decided_at = case.claimed_by = case.claimed_until = None
    case.save()
    if not (near := handlers_in_circle(case)).exists():
        pass_on(case, now=now)
    elif harm == Harm.CRISIS:
        call(near, to=case)
    return case
