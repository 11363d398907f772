package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"uptake/analysis/report"
)

// TestRetentionByHand compares retention and a conversion within a window with a count
// over the rows themselves, on random exports: dated by instants or by days, with and
// without ids, in one source, in two side by side that end apart, or in two one after
// the other.
func TestRetentionByHand(t *testing.T) {
	const day = 24 * time.Hour
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	type row struct {
		at   time.Time
		unit string
	}
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 7))
		byDay, ids, split, n := r.IntN(2) == 0, r.IntN(2) == 0, []string{"one", "apart", "after"}[seed%3], 1+r.IntN(6)
		instant := func(within time.Duration) time.Time {
			return start.Add(time.Duration(r.Int64N(int64(within/time.Second))) * time.Second)
		}
		stamp := func(at time.Time) string {
			if byDay {
				return at.Format(time.DateOnly)
			}
			return at.Format(time.RFC3339)
		}
		exposed, arm := map[string]time.Time{}, map[string]string{}
		var exposures, events []row
		for u := range 60 {
			unit := fmt.Sprintf("u%02d", u)
			exposed[unit], arm[unit] = instant(14*day), []string{"a", "b"}[u%2]
			exposures = append(exposures, row{exposed[unit], unit})
			for range r.IntN(9) {
				events = append(events, row{instant(24 * day), unit})
			}
		}
		// What is in which file, and until when its rows go.
		exports := map[string][]row{"events.csv": events}
		sources := "[{path: exposures.csv}, {path: events.csv}]"
		switch split {
		case "apart":
			cut := start.Add(time.Duration(12+r.IntN(10)) * day)
			exports = map[string][]row{"web.csv": nil, "app.csv": nil}
			for _, e := range events {
				if e.unit[2]%2 == 0 {
					exports["web.csv"] = append(exports["web.csv"], e)
				} else if e.at.Before(cut) {
					exports["app.csv"] = append(exports["app.csv"], e)
				}
			}
			sources = "[{path: exposures.csv}, {path: web.csv}, {path: app.csv}]"
		case "after":
			exports = map[string][]row{"march.csv": nil, "later.csv": nil}
			for _, e := range events {
				name := "march.csv"
				if !e.at.Before(start.Add(10 * day)) {
					name = "later.csv"
				}
				exports[name] = append(exports[name], e)
			}
			sources = "[{path: exposures.csv}, {path: march.csv}, {path: later.csv}]"
		}
		midnight := func(at time.Time) time.Time { return at.Truncate(day) }
		var reach time.Time // the first moment that is not known
		counted := map[string][]time.Time{}
		for name, rows := range exports {
			end := start
			for _, e := range rows {
				if at := e.at; byDay {
					end = latest(end, midnight(at).Add(day))
				} else {
					end = latest(end, at.Add(time.Microsecond))
				}
				counted[e.unit] = append(counted[e.unit], e.at)
			}
			if split == "after" && name == "march.csv" {
				continue // later.csv goes on from it
			}
			if reach.IsZero() || end.Before(reach) {
				reach = end
			}
		}
		dir := t.TempDir()
		write := func(name, event string, rows []row) {
			var b strings.Builder
			b.WriteString("ts,unit,event,arm")
			if ids {
				b.WriteString(",event_id")
			}
			for i, e := range rows {
				fmt.Fprintf(&b, "\n%s,%s,%s,%s", stamp(e.at), e.unit, event, arm[e.unit])
				if ids {
					fmt.Fprintf(&b, ",%s%s%d", name, event, i)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write("exposures.csv", "exposure", exposures)
		for name, rows := range exports {
			write(name, "visit", rows)
		}
		file := fmt.Sprintf(`experiment: x
sources: %s
arms: [{name: a, control: true}, {name: b}]
exposure: {variant: arm}
metrics: [{name: back, kind: retention, event: visit, day: %d}, {name: within, kind: proportion, event: visit, window: %dd}]
`, sources, n, n+1)
		path := filepath.Join(dir, "e.yaml")
		if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, said bytes.Buffer
		if c := Main([]string{"readout", path, "--json", "-", "--quiet"}, &out, &said); c != 0 && c != codeHealth {
			t.Fatalf("seed %d: exit %d, %s", seed, c, said.String())
		}
		var rep report.Report
		if err := json.Unmarshal(out.Bytes(), &rep); err != nil {
			t.Fatal(err)
		}
		tables := tablesAgain(t, dir, path)
		type tally struct{ units, yes, immature int64 }
		var want [2]map[string]*tally // retention, then the conversion
		for i := range want {
			want[i] = map[string]*tally{"a": {}, "b": {}}
			for unit, at := range exposed {
				if byDay {
					at = midnight(at)
				}
				w := want[i][arm[unit]]
				from, to := at.Add(time.Duration(n)*day), at.Add(time.Duration(n+1)*day)
				if i == 1 {
					from = at
				}
				if to.After(reach) {
					w.immature++
					continue
				}
				w.units++
				for _, e := range counted[unit] {
					if byDay {
						e = midnight(e)
					}
					if !e.Before(from) && e.Before(to) {
						w.yes++
						break
					}
				}
			}
		}
		for i := range want {
			for _, a := range rep.Metrics[i].Arms {
				if a.Immature == nil {
					t.Fatalf("seed %d: %s has no count of immature units", seed, rep.Metrics[i].Name)
				}
				if got, w := (tally{a.Units, int64(a.Numerator), *a.Immature}), *want[i][a.Arm]; got != w {
					t.Errorf("seed %d (%s, by day %v, ids %v, day %d): %s of %s is %+v, want %+v", seed, split, byDay,
						ids, n, rep.Metrics[i].Name, a.Arm, got, w)
				}
			}
			for k, a := range tables.Metrics[i].Arms {
				if b := rep.Metrics[i].Arms[k]; a.Units != b.Units || a.Numerator != b.Numerator {
					t.Errorf("seed %d: %s of %s is %v of %d by the study tables, %v of %d by the readout", seed,
						rep.Metrics[i].Name, a.Arm, a.Numerator, a.Units, b.Numerator, b.Units)
				}
			}
		}
	}
}

// tablesAgain is a readout over the units table of an experiment.
func tablesAgain(t *testing.T, dir, path string) (rep report.Report) {
	t.Helper()
	must := func(args ...string) []byte {
		var out, said bytes.Buffer
		if c := Main(args, &out, &said); c != 0 && c != codeHealth {
			t.Fatalf("%v: exit %d, %s", args, c, said.String())
		}
		return out.Bytes()
	}
	must("study", path, "-o", dir, "--quiet")
	again := filepath.Join(dir, "again.yaml")
	if err := os.WriteFile(again, []byte(`experiment: x
layout: units
sources: [{path: units.parquet, where: [{column: crossover, is: ["false"]}]}]
columns: {ts: exposed_at}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: back, kind: proportion}, {name: within, kind: proportion}]
`), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(must("readout", again, "--json", "-", "--quiet"), &rep); err != nil {
		t.Fatal(err)
	}
	return rep
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
