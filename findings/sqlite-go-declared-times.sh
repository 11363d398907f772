#!/bin/bash
# A good guess: a Go program that asks SQLite for a text gets the text, whatever type its column was declared with, as SQLite itself keeps and compares it.
# modernc.org/sqlite v1.62.0: text in a column declared TIMESTAMP, DATETIME or DATE arrives as a time in UTC where it can be read as one, so "10:00:00" and "10:00:00Z" are one value and the zone that was not said is; an expression (+ts) arrives as text.
# For us: columns of a SQLite export are asked for as expressions, else a time without a zone would silently be read as UTC in place of timezone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'GO'
module try

go 1.26

require modernc.org/sqlite v1.62.0
GO
cat > main.go <<'GO'
package main

import (
	"database/sql"
	"fmt"
	"os"

	_ "modernc.org/sqlite"
)

func main() {
	db, err := sql.Open("sqlite", "file:try.db")
	check(err)
	_, err = db.Exec(`create table t (ts TIMESTAMP, plain TEXT);
		insert into t values ('2026-04-01 10:00:00', '2026-04-01 10:00:00'), ('2026-04-01 10:00:00Z', '2026-04-01 10:00:00Z'), ('2026-04-01 10:00', '2026-04-01 10:00'), ('soon', 'soon')`)
	check(err)
	rows, err := db.Query("select ts, +ts, plain, typeof(ts) from t")
	check(err)
	for rows.Next() {
		var declared, expression, plain, kind any
		check(rows.Scan(&declared, &expression, &plain, &kind))
		fmt.Printf("declared %T %v | expression %T %v | plain %T %v | SQLite says %v\n", declared, declared, expression, expression, plain, plain, kind)
	}
	check(rows.Err())
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
GO
go mod tidy >/dev/null 2>&1
go run . | tee out
grep -q '^declared time.Time 2026-04-01 10:00:00 +0000 UTC | expression string 2026-04-01 10:00:00 | plain string 2026-04-01 10:00:00 | SQLite says text$' out
grep -q '^declared time.Time 2026-04-01 10:00:00 +0000 UTC | expression string 2026-04-01 10:00:00Z ' out
grep -q '^declared string soon ' out
echo "as recorded: modernc.org/sqlite $(go list -m -f '{{.Version}}' modernc.org/sqlite)"
