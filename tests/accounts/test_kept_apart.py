"""What lies beside the database: made once, thrown away for good, named to nobody."""

import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from accounts.kept_apart import (
    KEY_LENGTH,
    KeyIsGone,
    closed_accounts,
    key_made_for,
    key_of,
    note_closed,
    throw_away_key,
)


@pytest.fixture(autouse=True)
def keys_root(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"
    return settings.KEYS_ROOT


def new_vault():
    return secrets.token_bytes(8)


def test_a_key_is_made_once_and_found_again():
    vault, other = new_vault(), new_vault()
    key = key_made_for(vault)
    assert len(key) == KEY_LENGTH
    assert key == key_of(vault) == key_made_for(vault)
    assert key != key_made_for(other)


def test_of_many_at_once_all_get_the_same(keys_root):
    vault, at_once = new_vault(), 8
    ready = Barrier(at_once)

    def make(_number):
        ready.wait()
        return key_made_for(vault)

    with ThreadPoolExecutor(at_once) as pool:
        assert len(set(pool.map(make, range(at_once)))) == 1
    assert [path.name for path in (keys_root / "vaults").iterdir()] == [vault.hex()]


def test_what_was_thrown_away_is_gone_and_what_is_made_then_is_another():
    vault = new_vault()
    before = key_made_for(vault)
    throw_away_key(vault)
    throw_away_key(vault)
    with pytest.raises(KeyIsGone):
        key_of(vault)
    assert key_made_for(vault) != before


def test_a_key_that_was_cut_off_is_none(keys_root):
    vault = new_vault()
    key_made_for(vault)
    (keys_root / "vaults" / vault.hex()).write_bytes(b"short")
    with pytest.raises(KeyIsGone):
        key_of(vault)
    with pytest.raises(KeyIsGone):
        key_made_for(vault)


def test_only_the_sites_own_user_reads_any_of_it(keys_root):
    key_made_for(new_vault())
    note_closed("0123", leave_words=True)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files(keys_root)}
    assert modes == {0o600}
    assert stat.S_IMODE(keys_root.stat().st_mode) == 0o700


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_register_says_who_closed_and_what_became_of_the_words():
    assert closed_accounts() == {}
    note_closed("aa", leave_words=True)
    note_closed("bb", leave_words=False)
    assert closed_accounts() == {"aa": True, "bb": False}
