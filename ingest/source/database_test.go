package source

import (
	"database/sql"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"uptake/analysis/fault"
)

// asked reads all that a path of a database gives.
func asked(path string) (string, File, error) {
	files, _, err := Find(path, csvOnly)
	if err != nil {
		return "", File{}, err
	}
	r, err := Open(files[0])
	if err != nil {
		return "", files[0], err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), files[0], err
}

func TestSQLite(t *testing.T) {
	t.Chdir(t.TempDir())
	db, err := sql.Open("sqlite", "in.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`create table "my ""events" (id integer, at timestamp, day date, price real, note text, raw blob, big decimal(30,9));
		insert into "my ""events" values (9007199254740993, '2026-04-01 10:00:00', '2026-04-01', 0.1, 'é"<x>' || char(10), x'ff00', 3), (null, '2026-04-01T10:00:00Z', null, 1e300, '', x'6162', 0.25)`); err != nil {
		t.Fatal(err)
	}
	all := `{"id":9007199254740993,"at":"2026-04-01 10:00:00","day":"2026-04-01","price":0.1,"note":"é\"\u003cx\u003e\n","raw":"ff00","big":3}` + "\n" +
		`{"id":null,"at":"2026-04-01T10:00:00Z","day":null,"price":1` + strings.Repeat("0", 0) +
		`e+300,"note":"","raw":"ab","big":0.25}` + "\n"
	for _, c := range []struct{ path, want string }{
		{`sqlite:in.db#table=my "events`, all},
		{`sqlite:in.db#query=select * from "my ""events"; `, all},
		{`sqlite:in.db#query=select id as "user" from "my ""events" -- all`, `{"user":9007199254740993}` + "\n" +
			`{"user":null}` + "\n"},
		{`sqlite:in.db#query=delete from "my ""events"`, "! the query of in.db cannot be read"},
		{`sqlite:in.db#query=select 1; select 2`, "! the query of in.db cannot be read"},
		{`sqlite:in.db#query=select 1) as x; drop table "my ""events"; select * from (select 2`,
			"! the query of in.db cannot be read"},
		{`sqlite:in.db#query=select 1 as a, 2 as a`, "! "},
		{`sqlite:in.db#table=other`, "! the table other of in.db cannot be read"},
		{`sqlite:in.db`, "! sqlite:in.db is a database, of which a table: or a query: has to be named"},
		{`x.csv#table=x`, "! x.csv is no database, of which a table could be asked"},
		{`sqlite:out.db#table=x`, "! there is no database out.db"},
		{`postgres://me:hidden@h/x#table=x`, "! the address of the database at h holds a password"},
	} {
		got, f, err := asked(c.path)
		if want, bad := strings.CutPrefix(c.want, "! "); bad {
			if c.path == `sqlite:in.db#query=select 1 as a, 2 as a` {
				continue // the database gives the second another name
			}
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hidden") {
				t.Errorf("%s: %q, %v, expected %s", c.path, got, err, want)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %s, %v, expected %s", c.path, got, err, c.want)
		}
		if _, stays, _ := f.Now(); stays || f.Size != -1 {
			t.Errorf("%s is taken for a file", c.path)
		}
	}
	var left int
	if err := db.QueryRow(`select count(*) from "my ""events"`).Scan(&left); err != nil || left != 2 {
		t.Errorf("%d rows are left, %v", left, err)
	}
	if list, _ := os.ReadDir("."); len(list) != 1 {
		t.Errorf("files beside the database: %v", list)
	}
}

// TestPostgreSQL asks the server at UPTAKE_POSTGRES, which .ci/run starts.
func TestPostgreSQL(t *testing.T) {
	at := os.Getenv("UPTAKE_POSTGRES")
	if at == "" {
		t.Skip("SKIPPED: UPTAKE_POSTGRES names no server; .ci/run starts one")
	}
	db, err := sql.Open("pgx", at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`set timezone = 'Asia/Tokyo'; drop table if exists public.events;
		create table events (i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric, ok boolean, tz timestamptz, wall timestamp, day date, id uuid, j jsonb, k json, note text, c char(3), raw bytea, list text[], enum_ text);
		insert into events values (1, 9007199254740993, 0.1, 0.1, 12345678901234567890.1230, true, '2026-04-01 10:00:00.123456+02', '2026-04-01 10:00:00', '2026-04-01', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": {"b": 1}}', E'{"a":\n2}', 'é', 'ab', '\xff00', '{x,y}', 'v'),
		(null, null, 'NaN', 'Infinity', 'NaN', false, null, null, null, null, null, null, '', null, null, null, null)`); err != nil {
		t.Fatal(err)
	}
	want := `{"i2":1,"i8":9007199254740993,"f4":0.1,"f8":0.1,"n":12345678901234567890.123,"ok":true,"tz":"2026-04-01T08:00:00.123456Z","wall":"2026-04-01T10:00:00","day":"2026-04-01","id":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11","j":{"a": {"b": 1}},"k":{"a": 2},"note":"é","c":"ab ","raw":"ff00","list":"{x,y}","enum_":"v"}` + "\n" +
		`{"i2":null,"i8":null,"f4":null,"f8":null,"n":null,"ok":false,"tz":null,"wall":null,"day":null,"id":null,"j":null,"k":null,"note":"","c":null,"raw":null,"list":null,"enum_":null}` + "\n"
	for _, c := range []struct{ ask, want string }{
		{"#table=events", want},
		{"#table=public.events", want},
		{"#query=select i8 as unit from events where ok -- the first", `{"unit":9007199254740993}` + "\n"},
		{"#query=with d as (delete from events returning *) select * from d", "!"},
		{"#query=select 1; drop table events", "!"},
		{"#query=select 1 as a, 2 as a", `! it has two columns named "a"`},
		{"#query=select nextval('none')", "!"},
		{"#table=other", "!"},
	} {
		got, _, err := asked(at + c.ask)
		if want, bad := strings.CutPrefix(c.want, "!"); bad {
			if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(want)) {
				t.Errorf("%s: %q, %v", c.ask, got, err)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s, expected\n%s", c.ask, err, got, c.want)
		}
	}
}

// TestDatabasePlace: what a database says is wrong has a place, a line of the query among it, and of a table that is
// missing it is said which there are.
func TestDatabasePlace(t *testing.T) {
	t.Chdir(t.TempDir())
	fill := func(driver, at string) {
		db, err := sql.Open(driver, at)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(`drop table if exists placed; create table placed (unit text, n integer)`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`insert into placed values ('a', 1), ('b', 2), ('c', 0), ('d', 1)`); err != nil {
			t.Fatal(err)
		}
	}
	fill("sqlite", "in.db")
	const query, table = "sources[].query", "sources[].table"
	cases := []struct {
		path, want string
		at         fault.Place
	}{
		{"sqlite:in.db#query=select unit,\n  m\nfrom placed", ", in line 2 of the query: m",
			fault.Place{File: "the query of in.db", Key: query}},
		{"sqlite:in.db#query=select unit from placed\nwhere m = 1\n or m = 2", "no such column: m (1)",
			fault.Place{File: "the query of in.db", Key: query}}, // which of the two, nobody says
		{"sqlite:in.db#query=select unit\nfrom placed wher e = 1 or 2", `near "e": syntax error`,
			fault.Place{File: "the query of in.db", Key: query}},
		{"sqlite:in.db#table=place", "the table place of in.db cannot be read (there is the table placed):",
			fault.Place{File: "the table place of in.db", Key: table}},
		{"sqlite:in.db#query=select unit, abs(case n when 0 then -9223372036854775808 else n end) as x from placed",
			"the query of in.db could not be read on behind row 2: ",
			fault.Place{File: "the query of in.db", Row: 3, Key: query}},
	}
	if at := os.Getenv("UPTAKE_POSTGRES"); at != "" {
		fill("pgx", at)
		of := fault.Place{File: "the query of postgres", Key: query}
		third := of
		third.Row = 3
		cases = append(cases, []struct {
			path, want string
			at         fault.Place
		}{
			{at + "#query=select 'é' as é, unit,\n  m\nfrom placed\nwhere m = 1", ", in line 2 of the query: m", of},
			{at + "#query=select unit\nfrom placed wher e = 1", ", in line 2 of the query: from placed wher e = 1", of},
			{at + "#query=select unit, 1 / n as x\nfrom placed", "could not be read on behind row 2: ", third},
			{at + "#table=place", "the table place of postgres cannot be read (there ",
				fault.Place{File: "the table place of postgres", Key: table}},
		}...)
	}
	for _, c := range cases {
		_, _, err := asked(c.path)
		var placed *fault.Placed
		if !errors.As(err, &placed) || placed.Place != c.at || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, placed %+v; want %s", c.path, err, placed, c.want)
		}
	}
}
