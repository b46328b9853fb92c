"""Brings a comment community in from a WordPress export.

Each article is one transaction: where a run ends early, what it had read stays, and the next run
goes on from there. Whatever is here already is recognised by its import key and left as it is.
"""

from forums.actions.importing.community import import_community
from forums.actions.importing.tally import CircleTally, Tally

__all__ = ["CircleTally", "Tally", "import_community"]
