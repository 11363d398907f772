package nightly_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis/report"
)

// All nights of all experiments are run by hand, some minutes on two cores, and write their
// table:
//
//	go test ./cmd/uptake/internal/nightly -run TestNightsOfNothing -nightly.aa -timeout 1h
var allAA = flag.Bool("nightly.aa", false, "TestNightsOfNothing runs 60 nights of 100 experiments")

// TestNightsOfNothing: of experiments in which nothing has an effect, read every night up to
// and beyond their end, digests tell no more a verdict to act on than alpha lets them (13 of
// 100 is the 99.9 % bound of 5 %, 4 of 12), and of none twice.
func TestNightsOfNothing(t *testing.T) {
	table := abs(t, "../../../../testdata/nightly-aa.txt")
	many, nights, step, most := 12, 6, 10, 4
	if *allAA {
		many, nights, step, most = 100, 60, 1, 13
	}
	const end = 56 // days; the last nights lie beyond
	folder(t)
	start := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	write(t, "in/aa.yaml", "experiment: aa\nlayout: units\neach: {column: test}\nstart: 2026-04-01\nend: "+
		start.AddDate(0, 0, end-1).Format(time.DateOnly)+"\nsources: [{path: data/*.csv}]\n"+
		"columns: {unit: user, ts: at}\narms: [{name: control, control: true}, {name: b}]\n"+
		"metrics: [{name: tasks, kind: mean, role: primary, minimum_effect: 10%}, {name: kept, kind: proportion, "+
		"role: guardrail, margin: 5%}]\ndecision: {planned: 2026-03-20, min_weeks: 1}\n")
	rng := rand.New(rand.NewPCG(60, 100))
	day := 0
	told := map[string][]string{}
	last := 0
	for k := range nights {
		for ; day < (k+1)*step; day++ {
			var b strings.Builder
			b.WriteString("test,user,at,arm,tasks,kept\n")
			for x := range many {
				for i := range 12 {
					fmt.Fprintf(&b, "x%02d,u%d-%d-%d,%s,%s,%d,%d\n", x, x, day, i,
						start.AddDate(0, 0, day).Format(time.RFC3339), []string{"control", "b"}[rng.IntN(2)],
						rng.IntN(9), rng.IntN(2))
				}
			}
			write(t, fmt.Sprintf("in/data/d%02d.csv", day), b.String())
		}
		if code, _, errs := night("in", "-o", "out", "--format", "json", "--quiet"); code != 0 {
			t.Fatal(errs)
		}
		var d report.Digest
		if b, err := os.ReadFile("out/digest.json"); err != nil || json.Unmarshal(b, &d) != nil || d.Number == last {
			continue
		}
		last = d.Number
		for _, n := range d.News {
			acts := slices.Contains([]report.Verdict{report.Ship, report.DoNotShip, report.Hold, report.LooksPromising},
				n.Verdict)
			if acts && slices.ContainsFunc(n.Changes,
				func(c report.NewsChange) bool { return c.Kind == report.ChangeVerdict }) {
				told[n.ID] = append(told[n.ID], fmt.Sprintf("day %d: %s", day, n.Verdict))
			}
		}
	}
	text := fmt.Sprintf("%d nights of %d experiments in which nothing has an effect, planned for %d days "+
		"(TestNightsOfNothing): digests told of\n%d a verdict to act on; at most %d may be.\n", nights, many, end,
		len(told), most)
	var ids []string
	for id, list := range told {
		ids = append(ids, id+"  "+strings.Join(list, ", "))
		if len(list) > 1 {
			t.Errorf("%s is told %d times: %v", id, len(list), list)
		}
	}
	slices.Sort(ids)
	for _, s := range ids {
		text += s + "\n"
	}
	t.Log("\n" + text)
	if len(told) > most {
		t.Errorf("%d of %d are told, at most %d may be", len(told), many, most)
	}
	if x := index(t, "out"); len(x.Experiments) != many || last == 0 {
		t.Errorf("%d experiments, %d digests", len(x.Experiments), last)
	}
	if *allAA && !t.Failed() {
		must(t, os.WriteFile(table, []byte(text), 0o644))
	}
}
