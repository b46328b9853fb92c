import hashlib
from itertools import pairwise

import pytest

from forums.validators import lookalikes


# Of https://www.unicode.org/Public/17.0.0/: `security/` for the first, `ucd/` for the others.
@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("confusables.txt", "091c7f82fc39ef208faf8f94d29c244de99254675e09de163160c810d13ef22a"),
        ("Scripts.txt", "9f5e50d3abaee7d6ce09480f325c706f485ae3240912527e651954d2d6b035bf"),
        (
            "ScriptExtensions.txt",
            "ec2107e58825a1586acee8e0911ce18260394ac8b87e535ca325f1ccbeb06bc6",
        ),
        (
            "PropertyValueAliases.txt",
            "64e9a5f76f7a1e8b5a47d6a1f9a26522a251208f5276bdfa1559dac7cf2e827a",
        ),
    ],
)
def test_the_tables_are_unicodes_own(name, digest):
    """A newer one changes the keys of names that people wear: it comes with a migration."""
    assert hashlib.sha256((lookalikes.TABLES / name).read_bytes()).hexdigest() == digest


def test_the_license_is_beside_them():
    assert "UNICODE LICENSE V3" in (lookalikes.TABLES / "LICENSE.txt").read_text("utf-8")


def test_every_row_of_the_tables_is_read():
    assert len(lookalikes.looks_like()) == 6565
    starts, spans = lookalikes._spans()
    assert len(starts) == len(spans) > 2000
    assert all(last < start for (last, _), start in zip(spans, starts[1:], strict=False))
    assert all(one < other for one, other in pairwise(starts))


@pytest.mark.parametrize(
    ("letter", "scripts"),
    [
        ("a", {"Latn"}), ("я", {"Cyrl"}), ("ω", {"Grek"}), ("ل", {"Arab"}), ("अ", {"Deva"}),
        ("山", {"Hani", "Hanb", "Jpan", "Kore"}), ("ひ", {"Hira", "Jpan"}), ("김", {"Hang",
        "Kore"}),
        ("ー", {"Hira", "Kana", "Jpan"}), ("1", set()), (" ", set()), ("♥", set()), ("\u0338",
        set()),
        ("\U0010ffff", set()),
    ],
)  # fmt: skip
def test_whose_letters_they_are(letter, scripts):
    assert lookalikes.scripts_of(letter) == scripts
