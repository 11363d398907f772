#!/bin/bash
# A good guess: what a Parquet library writes in a standard encoding, any reader of that encoding reads.
# github.com/apache/arrow/go/v15 v15.0.2, int32 in DELTA_BINARY_PACKED with steps beyond 32 bits (-2e9, 2e9, ...): pyarrow 26.0.1 stops with "InitBlock EOF", DuckDB 2.0.1 and polars 2.1.0 read it; arrow-go/v18 v18.8.0's file all read.
# For us: steps are taken modulo 2^32 with as many bits as are stated, so that such a file is read and not called damaged.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1 2>&1 | grep -v notice || true
cd "$dir"
cat > main.go.in <<'GO'
package main

import (
	"log"
	"os"

	"MODULE/arrow"
	"MODULE/arrow/array"
	"MODULE/arrow/memory"
	"MODULE/parquet"
	"MODULE/parquet/pqarrow"
)

func main() {
	schema := arrow.NewSchema([]arrow.Field{{Name: "v", Type: arrow.PrimitiveTypes.Int32}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range 100 {
		b.Field(0).(*array.Int32Builder).Append([]int32{-2_000_000_000, 2_000_000_000}[i%2])
	}
	f, err := os.Create("v.parquet")
	if err != nil {
		log.Fatal(err)
	}
	how := parquet.NewWriterProperties(parquet.WithDictionaryDefault(false), parquet.WithEncoding(parquet.Encodings.DeltaBinaryPacked))
	w, err := pqarrow.NewFileWriter(schema, f, how, pqarrow.DefaultWriterProps())
	if err != nil {
		log.Fatal(err)
	}
	if err := w.Write(b.NewRecord()); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
}
GO
cat > read.py <<'PY'
import duckdb
import polars as pl
import pyarrow.parquet as pq

want = [-2_000_000_000, 2_000_000_000] * 50
readers = {
    "pyarrow": lambda: pq.read_table("v.parquet")["v"].to_pylist(),
    "DuckDB": lambda: [r[0] for r in duckdb.sql("SELECT v FROM 'v.parquet'").fetchall()],
    "polars": lambda: pl.read_parquet("v.parquet")["v"].to_list(),
}
for name, read in readers.items():
    try:
        print(name, "right" if read() == want else "wrong", end="; ")
    except OSError as e:
        print(name, "refuses:", e, end="; ")
PY
try() { # MODULE VERSION WHAT PYARROW SAYS
	rm -f go.mod go.sum v.parquet
	sed "s#MODULE#$1#" main.go.in >main.go
	printf 'module try\n\ngo 1.26\n\nrequire %s %s\n' "$1" "$2" >go.mod
	go mod tidy 2>/dev/null
	go run .
	got=$("$dir/venv/bin/python" read.py)
	echo "$1 $2: $got"
	case $got in "pyarrow $3; DuckDB right; polars right; "*) ;; *) echo "changed" && exit 1 ;; esac
}
try github.com/apache/arrow/go/v15 v15.0.2 "refuses: Unexpected end of stream: InitBlock EOF"
try github.com/apache/arrow-go/v18 v18.8.0 right
