package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestGraded: an export graded by a label file and the same grades as a column
// give the same numbers, and both are those counted by hand.
func TestGraded(t *testing.T) {
	sh := newShell(t)
	r := rand.New(rand.NewPCG(1, 8))
	grades := []string{"works", "mediocre", "hallucinated"}
	cost := map[string]float64{"works": 0, "mediocre": 1, "hallucinated": 6.5}
	events, column, labels := "ts,unit,event,variant,suggestion_id\n", "ts,unit,event,variant,suggestion_id,grade\n",
		"id,verdict\n"
	var count [2]map[string]int
	count[0], count[1] = map[string]int{}, map[string]int{}
	var shown [2]int
	var perUnit [2][][2]float64 // cost, graded
	for u := range 400 {
		arm := u % 2
		line := fmt.Sprintf("2026-04-%02dT08:00:00Z,u%d,exposure,%s,", 1+u%14, u, []string{"a", "b"}[arm])
		events, column = events+line+"\n", column+line+",\n"
		var own [2]float64
		for k := range 1 + r.IntN(9) {
			shown[arm]++
			id, g := fmt.Sprintf("s%d-%d", u, k), ""
			if r.IntN(3) > 0 {
				g = grades[min(r.IntN(8)*r.IntN(2)/3, 2)]
				count[arm][g]++
				own[0] += cost[g]
				own[1]++
				labels += id + "," + g + "\n"
			}
			line := fmt.Sprintf("2026-04-%02dT%02d:00:00Z,u%d,suggestion_shown,,%s", 1+u%14, 9+k, u, id)
			events, column = events+line+"\n", column+line+","+g+"\n"
		}
		perUnit[arm] = append(perUnit[arm], own)
	}
	labels += "nobody,works\n" // a label of something never shown
	sh.write("events.csv", events)
	sh.write("column.csv", column)
	sh.write("graded.csv", labels)
	file := func(source string, more ...string) string {
		return "experiment: graded\nstart: 2026-04-01\nend: 2026-04-14\nsources: [{path: " + source + "}]\narms: " +
			"[{name: a, control: true}, {name: b}]\n" +
			"metrics:\n  - {name: quality, kind: graded, role: guardrail, margin: 5%, grades: [{name: works, cost: " +
			"0}, {name: mediocre, cost: 1}, {name: hallucinated, cost: 6.5}, {name: toxic, cost: 50}]}\n" +
			strings.Join(more, "\n")
	}
	read := func(text string) report.Metric {
		sh.write("experiment.yaml", text)
		var out struct{ Metrics []report.Metric }
		if err := json.Unmarshal([]byte(sh.json("2", []string{"readout", "experiment.yaml", "--json", "-"})),
			&out); err != nil {
			t.Fatal(err)
		}
		return out.Metrics[0]
	}
	m := read(file("events.csv", "labels: {path: graded.csv, columns: {suggestion_id: id, grade: verdict}}"))
	for a := range 2 {
		var c, n float64
		for _, u := range perUnit[a] {
			c, n = c+u[0], n+u[1]
		}
		var q float64
		k := float64(len(perUnit[a]))
		for _, u := range perUnit[a] {
			e := (u[0] - c/n*u[1]) / (n / k)
			q += e * e
		}
		if got := m.Arms[a]; float64(got.Value) != c/n || math.Abs(float64(got.SE)/math.Sqrt(q/(k-1)/k)-1) > 1e-9 {
			t.Errorf("arm %d costs %v ± %v, by hand %v ± %v", a, got.Value, got.SE, c/n, math.Sqrt(q/(k-1)/k))
		}
		for _, g := range m.Graded.Grades {
			s := g.Arms[a]
			if int(s.Count) != count[a][g.Name] || float64(s.Of) != n || !(s.JointLo <= s.Lo && s.Lo <= s.Share &&
				s.Share <= s.Hi && s.Hi <= s.JointHi) {
				t.Errorf("arm %d, %s: %+v, by hand %d of %v", a, g.Name, s, count[a][g.Name], n)
			}
			if g.Name == "toxic" && math.Abs(float64(s.UpperIf0)-(1-math.Pow(0.05, 1/n))) > 1e-12 {
				t.Errorf("none of %v seen is bounded by %v", n, s.UpperIf0)
			}
		}
		if l := m.Graded.Labelled[a]; int(l.Shown) != shown[a] || float64(l.Graded) != n {
			t.Errorf("arm %d: %+v, by hand %v of %d", a, l, n, shown[a])
		}
	}
	// At its break-even cost a grade makes both arms cost the same.
	for i, g := range m.Graded.Grades {
		if b := g.Comparisons[0].BreakEven; b.Defined() {
			var total [2]float64
			for h, o := range m.Graded.Grades {
				c := float64(o.Cost)
				if h == i {
					c = float64(b)
				}
				for a := range 2 {
					total[a] += c * float64(o.Arms[a].Share)
				}
			}
			if math.Abs(total[0]-total[1]) > 1e-12 {
				t.Errorf("at %v for each %s the arms cost %v and %v", b, g.Name, total[0], total[1])
			}
		}
	}
	other := read(file("column.csv"))
	x, _ := json.Marshal(m)
	y, _ := json.Marshal(other)
	if string(x) != string(y) {
		t.Errorf("labels give %s\nthe column %s", x, y)
	}
}
