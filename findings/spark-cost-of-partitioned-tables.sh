#!/bin/bash
# A good guess: EXPLAIN COST of one Parquet table gives one size of its scan, that of the files, or less where fewer columns or partitions are read, however the table is named.
# Spark 4.3.0: a partitioned table of the catalog that was never analyzed is estimated at 8.0 EiB until the query filters by its partitions, then at the size of those; the same files by their path are estimated whole whatever partitions are read. How many columns are read never counts, though the one read takes a 5,000th.
# For us: 8.0 EiB stands for a size that is not known, and any other that a dry run on Spark prints is a bound from above.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyspark==4.3.0 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - 2>/dev/null <<'PY'
import os
import re

from pyspark.sql import SparkSession

spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
         .config("spark.sql.warehouse.dir", os.path.abspath("house"))
         .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
print("Spark", spark.version)


def size(folder):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, names in os.walk(folder) for f in names
               if f.endswith(".parquet"))


def estimate(query):
    plan = spark.sql("EXPLAIN COST " + query).collect()[0][0].split("== Physical")[0]
    scan = [line for line in plan.splitlines() if "Relation" in line][-1]
    number, unit = re.search(r"sizeInBytes=([\d.]+) (\w+)", scan).groups()
    return float(number) * {"B": 1, "KiB": 2**10, "MiB": 2**20, "EiB": 2**60}[unit]


rows = spark.range(200000).selectExpr("id % 7 AS narrow", "sha2(cast(id AS string), 512) AS wide", "id % 2 AS day")
rows.write.partitionBy("day").saveAsTable("named")
spark.sql("SELECT narrow FROM named").write.parquet("narrow")
spark.read.parquet("house/named").createOrReplaceTempView("by_path")
whole, narrow = size("house/named"), size("narrow")
print(f"files {whole} bytes, written with the narrow column alone {narrow}")
seen = {}
for table in ("named", "by_path"):
    for what, query in (("all columns", "SELECT * FROM"), ("one column", "SELECT sum(narrow) FROM"),
                        ("one column of one of two partitions", "SELECT sum(narrow) FROM {} WHERE day = 1")):
        text = query.format(table) if "{}" in query else f"{query} {table}"
        seen[table, what] = estimate(text) / whole
        print(f"{table}, {what}: the scan is estimated at {seen[table, what]:.6g} of the files' bytes")
assert whole > 1000 * narrow, "the column is no longer narrow"
for what in ("all columns", "one column"):
    assert abs(seen["named", what] * whole / 2**63 - 1) < 1e-9, "a partitioned table has a size now"
    assert abs(seen["by_path", what] - 1) < .01, "columns count now"
assert abs(seen["named", "one column of one of two partitions"] - .5) < .01, "the catalog's partitions no longer count"
assert abs(seen["by_path", "one column of one of two partitions"] - 1) < .01, "partitions by path count now"
spark.stop()
PY
