package warehouse

import (
	"strings"
	"testing"

	"uptake/analysis"
)

// TestFetchRefuses: a column that the experiment reads has a type of which a file has one too; beside those it may have
// any.
func TestFetchRefuses(t *testing.T) {
	for _, x := range []struct {
		name string
		says string
	}{{"plan", `columns.plan: the column "plan" of lake.events is of the type text[]`}, {"amount", `"amount"`},
		{"user_id", `columns.unit: the column "user_id"`}, {"beside", ""}} {
		e := asExperiment()
		columns := append(asColumns(), Column{"beside", "text", Text})
		for i := range columns {
			if columns[i].Name == x.name {
				columns[i].Type, columns[i].Kind = "text[]", Other
			}
		}
		r := &Relation{"lake.events", columns}
		err := r.refuse(e, analysis.Needs(e), e.Sources[0])
		if x.says == "" && err != nil || x.says != "" && (err == nil || !strings.Contains(err.Error(), x.says)) {
			t.Errorf("%s: %v, want one that says %q", x.name, err, x.says)
		}
	}
}

// TestFetchedValues: text of an engine is the value that it stands for, or refused by what it says.
func TestFetchedValues(t *testing.T) {
	for _, x := range []struct {
		kind       Kind
		text, want string
		wrong      bool
	}{
		{Whole, "-9223372036854775808", "-9223372036854775808", false},
		{Whole, "1.0", "", true},
		{Double, "1.0E22", "1e+22", false},
		{Double, "inf", "+Inf", false},
		{Double, "none", "", true},
		{Single, "0.1", "0.1", false},
		{Decimal, "12.5000", "12.5", false},
		{Long, "100.000", "100", false},
		{Long, "100", "100", false},
		{Boolean, "true", "true", false},
		{Boolean, "1", "", true},
		{Instant, "1969-12-31T23:59:59.9999995Z", "1969-12-31 23:59:59.999999Z", false}, // floored to microseconds
		{WallTime, "2026-04-01T00:00:00Z", "2026-04-01 00:00:00Z", false},
		{Instant, "2026-04-01 00:00:00", "", true},
		{Date, "2026-04-01", "2026-04-01", false},
		{Other, "{a,b}", "{a,b}", false},
	} {
		f := newFetched(&Relation{"t", []Column{{"c", "a type", x.kind}}})
		err := put(f.build.Field(0), x.kind, x.text)
		if (err != nil) != x.wrong {
			t.Errorf("%s %q: %v", x.kind, x.text, err)
		}
		rec := f.build.NewRecord()
		if got := rec.Column(0).ValueStr(0); !x.wrong && got != x.want {
			t.Errorf("%s %q is %s, want %s", x.kind, x.text, got, x.want)
		}
		rec.Release()
		f.release()
	}
}

// TestRowsOf: every column is asked for, in every dialect, by a name of its own.
func TestRowsOf(t *testing.T) {
	r := &Relation{"lake.events", append(asColumns(), Column{"odd\" name", "text", Text})}
	for _, d := range Dialects {
		sql := d.RowsOf(r)
		if strings.Count(sql, " AS c") != len(r.Columns) ||
			!strings.Contains(sql, d.table([]string{"lake", "events"})) {
			t.Errorf("%s: %s", d.Name, sql)
		}
	}
}
