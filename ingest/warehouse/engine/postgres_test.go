package engine

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestPostgresTables: one state of the tables for a whole session, nothing written, and what a plan would read.
func TestPostgresTables(t *testing.T) {
	at := os.Getenv("UPTAKE_POSTGRES")
	if at == "" {
		t.Skip("UPTAKE_POSTGRES is not set")
	}
	ctx := context.Background()
	owner, err := pgx.Connect(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(ctx)
	do := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
	}
	do(`DROP TABLE IF EXISTS "an engine's"; DROP SEQUENCE IF EXISTS engine_numbers;
		CREATE TABLE "an engine's" AS SELECT x FROM generate_series(1, 50000) a(x); ANALYZE "an engine's";
		CREATE SEQUENCE engine_numbers`)
	defer do(`DROP TABLE "an engine's"; DROP SEQUENCE engine_numbers`)
	var size int64
	if err := owner.QueryRow(ctx, `SELECT pg_relation_size('"an engine''s"')`).Scan(&size); err != nil {
		t.Fatal(err)
	}

	e, err := Open(ctx, at, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c, err := e.Explain(ctx, `SELECT count(*) FROM "an engine's" a JOIN "an engine's" b ON a.x = b.x WHERE a.x < 10`)
	if err != nil || c != (Cost{Bytes: 2 * size, Rows: 100000, BytesKnown: true, RowsKnown: true}) || size == 0 {
		t.Errorf("the cost of two scans of %d bytes is %+v, %v", size, c, err)
	}
	count := `SELECT count(*) AS n FROM "an engine's"`
	if got, err := all(e.Query(ctx, count)); err != nil || got != "n\n50000|" {
		t.Errorf("before: %q, %v", got, err)
	}
	do(`DELETE FROM "an engine's" WHERE x > 10`)
	if got, err := all(e.Query(ctx, count)); err != nil || got != "n\n50000|" {
		t.Errorf("the session saw what was deleted under it: %q, %v", got, err)
	}
	if _, err := all(e.Query(ctx, "SELECT nextval('engine_numbers')")); err == nil ||
		!strings.Contains(err.Error(), "read-only") {
		t.Errorf("a number was taken: %v", err)
	}

	if got, err := all(e.Query(ctx, "SELECT current_setting('jit') AS jit")); err != nil || got != "jit\noff|" {
		t.Errorf("statements are compiled, which nobody can interrupt: %q, %v", got, err)
	}

	// Who is killed by somebody else says so, and no rows of it count.
	long := `SELECT count(*) AS n FROM generate_series(1, 100000000) a(x), generate_series(1, 100000) b(y)`
	time.AfterFunc(500*time.Millisecond, func() {
		other, err := pgx.Connect(ctx, at)
		if err != nil {
			return
		}
		defer other.Close(ctx)
		other.Exec(ctx, fmt.Sprintf("SELECT pg_cancel_backend(%d)", e.(*postgres).conn.PID()))
	})
	if _, err := all(e.Query(ctx, long)); !isKind(err, ended) ||
		!strings.Contains(err.Error(), "without being asked by us") {
		t.Errorf("cancelled by an administrator: %v", err)
	}
	// Rows that nobody reads on are cancelled too, and the session goes on.
	rows, err := e.Query(ctx, "SELECT x FROM generate_series(1, 10000000) a(x)")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if got, err := all(e.Query(ctx, "SELECT 1 AS a")); err != nil || got != "a\n1|" {
		t.Errorf("after it: %q, %v", got, err)
	}
	time.AfterFunc(500*time.Millisecond, func() {
		other, err := pgx.Connect(ctx, at)
		if err != nil {
			return
		}
		defer other.Close(ctx)
		other.Exec(ctx, fmt.Sprintf("SELECT pg_terminate_backend(%d)", e.(*postgres).conn.PID()))
	})
	if _, err := all(e.Query(ctx, long)); err == nil || !isKind(err, ended) {
		t.Errorf("terminated: %v", err)
	}
}
