#!/usr/bin/env python3
"""Checks whether anything in this folder, or in the archive that it came in, was changed.

    python verify.py                 the folder in which this file lies
    python verify.py FOLDER          another one
    python verify.py ARCHIVE.zip     the archive itself, without unpacking it

It needs Python 3.8 or newer and nothing else, uses no network, and writes nothing. It ends with 0
where all of it fits together, and with 1 where anything does not. What it does can be read here,
and be done by hand with any program that knows SHA-256:

    layer digest = SHA-256( salt, canonical JSON of the layer )
    commitment   = SHA-256( "name digest" of every layer, sorted by name )
    hash of n    = SHA-256( hash of n-1, n, kind, time of recording, commitment )

each a list of lines in UTF-8, joined by one line feed; hashes are in hex, and the hash of 0 is 64
zeros. Canonical JSON: names sorted, no spaces, nothing escaped that need not be.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import IO, Any

FORMAT = 1
START = "0" * 64
CHUNK = 1024 * 1024
MANIFEST, ENTRIES, GIVEN = "manifest.json", "entries.json", "given.json"
# Only where the site had a time stamp authority.
STAMPS = "stamps.json"
NEEDED = ("report.pdf", ENTRIES, "entries.csv", GIVEN, "how-to-check.txt", "verify.py")
# What computers put into folders by themselves.
NOT_OURS = {".DS_Store", "Thumbs.db", "desktop.ini"}
HEX = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[a-z_]{1,40}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
MEMBER = re.compile(r"(files/(\d{4,})\.[a-z0-9]{1,8}|copies/(\d{4,})-\d{1,5}\.[a-z0-9]{1,8})")
KINDS = {"incident", "file", "removal", "export"}
LINK = {
    "seq", "kind", "recorded_at", "commitment", "hash", "removed_by", "row", "layers", "salts",
    "withheld",
}  # fmt: skip
LEFT_OUT = {
    "where": "where it was",
    "witnesses": "how witnesses can be reached",
    "feelings": "how it felt, and what it did",
    "private": "private notes",
}
PROVEN = """\
What this shows, where all of it fits together:
  - Every entry that can be read here is, word for word, the one that was recorded at its place.
  - The entries were recorded in this order. None was put in between, changed, or taken out
    without a trace; what was corrected or taken out later says so.
  - The files are byte for byte those whose fingerprints were recorded when they arrived.
  - All that lies here is what the archive's own list says, and nothing else.
What it does not show:
  - That it happened as it is told, or who wrote it down.
  - That nothing was recorded elsewhere, or left unrecorded.
  - That the clock of the site was right. The times of recording are those of its clock.
  - That nobody made the whole archive anew, with all its sums. Against that: compare the last
    hash above, or the SHA-256 of the whole archive, with what the person who gave it to you sees
    on the site; and look at the signature of report.pdf, whose key is named on its first page.
  - Anything about a copy of verify.py that was changed. Take it from somebody whom you trust, or
    do the sums by hand."""


class Broken(Exception):
    """So much is wrong that there is nothing more to look at."""


class Folder:
    """Members as files."""

    def __init__(self, path: str) -> None:
        self.path = path

    def names(self) -> list[str]:
        found = []
        for where, folders, names in os.walk(self.path):
            folders[:] = sorted(folder for folder in folders if folder != "__pycache__")
            for name in names:
                path = os.path.relpath(os.path.join(where, name), self.path)
                if name not in NOT_OURS:
                    found.append(path.replace(os.sep, "/"))
        return found

    def open(self, name: str) -> IO[bytes]:
        return open(os.path.join(self.path, *name.split("/")), "rb")

    def problems(self, _names: list[str]) -> Iterator[str]:
        return iter(())


class Archive:
    """Members in the archive, and the archive itself."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.zip = zipfile.ZipFile(path)
        if any(info.flag_bits & 1 for info in self.zip.infolist()):
            raise Broken(
                "The archive is locked with a passphrase. Unpack it with a program that can "
                "(7-Zip, Keka, WinZip and others), and check the folder."
            )

    def names(self) -> list[str]:
        return self.zip.namelist()

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)

    def problems(self, names: list[str]) -> Iterator[str]:
        """The container can look one way only: make it anew, and compare each byte."""
        with open(self.path, "rb") as original:
            again = _Compared(original)
            try:
                with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as container:  # type: ignore[call-overload]
                    for name in names:
                        self._copy(name, container)
                again.end()
            except _Differs as differs:
                yield (
                    "The archive itself, around what lies in it, was changed: it differs at byte "
                    f"{differs.args[0]}."
                )

    def _copy(self, name: str, container: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_STORED
        info.create_system = 3
        info.external_attr = 0o600 << 16
        info.file_size = self.zip.getinfo(name).file_size
        with self.zip.open(name) as member, container.open(info, "w") as target:
            for piece in _pieces(member):
                target.write(piece)


class _Differs(Exception):
    pass


class _Compared:
    """Takes what is written, and compares it with what is there."""

    def __init__(self, original: IO[bytes]) -> None:
        self.original = original
        self.at = 0

    def write(self, content: Any) -> int:
        content = bytes(content)
        there = self.original.read(len(content))
        if there != content:
            same = next(
                (n for n, (a, b) in enumerate(zip(there, content)) if a != b),  # noqa: B905
                len(there),
            )
            raise _Differs(self.at + same)
        self.at += len(content)
        return len(content)

    def flush(self) -> None:
        pass

    def end(self) -> None:
        if self.original.read(1):
            raise _Differs(self.at)


class Check:
    """One look at all of it. `problems` says what does not fit, `notes` what there is to know."""

    def __init__(self, source: Folder | Archive) -> None:
        self.source = source
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.links: list[dict[str, Any]] = []
        self.head = ""

    def run(self) -> None:
        try:
            self._manifest()
            self._members()
            self._container()
            self._chain()
            self._files_of_links()
            self._given()
            self._stamps()
        except Broken as broken:
            self.problems.append(str(broken))

    # --- What lies here ---------------------------------------------------------------------

    def _manifest(self) -> None:
        content = self._read(MANIFEST)
        listed = _json(content, MANIFEST)
        if not isinstance(listed, dict) or listed.get("format") != FORMAT:
            raise Broken("manifest.json is not of the kind that this script knows.")
        self.files = listed.get("files", {})
        if json.dumps(listed, indent=1).encode() + b"\n" != content or not _is_list(listed):
            raise Broken("manifest.json was changed.")
        for name in NEEDED:
            if name not in self.files:
                self.problems.append(f"{name} is not in the archive's list.")
        for name in self.files:
            if name not in NEEDED and not MEMBER.fullmatch(name) and not _is_plain(name):
                raise Broken(f"manifest.json names a file that cannot be one: {name!r}")

    def _members(self) -> None:
        there = self.source.names()
        for name in sorted(set(there) - set(self.files) - {MANIFEST}):
            self.problems.append(f"{name} does not belong here: the list does not know it.")
        for name in sorted({name for name in there if there.count(name) > 1}):
            self.problems.append(f"{name} is there twice.")
        for name, said in self.files.items():
            if name not in there:
                self.problems.append(f"{name} is missing.")
                continue
            size, sha256 = self._sums(name)
            if (size, sha256) != (said["size"], said["sha256"]):
                self.problems.append(f"{name} was changed: it is not the one that was listed.")

    def _sums(self, name: str) -> tuple[int, str]:
        sha256, size = hashlib.sha256(), 0
        try:
            with self.source.open(name) as member:
                for piece in _pieces(member):
                    sha256.update(piece)
                    size += len(piece)
        except Exception:
            # Of a damaged archive, the library may say anything.
            return -1, ""
        return size, sha256.hexdigest()

    def _container(self) -> None:
        if not self.problems:
            self.problems += self.source.problems([*self.files, MANIFEST])

    # --- What was recorded ------------------------------------------------------------------

    def _chain(self) -> None:
        kept = _json(self._read(ENTRIES), ENTRIES)
        try:
            self.links, head = kept["links"], kept["head"]
            previous = START
            for place, link in enumerate(self.links, start=1):
                previous = self._link(link, place, previous)
            if (head["seq"], head["hash"]) != (len(self.links), previous):
                self.problems.append("The log ends elsewhere than its head says.")
            self.head = previous
            for link in self.links:
                self._removal(link)
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise Broken("entries.json is not of the kind that this script knows.") from wrong

    def _link(self, link: dict[str, Any], place: int, previous: str) -> str:
        """Its hash, as it has to be after the one before it."""
        odd = set(link) - LINK
        if link["seq"] != place or link["kind"] not in KINDS or odd:
            self._at(place, "another entry stands here, or none.")
        if not MOMENT.fullmatch(link["recorded_at"]) or not HEX.fullmatch(link["commitment"]):
            self._at(place, "its time or its commitment is none.")
        if link["layers"] or link["withheld"]:
            if commitment_of(link["layers"], link["salts"], link["withheld"]) != link["commitment"]:
                self._at(place, "what stands here is not what was recorded.")
            if link["row"] is None:
                self._at(place, "it does not say whose words these are.")
        hashed = sha256_of(
            previous, str(link["seq"]), link["kind"], link["recorded_at"], link["commitment"]
        )
        if hashed != link["hash"]:
            self._at(
                place,
                "the link does not fit to the one before it. It was changed, moved, put in, or "
                "something before it was taken out.",
            )
        return link["hash"]

    def _removal(self, link: dict[str, Any]) -> None:
        """Whether the one that says that this was taken out says so."""
        by = link["removed_by"]
        if by is None:
            return
        place = link["seq"]
        if not (isinstance(by, int) and place < by <= len(self.links)):
            self._at(place, "what took it out is not there.")
            return
        facts = self.links[by - 1]["layers"].get("facts", {})
        if self.links[by - 1]["kind"] != "removal" or (facts and place not in facts["links"]):
            self._at(place, f"place {by} does not say that it took it out.")
        if link["layers"]:
            self._at(place, "it was taken out, and yet it is here.")

    def _files_of_links(self) -> None:
        """Each original is the one whose fingerprint was recorded."""
        said = {link["seq"]: link for link in self.links}
        for name, listed in self.files.items():
            match = MEMBER.fullmatch(name)
            if match is None:
                continue
            link = said.get(int(match.group(2) or match.group(3)))
            facts = link["layers"].get("facts") if link and link["kind"] == "file" else None
            if not facts:
                self.problems.append(f"{name} belongs to no entry that is here.")
            elif name.startswith("copies/"):
                continue
            elif (facts["sha256"], facts["size"]) != (listed["sha256"], listed["size"]):
                self.problems.append(f"{name} is not the file that was recorded.")

    def _given(self) -> None:
        """What is said of earlier archives is what was recorded of them."""
        given = _json(self._read(GIVEN), GIVEN)
        try:
            recorded = [
                {"seq": link["seq"], "recorded_at": link["recorded_at"], **link["layers"]["facts"]}
                for link in self.links
                if link["kind"] == "export" and link["layers"]
            ]
            if given["earlier"] != recorded:
                self.problems.append("given.json does not say what was recorded.")
            if not isinstance(given["this"], dict):
                raise TypeError
        except (KeyError, TypeError) as wrong:
            raise Broken("given.json is not of the kind that this script knows.") from wrong
        self._note(given["this"])

    def _stamps(self) -> None:
        """Where the log was in the hashes that an authority has put its time to."""
        if STAMPS not in self.files:
            return
        try:
            stamps = _json(self._read(STAMPS), STAMPS)["stamps"]
            for stamp in stamps:
                link = self.links[stamp["seq"] - 1]
                leaf = b"\0" + bytes.fromhex(stamp["salt"]) + bytes.fromhex(link["hash"])
                found = root_from(hashlib.sha256(leaf).digest(), stamp["path"]).hex()
                if (link["seq"], found) != (stamp["seq"], stamp["root"]):
                    self._at(link["seq"], "it is not what was stamped.")
                self.notes.append(
                    "Up to place {seq}, the log was stamped at {stamped_at} by {authority}. "
                    "Whether the stamp is theirs is not checked here: how-to-check.txt says "
                    "how.".format(**stamp)
                )
        except (KeyError, TypeError, ValueError, IndexError) as wrong:
            raise Broken("stamps.json is not of the kind that this script knows.") from wrong

    def _at(self, place: int, words: str) -> None:
        self.problems.append(f"Place {place}: {words}")

    # --- What is said -----------------------------------------------------------------------

    def _note(self, this: dict[str, Any]) -> None:
        shown = sum(bool(link["layers"]) for link in self.links)
        gone = sum(link["removed_by"] is not None for link in self.links)
        hidden = len(self.links) - shown - gone
        self.notes.append("Made at {}.".format(this.get("asked_at")))
        self.notes.append(f"{len(self.links)} places in the log: {shown} are here in words.")
        if hidden:
            self.notes.append(
                f"{hidden} are left out: of them there is only that they were recorded, and when."
            )
        if gone:
            self.notes.append(f"{gone} were taken out of the log by the person themselves.")
        for name, words in LEFT_OUT.items():
            if name in this.get("left_out", ()):
                self.notes.append(f"Left out of every entry: {words}.")
        if this.get("brought_up_to"):
            self.notes.append(
                "Up to place {}, the log was brought back from a file at {}. The times of "
                "recording up to there are those of the file.".format(
                    this["brought_up_to"], this.get("brought_at")
                )
            )
        if this.get("files_left_out"):
            self.notes.append("Files are left out; their fingerprints are here.")
        self.notes.append(f"Last hash: {self.head}")

    def _read(self, name: str) -> bytes:
        try:
            with self.source.open(name) as member:
                return member.read()
        except Exception as wrong:
            raise Broken(f"{name} is missing, or cannot be read.") from wrong


def commitment_of(layers: dict[str, Any], salts: dict[str, str], withheld: dict[str, str]) -> str:
    digests = dict(withheld)
    for name, layer in layers.items():
        digests[name] = sha256_of(salts[name], canonical(layer))
    if set(salts) != set(layers) or set(withheld) & set(layers):
        return ""
    if not all(WORD.fullmatch(name) for name in digests):
        return ""
    if not all(HEX.fullmatch(value) for value in (*digests.values(), *salts.values())):
        return ""
    return sha256_of(*(f"{name} {digests[name]}" for name in sorted(digests)))


def root_from(found: bytes, path: list[list[str]]) -> bytes:
    """Where a way through a tree of hashes leads: each step says on which side the other one is."""
    for side, other in path:
        if side not in ("left", "right"):
            raise ValueError(side)
        beside = bytes.fromhex(other)
        pair = beside + found if side == "left" else found + beside
        found = hashlib.sha256(b"\x01" + pair).digest()
    return found


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _pieces(member: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: member.read(CHUNK), b"")


def _json(content: bytes, name: str) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as wrong:
        raise Broken(f"{name} was changed: it cannot be read any more.") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """No name twice: a reader would see the one, and a check the other."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)


def _no_number(_text: str) -> None:
    raise ValueError("not a number")


def _is_list(listed: dict[str, Any]) -> bool:
    return set(listed) == {"format", "files"} and all(
        isinstance(said, dict)
        and set(said) == {"size", "sha256"}
        and isinstance(said["size"], int)
        and isinstance(said["sha256"], str)
        and HEX.fullmatch(said["sha256"])
        for said in listed["files"].values()
    )


def _is_plain(name: str) -> bool:
    """A name that leads nowhere else."""
    return bool(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?\.[a-z0-9]{1,8}", name))


def look_at(path: str) -> Check | str:
    """All that there is to say of a folder or an archive; a sentence where it is neither."""
    try:
        source = Folder(path) if os.path.isdir(path) else Archive(path)
    except Broken as broken:
        return str(broken)
    except Exception:
        return "This is not such an archive, or it is damaged so that it cannot be opened."
    check = Check(source)
    check.run()
    return check


def main(arguments: list[str]) -> int:
    path = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    # A screen that cannot show a letter shows a sign in its place.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    check = look_at(path)
    if isinstance(check, str):
        say(check)
        return 1
    for problem in check.problems:
        say("WRONG  " + problem)
    for note in check.notes:
        say("       " + note)
    say("")
    if check.problems:
        say("This does not fit together. Do not rely on it; ask for another copy of it.")
        return 1
    say("All of it fits together.")
    say("")
    say(PROVEN)
    return 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
