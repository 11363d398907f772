#!/bin/bash
# A good guess: a column that only the folder's name holds (dt=2026-04-01/, as Hive writes it) has in Iceberg the value of its identity partition, as the specification says.
# pyiceberg 0.12.0 (PyPI): add_files takes such a file and records the partition as null, so every row's dt is null, without an error; with the value in the manifest an optional column is read and a required one is refused as missing.
# For us: take such columns from the manifest's partition, required or not; a null day throughout an added table is no truth about the rows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q 'pyiceberg[sql-sqlite,pyarrow]==0.12.0' pyarrow==26.0.1 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import os
import pyarrow as pa
import pyarrow.parquet as pq
import pyiceberg
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import ResolveError
from pyiceberg.manifest import DataFile, DataFileContent, FileFormat
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.typedef import Record
from pyiceberg.types import NestedField, StringType

here = os.getcwd()
catalog = SqlCatalog("c", uri=f"sqlite:///{here}/catalog.db", warehouse=f"file://{here}")
catalog.create_namespace("n")
print("pyiceberg", pyiceberg.__version__)


def table(name, required):
    schema = Schema(NestedField(1, "user_id", StringType(), required=False), NestedField(2, "dt", StringType(), required=required))
    t = catalog.create_table("n." + name, schema=schema, partition_spec=PartitionSpec(PartitionField(2, 1000, IdentityTransform(), "dt")))
    os.makedirs(f"{name}-files/dt=2026-04-01")
    path = f"{name}-files/dt=2026-04-01/part-0.parquet"
    pq.write_table(pa.table({"user_id": ["a", "b"]}), path)
    return t, f"{here}/{path}"


def append(t, path):
    """Adds a file with its partition in the manifest, as other writers do."""
    with t.transaction() as tx:
        tx.set_properties(**{"schema.name-mapping.default": t.schema().name_mapping.model_dump_json()})
    f = DataFile.from_args(content=DataFileContent.DATA, file_path="file://" + path, file_format=FileFormat.PARQUET, partition=Record("2026-04-01"),
                           record_count=2, file_size_in_bytes=os.path.getsize(path), column_sizes={}, value_counts={}, null_value_counts={},
                           nan_value_counts={}, lower_bounds={}, upper_bounds={}, key_metadata=None, split_offsets=None, equality_ids=None, sort_order_id=None)
    f.spec_id = t.spec().spec_id
    with t.transaction() as tx:
        with tx.update_snapshot().fast_append() as a:
            a.append_data_file(f)


t, path = table("added", False)
t.add_files(["file://" + path])
recorded = t.inspect.files()["partition"].to_pylist()
rows = t.scan().to_arrow().to_pydict()
print("add_files: partition recorded", recorded, "rows", rows)
assert recorded == [{"dt": None}] and rows["dt"] == [None, None], "add_files has changed"

t, path = table("optional", False)
append(t, path)
rows = t.scan().to_arrow().to_pydict()
print("partition in the manifest, optional column:", rows)
assert rows["dt"] == ["2026-04-01", "2026-04-01"], "reading an optional one has changed"

t, path = table("required", True)
append(t, path)
try:
    raise SystemExit(f"a required one is read now: {t.scan().to_arrow().to_pydict()}")
except ResolveError as e:
    print("partition in the manifest, required column:", e)
PY
