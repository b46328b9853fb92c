"""What a link opens, and whose an address is, is told to nobody who guesses."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from forums.actions.conversation import open_topic
from forums.actions.doors import invite
from forums.actions.reporting import report_as_visitor
from forums.choices import Concern
from tests.forums.actions.claims.asking import MO, brought
from tests.forums.views.test_claims import CLAIM, link

pytestmark = pytest.mark.django_db
__all__ = ["brought"]

MAIL = reverse("account_email")
OTHERS, FREE = "her@mail.example", "him@mail.example"


def has_address(user, *, verified):
    return EmailAddress.objects.create(user=user, email=OTHERS, verified=verified, primary=verified)


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_that_somebody_else_has_looks_like_one_that_nobody_has(looker, cast, verified):
    """cy has it. Two others ask for a link to it, and to one that nobody has."""
    has_address(cast.cy, verified=verified)
    seen = []
    for user, address in ((cast.ada, OTHERS), (cast.eve, FREE)):
        client = cast.client(user)
        form = {"email": address, "private": "on", "action_add": "1"}
        asked = looker.look(client, MAIL, form, typed=address)
        seen.append((asked, looker.look(client, MAIL, typed=address)))
    (asked, page), (other, other_page) = seen
    assert asked == other
    assert asked.status == 302
    assert page.body == other_page.body
    assert page.headers == other_page.headers


@pytest.fixture
def ends(cast, closed):
    """Links that open nothing, each for a reason of its own."""
    made = {}
    for end in ("used up", "expired", "taken back"):
        invitation, token = invite(by=cast.cy, circle=closed, days=7, people=2)
        made[end] = reverse("forums:invited", args=[token])
        if end == "taken back":
            invitation.delete()
        elif end == "used up":
            closed.invitations.filter(pk=invitation.pk).update(uses_left=0)
        else:
            long_ago = timezone.now() - timedelta(days=30)
            over = {"made_at": long_ago, "expires_at": long_ago + timedelta(days=7)}
            closed.invitations.filter(pk=invitation.pk).update(**over)
    made["never was"] = reverse("forums:invited", args=["x" * 24])
    return made


@pytest.mark.parametrize("form", [None, {"version": "1"}])
def test_an_invitation_that_opens_nothing_looks_alike_whatever_the_reason(looker, cast, ends, form):
    client = cast.client(cast.dov)
    seen = {looker.look(client, url, form, typed=url) for url in ends.values()}
    assert [look.status for look in seen] == [404]


def test_signed_out_every_invitation_looks_alike(looker, cast, closed, ends):
    _invitation, token = invite(by=cast.cy, circle=closed, days=7, people=2)
    valid = reverse("forums:invited", args=[token])
    seen = {looker.look(Client(), url, typed=url) for url in (valid, *ends.values())}
    assert [look.status for look in seen] == [302]


def test_an_address_that_posts_came_from_looks_like_any_other(looker, cast, brought):
    seen = []
    for user, address in ((cast.eve, MO), (cast.dov, "no@mail.example")):
        client = cast.client(user)
        asked = looker.look(client, CLAIM, {"address": address}, typed=address)
        seen.append((asked, looker.look(client, CLAIM).statements))
    assert seen[0] == seen[1]


def test_a_link_to_a_claim_that_opens_nothing_looks_alike(looker, cast, brought):
    """Also one that works, in another's account."""
    adas = link(cast, cast.ada)
    others = [reverse("forums:prove_claim", args=[token]) for token in ("x" * 24, "-")]
    client = cast.client(cast.dov)
    seen = {looker.look(client, url, typed=url) for url in (adas, *others)}
    assert [look.status for look in seen] == [404]


def test_a_link_to_a_report_that_opens_nothing_looks_like_no_page_at_all(
    looker, cast, open_to_anyone
):
    topic = open_topic(by=cast.ada, circle=open_to_anyone, title="Day nine", words="Evenings.")
    opening = topic.posts.get()
    _report, token = report_as_visitor(
        subject=opening, seen_in=opening, concern=Concern.OTHER, words="It is about me."
    )
    other = reverse("forums:reported_as_visitor", args=[token[:-1] + "x"])
    never = reverse("forums:reported_as_visitor", args=["x" * len(token)])
    assert looker.look(Client(), other, typed=other) == looker.look(Client(), never, typed=never)


@pytest.mark.parametrize("page", ["accounts:stop_mail", "accounts:note"])
def test_a_link_of_a_mail_that_leads_nowhere_looks_alike(looker, page):
    urls = [reverse(page, args=[token]) for token in ("x" * 24, "0" * 24)]
    seen = {looker.look(Client(), url, typed=url) for url in urls}
    assert len(seen) == 1


def test_a_link_that_proves_nothing_looks_alike(looker, cast):
    """Of an address that there is, one that is gone, and one that never was."""
    row = has_address(cast.cy, verified=False)
    gone = EmailAddress.objects.create(user=cast.cy, email="gone@mail.example")
    pks = (row.pk, gone.pk, 10**6)
    gone.delete()
    urls = [reverse("account_confirm_email", args=[f"{pk}:1abcde:{'x' * 43}"]) for pk in pks]
    seen = {looker.look(Client(), url, typed=url) for url in urls}
    assert len(seen) == 1


@pytest.mark.parametrize(
    "name",
    [
        "account_reset_password",
        "account_reset_password_from_key",
        "account_set_password",
        "account_request_login_code",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
        "mfa_trust",
        "usersessions_list",
    ],
)
def test_doors_that_are_not_meant_to_be_there_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x", "y"] if name.endswith("_key") else [])
