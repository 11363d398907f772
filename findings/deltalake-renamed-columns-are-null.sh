#!/bin/bash
# A good guess: a Delta table with column mapping is read by its names or refused, as its protocol (reader 2) asks of every reader.
# deltalake 1.6.6 (PyPI): to_pyarrow_table and to_pandas give null for every renamed column, without an error; QueryBuilder of the same package has the values.
# For us: an export made through the former has lost its values before it is read; of a table itself, go by the log's physical names and check against QueryBuilder.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q deltalake==1.6.6 pyarrow==26.0.1 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import json, os
import deltalake
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, QueryBuilder

os.makedirs("table/_delta_log")
pq.write_table(pa.table({"user_id": ["a", "b"], "col-7f3a": [1.5, 2.5]}), "table/part-0.parquet")


def field(name, kind, number, physical):
    return {"name": name, "type": kind, "nullable": True,
            "metadata": {"delta.columnMapping.id": number, "delta.columnMapping.physicalName": physical}}


schema = {"type": "struct", "fields": [field("user_id", "string", 1, "user_id"), field("revenue", "double", 2, "col-7f3a")]}
log = [
    {"protocol": {"minReaderVersion": 2, "minWriterVersion": 5}},
    {"metaData": {"id": "11111111-2222-3333-4444-555555555555", "format": {"provider": "parquet", "options": {}},
                  "schemaString": json.dumps(schema), "partitionColumns": [], "createdTime": 1700000000000,
                  "configuration": {"delta.columnMapping.mode": "name", "delta.columnMapping.maxColumnId": "2"}}},
    {"add": {"path": "part-0.parquet", "partitionValues": {}, "size": os.path.getsize("table/part-0.parquet"),
             "modificationTime": 1700000000000, "dataChange": True}},
]
with open("table/_delta_log/00000000000000000000.json", "w") as f:
    f.write("\n".join(map(json.dumps, log)) + "\n")

table = DeltaTable("table")
plain = table.to_pyarrow_table().to_pydict()
query = pa.table(QueryBuilder().register("t", table).execute("select * from t").read_all()).to_pydict()
print("deltalake", deltalake.__version__)
print("to_pyarrow_table:", plain)
print("QueryBuilder:    ", query)
assert plain == {"user_id": ["a", "b"], "revenue": [None, None]}, "to_pyarrow_table has changed"
assert query == {"user_id": ["a", "b"], "revenue": [1.5, 2.5]}, "QueryBuilder has changed"
PY
