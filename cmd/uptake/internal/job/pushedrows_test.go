package job_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// messyRow is one row of a table that has whatever tables have.
type messyRow struct {
	id, unit, event, experiment, variant, plan *string
	ts                                         *time.Time
	value                                      *float64
	items                                      *int64
	sugg, sess                                 *string // of rows about suggestions
	ratio, visible                             *float64
	beside                                     besides
}

// messy draws the rows of some units: copies, equal ids with other payloads, ties,
// switchers, rows of nobody and of other experiments, ids in several scripts, and numbers
// that are none, huge, negative, or half of the last decimal.
func messy(seed uint64, units int) []messyRow {
	r := rand.New(rand.NewPCG(seed, 17))
	base := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	text := func(s string) *string { return &s }
	n := 0
	var rows []messyRow
	add := func(at time.Time, unit, event string) *messyRow {
		n++
		rows = append(rows, messyRow{id: text(fmt.Sprintf("e%d", n)), unit: text(unit), event: text(event), ts: &at,
			plan: text([]string{"free", "pro", "NA"}[r.IntN(3)])})
		return &rows[len(rows)-1]
	}
	ids := []string{"é1", "e\u03011", "\U0001F600x", "\uFFFDx", "\uE000x", "U1 ", "U1", "o'brien", "日本", "-0", "1e3",
		"007"}
	numbers := []float64{math.NaN(), math.Inf(1), 0, math.Copysign(0, -1), 2.5, -2.5, 0.5e-9, -0.5e-9, 1.5e-9, 0.1,
		0.07, -0.07, 1e-12, 123456.789012345, -98765.4321,
		9e8, -9e8, 4.35, 1.005, 1234567.123456789, 3000000.1, -2999999.0000000005, 0.49999999999999994e-9, 4611686018.4}
	for u := range units {
		unit := fmt.Sprintf("u%d", u)
		if u < len(ids) {
			unit = ids[u]
		}
		t := base.Add(time.Duration(r.Int64N(int64(12 * 24 * time.Hour)))).Truncate(time.Microsecond)
		arm := []string{"control", "treatment"}[r.IntN(2)]
		expose := func(at time.Time, arm string) *messyRow {
			x := add(at, unit, "exposure")
			x.experiment, x.variant = text("messy"), text(arm)
			return x
		}
		expose(t, arm)
		if r.IntN(4) == 0 {
			expose(t, arm)
		}
		if r.IntN(8) == 0 {
			other := map[string]string{"control": "treatment", "treatment": "control"}[arm]
			expose(t.Add([]time.Duration{0, time.Microsecond, 5 * time.Second}[r.IntN(3)]), other)
		}
		if r.IntN(6) == 0 {
			expose(t.Add(-time.Hour), arm).experiment = text("another")
		}
		for range r.IntN(12) {
			at := t.Add(time.Duration(r.Int64N(int64(26*24*time.Hour))) - 5*24*time.Hour).Truncate(time.Microsecond)
			x := add(at, unit, []string{"purchase", "purchase", "task", "ticket", "noise"}[r.IntN(5)])
			v := numbers[r.IntN(len(numbers))]
			if r.IntN(2) == 0 {
				v = math.Exp(2 + 2*r.NormFloat64())
			}
			if r.IntN(60) != 0 && math.IsInf(v, 0) {
				v = 1
			}
			if r.IntN(10) > 0 {
				x.value = &v
			}
			if k := r.Int64N(2000) - 1000; r.IntN(3) > 0 {
				x.items = &k
			}
		}
	}
	for i := range rows {
		rows[i].beside = drawBesides(r)
	}
	for range units / 2 { // delivered again
		rows = append(rows, rows[r.IntN(len(rows))])
	}
	for range units { // again, and something that nobody asks for is another, beside what is counted
		x := rows[r.IntN(len(rows))]
		x.beside.redraw(r)
		k := r.Int64N(2000) - 1000
		if x.items = &k; r.IntN(3) == 0 {
			x.plan = text([]string{"free", "pro"}[r.IntN(2)])
		}
		rows = append(rows, x)
	}
	for range units / 10 { // with another payload
		x := rows[r.IntN(len(rows))]
		v := []float64{7.25, -1, 0.1}[r.IntN(3)]
		x.value = &v
		if r.IntN(2) == 0 {
			at := x.ts.Add(time.Duration(r.IntN(3)-1) * time.Second)
			x.ts = &at
		}
		rows = append(rows, x)
	}
	for k := range units / 12 {
		x := add(base.Add(time.Duration(k)*time.Hour), []string{"", "NA", "null", "(not set)", " "}[k%5], "task")
		x.id = text(fmt.Sprintf("nobody%d", k))
	}
	stray := add(base.Add(30*time.Hour), "u1", "exposure")
	stray.experiment, stray.variant = text("messy"), text("typo")
	add(base, "u2", "task").ts = nil
	late := add(base.AddDate(0, 2, 0), "latecomer", "exposure")
	late.experiment, late.variant = text("messy"), text("control")
	add(base, "stranger", "task")
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

// messyColumns are the columns of the table, with their types in PostgreSQL, DuckDB and ClickHouse.
var messyColumns = [][4]string{{"event_id", "text", "VARCHAR", "String"}, {"at", "timestamptz", "TIMESTAMPTZ",
	"DateTime64(6, 'UTC')"}, {"user_id", "text", "VARCHAR", "String"}, {"event", "text", "VARCHAR", "String"},
	{"experiment", "text", "VARCHAR", "String"}, {"variant", "text", "VARCHAR", "String"},
	{"value", "float8", "DOUBLE", "Float64"}, {"items", "bigint", "BIGINT", "Int64"},
	{"plan", "text", "VARCHAR", "String"}, {"sugg", "text", "VARCHAR", "String"}, {"sess", "text", "VARCHAR", "String"},
	{"edit_ratio", "float8", "DOUBLE", "Float64"}, {"visible_ms", "float8", "DOUBLE", "Float64"},
	{"arrived_at", "timestamptz", "TIMESTAMPTZ", "DateTime64(6, 'UTC')"},
	{"by_clock", "timestamp", "TIMESTAMP", "DateTime64(6, 'UTC')"}, {"day", "date", "DATE", "Date32"},
	{"amount", "numeric(30,9)", "DECIMAL(30,9)", "Decimal(30,9)"},
	{"fee", "numeric(14,4)", "DECIMAL(14,4)", "Decimal(14,4)"}, {"gauge", "float8", "DOUBLE", "Float64"},
	{"half", "real", "FLOAT", "Float32"}, {"flag", "boolean", "BOOLEAN", "Bool"},
	{"comment", "text", "VARCHAR", "String"}}

// typed lists the columns with the types of one engine, as a format says.
func typed(engine int, format string) string {
	var out []string
	for _, c := range messyColumns {
		out = append(out, fmt.Sprintf(format, c[0], c[engine]))
	}
	return strings.Join(out, ", ")
}

// cellOf is a cell of a value that may be missing.
func cellOf[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func (x *messyRow) cells() []any {
	return []any{cellOf(x.id), cellOf(x.ts), cellOf(x.unit), cellOf(x.event), cellOf(x.experiment), cellOf(x.variant),
		cellOf(x.value), cellOf(x.items), cellOf(x.plan), cellOf(x.sugg), cellOf(x.sess), cellOf(x.ratio),
		cellOf(x.visible), x.beside.at, x.beside.clock, x.beside.day, x.beside.amount, x.beside.fee, x.beside.gauge,
		x.beside.half, x.beside.flag, x.beside.comment}
}

// writeMessy writes the rows as delimited text.
func writeMessy(t *testing.T, rows []messyRow, path string) {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	var names []string
	for _, c := range messyColumns {
		names = append(names, c[0])
	}
	w.Write(names)
	for i := range rows {
		var line []string
		for _, c := range rows[i].cells() {
			line = append(line, written(c))
		}
		w.Write(line)
	}
	w.Flush()
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// loadMessy puts them into a table of PostgreSQL.
func loadMessy(t *testing.T, db *sql.DB, name string, rows []messyRow) {
	t.Helper()
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("drop table if exists " + name)
	exec("create table " + name + " (" + typed(1, "%s %s") + ")")
	t.Cleanup(func() { db.Exec("drop table " + name) })
	for from := 0; from < len(rows); from += 500 {
		var places []string
		var args []any
		for i := from; i < min(from+500, len(rows)); i++ {
			var p []string
			for _, c := range rows[i].cells() {
				args = append(args, c)
				p = append(p, fmt.Sprintf("$%d", len(args)))
			}
			places = append(places, "("+strings.Join(p, ", ")+")")
		}
		exec("insert into "+name+" values "+strings.Join(places, ", "), args...)
	}
}

// written is a cell as the text that uptake takes a typed one for.
func written(c any) string {
	number := func(v float64, bits int) string {
		switch {
		case math.IsNaN(v):
			return ""
		case math.IsInf(v, 0):
			return strings.TrimPrefix(strconv.FormatFloat(v, 'f', -1, bits)+"inity", "+")
		}
		return strconv.FormatFloat(v, 'f', -1, bits)
	}
	switch c := c.(type) {
	case nil:
		return ""
	case time.Time:
		return c.Format(time.RFC3339Nano)
	case float64:
		return number(c, 64)
	case float32:
		return number(float64(c), 32)
	}
	return fmt.Sprint(c)
}
