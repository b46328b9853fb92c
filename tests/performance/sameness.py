"""Whether the time of an answer tells who is here: `make bench ARGS=--sameness`.

At each door two requests that must look alike, five hundred times each: one about somebody who is
here, one about nobody. Beside them another five hundred about nobody, which is what chance looks
like on this machine today. All three are asked for in turns drawn by lot, in this process, without
a network in between, where differences are largest. The passphrases are hashed as in production.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from statistics import quantiles
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from tqdm import tqdm

from tests.performance.own_database import own_database
from tests.performance.rank_sum import WITHIN_95, auc, cannot_be_told_apart, deviation
from tests.performance.words import chances

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User

EACH, WARMING = 500, 10
NOBODY, NOBODY_AGAIN, SOMEBODY = "nobody", "nobody again", "somebody"
KINDS = (NOBODY, NOBODY_AGAIN, SOMEBODY)
# Names that are tried; few enough tries at each that nobody has to wait.
NAMES = 50
PASSPHRASE, WRONG = "seven quiet boats at dusk", "eight noisy boats at dawn"

Ask = Callable[[int], Any]
addresses = (f"10.{n // 62_500}.{n // 250 % 250}.{n % 250 + 1}" for n in count())


@dataclass(frozen=True)
class Door:
    """How each kind is asked for, by the number of the request."""

    name: str
    asks: dict[str, Ask]
    # What is put right after each request, outside of what is measured.
    afterwards: Callable[[], object] = lambda: None


def sameness_table() -> Iterator[str]:
    """Lines of a table, and last whether each door keeps its word."""
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = ["localhost"]
    # Of one member: they are not what is looked at, and nobody asks five hundred times.
    settings.ACCOUNT_RATE_LIMITS |= {"manage_email": None, "signup": None}
    with own_database():
        yield from _measured()


def _measured() -> Iterator[str]:
    yield f"{EACH} of each kind; milliseconds"
    yield (
        f"{'door':<12} {'nobody: p25':>12} {'p50':>7} {'p75':>7} {'somebody: p25':>14} {'p50':>7} "
        f"{'p75':>7} {'AUC':>6} {'95 in 100':>13} {'floor':>6}"
    )
    verdicts = []
    for door in _doors():
        took = _asked_in_turns(door)
        nobody, again, somebody = (took[kind] for kind in KINDS)
        area = auc(nobody, somebody)
        around = WITHIN_95 * deviation(area, EACH, EACH)
        cells = [f"{cut:.2f}" for row in (nobody, somebody) for cut in quantiles(row, n=4)]
        yield (
            f"{door.name:<12} {cells[0]:>12} {cells[1]:>7} {cells[2]:>7} {cells[3]:>14} "
            f"{cells[4]:>7} {cells[5]:>7} {area:>6.3f} {area - around:>6.3f}-{area + around:.3f} "
            f"{auc(nobody, again):>6.3f}"
        )
        same = cannot_be_told_apart(nobody, somebody)
        verdicts.append(f"{door.name}: {'cannot' if same else 'CAN'} be told apart")
    yield from verdicts


def _asked_in_turns(door: Door) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    turns = [(kind, number) for kind in KINDS for number in range(EACH)]
    # Another order each time: whatever comes back at its own pace, as a collection of garbage does,
    # would meet the same requests in every run.
    chances(time.time_ns()).shuffle(turns)
    # The first answers of a process are no measure.
    warming = [(kind, number) for number in range(WARMING) for kind in KINDS]
    for turn, (kind, number) in enumerate(tqdm([*warming, *turns], desc=door.name, disable=None)):
        begun = time.perf_counter()
        door.asks[kind](number)
        passed = (time.perf_counter() - begun) * 1_000
        if turn >= len(warming):
            took[kind].append(passed)
        door.afterwards()
    return took


def _doors() -> Iterator[Door]:
    members = _members()
    yield Door("sign-in", {kind: _signing_in(names) for kind, names in _names().items()})
    yield Door("recovery", {kind: _recovering(names) for kind, names in _names().items()})
    yield Door("sign-up", {kind: _signing_up(kind) for kind in KINDS})
    yield Door("passkey", {kind: _with_passkey(kind, members) for kind in KINDS})
    yield Door("mail change", {kind: _changing_mail(kind, members) for kind in KINDS})
    yield Door("invitation", {kind: _invited(kind, members) for kind in KINDS})
    yield _claiming(members)


def _members() -> "dict[str, User]":
    from accounts.actions.enrolment import enrol

    return {kind: enrol(sign_in_name="ada", passphrase=PASSPHRASE) for kind in KINDS}


def _names() -> dict[str, list[str]]:
    """Fresh ones for each door, all of one length; those of the last kind have accounts."""
    from django.contrib.auth.hashers import make_password

    from accounts.actions.recovery import make_recovery_key
    from accounts.models import User

    random = chances(time.time_ns())
    drawn = random.sample(range(10_000), 3 * NAMES)
    names = {
        kind: [f"mary{random.randrange(1000):03d}-{drawn[place * NAMES + each]:04d}"
               for each in range(NAMES)]
        for place, kind in enumerate(KINDS)
    }  # fmt: skip
    hashed = make_password(PASSPHRASE)
    for name in names[SOMEBODY]:
        make_recovery_key(by=User.objects.create(sign_in_name=name, password=hashed))
    return names


def _stranger() -> "Client":
    from django.test import Client

    return Client(SERVER_NAME="localhost", REMOTE_ADDR=next(addresses))


def _signing_in(names: list[str]) -> Ask:
    return lambda number: _stranger().post(
        "/sign-in/", {"login": names[number % NAMES], "password": WRONG}, secure=True
    )


def _recovering(names: list[str]) -> Ask:
    from accounts.recovery import new_recovery_key

    key = new_recovery_key()
    typed = {"recovery_key": key, "passphrase": WRONG}
    return lambda number: _stranger().post(
        "/back-in/", typed | {"sign_in_name": names[number % NAMES]}, secure=True
    )


def _signing_up(kind: str) -> Ask:
    """A name that fifty have, or one that nobody has."""
    from accounts.models import User

    if kind == SOMEBODY:
        User.objects.bulk_create(User(sign_in_name=f"jane-{n:04d}") for n in range(0, 10_000, 200))

    def ask(number: int) -> None:
        name = "jane" if kind == SOMEBODY else f"j{kind[-1]}{number:02d}"[:4]
        _stranger().post("/sign-up/", {"username": name, "password1": WRONG}, secure=True)

    return ask


def _with_passkey(kind: str, members: "dict[str, User]") -> Ask:
    from tests.accounts.enumeration.passkeys import answer_of

    handle = str(members[SOMEBODY].pk if kind == SOMEBODY else 999_999)
    client = _stranger()

    def ask(_number: int) -> None:
        client.post("/sign-in/passkey/", {"credential": answer_of(handle)}, secure=True)

    client.get("/sign-in/passkey/", headers={"X-Requested-With": "XMLHttpRequest"}, secure=True)
    return ask


def _changing_mail(kind: str, members: "dict[str, User]") -> Ask:
    from allauth.account.models import EmailAddress

    from accounts.models import User

    if kind == SOMEBODY:
        holder = User.objects.create(sign_in_name="holder-0001")
        EmailAddress.objects.bulk_create(
            EmailAddress(user=holder, email=_address(kind, number)) for number in range(EACH)
        )
    client = _at_home(members[kind])

    def ask(number: int) -> None:
        form = {"email": _address(kind, number), "private": "on", "action_add": "1"}
        client.post("/me/mail/", form, secure=True)

    return ask


def _address(kind: str, number: int) -> str:
    return f"{KINDS.index(kind)}{number:04d}@mail.example"


def _invited(kind: str, members: "dict[str, User]") -> Ask:
    from forums.actions.circles import appoint, choose_persona, open_circle
    from forums.actions.doors import invite
    from forums.choices import Reading, Role

    token = "x" * 24
    if kind == SOMEBODY:
        host = members[NOBODY_AGAIN]
        choose_persona(by=host, name="Wren")
        circle = open_circle(by=None, name="By the stove", reading=Reading.CLOSED)
        appoint(by=None, user=host, circle=circle, role=Role.HOST)
        invitation, token = invite(by=host, circle=circle, days=7, people=2)
        circle.invitations.filter(pk=invitation.pk).update(uses_left=0)
    client = _at_home(members[NOBODY])
    return lambda _number: client.get(f"/circles/invited/{token}/", secure=True)


def _claiming(members: "dict[str, User]") -> Door:
    from forums.models import Claim
    from tests.forums.actions.claims.asking import MO, bring_mos_posts

    bring_mos_posts()

    def asking(kind: str) -> Ask:
        client, address = _at_home(members[kind]), MO if kind == SOMEBODY else "no@mail.example"
        return lambda _number: client.post("/circles/claim/", {"address": address}, secure=True)

    asks = {kind: asking(kind) for kind in KINDS}
    return Door("claim", asks, afterwards=Claim.objects.all().delete)


def _at_home(user: "User") -> "Client":
    client = _stranger()
    client.force_login(user)
    return client
