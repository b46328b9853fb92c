"""A file comes in, and a line that says what it is, with the picture behind it, goes out."""

import json
import resource
import sys

from forums.pictures import MEMORY_LIMIT, SECONDS_OF_WORK, NotAPicture, Picture, Trouble


def main() -> None:
    _live_modestly()
    from forums.pictures.decoding import decode

    try:
        answer = _told(decode(sys.stdin.buffer.read()))
    except NotAPicture as refusal:
        answer = json.dumps({"trouble": refusal.trouble}).encode() + b"\n"
    except MemoryError:
        answer = json.dumps({"trouble": Trouble.TOO_HEAVY}).encode() + b"\n"
    sys.stdout.buffer.write(answer)


def _told(picture: Picture) -> bytes:
    about = {
        "width": picture.width,
        "height": picture.height,
        "was_moving": picture.was_moving,
    }
    return json.dumps(about).encode() + b"\n" + picture.data


def _live_modestly() -> None:
    """Set here: between fork and exec, nothing of ours may run in a server of threads."""
    limits = {
        resource.RLIMIT_CPU: SECONDS_OF_WORK,
        # It writes to its pipe, and to no file.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    # macOS knows the limit's name, and refuses to set it.
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MEMORY_LIMIT
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
