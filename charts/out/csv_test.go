package out

import (
	"slices"
	"testing"

	"uptake/analysis/report"
)

// What a spreadsheet could take for a formula is a text; numbers stay numbers.
func TestCSVText(t *testing.T) {
	for in, want := range map[string]string{
		"control": "control", "": "", "-1": "-1", "+1.5e3": "+1.5e3", "007": "007", "1_000": "1_000", "-1_0": "'-1_0",
		"-0x1": "'-0x1", "-Inf": "'-Inf",
		"=1+1": "'=1+1", "+cmd": "'+cmd", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "|calc": "'|calc", "＝1": "'＝1",
		"\t=1": " '=1", "\r=1": " '=1", " =1": " '=1",
		"a;=1": "a;'=1", "a,=1": "a,'=1", `a"=1`: `a"'=1`, "a; =1": "a; '=1", "a=1": "a=1", "a-b": "a-b",
		"\u200b=1": "'=1", "a\x00b\x1b": "ab", "a\nb": "a b",
	} {
		if got := CSVText(in); got != want {
			t.Errorf("%q is %q, not %q", in, got, want)
		}
	}
}

// A table has the same columns whatever is known of its rows, also of what lies in itself.
func TestTablesOf(t *testing.T) {
	type inner struct {
		N    report.Num `json:"n"`
		Same *inner     `json:"same"`
	}
	type element struct {
		Name  string    `json:"name"`
		Rank  int       `json:"rank"`
		Known bool      `json:"known"`
		In    *inner    `json:"in"`
		Of    []element `json:"of"`
	}
	type result struct {
		Says []string  `json:"says"`
		None []element `json:"none"`
		List []element `json:"list"`
		Left string    `json:"-"`
	}
	r := &result{Says: []string{"a", "=b"}, List: []element{
		{Name: "x", Rank: 1, Known: true, In: &inner{N: 0.1, Same: &inner{N: report.Undefined()}},
			Of: []element{{Name: "y", Rank: 2}}}, {Name: "z"}}}
	want := []csvTable{
		{"r", []string{"says"}, [][]string{{"a\n'=b"}}},
		{"list", []string{"name", "rank", "known", "in.n", "in.same.n"}, [][]string{{"x", "1", "true", "0.1", ""}, {"z",
			"0", "false", "", ""}}},
		{"list.of", []string{"list.name", "list.rank", "name", "rank", "known", "in.n", "in.same.n"}, [][]string{{"x",
			"1", "y", "2", "false", "", ""}}},
	}
	got := tablesOf("r", r)
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i, w := range want {
		if g := got[i]; g.name != w.name || !slices.Equal(g.head, w.head) || !slices.EqualFunc(g.rows, w.rows,
			slices.Equal) {
			t.Errorf("%q, not %q", g, w)
		}
	}
}
