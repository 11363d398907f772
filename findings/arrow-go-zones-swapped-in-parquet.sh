#!/bin/bash
# A good guess: a timestamp with a zone is written to Parquet as an instant, one without as local time; isAdjustedToUTC says which.
# github.com/apache/arrow/go/v15 v15.0.2 writes it the other way round: timestamp[us, Europe/Berlin] as local time that holds UTC's numbers, timestamp[us] as an instant (only the zone "UTC" comes out right); arrow-go/v18 v18.8.0 does as guessed.
# For us: tables are written in UTC and nothing else; a shift by whole hours in an export "without zone" that a Go service wrote may be this, and no file tells.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyarrow==26.0.1 polars==2.1.0 2>&1 | grep -v notice || true
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
	var fields []arrow.Field
	for _, zone := range []string{"", "UTC", "Europe/Berlin"} {
		fields = append(fields, arrow.Field{Name: "zone " + zone, Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: zone}})
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range fields {
		b.Field(i).(*array.TimestampBuilder).Append(1_775_000_000_000_000)
	}
	f, err := os.Create("times.parquet")
	if err != nil {
		log.Fatal(err)
	}
	w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
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
import polars as pl
import pyarrow.parquet as pq

columns = pq.ParquetFile("times.parquet").schema
instant = ["isAdjustedToUTC=true" in str(c.logical_type) for c in columns]
zones = [t.time_zone for t in pl.read_parquet("times.parquet").dtypes]
print("an instant, by the file:", *instant, "; zones that polars", pl.__version__, "sees:", *zones)
PY
try() { # MODULE VERSION EXPECTED
	rm -f go.mod go.sum times.parquet
	sed "s#MODULE#$1#" main.go.in >main.go
	printf 'module try\n\ngo 1.26\n\nrequire %s %s\n' "$1" "$2" >go.mod
	go mod tidy 2>/dev/null
	go run .
	got=$("$dir/venv/bin/python" read.py)
	echo "$1 $2, without zone, UTC, Europe/Berlin: $got"
	[ "$got" = "an instant, by the file: $3" ] || { echo "changed"; exit 1; }
}
try github.com/apache/arrow/go/v15 v15.0.2 "True True False ; zones that polars 2.1.0 sees: UTC UTC None"
try github.com/apache/arrow-go/v18 v18.8.0 "False True True ; zones that polars 2.1.0 sees: None UTC UTC"
