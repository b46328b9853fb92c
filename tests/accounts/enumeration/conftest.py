import pytest
from django.utils import timezone
from time_machine import TimeMachineFixture

from tests.accounts.enumeration.looks import Looker


@pytest.fixture
def looker(monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture) -> Looker:
    # A header says the second, which is the same for all.
    time_machine.move_to(timezone.now(), tick=False)
    return Looker(monkeypatch)
