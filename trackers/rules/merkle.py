"""One hash over many, and the way from each of them to it (as in RFC 6962).

    leaf = SHA-256( 0x00 ‖ salt ‖ hash )
    node = SHA-256( 0x01 ‖ left ‖ right )

What has no neighbour goes up one level as it is. Leaves and nodes begin differently, so that a
node can never be shown as if it were a leaf.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

# "left" or "right", where the other one stands, and its hash in hex.
Path = list[list[str]]


def leaf(salt: bytes, value: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + salt + value).digest()


def tree(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels, from the leaves to the root, which stands alone in the last one."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        pairs = (level[at : at + 2] for at in range(0, len(level), 2))
        levels.append([_node(*pair) if len(pair) == 2 else pair[0] for pair in pairs])
    return levels


def path_of(levels: Sequence[Sequence[bytes]], place: int) -> Path:
    return [[side, other.hex()] for side, other in _neighbours(levels, place)]


def root_from(leaf_hash: bytes, path: Iterable[Sequence[str]]) -> bytes:
    """Where a path leads. Raises ValueError where it is none."""
    found = leaf_hash
    for side, other in path:
        if side not in ("left", "right"):
            raise ValueError(side)
        pair = (bytes.fromhex(other), found)
        found = _node(*(pair if side == "left" else reversed(pair)))
    return found


def _neighbours(levels: Sequence[Sequence[bytes]], place: int) -> Iterator[tuple[str, bytes]]:
    for level in levels[:-1]:
        beside = place ^ 1
        if beside < len(level):
            yield ("left" if beside < place else "right"), level[beside]
        place //= 2


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
