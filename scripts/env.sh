# Sourced by `run` and `test` with $here set to this folder: sets $root and $venv, and gives `prepare EXTRA`,
# which finds Python and installs reactdrill into .venv when something changed.
# shellcheck shell=sh disable=SC2154

root=$(CDPATH='' cd -- "$here/.." && pwd -P)
venv=$root/.venv

prepare() {
    for python in "$venv/bin/python" python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$python" -E -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            "$python" -E "$root/scripts/install.py" "$1"
            return
        fi
    done
    echo "reactdrill: needs Python 3.11 or newer; found $(python3 -V 2>/dev/null || echo none). Install it" \
        "(Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python) and start again." >&2
    return 1
}
