"""What is sealed, as types. Written as canonical JSON, so that a next version can read it."""

from typing import Any, TypeVar

import msgspec

from trackers.vault.sealing import CannotBeOpened


class Contents(msgspec.Struct, kw_only=True, frozen=True):
    """The content of one sealed row.

    Words of a choice are kept as text: one that only a newer version of the site knows must not
    keep the row from opening.
    """

    # Fields that a newer version wrote. They are carried along, so that correcting a row here
    # (msgspec.structs.replace) loses nothing of it.
    newer: dict[str, Any] = msgspec.field(default_factory=dict)


AnyContents = TypeVar("AnyContents", bound=Contents)


def encode(contents: Contents) -> bytes:
    fields = msgspec.to_builtins(contents)
    newer = fields.pop("newer")
    return msgspec.json.encode(newer | fields, order="sorted")


def decode(content: bytes, as_: type[AnyContents]) -> AnyContents:
    """Raises CannotBeOpened where this is not what `as_` describes."""
    try:
        fields = msgspec.json.decode(content, type=dict[str, Any])
        newer = {name: fields[name] for name in fields.keys() - set(as_.__struct_fields__)}
        return msgspec.convert(fields | {"newer": newer}, as_)
    except msgspec.DecodeError:
        raise CannotBeOpened from None
