"""Writes the simulated export again in another format, as DuckDB writes it: export.py EVENTS.parquet OUT [COPY]

A copy is the same rows of other people: COPY stands behind every id."""

import os
import sys

import duckdb

import shape

source, out = sys.argv[1:3]
copy = "".join(sys.argv[3:4])
options = {
    "parquet": "FORMAT parquet, COMPRESSION " + ("snappy" if "snappy" in os.path.basename(out) else "zstd"),
    "csv": "FORMAT csv, HEADER",
    "ndjson": "FORMAT json",
}[shape.ending(out)]
if out.endswith(".gz"):
    options += ", COMPRESSION gzip"
# A time of UTC without its zone, as most exports have it.
written = {"timestamp": "timestamp AT TIME ZONE 'UTC'"} | {c: f"{c} || '{copy}'" for c in shape.IDS}
columns = ", ".join(f"{written[c]} AS {c}" if c in written else c for c in shape.COLUMNS)
db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
part = out + ".part"
db.execute(f"COPY (SELECT {columns} FROM read_parquet('{source}')) TO '{part}' ({options})")
os.replace(part, out)
