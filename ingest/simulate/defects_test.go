package simulate

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"
)

// export is a CSV export as rows by column.
func export(t *testing.T, o Options) (head []string, rows [][]string) {
	t.Helper()
	files, _ := made(t, o, Output{Format: "csv"})
	all, err := csv.NewReader(bytes.NewReader(files["events.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

// TestDefects: a defect loses, adds or changes rows, and leaves every other row as it is.
func TestDefects(t *testing.T) {
	o := Options{Users: 120, Days: 6, PreDays: 3, Seed: 9}
	head, clean := export(t, o)
	id := slices.Index(head, "event_id")
	was := map[string]string{}
	for _, r := range clean {
		was[r[id]] = strings.Join(r, ",")
	}
	for _, f := range Flaws {
		o := o
		o.Defects = []Defect{{f.Name, 0.5}}
		_, rows := export(t, o)
		same, other, added := 0, 0, 0
		seen := map[string]bool{}
		for _, r := range rows {
			line := strings.Join(r[:len(head)], ",")
			before, there := was[r[id]]
			switch {
			case !there:
				added++
			case before == line || f.Name == "mixed_zones" && strings.HasSuffix(r[1], "Z"):
				same++
			default:
				other++
			}
			seen[r[id]] = true
		}
		lost := 0
		for k := range was {
			if !seen[k] {
				lost++
			}
		}
		if other+added+lost == 0 && f.Name != "delivered_twice" && len(rows) == len(clean) || same == 0 {
			t.Errorf("%s: %d rows are as they were, %d others, %d added, %d lost", f.Name, same, other, added, lost)
		}
	}
}

// TestDefectsAreRefused: what is no defect, or no share.
func TestDefectsAreRefused(t *testing.T) {
	for want, list := range map[string][]Defect{
		`no defect "moon"; known: personal_data`: {{"moon", 0.1}},
		"srm is given twice":                     {{"srm", 0.1}, {"srm", 0.2}},
		"srm at a rate of 0":                     {{"srm", 0}},
		"srm at a rate of 1.5":                   {{"srm", 1.5}},
		"srm at a rate of NaN":                   {{"srm", math.NaN()}},
	} {
		o := Options{Defects: list}
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", list, err, want)
		}
	}
}
