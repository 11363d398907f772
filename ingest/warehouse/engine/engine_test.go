package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asked is an engine that is there to be asked, and what is its own.
type asked struct {
	name, address string
	slots         Slots
	long          string // a query that runs for minutes
	missing       string // what it says of a table that is not there
}

// there are the engines of this machine: the variables of the environment name them.
func there(t *testing.T) []asked {
	var list []asked
	add := func(variable string, a asked) {
		if at := os.Getenv(variable); at != "" {
			if a.address == "" {
				a.address = at
			}
			list = append(list, a)
		}
	}
	add("UPTAKE_DUCKDB", asked{"DuckDB", "duckdb", duckdbSlots,
		"SELECT count(*) AS n FROM range(100000000) a(x), range(100000) b(y) WHERE md5(x || '' || y) = 'a'",
		"does not exist"})
	add("UPTAKE_POSTGRES", asked{"PostgreSQL", "", postgresSlots,
		"SELECT count(*) AS n FROM generate_series(1, 100000000) a(x), generate_series(1, 100000) b(y) " +
			"WHERE md5(x || '' || y) = 'a'",
		"does not exist"})
	add("UPTAKE_SPARK", asked{"Spark", "", sparkSlots, "SELECT count(*) AS n FROM range(0, 10000000000, 1, 2) " +
		"WHERE md5(CAST(id AS STRING)) = 'a'", "TABLE_OR_VIEW_NOT_FOUND"})
	add("UPTAKE_TRINO", asked{"Trino", "", trinoSlots, "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) a(x) " +
		"CROSS JOIN UNNEST(sequence(1, 10000)) b(y) CROSS JOIN UNNEST(sequence(1, 10000)) c(z) " +
		"WHERE md5(to_utf8(CAST(x * y + z AS VARCHAR))) = to_utf8('a')", "does not exist"})
	if len(list) == 0 {
		t.Skip("no engine is there: set UPTAKE_DUCKDB to the program duckdb, or UPTAKE_POSTGRES, UPTAKE_SPARK, " +
			"UPTAKE_TRINO to an address")
	}
	return list
}

func options() Options { return Options{DuckDB: os.Getenv("UPTAKE_DUCKDB"), Timeout: 3 * time.Minute} }

// each runs a test on every engine that is there.
func each(t *testing.T, test func(*testing.T, asked, Engine)) {
	for _, a := range there(t) {
		t.Run(a.name, func(t *testing.T) {
			e, err := Open(context.Background(), a.address, options())
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := e.Close(); err != nil {
					t.Error(err)
				}
			}()
			test(t, a, e)
		})
	}
}

// all reads every row, NULL as ∅.
func all(rows Rows, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer rows.Close()
	out := strings.Join(rows.Columns(), "|")
	for rows.Next() {
		out += "\n"
		for i := range rows.Columns() {
			s, there := rows.Text(i)
			if !there {
				s = "∅"
			}
			out += s + "|"
		}
	}
	return out, rows.Err()
}

func TestRowsAreText(t *testing.T) {
	each(t, func(t *testing.T, a asked, e Engine) {
		text := func(x string) string { return fill(a.slots.Text, "{x}", x) }
		wide := fill(a.slots.Wide, "{x}", "4611686018427387903")
		squared := wide + " * " + wide
		rows, err := e.Query(context.Background(), "SELECT 'é \U0001F600' AS t, '' AS empty, "+text("NULL")+
			" AS none, "+
			text(squared)+" AS wide, 9007199254740993 AS big, -1 AS neg -- the end")
		got, err := all(rows, err)
		want := "t|empty|none|wide|big|neg\né \U0001F600||∅|21267647932558653957237540927630737409|9007199254740993|-1|"
		if err != nil || got != want {
			t.Fatalf("%q, %v, expected %q", got, err, want)
		}
		if ran := rows.Ran(); ran.Returned != int64(len("é \U0001F600")+38+16+2) || ran.Rows != 1 || ran.Seconds <= 0 {
			t.Errorf("the record is %+v", ran)
		}
		if got, err := all(e.Query(context.Background(), "SELECT 1 AS a, 'x' AS b WHERE 1 = 0")); err != nil ||
			got != "a|b" {
			t.Errorf("no rows: %q, %v", got, err)
		}
		many := "SELECT " + text("x") + " AS x FROM (SELECT 0 AS x UNION ALL SELECT 1) a WHERE x < 2 ORDER BY x"
		if got, err := all(e.Query(context.Background(), many+";")); err != nil || got != "x\n0|\n1|" {
			t.Errorf("two rows: %q, %v", got, err)
		}
	})
}

func TestProbe(t *testing.T) {
	each(t, func(t *testing.T, a asked, e Engine) {
		if err := Probe(context.Background(), e, a.name, a.slots); err != nil {
			t.Fatal(err)
		}
		// What reckons otherwise is refused, with what was asked and seen.
		even := a.slots
		even.Scaled = "CAST(round({v} * {p}) AS BIGINT)"
		even.Order = "lower({x})"
		err := Probe(context.Background(), e, a.name, even)
		if err == nil || !strings.Contains(err.Error(), "0.49999999999999994 times 1, rounded: expected 1, it gives") ||
			!strings.Contains(err.Error(), `whether "B" is before "a": expected yes, it gives "no"`) {
			t.Errorf("other slots: %v", err)
		}
	})
}

func TestRefusedByTheEngine(t *testing.T) {
	each(t, func(t *testing.T, a asked, e Engine) {
		_, err := all(e.Query(context.Background(), "SELECT * FROM information_schema.no_such_table"))
		var said *Error
		if !errors.As(err, &said) || !strings.HasPrefix(err.Error(), a.name) || !strings.Contains(err.Error(),
			a.missing) ||
			OutOfMemory(err) || isKind(err, ended) {
			t.Errorf("a table that is not there: %v", err)
		}
		// The session goes on
		if got, err := all(e.Query(context.Background(), "SELECT 1 AS a")); err != nil || got != "a\n1|" {
			t.Errorf("after it: %q, %v", got, err)
		}
	})
}

func TestNothingIsLeftRunning(t *testing.T) {
	each(t, func(t *testing.T, a asked, e Engine) {
		for _, c := range []struct {
			what string
			run  func() error
		}{
			{"it was interrupted", func() error {
				ctx, cancel := context.WithCancel(context.Background())
				time.AfterFunc(time.Second, cancel)
				_, err := all(e.Query(ctx, a.long))
				return err
			}},
			{"the query's time was up (1s; timeout=4s in the engine's address gives it more)", func() error {
				sign := "?"
				if strings.Contains(a.address, sign) {
					sign = "&"
				}
				short, err := Open(context.Background(), a.address+sign+"timeout=1s", options())
				if err != nil {
					return err
				}
				defer short.Close()
				_, err = all(short.Query(context.Background(), a.long))
				return err
			}},
		} {
			begun := time.Now()
			err := c.run()
			if !isKind(err, ended) || !strings.Contains(err.Error(), c.what) || !strings.Contains(err.Error(), "gone") {
				t.Errorf("%s: %v after %v", c.what, err, time.Since(begun))
			}
		}
	})
}

func TestExplain(t *testing.T) {
	each(t, func(t *testing.T, a asked, e Engine) {
		c, err := e.Explain(context.Background(), "SELECT 1 AS a")
		if err != nil || c.Rows != 0 || c.Bytes != 0 {
			t.Errorf("no table: %+v, %v", c, err)
		}
		if _, err := e.Explain(context.Background(), "SELECT * FROM information_schema.no_such_table"); err == nil ||
			isKind(err, ended) {
			t.Errorf("a table that is not there: %v", err)
		}
		if _, err := e.Explain(context.Background(), "DROP TABLE x"); err == nil {
			t.Error("DROP TABLE was explained")
		}
	})
}

// TestOneSelect: what is anything but one SELECT is not sent.
func TestOneSelect(t *testing.T) {
	plain, spark := quoting{escapes: true}, quoting{backslash: true, names: true}
	for _, c := range []struct {
		sql  string
		q    quoting
		want string // part of the sentence, "" where it is sent
	}{
		{"SELECT 1", plain, ""},
		{"  -- what it is\n/* and more */ (SELECT 1) ;\n", plain, ""},
		{"WITH a AS (SELECT ';' AS \"update\", load, set FROM t) SELECT * FROM a", plain, ""},
		{"SELECT 'it''s; DROP TABLE x', \"a\"\"; DELETE\" FROM \"t;\"", plain, ""},
		{`SELECT 'a\'`, plain, ""},
		{`SELECT 'a\'; DROP TABLE x --'`, plain, "behind its ; stands DROP"},
		{`SELECT 'a\'; DROP TABLE x --'`, spark, ""},
		{`SELECT 'a\\'; DROP TABLE x --'`, spark, "behind its ; stands DROP"},
		{`SELECT E'a\'; DROP TABLE x --'`, plain, ""},
		{`SELECT "a\"; DROP TABLE x --"`, spark, ""},
		{`SELECT r'a\'; DROP TABLE x --'`, spark, "raw text"},
		{"SELECT 1; SELECT 2", plain, "behind its ; stands SELECT"},
		{"DELETE FROM t", plain, "begins with DELETE"},
		{"EXPLAIN ANALYZE SELECT 1", plain, "begins with EXPLAIN"},
		{"FROM t INSERT INTO u SELECT *", spark, "begins with FROM"},
		{"WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", plain, "has INSERT in it"},
		{"WITH a AS (delete from t returning *) SELECT * FROM a", plain, "has delete in it"},
		{"WITH a AS (/* ( */ update t set x = 1 returning *) SELECT * FROM a", plain, "has update in it"},
		{"SELECT * INTO u FROM t", plain, "has INTO in it"},
		{"SELECT $$;$$", plain, "a $ outside"},
		{"SELECT 1 /* /* */ ; DROP TABLE x */", plain, "has another in it"},
		{"SELECT 1 /*! ; DROP TABLE x */", plain, "carry out"},
		{"SELECT 'open", plain, "does not end"},
		{"SELECT 1 /* open", plain, "does not end"},
		{"", plain, "is empty"},
		{" ; ", plain, "begins with ;"},
		{"SELECT '\x00'", plain, "without NUL"},
		{"SELECT \xff", plain, "UTF-8"},
	} {
		err := oneSelect(c.sql, c.q)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, expected %q", c.sql, err, c.want)
		}
	}
}

// TestAddresses: what an address may be, and that no secret of one gets out.
func TestAddresses(t *testing.T) {
	dir := t.TempDir()
	open, shut := filepath.Join(dir, "open"), filepath.Join(dir, "shut")
	for file, mode := range map[string]os.FileMode{open: 0o644, shut: 0o600} {
		if err := os.WriteFile(file, []byte("hidden\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("UPTAKE_TEST_EMPTY", "")
	t.Setenv("PGSSLMODE", "")
	for _, c := range []struct{ address, want string }{
		{"mysql://me:hidden@h/x", "the engine mysql://me:***@h/x is not one that can be asked; an address is " +
			"clickhouse:"},
		{"duckdbs", "is not one that can be asked"},
		{"duckdb:" + dir + "/none.db", "there is no DuckDB database " + dir + "/none.db"},
		{"duckdb:" + dir, "is a folder"},
		{"postgres://me:hidden@h/x", "the address of PostgreSQL at h holds a password"},
		{"postgres://me@h/x?password=hidden", "holds a secret, password,"},
		{"postgres://me@h/x?token=hidden", "holds a secret, token,"},
		{"postgres://me@h/x?colour=red", "has the key colour, which is not known; known are"},
		{"postgres://me@h/x?password_env=UPTAKE_TEST_EMPTY", "the environment's variable UPTAKE_TEST_EMPTY"},
		{"postgres://me@h/x?password_env=A&password_file=B", "names both"},
		{"postgres://me@h/x?password_file=" + dir + "/none", "cannot be read"},
		{"postgres://me@h/x?password_file=" + open, "can be read by everybody; run chmod 600"},
		{"postgres://me@h/x?sslmode=disable&password_file=" + shut, "without looking at who answers (sslmode=disable)"},
		{"postgres://me@h/x?sslmode=require&password_file=" + shut, "without looking at who answers (sslmode=require)"},
		{"postgres://me@127.0.0.1:1/x?sslmode=disable&password_file=" + shut, "PostgreSQL at 127.0.0.1:1 cannot be " +
			"reached"},
		{"postgres://me:hid%zz@h/x", "cannot be read: postgres://me:***@h/x"},
		{"postgres://me@h/x?timeout=soon", "the address of PostgreSQL at h says timeout=soon; expected how long"},
		{"trino://me@h/x?timeout=500ms", "such as 90s, 30m or 2h, from 1s to 168h"},
		{"clickhouse://me@h/x?timeout=8d", "says timeout=8d"},
		{"spark://me@h/x?timeout=169h", "says timeout=169h"},
		{"duckdb:" + dir + "/none.db?timeout=0s", "the address of DuckDB says timeout=0s"},
		{"duckdb:" + dir + "/none.db?timeout=1s", "there is no DuckDB database " + dir + "/none.db:"},
		{"trino://h/x", "has no user"},
		{"trino://me@h/x/y/z", "expected a catalog and a schema"},
		{"trino://me@h/x?token_file=" + shut + "&password_file=" + shut, "names a password and a token"},
		{"trino://me@h/x?tls=off&token_file=" + shut, "would go over a network that others read"},
		{"trino://me@127.0.0.1/x?tls=off&password_file=" + shut, "takes a password over TLS alone"},
		{"clickhouse://me@127.0.0.1:1/x?tls=off&password_file=" + shut, "ClickHouse at 127.0.0.1:1 cannot be " +
			"reached: dial tcp"},
		{"postgres:///x", "write it as postgres://USER@HOST/DATABASE"},
	} {
		e, err := Open(context.Background(), c.address, Options{DuckDB: "true"})
		if err == nil {
			e.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hid%") ||
			strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v, expected %s", c.address, err, c.want)
		}
	}
	if _, err := Open(context.Background(), "duckdb", Options{DuckDB: "no-such-program"}); err == nil ||
		!strings.Contains(err.Error(), "install it (pip install duckdb-cli") {
		t.Errorf("a program that is not there: %v", err)
	}
	v := voice{"PostgreSQL", "h", []string{"hidden"}}
	if err := v.says(other, nil, "said %s", "dial with hidden failed"); strings.Contains(err.Error(), "hidden") {
		t.Error(err)
	}
}

// isKind says what went wrong, by the kind of a sentence.
func isKind(err error, k kindOf) bool {
	var e *Error
	return errors.As(err, &e) && e.kind == k
}
