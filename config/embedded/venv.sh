#!/bin/sh
# Finds a Python that is new enough and complete, and lets it make .venv (bootstrap.py).
# PYTHON=/some/python names one; without it, the usual names are tried in turn.
set -u

old=
incomplete=
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    version=${version##* }
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    if ! { [ "$major" -eq 3 ] && [ "$minor" -ge 11 ]; } 2>/dev/null; then
        old="$python is Python $version"
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        incomplete="$python $version"
    else
        exec "$python" -I "$(dirname "$0")/bootstrap.py"
    fi
done

if [ -n "$incomplete" ]; then
    echo "${incomplete% *} cannot make virtual environments: install its venv module" \
        "(on Debian and Ubuntu: apt install python${incomplete#* }-venv)." >&2
elif [ -n "$old" ]; then
    echo "Holdfast needs Python 3.11 or newer, and $old:" \
        "install a newer one, or name one with PYTHON=/path/to/python3." >&2
else
    echo "Holdfast needs Python 3.11 or newer, and ${PYTHON:-python3} is not to be found:" \
        "install one, or name one with PYTHON=/path/to/python3." >&2
fi
exit 1
