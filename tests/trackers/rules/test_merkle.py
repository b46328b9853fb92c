import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trackers.rules.merkle import leaf, path_of, root_from, tree

leaves = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


@given(leaves)
def test_every_leaf_leads_to_the_root(found):
    levels = tree(found)
    (root,) = levels[-1]
    for place, one in enumerate(found):
        assert root_from(one, path_of(levels, place)) == root


@given(leaves, st.integers(0, 39), st.binary(min_size=32, max_size=32))
def test_nothing_else_does(found, place, other):
    place %= len(found)
    levels = tree(found)
    if other != found[place]:
        assert root_from(other, path_of(levels, place)) != levels[-1][0]


def test_it_is_the_tree_of_rfc_6962():
    def node(left, right):
        return hashlib.sha256(b"\x01" + left + right).digest()

    a, b, c, d, e = (hashlib.sha256(bytes([n])).digest() for n in range(5))
    assert tree([a]) == [[a]]
    assert tree([a, b, c])[-1] == [node(node(a, b), c)]
    assert tree([a, b, c, d, e])[-1] == [node(node(node(a, b), node(c, d)), e)]


def test_a_node_is_never_a_leaf():
    salt, value = bytes(32), bytes(32)
    assert leaf(salt, value) == hashlib.sha256(b"\x00" + salt + value).digest()
    assert leaf(salt, value) != tree([salt, value])[-1][0]


def test_a_path_that_is_none():
    with pytest.raises(ValueError, match="up"):
        root_from(bytes(32), [["up", "00"]])
