#!/bin/bash
# A good guess: the least and the largest value that a Parquet file states of a column are those of its values, in the column's own order.
# github.com/apache/arrow/go/v15 v15.0.2: a nullable uint64 column with a null states 2^64-1 as its least value; polars 2.1.0 believes it and finds no row <= 7 where there are two; pyarrow and DuckDB find them.
# For us: read no row group away by the statistics of unsigned columns that may be null, and write ids as text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 2>&1 | grep -v notice || true
cd "$dir"
cat > go.mod <<'GO'
module try

go 1.26

require github.com/apache/arrow/go/v15 v15.0.2
GO
cat > main.go <<'GO'
package main

import (
	"log"
	"os"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

func main() {
	u := arrow.PrimitiveTypes.Uint64
	schema := arrow.NewSchema([]arrow.Field{{Name: "required", Type: u}, {Name: "nullable", Type: u, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.Uint64Builder).AppendValues([]uint64{5, 7, 9}, nil)
	b.Field(1).(*array.Uint64Builder).AppendValues([]uint64{5, 7, 9}, []bool{true, true, false})
	f, err := os.Create("out.parquet")
	if err != nil {
		log.Fatal(err)
	}
	w, err := pqarrow.NewFileWriter(schema, f, nil, pqarrow.DefaultWriterProps())
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
go mod tidy 2>/dev/null
go run .
"$dir/venv/bin/python" - <<'PY'
import duckdb, polars, pyarrow
import pyarrow.parquet as pq

stated = [pq.ParquetFile("out.parquet").metadata.row_group(0).column(i).statistics for i in (0, 1)]
least = [s.min for s in stated]
found = {
    "pyarrow " + pyarrow.__version__: pq.read_table("out.parquet", filters=[("nullable", "<=", 7)]).num_rows,
    "duckdb " + duckdb.__version__: duckdb.sql("select count(*) from 'out.parquet' where nullable <= 7").fetchall()[0][0],
    "polars " + polars.__version__: polars.scan_parquet("out.parquet").filter(polars.col("nullable") <= 7).collect().height,
}
print("arrow/go v15.0.2, values 5, 7, null: least value stated:", dict(zip(("required", "nullable"), least)))
print("rows with nullable <= 7:", found)
assert pq.read_table("out.parquet").to_pydict()["nullable"] == [5, 7, None]
assert least == [5, 2**64 - 1], "the statistics have changed"
assert list(found.values()) == [2, 2, 0], "what readers make of them has changed"
PY
