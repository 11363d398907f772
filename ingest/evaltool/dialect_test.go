package evaltool_test

import (
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestDialect: delimited text that a version writes in its own way is the same runs as plain text of it,
// in a table of one's own and in a tool's; a file that is no delimited text refuses the key.
func TestDialect(t *testing.T) {
	with := func(csv spec.CSV) func(*spec.Evals) {
		return func(e *spec.Evals) {
			for i := range e.Versions {
				e.Versions[i].CSV = csv
			}
		}
	}
	german := spec.CSV{Decimal: ",", Thousands: ".", Encoding: "windows-1252"}
	plain := "question,score,stage\nd\u00e9j\u00e0 vu,1250.5,x\ntwo,0.71,y\nthree,1,y\n"
	tool := "id,input,expected,scores.exact\na,one,1,%s\nb,two,2,1\n"
	for _, c := range []struct {
		name, as, text string
		csv            spec.CSV
	}{
		{"decimal comma, groups, windows-1252", plain,
			"question;score;stage\nd\xe9j\xe0 vu;1.250,5;x\ntwo;0,71;y\nthree;1;y\n", german},
		{"decimal comma in quotes", plain,
			"question,score,stage\nd\u00e9j\u00e0 vu,\"1250,5\",x\ntwo,\"0,71\",y\nthree,1,y\n",
			spec.CSV{Decimal: ","}},
		{"lines before a header of its own", plain,
			"report|of|May\nd\u00e9j\u00e0 vu|1250.5|x\ntwo|0.71|y\nthree|1|y\n",
			spec.CSV{Skip: 1, Delimiter: "|", Header: []string{"question", "score", "stage"}}},
		{"a tool's table", strings.Replace(tool, "%s", "0.25", 1),
			strings.ReplaceAll(strings.Replace(tool, "%s", "0.25", 1), ",", ";"), spec.CSV{Delimiter: ";"}},
		{"a tool's table with a decimal comma", strings.Replace(tool, "%s", "0.25", 1),
			strings.Replace(strings.ReplaceAll(tool, ",", ";"), "%s", "0,25", 1), spec.CSV{Decimal: ","}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := said(t, c.as, ".csv", nil)
			if got := said(t, c.text, ".csv", with(c.csv)); strings.HasPrefix(want, "error") || got != want {
				t.Errorf("read as\n%s\nwant\n%s", got, want)
			}
		})
	}
	got := said(t, `{"promptIdx": 0, "vars": {"id": "q1"}, "score": 1, "namedScores": {}}`+"\n", ".jsonl",
		with(spec.CSV{Decimal: ","}))
	if want := "v1.jsonl is not; leave it out"; !strings.Contains(got, want) {
		t.Errorf("JSON with csv: %s\nwant %s", got, want)
	}
}

// TestDialectBeside: numbers of the tables beside the results are read as their tables write them.
func TestDialectBeside(t *testing.T) {
	rows := "item,exact,category\na,1,x\nb,0,y\n"
	e := ownFiles(t, map[string]string{"v1.csv": rows, "v2.csv": rows, "items.csv": "item;weight\na;0,5\nb;2\n",
		"users.csv": "category;share\nx;12,5%\ny;87,5%\n"})
	e.Items.CSV, e.Population.CSV = spec.CSV{Decimal: ","}, spec.CSV{Decimal: ","}
	set := read(t, e)
	if w, s := set.Items[0].Weight, set.Users[0].Share; w != 0.5 || s != 0.125 {
		t.Errorf("weight %v, share %v; want .5 and .125", w, s)
	}
}
