"""Whoever wrote what was imported gets it under their own name, or has it withdrawn.

They ask with the address that they wrote it under, and prove it by a link that is mailed there.
A page never says whether anything came from an address: only its mailbox does
(docs/decisions/0014-claims.md).
"""

from forums.actions.claims.asking import answer_claims, claim
from forums.actions.claims.choosing import leave_alone, take_over, withdraw_all
from forums.actions.claims.settling import forget_claims, go_on

__all__ = [
    "answer_claims",
    "claim",
    "forget_claims",
    "go_on",
    "leave_alone",
    "take_over",
    "withdraw_all",
]
