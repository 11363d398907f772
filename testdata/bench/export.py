"""Writes the simulated export again in another format, as DuckDB writes it: export.py EVENTS.parquet OUT"""

import os
import sys

import duckdb

import shape

source, out = sys.argv[1:3]
options = {
    "parquet": "FORMAT parquet, COMPRESSION snappy",
    "csv": "FORMAT csv, HEADER",
    "ndjson": "FORMAT json",
}[shape.ending(out)]
if out.endswith(".gz"):
    options += ", COMPRESSION gzip"
# A time of UTC without its zone, as most exports have it.
columns = ", ".join("timestamp AT TIME ZONE 'UTC' AS timestamp" if c == "timestamp" else c for c in shape.COLUMNS)
db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
part = out + ".part"
db.execute(f"COPY (SELECT {columns} FROM read_parquet('{source}')) TO '{part}' ({options})")
os.replace(part, out)
