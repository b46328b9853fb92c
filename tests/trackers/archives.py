"""Small archives made by hand, of the same form as those that the site makes."""

import hashlib
import json
import secrets

from trackers.archive.container import Archive
from trackers.rules.chain import commitment_to, digests_of

START = "0" * 64


class Bytes:
    """What an archive is written to."""

    def __init__(self):
        self.content = bytearray()

    def write(self, content):
        self.content += content
        return len(content)

    def flush(self):
        pass


def written(files, passphrase=""):
    sink = Bytes()
    archive = Archive(sink, passphrase=passphrase)
    for name, content in files.items():
        archive.add(name, [content], size=len(content))
    archive.end()
    return bytes(sink.content)


def link(seq, kind, layers, *, removed_by=None, withheld=()):
    salts = {name: secrets.token_hex(32) for name in layers}
    digests = digests_of(layers, salts)
    return {
        "seq": seq,
        "kind": kind,
        "recorded_at": f"2026-03-0{seq}T10:00:00.000000Z",
        "commitment": commitment_to(digests),
        "hash": "",
        "removed_by": removed_by,
        "row": f"00000000-0000-0000-0000-00000000000{seq}",
        "layers": {name: layer for name, layer in layers.items() if name not in withheld},
        "salts": {name: salt for name, salt in salts.items() if name not in withheld},
        "withheld": {name: digests[name] for name in withheld},
    }


def chained(links):
    """Independent of rules/chain.py, as it is written in words there."""
    previous = START
    for one in links:
        parts = (previous, str(one["seq"]), one["kind"], one["recorded_at"], one["commitment"])
        one["hash"] = previous = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return links


PICTURE = b"\x89PNG not really"


def links():
    file = {"sha256": hashlib.sha256(PICTURE).hexdigest(), "size": len(PICTURE), "name": "a.png"}
    gone = link(4, "incident", {"facts": {"happened": "gone"}}, removed_by=5)
    hidden = link(6, "incident", {"facts": {"happened": "not chosen"}})
    for one in (gone, hidden):
        one.update(row=None, layers={}, salts={}, withheld={})
    return chained(
        [
            link(1, "incident", {"facts": {"happened": "Grüße 😀"}, "private": {"note": "n"}},
                 withheld=["private"]),
            link(2, "incident", {"facts": {"happened": "b"}}),
            link(3, "file", {"facts": file}),
            gone,
            link(5, "removal", {"facts": {"links": [4], "reason": "mine"}}),
            hidden,
            link(7, "export", {"facts": {"for_whom": "a lawyer", "sha256": "0" * 64}}),
        ]
    )  # fmt: skip


def files_of(all_links, **changed):
    last = all_links[-1] if all_links else {"hash": START}
    entries = {
        "format": 1,
        "made_at": "2026-03-09T10:00:00.000000Z",
        "zone": "UTC",
        "head": {"seq": len(all_links), "hash": last["hash"]},
        "links": all_links,
    }
    earlier = [
        {"seq": one["seq"], "recorded_at": one["recorded_at"]} | one["layers"]["facts"]
        for one in all_links
        if one["kind"] == "export" and one["layers"]
    ]
    this = {"asked_at": "2026-03-09", "left_out": ["private"], "files_left_out": False}
    files = {
        "report.pdf": b"%PDF-1.7 report",
        "entries.json": json.dumps(entries, ensure_ascii=False).encode(),
        "entries.csv": b"a,b\r\n",
        "given.json": json.dumps({"format": 1, "this": this, "earlier": earlier}).encode(),
        "files/0003.png": PICTURE,
        "copies/0003-0.webp": b"webp",
        "how-to-check.txt": b"read me",
        "verify.py": b"pass",
    }
    return files | {name.replace("__", "."): content for name, content in changed.items()}
