"""The words, planted as whatever people say about themselves and each other, by the real verbs."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.preferences import choose_cover
from accounts.actions.recovery import make_recovery_key
from accounts.choices import CoverColour, CoverIcon, MailSubject
from accounts.models import User
from accounts.tasks import send_messages
from forums.actions.appeals import answer_appeal, appeal
from forums.actions.care import begin_shift, end_shift
from forums.actions.cases import note
from forums.actions.circles import appoint, choose_persona, join
from forums.actions.claims import claim
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.distance import block, mute
from forums.actions.doors import ask_to_join, refuse
from forums.actions.drafts import keep_draft
from forums.actions.glass import ask_whose
from forums.actions.images import add_image
from forums.actions.reporting import report
from forums.actions.screening import keep_from_showing
from forums.choices import AppealAnswer, Concern, Outcome, Role
from forums.models import Circle, Persona, Rule, Topic
from tests.accounts.decoding import files
from tests.cast import Cast
from tests.forums.deciding import cutting, decided
from tests.forums.screening import house_moderator
from tests.leaks.canaries import WORDS


def plant(cast: Cast, closed: Circle, rule: Rule) -> dict[str, str]:
    """Everything of an account and of circles. Returns the words that were made by the site."""
    browser = Client()
    made = come_in(browser)
    her = User.objects.get(pk=browser.session["_auth_user_id"])
    choose_persona(by=her, name=WORDS["persona"])
    join(by=her, circle=cast.circle)
    give_address(browser, her)
    topic = talk(cast, her)
    keep_away(cast, her, topic)
    knock(cast, her, closed)
    moderate(cast, her, topic, rule)
    send_messages()
    return made


def come_in(browser: Client) -> dict[str, str]:
    """Sign up, sign out, and in again, once wrongly."""
    named = {"username": WORDS["sign-in name"], "password1": WORDS["passphrase"]}
    assert browser.post(reverse("account_signup"), named).status_code == 302
    her = User.objects.get(pk=browser.session["_auth_user_id"])
    key = make_recovery_key(by=her)
    browser.post(reverse("account_logout"))
    known = {"login": her.sign_in_name, "password": "not what it is at all"}
    assert browser.post(reverse("account_login"), known).status_code == 200
    known["password"] = WORDS["passphrase"]
    assert browser.post(reverse("account_login"), known).status_code == 302
    wrong = {"sign_in_name": her.sign_in_name, "recovery_key": key, "passphrase": "short"}
    assert Client().post(reverse("accounts:recover"), wrong).status_code in (200, 422)
    return {"recovery key": key, "recovery key, in one": key.replace(" ", "").replace("-", "")}


def give_address(browser: Client, her: User) -> None:
    again = {"password": WORDS["passphrase"]}
    browser.post(reverse("account_reauthenticate"), again)
    typed = {"email": WORDS["address"], "private": "on", "action_add": ""}
    assert browser.post(reverse("account_email"), typed).status_code == 302
    assert EmailAddress.objects.filter(user=her).exists()
    choose_cover(
        by=her,
        name=WORDS["name of a cover"],
        icon=CoverIcon.values[0],
        colour=CoverColour.values[0],
        mail_subject=MailSubject.values[0],
    )
    claim(by=her, address=WORDS["address of before"], now=timezone.now())


def talk(cast: Cast, her: User) -> Topic:
    keep_from_showing(by=her, hint=WORDS["hint of that word"], words=WORDS["word never to show"])
    topic = open_topic(
        by=her, circle=cast.circle, title=WORDS["title, hidden"], words=WORDS["post, before"]
    )
    first = topic.posts.get()
    revise(by=her, post=first, words=WORDS["post, hidden"])
    reply(by=her, parent=first, words="Quietly.")
    other = open_topic(
        by=her,
        circle=cast.circle,
        title=WORDS["title"],
        words=WORDS["post"],
        face_name=WORDS["one-topic persona"],
    )
    keep_draft(
        by=her,
        circle=cast.circle,
        title=WORDS["draft, title"],
        words=WORDS["draft"],
        face_name=WORDS["draft, face"],
    )
    show_picture(cast, her)
    assert other.posts.exists()
    return topic


def show_picture(cast: Cast, her: User) -> None:
    cast.circle.allows_images = True
    cast.circle.save()
    told = files.talkative_jpeg()
    assert files.CANARY in told
    word = WORDS["picture, in the file"].encode().ljust(len(files.CANARY))[: len(files.CANARY)]
    upload = SimpleUploadedFile(
        f"{WORDS['picture, name of the file']}.jpg",
        told.replace(files.CANARY, word),
        content_type="image/jpeg",
    )
    add_image(by=her, upload=upload, alt=WORDS["picture, what is seen"], circle=cast.circle)


def keep_away(cast: Cast, her: User, topic: Topic) -> None:
    for user, name, step_away in (
        (cast.dov, "blocked name", block),
        (cast.cy, "muted name", mute),
    ):
        choose_persona(by=user, name=WORDS[name])
        step_away(by=her, persona=Persona.objects.get(owner=user, only_in=None))


def knock(cast: Cast, her: User, closed: Circle) -> None:
    asked = ask_to_join(by=her, circle=closed, answer=WORDS["answer at a door"])
    refuse(by=cast.cy, request=asked, reason=WORDS["refusal at a door"])


def moderate(cast: Cast, her: User, topic: Topic, rule: Rule) -> None:
    first = topic.posts.get(parent=None)
    case = report(by=cast.ada, subject=first, concern=Concern.OTHER, words=WORDS["report"]).case
    for user in (cast.bel, cast.dov):
        house_moderator(user)
    begin_shift(by=cast.bel)
    note(by=cast.bel, case=case, words=WORDS["case note"])
    ask_whose(by=cast.bel, case=case, persona=case.author, why=WORDS["why a name is asked for"])
    decision = decided(
        case,
        rule,
        by=cast.bel,
        reason=WORDS["reason"],
        statement_to_author=WORDS["statement to the author"],
        statement_to_reporter=WORDS["statement to the reporter"],
    )
    end_shift(by=cast.bel, hand_over=WORDS["hand-over"])
    asks = appeal(by=her, decision=decision, words=WORDS["appeal"])
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    answer_appeal(
        by=cast.cy, appeal=asks, outcome=AppealAnswer.STANDS, words=WORDS["answer to an appeal"]
    )
    redact(cast, her, topic, rule)


def redact(cast: Cast, her: User, topic: Topic, rule: Rule) -> None:
    """What a moderator takes out lies sealed until it can no longer be asked for."""
    other = Topic.objects.get(title=WORDS["title"])
    said = reply(by=cast.ada, parent=other.posts.get(), words=f"So {WORDS['post, redacted']}.")
    case = report(by=cast.eve, subject=said, concern=Concern.OTHER).case
    said.refresh_from_db()
    decided(case, rule, cutting(said, WORDS["post, redacted"]), by=cast.bel)
    assert Outcome.REDACT in case.decisions.get().outcomes
    assert timezone.now() - said.said_at < timedelta(days=1)
