"""Somebody of whom something is kept in every list there is."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.choices import Browser, Device
from accounts.models import Closing, MailSlot, Message, RecoveryKey, SignIn
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.distance import block, mute
from forums.actions.drafts import keep_draft
from forums.actions.following import follow
from forums.actions.images import add_image
from forums.actions.reactions import react
from forums.actions.reporting import report
from forums.actions.saving import save_post
from forums.choices import Concern, Harm, Maker, NoticeKind, Outcome, ReactionKind
from forums.models import (
    Appeal,
    Case,
    Claim,
    Decision,
    Digest,
    Exposure,
    HouseModerator,
    Invitation,
    JoinRequest,
    Measure,
    Mention,
    NeverReveal,
    Notice,
    Persona,
    Reading,
    Sanction,
    Shift,
)
from tests.accounts.decoding import files


def live(cast, opening, closed):
    """cy does all that leaves something, or has it done to them; by rows where no verb is short."""
    cy, now, words = cast.cy, timezone.now(), "Mine, the heron."
    _say(cast, opening, words)
    follow(by=cy, topic=opening.topic)
    mute(by=cy, topic=opening.topic)
    save_post(by=cy, post=opening)
    react(by=cy, post=opening, kind=ReactionKind.HELPED)
    keep_draft(by=cy, parent=opening, words=f"{words} A draft.")
    block(by=cy, persona=Persona.objects.get(owner=cast.eve))
    report(by=cy, subject=opening, concern=Concern.OTHER, words=f"{words} A report.")
    Reading.objects.update_or_create(user=cy, topic=opening.topic, defaults={"up_to": 1})
    Mention.objects.create(post=opening, persona=Persona.objects.get(owner=cy, only_in=None))
    NeverReveal.objects.create(owner=cy, hint="My street", words_hash="x" * 64, words_count=2)
    JoinRequest.objects.create(circle=cast.circle, user=cy, answer_given=f"{words} An answer.")
    Invitation.objects.create(circle=closed, made_by=cy, token_hash="y" * 64, expires_at=now)
    Claim.objects.create(user=cy, import_key="k", address="heron@example.org")
    _keep_of_account(cy, now)
    return cy


def _say(cast, opening, words):
    cast.circle.allows_images = True
    cast.circle.save()
    upload = SimpleUploadedFile("heron.jpg", files.talkative_jpeg())
    image = add_image(by=cast.cy, upload=upload, alt="A heron", circle=cast.circle).image
    said = reply(by=cast.cy, parent=opening, words=words, pictures={image.ref: "A heron"})
    revise(by=cast.cy, post=said, words=f"{words} Again.")
    open_topic(by=cast.cy, circle=cast.circle, title="At night", words="Opened.", face_name="Alder")


def be_decided_about(cast, opening, rule):
    """As an author, and cy moderates others."""
    words = "Mine, the heron."
    said = reply(by=cast.cy, parent=opening, words=f"{words} Too loud.")
    case = Case.objects.create(circle=cast.circle, post=said, harm=Harm.NONE, due_at=timezone.now())
    decision = Decision.objects.create(
        case=case,
        author=cast.cy,
        outcomes=[Outcome.WARN],
        rule=rule,
        reason="Between moderators.",
        statement_to_author="You read this heron.",
        statement_to_reporter="They read this.",
        maker=Maker.PERSON,
        decided_by=cast.bel,
    )
    measure = Measure.objects.create(decision=decision, outcome=Outcome.WARN)
    Sanction.objects.create(user=cast.cy, circle=cast.circle, kind=Outcome.WARN, measure=measure)
    Appeal.objects.create(decision=decision, user=cast.cy, words=f"{words} Another look.")
    Notice.objects.create(user=cast.cy, kind=NoticeKind.STATEMENT, decision=decision)
    HouseModerator.objects.create(user=cast.cy)
    Shift.objects.create(moderator=cast.cy)
    Exposure.objects.create(moderator=cast.cy, case=case, harm=Harm.NONE)


def _keep_of_account(cy, now):
    EmailAddress.objects.create(user=cy, email="cy@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=cy, type=Authenticator.Type.TOTP, data={"secret": "OPENS-IT"})
    RecoveryKey.objects.create(user=cy, public_key=b"OPENS-IT" * 4)
    SignIn.objects.create(user=cy, device=Device.PHONE, browser=Browser.FIREFOX, came_at=now)
    Closing.objects.create(user=cy, asked_at=now, due_at=now + timedelta(days=3), leaves_words=True)
    MailSlot.objects.create(user=cy, hour=18, days=[1], due_at=now, due_on=now.date())
    Digest.objects.create(user=cy, on=now.date(), up_to=1)
    Message.objects.create(
        user=cy,
        kind=Message.Kind.REMINDER,
        address="cy@example.org",
        due_at=now,
        expires_at=now + timedelta(days=1),
    )
