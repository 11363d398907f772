#!/bin/bash
# A good guess: EXPLAIN COST of a query over a table that is not there fails as the query itself does, so a dry run that only looks for errors finds a wrong name.
# Spark 4.3.0: the query fails with TABLE_OR_VIEW_NOT_FOUND, its EXPLAIN COST succeeds with one row of text in which the exception stands in the place of both plans; of a table that is there it says sizeInBytes.
# For us: a dry run on Spark asks for the table's columns first, and takes an explanation without sizes in its optimized plan for none.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyspark==4.3.0 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - 2>/dev/null <<'PY'
from pyspark.sql import SparkSession

spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
         .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
print("Spark", spark.version)
query = "SELECT count(*) FROM not_there"
try:
    spark.sql(query).collect()
    raise SystemExit("the query no longer fails")
except Exception as e:
    print("the query:", str(e).split("]")[0] + "]")
    assert "TABLE_OR_VIEW_NOT_FOUND" in str(e), "the query fails for another reason"
spark.range(10).createOrReplaceTempView("there")
for table, size in (("not_there", False), ("there", True)):
    rows = spark.sql("EXPLAIN COST SELECT count(*) FROM " + table).collect()
    text = rows[0][0]
    print(f"EXPLAIN COST of {table}: {len(rows)} row of {len(text)} letters, no error;",
          "sizeInBytes" if "sizeInBytes" in text else "no size;",
          "the exception's name stands in it", text.count("TABLE_OR_VIEW_NOT_FOUND"), "times")
    assert len(rows) == 1, "it is no longer one row"
    assert ("sizeInBytes" in text) == size and ("TABLE_OR_VIEW_NOT_FOUND" in text) != size, "it says something else"
spark.stop()
PY
