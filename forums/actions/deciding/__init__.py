"""Deciding a case: what is done, how each of it is undone, and what everybody is told."""

from forums.actions.deciding.decisions import decide, machine_decision
from forums.actions.deciding.originals import purge_originals, reseal_originals
from forums.actions.deciding.undoing import undo

__all__ = ["decide", "machine_decision", "purge_originals", "reseal_originals", "undo"]
