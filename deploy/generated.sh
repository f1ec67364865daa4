#!/bin/sh
# Generates stubs and descriptor sets from a contract into a folder of their own: deploy/generated.sh PROTO FOLDER
set -eu
proto=$1 folder=$2
home=$(cd "$(dirname "$0")/.." && pwd)

mkdir -p "$folder/deploy" "$folder/clients/python/lienthong"
rm -rf "$folder/proto"
cp -R "$proto" "$folder/proto"
cp "$home/deploy/generate.py" "$folder/deploy/"
PATH="$home/.venv/bin:$PATH" "$home/.venv/bin/python" "$folder/deploy/generate.py"
