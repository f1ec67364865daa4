#!/bin/sh
# Compares the contract with that of the last release (tag v*): what clients were built against must go on working.
set -eu
cd "$(dirname "$0")/.."

nothing() {
    echo "contract breaking: $1, nothing to compare with"
    exit 0
}

git rev-parse --git-dir >/dev/null 2>&1 || nothing "no git checkout"
# The last release reachable from here, else, in a shallow checkout, the last there is.
last=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null ||
    git tag --list 'v[0-9]*' --sort=-version:refname | head -n 1)
[ -n "$last" ] || nothing "no release tag (v*) yet"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
mkdir "$folder/released"
git archive "$last" proto | tar -x -C "$folder/released"
.venv/bin/python deploy/generate.py "$folder/released/proto" "$folder/released/generated"
.venv/bin/python deploy/generate.py proto "$folder/now"
.venv/bin/buf breaking "$folder/now/build/contract-with-source.binpb" --config proto/buf.yaml \
    --against "$folder/released/generated/build/contract-with-source.binpb" ||
    { echo "contract breaking: the contract of $last is broken"; exit 1; }
echo "contract breaking: ok against $last"
