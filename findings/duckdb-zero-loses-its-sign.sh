#!/bin/bash
# A good guess: a double that is written into a table is read back as it was, bit by bit.
# DuckDB 1.5.6: where a column's segment is written as runs of equal numbers, or as one constant, 0 and -0 are equal, so all of a run get the sign of its first: of 2,000 zeros every second of which was negative, all are negative once the table is on the disk. Only what is written uncompressed, and is not one number throughout, keeps its signs.
# For us: copies of an event that differ in the sign of a zero alone are two texts in a file and one in such a table. Tests write their tables uncompressed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip download -q --no-deps --disable-pip-version-check -d "$dir" duckdb-cli==1.5.6
python3 -m zipfile -e "$dir"/duckdb_cli-*.whl "$dir"
duckdb=$dir/duckdb_cli/duckdb
chmod +x "$duckdb"
"$duckdb" --version
count="SELECT count(*) FILTER (x::VARCHAR LIKE '-%') FROM t"
zero="CASE WHEN i % 2 = 0 THEN -0.0::DOUBLE ELSE 0.0::DOUBLE END"
# AS: how the column is written, its numbers, and how many of them are negative before and after
while IFS='|' read -r compression as number was is; do
  db=$dir/db-$RANDOM
  seen=$("$duckdb" "$db" -csv -noheader -c "PRAGMA force_compression = '$compression'" \
    -c "CREATE TABLE t AS SELECT $number AS x FROM range(2000) r(i)" -c "$count" | tail -1)
  told=$("$duckdb" "$db" -csv -noheader -c "SELECT DISTINCT compression FROM pragma_storage_info('t')
    WHERE segment_type = 'DOUBLE'" -c "$count" | paste -sd ' ')
  echo "$seen negative numbers before the table is written; after, as $told"
  [ "$seen $told" = "$was $as $is" ]
done <<CASES
auto|Constant|$zero|1000|2000
rle|RLE|CASE WHEN i >= 1900 THEN i ELSE $zero END|950|1900
uncompressed|Uncompressed|CASE WHEN i >= 1900 THEN i ELSE $zero END|950|950
CASES
