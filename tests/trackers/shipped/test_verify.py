"""The script in each archive finds every byte that was changed, and says what is proven."""

import ast
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.performance.words import chances
from tests.trackers.archives import chained, files_of, link, links, written
from trackers.rules import chain
from trackers.shipped import verify

SCRIPT = Path(verify.__file__)
FLIPS = 2000


def look_at(path):
    return verify.look_at(str(path))


def is_wrong(path):
    check = look_at(path)
    return isinstance(check, str) or bool(check.problems)


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "copy.zip"
    path.write_bytes(written(files_of(links())))
    return path


@pytest.fixture
def folder(archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "copy")
    return tmp_path / "copy"


def of(tmp_path, files):
    path = tmp_path / "other.zip"
    path.write_bytes(written(files))
    return path


def test_one_that_was_not_touched_fits_together(archive, folder):
    for place in (archive, folder):
        check = look_at(place)
        assert check.problems == []
        assert "7 places in the log: 5 are here in words." in check.notes
        assert "Left out of every entry: private notes." in check.notes


def test_every_changed_byte_of_the_archive_is_found(archive):
    content, chance = bytearray(archive.read_bytes()), chances(1)
    places = [*range(40), *range(len(content) - 40, len(content))]
    places += chance.choices(range(len(content)), k=FLIPS - len(places))
    for place in places:
        was = content[place]
        content[place] ^= chance.randrange(1, 256)
        archive.write_bytes(content)
        assert is_wrong(archive), place
        content[place] = was
    archive.write_bytes(content)
    assert not is_wrong(archive)


def test_every_changed_byte_of_what_was_unpacked_is_found(folder):
    chance = chances(2)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for _flip in range(FLIPS):
        path = chance.choice(files)
        content = path.read_bytes()
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        assert is_wrong(folder), path
        path.write_bytes(content)
    assert not is_wrong(folder)


def test_what_is_cut_off_or_put_on_is_found(archive):
    content = archive.read_bytes()
    for changed in (
        content[:-1],
        content[: len(content) // 2],
        b"",
        content + b"x",
        b"x" + content,
    ):
        archive.write_bytes(changed)
        assert is_wrong(archive)


@pytest.mark.parametrize("name", sorted([*files_of(links()), "manifest.json"]))
def test_every_file_that_is_missing_is_found(folder, name):
    (folder / name).unlink()
    assert is_wrong(folder)


def test_files_that_were_swapped_added_or_named_otherwise_are_found(folder):
    one, other = folder / "files/0003.png", folder / "copies/0003-0.webp"
    (folder / "more.txt").write_text("x")
    assert "more.txt does not belong here" in look_at(folder).problems[0]
    (folder / "more.txt").unlink()
    content = one.read_bytes(), other.read_bytes()
    one.write_bytes(content[1])
    other.write_bytes(content[0])
    assert len(look_at(folder).problems) == 2
    one.write_bytes(content[0])
    other.write_bytes(content[1])
    one.rename(folder / "files/0002.png")
    assert is_wrong(folder)


def test_what_a_computer_puts_into_folders_is_let_be(folder):
    (folder / ".DS_Store").write_bytes(b"x")
    assert not is_wrong(folder)


def reordered(tmp_path):
    files = files_of(links())
    return of(tmp_path, dict(reversed(files.items())))


def test_the_order_of_members_is_that_of_the_list(tmp_path, archive):
    """The list may be in any order; the container follows it."""
    assert not is_wrong(reordered(tmp_path))
    swapped = tmp_path / "swapped.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    assert "around what lies in it" in look_at(swapped).problems[0]


# Whoever makes the sums of the archive anew still has the chain against them.


def swap_links(all_links):
    all_links[0], all_links[1] = all_links[1], all_links[0]


def drop_link(all_links):
    del all_links[1]


def drop_last(all_links):
    # The head says how far it went.
    del all_links[-1]


def repeat_link(all_links):
    all_links.insert(1, all_links[0])


def other_words(all_links):
    all_links[1]["layers"]["facts"]["happened"] = "c"


def other_salt(all_links):
    all_links[1]["salts"]["facts"] = "0" * 64


def other_time(all_links):
    all_links[1]["recorded_at"] = "2026-03-02T09:00:00.000000Z"


def other_kind(all_links):
    all_links[1]["kind"] = "removal"


def a_layer_less(all_links):
    del all_links[0]["withheld"]["private"]


def a_layer_more(all_links):
    all_links[0]["layers"]["where"] = {"where": "here"}
    all_links[0]["salts"]["where"] = "0" * 64


def two_layers_in_one(all_links):
    """The name of a layer cannot hide another one."""
    one = all_links[0]
    digest = chain.layer_digest(one["salts"]["facts"], one["layers"]["facts"])
    one["withheld"] = {f"facts {digest}\nprivate": one["withheld"]["private"]}
    one["layers"] = one["salts"] = {}


def not_taken_out(all_links):
    all_links[3]["removed_by"] = 2


def taken_out_by_another(all_links):
    all_links[5]["removed_by"] = 5


def taken_out_by_nobody(all_links):
    all_links[3]["removed_by"] = 99


def here_and_taken_out(all_links):
    all_links[0]["removed_by"] = 5


def something_odd(all_links):
    all_links[1]["also"] = "x"


def nobodys(all_links):
    all_links[1]["row"] = None


@pytest.mark.parametrize(
    "change",
    [
        swap_links,
        drop_link,
        drop_last,
        repeat_link,
        other_words,
        other_salt,
        other_time,
        other_kind,
        a_layer_less,
        a_layer_more,
        two_layers_in_one,
        not_taken_out,
        taken_out_by_another,
        taken_out_by_nobody,
        here_and_taken_out,
        something_odd,
        nobodys,
    ],
)
def test_what_was_changed_in_the_log_is_found(tmp_path, change):
    all_links = links()
    before = files_of(all_links)["entries.json"]
    change(all_links)
    after = json.dumps(json.loads(before) | {"links": all_links}).encode()
    assert is_wrong(of(tmp_path, files_of(links()) | {"entries.json": after}))


def test_a_change_of_words_says_where(tmp_path):
    all_links = links()
    all_links[1]["layers"]["facts"]["happened"] = "c"
    check = look_at(of(tmp_path, files_of(all_links)))
    assert check.problems == ["Place 2: what stands here is not what was recorded."]


def test_another_file_under_the_same_name_is_found(tmp_path):
    files = files_of(links()) | {"files/0003.png": b"another picture"}
    problems = look_at(of(tmp_path, files)).problems
    assert problems == ["files/0003.png is not the file that was recorded."]


def test_a_file_of_no_entry_is_found(tmp_path):
    files = files_of(links()) | {"files/0002.png": b"x"}
    assert "belongs to no entry" in look_at(of(tmp_path, files)).problems[0]


def test_another_story_of_who_was_given_what_is_found(tmp_path):
    files = files_of(links())
    given = json.loads(files["given.json"])
    given["earlier"][0]["for_whom"] = "nobody"
    files["given.json"] = json.dumps(given).encode()
    assert look_at(of(tmp_path, files)).problems == ["given.json does not say what was recorded."]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"links": 3, "head": {}}',
        b'{"links": [], "links": [], "head": {}}',
        b'{"links": [{}], "head": {"seq": 1, "hash": ""}}',
        b'{"links": [NaN], "head": {"seq": 1, "hash": ""}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_nonsense_is_said_to_be_wrong(tmp_path, content):
    assert is_wrong(of(tmp_path, files_of(links()) | {"entries.json": content}))


@pytest.mark.parametrize("name", ["../up.txt", "/etc/x.txt", "a/../../b.txt", "C:x.txt"])
def test_a_list_that_names_files_elsewhere_is_not_followed(tmp_path, name):
    assert "cannot be one" in look_at(of(tmp_path, files_of(links()) | {name: b"x"})).problems[0]


def test_it_agrees_with_the_site(tmp_path):
    """Written apart on purpose; and the same."""
    for one in links():
        if one["layers"]:
            digests = chain.digests_of(one["layers"], one["salts"], one["withheld"])
            theirs = verify.commitment_of(one["layers"], one["salts"], one["withheld"])
            assert theirs == chain.commitment_to(digests) == one["commitment"]
    layer = {"a": 'ü\n\u2028😀"\\', "b": [1, None, True], "c": {}}
    assert verify.canonical(layer) == chain.canonical(layer)


def test_a_log_with_one_place_will_do(tmp_path):
    one = chained([link(1, "incident", {"facts": {"happened": "a"}})])
    files = files_of(one)
    del files["files/0003.png"], files["copies/0003-0.webp"]
    assert not is_wrong(of(tmp_path, files))


def test_one_that_is_locked_says_what_to_do(tmp_path):
    path = tmp_path / "locked.zip"
    path.write_bytes(written(files_of(links()), passphrase="words that nobody guesses"))
    assert "Unpack it" in look_at(path)


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, cwd=cwd, check=False,
    )  # fmt: skip


def test_it_runs_by_itself_and_says_what_is_proven(archive, folder):
    for place in (archive, folder):
        ran = run(place)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "All of it fits together." in ran.stdout
        assert "What it does not show" in ran.stdout
    (folder / "report.pdf").write_bytes(b"another")
    ran = run(folder)
    assert ran.returncode == 1
    assert "WRONG  report.pdf was changed" in ran.stdout
    assert "All of it fits" not in ran.stdout
    assert run("no-such-file.zip").returncode == 1


def test_it_looks_where_it_lies(folder):
    shutil.copy(SCRIPT, folder / "verify.py")
    ran = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "verify.py was changed" in ran.stdout


def test_an_old_python_can_read_it_and_it_needs_nothing_else():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 8))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)
