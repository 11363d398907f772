package engine

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// TestTrinoTables: what scans would read by the statistics, memory that is not enough, and a query that somebody else
// ends.
func TestTrinoTables(t *testing.T) {
	at := os.Getenv("UPTAKE_TRINO")
	if at == "" {
		t.Skip("UPTAKE_TRINO is not set; .ci/trino starts one")
	}
	ctx := context.Background()
	e, err := Open(ctx, at, options())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	server := e.(*trinoServer)
	do := func(sql string) {
		t.Helper()
		if _, err := server.db.ExecContext(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE SCHEMA IF NOT EXISTS lake.engines")
	do("DROP TABLE IF EXISTS lake.engines.numbers")
	do("CREATE TABLE lake.engines.numbers AS SELECT x FROM UNNEST(sequence(1, 10000)) a(x)")
	defer do("DROP TABLE lake.engines.numbers")
	c, err := e.Explain(ctx, "SELECT count(*) AS n FROM lake.engines.numbers a JOIN lake.engines.numbers b ON a.x = "+
		"b.x")
	if err != nil || c.Rows != 20000 && c.Rows != 10000 || !c.RowsKnown || !c.BytesKnown || c.Bytes < 80000 {
		t.Errorf("the cost of two scans of 10,000 numbers is %+v, %v", c, err)
	}
	rows, err := e.Query(ctx, "SELECT sum(x) AS n FROM lake.engines.numbers")
	if got, err := all(rows, err); err != nil || got != "n\n50005000|" {
		t.Fatalf("%q, %v", got, err)
	}
	if ran := rows.Ran(); ran.Read <= 0 || !strings.Contains(ran.Query, "_") {
		t.Errorf("the record is %+v", ran)
	}

	_, err = all(e.Query(ctx, "SELECT cardinality(array_agg(a.x * b.x + c.x)) AS n FROM lake.engines.numbers a "+
		"CROSS JOIN lake.engines.numbers b CROSS JOIN lake.engines.numbers c"))
	if !OutOfMemory(err) {
		t.Errorf("10^12 numbers in a list: %v", err)
	}

	time.AfterFunc(2*time.Second, func() {
		server.db.ExecContext(ctx, "CALL system.runtime.kill_query(query_id => '"+server.web.id()+"', message => 'no')")
	})
	long := "SELECT count(*) AS n FROM lake.engines.numbers a CROSS JOIN lake.engines.numbers b " +
		"CROSS JOIN lake.engines.numbers c WHERE md5(to_utf8(CAST(a.x * b.x + c.x AS VARCHAR))) = to_utf8('a')"
	if _, err := all(e.Query(ctx, long)); !isKind(err, ended) ||
		!strings.Contains(err.Error(), "without being asked by us") {
		t.Errorf("ended by an administrator: %v", err)
	}
}
