#!/bin/sh
# Makes a fresh machine ready: finds uv or installs it here, then fills .venv with exactly what requirements.lock pins.
# With the word `uv` it stops after the first half.
set -eu
cd "$(dirname "$0")/.."

UV_WANTED='uv>=0.9,<1'
TOOLS=build/tools
PYTHON_WANTED=3.11
PYTHON_FETCHED=3.13
export PIP_DISABLE_PIP_VERSION_CHECK=1
PATH="$HOME/.local/bin:$PATH:$PWD/$TOOLS/bin"

main() {
    uv=$(found_uv) || { install_uv && uv=$(found_uv); } || no_uv
    [ "${1-}" = uv ] && return
    venv_stands || make_venv
    "$uv" pip sync --quiet --python .venv --require-hashes requirements.lock
    "$uv" pip install --quiet --python .venv --no-deps --editable clients/python --editable .
    "$uv" pip check --quiet --python .venv || lock_is_stale
}

found_uv() {
    for name in uv "$TOOLS/bin/uv" "$TOOLS/uv/bin/uv"; do
        "$name" --version >/dev/null 2>&1 && echo "$name" && return
    done
    return 1
}

# Debian's Python refuses installs beside its packages, and may lack venv or pip: each way is tried.
install_uv() {
    echo "uv is missing: installing it into $TOOLS" >&2
    for python in $(pythons); do
        into_venv "$python" || into_bare_venv "$python" || into_folder "$python" || continue
        return 0
    done
    return 1
}

into_venv() {
    "$1" -m venv --clear "$TOOLS" >/dev/null 2>&1 && "$TOOLS/bin/python" -m pip install --quiet "$UV_WANTED" >&2
}

into_bare_venv() {
    "$1" -m venv --clear --without-pip "$TOOLS" >/dev/null 2>&1 &&
        "$1" -m pip --python "$TOOLS/bin/python" install --quiet "$UV_WANTED" >&2
}

into_folder() {
    "$1" -m pip install --quiet --target "$TOOLS/uv" "$UV_WANTED" >&2
}

venv_stands() {
    [ -x .venv/bin/python ] && new_enough .venv/bin/python
}

make_venv() {
    rm -rf .venv
    for python in $(pythons); do
        new_enough "$python" || continue
        "$uv" venv --quiet --no-python-downloads --python "$(command -v "$python")" .venv
        return
    done
    echo "no Python $PYTHON_WANTED or newer here: uv fetches $PYTHON_FETCHED" >&2
    "$uv" venv --quiet --python "$PYTHON_FETCHED" .venv || no_python
}

# Every Python that starts, those that the tests run on first.
pythons() {
    for name in python3.13 python3.12 python3.11 python3.14 python3 python; do
        "$name" -c '' >/dev/null 2>&1 && echo "$name"
    done
}

new_enough() {
    "$1" - "$PYTHON_WANTED" 2>/dev/null <<'END'
import sys
sys.exit(sys.version_info < tuple(map(int, sys.argv[1].split("."))))
END
}

no_uv() {
    fail "uv is missing and could not be installed (it needs python3 with pip or venv)." \
        "On Debian or Ubuntu: apt install python3-venv; elsewhere install uv, then run make again."
}

no_python() {
    fail "lienthong needs Python $PYTHON_WANTED or newer; here is $(python3 --version 2>&1 || echo none)." \
        "Install one (on Debian or Ubuntu: apt install python3.12), then run make again."
}

lock_is_stale() {
    fail "requirements.lock does not fit pyproject.toml: run 'make lock' and commit it."
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

main "$@"
