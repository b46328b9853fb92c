"""How each outcome is carried out, and how it is undone. For verbs of this package only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from forums.actions.deciding import words
from forums.actions.deciding.held import Held
from forums.actions.holding import give_back, let_out
from forums.actions.notes import hold_notes
from forums.actions.sanctions import impose, lift
from forums.actions.writing import hide_post, show_post
from forums.choices import SANCTIONS, Outcome
from forums.models import Case, Circle, Decision, Measure, Original, Post, Topic
from forums.refusals import DecisionRefused
from forums.rules import Step, is_back_with_author, waits
from forums.rules.outcomes import TAKES_OUT


@dataclass(frozen=True)
class Act:
    """One outcome, while it is carried out or undone."""

    held: Held
    measure: Measure
    by: User
    now: datetime

    @property
    def post(self) -> Post:
        """The words that it is about; the rules let nothing be done to words where there are
        none."""
        assert self.held.post is not None  # noqa: S101 (why_not_take_steps has said so)
        return self.held.post


def take(step: Step, *, decision: Decision, held: Held, by: User) -> None:
    measure = Measure.objects.create(decision=decision, outcome=step.outcome, until=step.until)
    act = Act(held, measure, by, decision.decided_at)
    if step.outcome in SANCTIONS:
        assert held.author_id is not None  # noqa: S101 (why_not_take_steps has said so)
        impose(
            step,
            measure=measure,
            user_id=held.author_id,
            circle=held.case.circle,
            now=act.now,
        )
    elif step.outcome in CARRIED_OUT:
        CARRIED_OUT[step.outcome](act, step)
    measure.save(update_fields=["detail"])


def take_back(measure: Measure, *, held: Held, by: User, now: datetime) -> None:
    act = Act(held, measure, by, now)
    if measure.outcome in SANCTIONS:
        lift(measure, now=now)
    elif measure.outcome in UNDONE:
        UNDONE[Outcome(measure.outcome)](act)


def let_out_what_waited(held: Held, steps: Sequence[Step], *, by: User) -> None:
    """Whatever is decided of something that waits lets it out, unless it takes it out."""
    if held.post is not None and not {step.outcome for step in steps} & set(TAKES_OUT):
        let_out_if_waiting(held.post, by=by)


def let_out_if_waiting(post: Post, *, by: User) -> None:
    if waits(post):
        let_out(post, by=by)


# --- Carried out ------------------------------------------------------------------------------


def _note(act: Act, step: Step) -> None:
    post = act.post
    notes = hold_notes(
        [*post.notes, *step.notes],
        circle=post.topic.circle,
        kept=post.notes,
        refusal=DecisionRefused,
    )
    act.measure.detail = {"added": [note for note in notes if note not in post.notes]}
    _write_notes(post, notes)


def _write_notes(post: Post, notes: list[str]) -> None:
    post.notes = notes
    post.save(update_fields=["notes"])
    if post.parent_id is None:
        Topic.objects.filter(pk=post.topic_id).update(notes=notes)


def _lock(act: Act, _step: Step) -> None:
    Topic.objects.filter(pk=act.post.topic_id).update(locked_at=act.now, locked_by=act.by)


def _move(act: Act, step: Step) -> None:
    topic, circle = act.post.topic, step.circle
    assert circle is not None  # noqa: S101 (why_not_move has said so)
    act.measure.detail = {"from": topic.circle.ref, "to": circle.ref}
    _put_into(topic, circle)


def _put_into(topic: Topic, circle: Circle) -> None:
    """What is said against anything in it is from now on for the moderators there."""
    Topic.objects.filter(pk=topic.pk).update(circle=circle)
    cases = Case.objects.filter(Q(topic=topic) | Q(post__topic=topic), decided_at=None)
    held = cases.order_by("pk").select_for_update(of=["self"])
    for case in held:
        case.circle, case.version = circle, case.version + 1
        case.save(update_fields=["circle", "version"])


def _welfare(act: Act, step: Step) -> None:
    Case.objects.filter(pk=act.held.case.pk).update(follow_up_at=step.until)


CARRIED_OUT: dict[Outcome, Callable[[Act, Step], object]] = {
    Outcome.REDACT: lambda act, step: words.redact(act.post, act.measure, step, now=act.now),
    Outcome.NOTE: _note,
    Outcome.RETURN: lambda act, _step: give_back(act.post, by=act.by),
    Outcome.HIDE: lambda act, _step: hide_post(act.post, at=act.now, by=act.by),
    Outcome.REMOVE: lambda act, _step: words.remove(act.post, act.measure, by=act.by, now=act.now),
    Outcome.LOCK: _lock,
    Outcome.MOVE: _move,
    Outcome.WELFARE: _welfare,
}

# --- Undone -----------------------------------------------------------------------------------


def _without_notes(act: Act) -> None:
    added = act.measure.detail.get("added", [])
    _write_notes(act.post, [note for note in act.post.notes if note not in added])


def _put_back_cut(act: Act) -> None:
    if original := _original_of(act.measure):
        words.put_back_redacted(original)


def _put_back_removed(act: Act) -> None:
    if original := _original_of(act.measure):
        words.put_back_removed(original)
    _show_again(act)


def _original_of(measure: Measure) -> Original | None:
    originals = Original.objects.select_for_update(of=["self"])
    return originals.select_related("post__topic", "measure").filter(measure=measure).first()


def _show_again(act: Act) -> None:
    """Unless something else still takes it out. What never appeared does so now."""
    post = act.post
    post.refresh_from_db()
    if post.withdrawn_at is None and not _is_taken_out_otherwise(act):
        show_post(post)
        let_out_if_waiting(post, by=act.by)


def _is_taken_out_otherwise(act: Act) -> bool:
    others = measures_on(act.post).filter(undone_at=None).exclude(pk=act.measure.pk)
    by_others = others.filter(outcome__in=[Outcome.HIDE, Outcome.REMOVE])
    return is_back_with_author(act.post) or by_others.exists()


def _need_not_change(act: Act) -> None:
    """Where its author has sent it in again, or withdrawn it, this is past already."""
    if is_back_with_author(act.post):
        let_out(act.post, by=act.by)


def _unlock(act: Act) -> None:
    topic = act.post.topic
    locks = Measure.objects.filter(
        Q(decision__case__post__topic=topic) | Q(decision__case__topic=topic),
        outcome=Outcome.LOCK,
        undone_at=None,
    )
    if not locks.exclude(pk=act.measure.pk).exists():
        Topic.objects.filter(pk=topic.pk).update(locked_at=None, locked_by=None)


def _move_back(act: Act) -> None:
    topic, detail = act.post.topic, act.measure.detail
    if topic.circle.ref == detail["to"]:
        _put_into(topic, Circle.objects.get(ref=detail["from"]))


def _do_not_look_again(act: Act) -> None:
    Case.objects.filter(pk=act.held.case.pk).update(follow_up_at=None)


def measures_on(post: Post) -> "QuerySet[Measure]":
    """Whatever decisions did to these words, in whichever case."""
    about = Q(decision__case__post=post)
    if post.parent_id is None:
        about |= Q(decision__case__topic=post.topic_id)
    return Measure.objects.filter(about)


UNDONE: dict[Outcome, Callable[[Act], None]] = {
    Outcome.REDACT: _put_back_cut,
    Outcome.NOTE: _without_notes,
    Outcome.RETURN: _need_not_change,
    Outcome.HIDE: _show_again,
    Outcome.REMOVE: _put_back_removed,
    Outcome.LOCK: _unlock,
    Outcome.MOVE: _move_back,
    Outcome.WELFARE: _do_not_look_again,
}
