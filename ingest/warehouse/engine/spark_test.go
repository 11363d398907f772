package engine

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// TestSparkCost: leaves that are tables count, with the units in which sizes are written.
func TestSparkCost(t *testing.T) {
	plan := `Aggregate [count(1) AS n#1L], Statistics(sizeInBytes=16.0 B, rowCount=1)
+- Project, Statistics(sizeInBytes=104.2 KiB)
   +- Join Inner, (id#1L = id#2L), Statistics(sizeInBytes=312.5 KiB)
      :- Filter isnotnull(id#1L), Statistics(sizeInBytes=2.5 MiB, rowCount=1.00E+4)
      :  +- Relation spark_catalog.default.t[id#1L] parquet, Statistics(sizeInBytes=2.5 MiB, rowCount=1.00E+4)
      +- Join Inner, Statistics(sizeInBytes=1.0 KiB)
         :- Range (0, 100, step=1), Statistics(sizeInBytes=800.0 B, rowCount=100)
         +- Relation spark_catalog.default.u[id#2L] parquet, Statistics(sizeInBytes=3.0 B, rowCount=7)`
	if c := sparkCost(plan); c != (Cost{Bytes: 2621443, Rows: 10007, BytesKnown: true, RowsKnown: true}) {
		t.Errorf("%+v", c)
	}
	broken := "Aggregate [max(instr(a#1, \n)) AS n#2], Statistics(sizeInBytes=16.0 B)\n" +
		"+- Filter (instr(a#1, \n) = 0), Statistics(sizeInBytes=9.0 B)\n" +
		"   +- Relation t[a#1] parquet, Statistics(sizeInBytes=7.0 B, rowCount=2)"
	if c := sparkCost(broken); c != (Cost{Bytes: 7, Rows: 2, BytesKnown: true, RowsKnown: true}) {
		t.Errorf("a text with a line's end: %+v", c)
	}
	if c := sparkCost("LogicalRDD [a#1], false, Statistics(sizeInBytes=8.0 EiB)"); c.BytesKnown || c.RowsKnown {
		t.Errorf("no statistics: %+v", c)
	}
}

// TestSparkTables: what a table would give to read, types that have to be cast, and a query that somebody else ends.
func TestSparkTables(t *testing.T) {
	at := os.Getenv("UPTAKE_SPARK")
	if at == "" {
		t.Skip("UPTAKE_SPARK is not set; .ci/spark starts one")
	}
	ctx := context.Background()
	e, err := Open(ctx, at, options())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	do := func(sql string) {
		t.Helper()
		if err := e.(*spark).do(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	do("DROP TABLE IF EXISTS numbers")
	do("CREATE TABLE numbers USING parquet AS SELECT id AS x FROM range(10000)")
	defer do("DROP TABLE numbers")
	do("ANALYZE TABLE numbers COMPUTE STATISTICS")
	c, err := e.Explain(ctx, "SELECT count(*) FROM numbers a JOIN numbers b ON a.x = b.x")
	if err != nil || c.RowsKnown && c.Rows != 20000 || !c.BytesKnown || c.Bytes < 40000 || c.Bytes > 400000 {
		t.Errorf("the cost of two scans of 10,000 numbers is %+v, %v", c, err)
	}
	if got, err := all(e.Query(ctx, "SELECT sum(x) AS n, 'it\\'s' AS t, true AS b FROM numbers")); err != nil ||
		got != "n|t|b\n49995000|it's|true|" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := all(e.Query(ctx, "SELECT CAST(1 AS DOUBLE) AS d")); err == nil ||
		!strings.Contains(err.Error(), "cast it to STRING") {
		t.Errorf("a double: %v", err)
	}
	rows, err := e.Query(ctx, "SELECT CAST(x AS STRING) AS x FROM numbers ORDER BY numbers.x")
	if got, err := all(rows, err); err != nil || !strings.HasSuffix(got, "\n9998|\n9999|") ||
		rows.Ran().Returned != 38890 {
		t.Errorf("10,000 rows: %.100q…, %v, %+v", got, err, rows.Ran())
	}

	// Sums that do not fit are errors, not NULL.
	if _, err := all(e.Query(ctx, "SELECT sum(CAST(9223372036854775807 AS BIGINT)) AS n FROM range(2)")); err == nil ||
		!strings.Contains(err.Error(), "OVERFLOW") {
		t.Errorf("a sum that does not fit: %v", err)
	}
	// A connection that breaks under a running query is said.
	broken, err := Open(ctx, at, options())
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Second, func() { broken.(*spark).wire.Close() })
	_, err = all(broken.Query(ctx, "SELECT count(*) AS n FROM range(0, 10000000000, 1, 2) "+
		"WHERE md5(CAST(id AS STRING)) = 'a'"))
	if err == nil || OutOfMemory(err) || !strings.Contains(err.Error(), "was lost while query uptake-") {
		t.Errorf("a connection that broke: %v", err)
	}
}
