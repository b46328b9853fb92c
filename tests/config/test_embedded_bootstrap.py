"""How `.venv` comes about, and what is said where it cannot."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.places import ROOT, server_user
from config.embedded.postgres import as_user
from tests.config.front_door import clean_environment

REAL_PYTHON = sys._base_executable  # the one that our own .venv was made with


@pytest.fixture
def tree() -> Iterator[Path]:
    """As much of a clone as it takes, with a list of requirements that is quickly installed."""
    with tempfile.TemporaryDirectory(prefix="holdfast-tree-") as name:
        tree = Path(name)
        tree.chmod(0o755)
        for path in ("Makefile", "config/embedded/venv.sh", "config/embedded/bootstrap.py"):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tree / path)
        (tree / "requirements").mkdir()
        (tree / "requirements" / "dev.txt").write_text("# nothing\n")
        (tree / "bin").mkdir()
        yield tree
        tree.chmod(0o755)


def python_named(tree: Path, name: str, script: str) -> str:
    path = tree / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def make_venv(tree: Path, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--silent", "venv"],
        cwd=tree,
        env=clean_environment(**options),
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(tree: Path, **options: str) -> str:
    done = make_venv(tree, **options)
    assert done.returncode != 0
    sentence, *rest = done.stderr.strip().splitlines()
    assert all(line.startswith("make: ") for line in rest), done.stderr
    assert not (tree / ".venv").exists()
    return sentence


@pytest.mark.system
def test_it_installs_once_and_again_when_the_list_changes(tree):
    first = make_venv(tree, PYTHON=REAL_PYTHON)
    assert first.returncode == 0, first.stderr
    assert "Installing what Holdfast needs" in first.stdout
    assert (tree / ".venv" / "bin" / "python").exists()

    assert make_venv(tree, PYTHON=REAL_PYTHON).stdout == ""

    (tree / "requirements" / "dev.txt").write_text("no-such-package-of-ours==1\n")
    without_hash = make_venv(tree, PYTHON=REAL_PYTHON)
    assert without_hash.returncode != 0
    assert "requirements/dev.txt could not be installed" in without_hash.stderr

    (tree / "requirements" / "dev.txt").write_text("# still nothing\n")
    assert "Installing" in make_venv(tree, PYTHON=REAL_PYTHON).stdout


@pytest.mark.system
def test_a_newer_python_under_another_name_will_do(tree):
    python_named(tree, "python3", "echo 3.9")
    python_named(tree, "python3.12", f'exec "{REAL_PYTHON}" "$@"')
    done = make_venv(tree, PATH=f"{tree / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("answer", ["3.9", "Python 3.9.2", "2.7", "3.10"])
def test_a_too_old_python(tree, answer):
    old = python_named(tree, "python3", f'echo "{answer}"')
    version = answer.removeprefix("Python ")
    assert f"needs Python 3.11 or newer, and {old} is Python {version}:" in refusal(
        tree, PYTHON=old
    )


@pytest.mark.parametrize("script", ["exit 127", "echo no version at all"])
def test_a_python_that_is_none(tree, script):
    odd = python_named(tree, "python3", script)
    assert f"needs Python 3.11 or newer, and {odd}" in refusal(tree, PYTHON=odd)


def test_no_python_at_all(tree):
    assert "/nowhere/python3 is not to be found" in refusal(tree, PYTHON="/nowhere/python3")


def test_a_python_that_cannot_make_virtual_environments(tree):
    bare = python_named(
        tree, "python3", f'case "$*" in *ensurepip*) exit 1;; esac; exec "{REAL_PYTHON}" "$@"'
    )
    sentence = refusal(tree, PYTHON=bare)
    assert f"{bare} cannot make virtual environments" in sentence
    assert "-venv)" in sentence


def test_a_folder_that_cannot_be_written_to(tree):
    """Root may write anywhere, so it asks as somebody else."""
    tree.chmod(0o555)
    python = REAL_PYTHON if os.geteuid() else "/usr/bin/python3"
    if not Path(python).exists():
        pytest.skip("no Python that somebody else than root could start")
    done = subprocess.run(
        [python, "-I", "config/embedded/bootstrap.py"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        **as_user(server_user()),
    )
    assert done.returncode != 0
    assert done.stderr == (
        f"{tree}/.venv cannot be made (Permission denied): work in a copy that you may write to.\n"
    )
