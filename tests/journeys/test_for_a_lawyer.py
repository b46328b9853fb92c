"""On a telephone: three entries, a screenshot, a correction, a copy for a lawyer; and what the
lawyer's own machine makes of it, as it came and with one byte changed."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from tests.accounts.decoding import files
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault
from trackers.tasks import make_owed_copies, make_owed_exports

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def her(come_in, cast):
    set_up_vault(by=cast.ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    her = come_in()
    her.sign_in(cast.ada)
    her.open("/own/log/")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Open")
    return her


def verified(path: Path) -> "subprocess.CompletedProcess[str]":
    """As the lawyer does it: the script out of the archive, on the archive, with nothing else."""
    script = path.with_name("verify.py")
    with zipfile.ZipFile(path) as archive:
        script.write_bytes(archive.read("verify.py"))
    command = [sys.executable, "-I", "-S", str(script), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_copy_for_a_lawyer_is_made_verified_broken_and_verified_again(her, tmp_path):
    for kind, words in (
        ("call", "Eleven calls in one night."),
        ("turning_up", "They stood at the gate."),
        ("threat", "“You will see”, and a name."),
    ):
        her.open("/own/log/new/")
        her.main.locator(f"input[name=kinds][value={kind}]").check(force=True)
        her.type("What happened", words)
        her.press("Save")
        her.see("It is in the log.")
    her.follow("Add a file")
    screenshot = {"name": "gate.jpg", "mimeType": "image/jpeg", "buffer": files.talkative_jpeg()}
    her.main.locator("input[type=file]").set_input_files(screenshot)
    her.press("Add it")
    her.see("The file is in the log, sealed, as it came.")
    assert make_owed_copies() == 1
    her.follow("Correct or add to it")
    her.type("What happened", "“You will see”, and the name of my street.")
    her.type("Why you write it anew", "I had left out which name")
    her.press("Save as a new version")

    her.open("/own/log/export/")
    her.check_page()
    her.choose("A lawyer")
    her.type("Their name", "Dr. Amara Quist")
    her.type("The passphrase of your own pages", VAULT_PASSPHRASE)
    her.press("Make the copy")
    assert make_owed_exports() == 1
    her.page.reload()
    her.see("It is ready")
    her.check_page()
    with her.page.expect_download() as taken:
        her.main.get_by_role("link", name="Fetch it").click()
    assert taken.value.suggested_filename == "copy.zip"
    whole = tmp_path / "copy.zip"
    whole.write_bytes(taken.value.path().read_bytes())

    said = verified(whole)
    assert said.returncode == 0, said.stdout + said.stderr
    content = bytearray(whole.read_bytes())
    place = content.index(b"gate.jpg") + 2
    content[place] ^= 1
    whole.write_bytes(content)
    said = verified(whole)
    assert said.returncode == 1, said.stdout
    assert "was changed" in said.stdout

    her.open("/own/log/export/")
    her.see("A lawyer: Dr. Amara Quist")
    her.open("/own/log/check/")
    her.check_page()
