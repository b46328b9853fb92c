"""The chain of the log: what is hashed, and how. docs/decisions/0028-incident-log.md

    layer digest = SHA-256( salt in hex ‖ "\\n" ‖ canonical JSON of the layer )
    commitment   = SHA-256( "name digest" of every layer, sorted, joined by "\\n" )
    h_n          = SHA-256( h_{n-1}, n, kind, time of recording, commitment, joined by "\\n" )

Hashes are in hex and all of it is UTF-8, so that each step can be done by hand with any program
that knows SHA-256. h_0 is 64 zeros. A layer that is left out is there as its digest, which its
random salt keeps from being guessed.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from trackers.models import Entry, Link

START = "0" * 64
SALT_LENGTH = 32
FACTS = "facts"


def layers_of(entry: Entry) -> dict[str, dict[str, Any]]:
    """An entry's fields by layer, as plain data: all of them, so that a digest tells nobody
    which are empty."""
    layers: dict[str, dict[str, Any]] = {
        name: {} for name in sorted({FACTS, *entry.LAYERS.values()})
    }
    for name, value in msgspec.to_builtins(entry).items():
        layers[entry.LAYERS.get(name, FACTS)][name] = value
    return layers


def new_salts(layers: Mapping[str, object]) -> dict[str, str]:
    return {name: secrets.token_hex(SALT_LENGTH) for name in layers}


def canonical(value: object) -> str:
    """JSON with sorted names, no spaces, and nothing escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def layer_digest(salt: str, layer: Mapping[str, Any]) -> str:
    return _hash(salt, canonical(layer))


def commitment_to(digests: Mapping[str, str]) -> str:
    """What a link commits to, from the digests of all its layers."""
    return _hash(*(f"{name} {digests[name]}" for name in sorted(digests)))


def digests_of(
    layers: Mapping[str, Mapping[str, Any]],
    salts: Mapping[str, str],
    withheld: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Raises KeyError where a layer has no salt."""
    there = {name: layer_digest(salts[name], layer) for name, layer in layers.items()}
    return dict(withheld or {}) | there


def link_hash(previous: str, *, seq: int, kind: str, recorded_at: datetime, commitment: str) -> str:
    return _hash(previous, str(seq), kind, as_written(recorded_at), commitment)


def hash_of(link: Link, *, after: str) -> str:
    """What the hash of a link has to be, by what it says and by the hash before it."""
    return link_hash(
        after,
        seq=link.seq,
        kind=link.kind,
        recorded_at=link.recorded_at,
        commitment=bytes(link.commitment).hex(),
    )


def as_written(moment: datetime) -> str:
    """A time as the chain has it: in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hash(*lines: str) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
