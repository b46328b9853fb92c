"""Pages that are opened all day, put together from what is the same for everybody and what is not
(docs/decisions/0012-rendering.md)."""
