#!/usr/bin/env bash
# Has real writers write one truth, reads every file back row by row through
# `uptake study`, and prints which were right, refused and wrong; fails where one
# is wrong. Installs pinned versions into a temporary folder; needs Go, Python 3.11,
# Node.js, Java 17 and Debian's sqlite3 and postgresql, which it installs where it may.
#   testdata/writers/run.sh [FOLDER [WRITER...]]     keeps what it makes in FOLDER; only these writers, such as spark
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
rm -rf "$work/files"
mkdir -p "$work/files" "$work/node"
work=$(cd "$work" && pwd)
[ -n "${1:-}" ] || trap 'rm -rf "$work"' EXIT

command -v sqlite3 >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
  { apt-get update -q && apt-get install -y -q --no-install-recommends sqlite3 postgresql; } >"$work/apt.log" 2>&1
[ -x "$work/python/bin/python" ] || { python3 -m venv "$work/python" && "$work/python/bin/pip" install -q polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1 \
  duckdb==2.0.1 chdb==4.4.0 pyspark==4.3.0 deltalake==1.6.6 pyiceberg==0.12.0 sqlalchemy==2.1.9; }
[ -d "$work/node/node_modules" ] || (cd "$work/node" && npm install --silent --no-audit --no-fund hyparquet-writer@0.17.0)
(cd "$here/../.." && go build -o "$work/uptake" ./cmd/uptake)

server=$(mktemp -d)
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
as=""
if [ "$(id -u)" = 0 ]; then chown postgres "$server"; as="runuser -u postgres --"; fi
$as "$bin/initdb" -D "$server/data" -A trust >"$work/initdb.log"
$as "$bin/pg_ctl" -D "$server/data" -o "-k $server -c listen_addresses=" -w -l "$server/log" start >/dev/null
trap '$as "$bin/pg_ctl" -D "$server/data" -m immediate stop >/dev/null; rm -rf "$server"; [ -n "${1:-}" ] || rm -rf "$work"' EXIT
user=$(id -un); [ "$user" = root ] && user=postgres
export PSQL="psql -h $server -U $user -d postgres"

cd "$here" && PYTHONDONTWRITEBYTECODE=1 "$work/python/bin/python" compare.py "$work/uptake" "$work/files" "${@:2}" 2>"$work/log" || { code=$?; tail -5 "$work/log" >&2; exit $code; }
