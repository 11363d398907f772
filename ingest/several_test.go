package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest"
)

// worldOf writes rows of several experiments, with all that goes wrong in exports: copies
// with other payloads, ties, units without a name, arms and experiments that nobody
// declared, times that are broken or out of the days.
func worldOf(seed uint64, rows int, layout spec.Layout) string {
	r := rand.New(rand.NewPCG(seed, 9))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var b strings.Builder
	var written [][]string
	b.WriteString("event_id,ts,unit,event,experiment,variant,arm,suggestion_id,session,outcome,value,plan\n")
	for n := range rows {
		unit := fmt.Sprintf("u%d", r.IntN(rows/3))
		if r.IntN(60) == 0 {
			unit = pick("", "null")
		}
		experiment, variant := pick("one", "two", "two", "three", "four"), pick("a", "b", "a", "b", "c", "on", "off")
		if r.IntN(50) == 0 {
			variant = "?"
		}
		id := fmt.Sprint("e", n)
		if r.IntN(30) == 0 {
			id = ""
		}
		day, clock := 1+r.IntN(14), fmt.Sprintf("%02d:%02d:00", r.IntN(24), r.IntN(2)*30)
		ts := fmt.Sprintf("2026-04-%02dT%sZ", day, clock)
		if r.IntN(200) == 0 {
			ts = "soon"
		}
		event := pick("exposure", "exposure", "suggestion_shown", "suggestion_shown", "suggestion_accepted",
			"suggestion_dismissed", "purchase", "purchase", "page")
		if layout == spec.Events && event != "exposure" && r.IntN(20) > 0 {
			experiment, variant = "", ""
		}
		row := []string{id, ts, unit, event, experiment, variant, variant, fmt.Sprint("s", r.IntN(rows/4+1)),
			fmt.Sprint("x", r.IntN(9)),
			pick("accepted", "ignored", "dismissed", "odd"), pick("1", "2.5", "", "broken", "30"),
			pick("free", "pro", "staff", "")}
		if len(written) > 0 && r.IntN(6) == 0 { // a copy, of which something may be another
			row = slices.Clone(written[r.IntN(len(written))])
			if k := r.IntN(24); k < len(row) && k != 2 {
				row[k] = written[r.IntN(len(written))][k]
			}
		}
		written = append(written, row)
		b.WriteString(strings.Join(row, ",") + "\n")
	}
	return b.String()
}

// TestTogetherAsAlone: what is collected for several experiments at once is what is
// collected for each alone, to the last byte of its readout, with any number of workers
// and in little memory.
func TestTogetherAsAlone(t *testing.T) {
	const head = "sources: [{path: export-0.csv}, {path: export-1.csv}]\nmax_bad_rows: 100%\nwhere: [{column: plan, " +
		"not: [staff]}]\nsegments: [plan]\n"
	const suggestion = "  - {name: acceptance_rate, role: primary, minimum_effect: 2%}\n"
	events := head + "columns: {event_id: event_id}\nsuggestions: {attribution: 2h, events: {shown: " +
		"[suggestion_shown], accepted: [suggestion_accepted], dismissed: [suggestion_dismissed]}}\nmetrics:\n" +
		suggestion +
		"  - {name: revenue, kind: mean, event: purchase, field: value, role: guardrail, margin: 5%, window: 3d}\n"
	arms := func(control, other string) string {
		return fmt.Sprintf("arms: [{name: %s, control: true}, {name: %s}]\n", control, other)
	}
	dated, undated := "unit,experiment,arm,ts\n", "unit,experiment,arm\n"
	for u := range 60 {
		for k, x := range []string{"one", "two", "three"} {
			if arm := [][]string{{"a", "b", "?"}, {"on", "off", "on"}, {"a", "off", "off"}}[k][(u*7+k)%11%3]; (u+
				k)%4 > 0 {
				dated += fmt.Sprintf("u%d,%s,%s,2026-04-%02d\n", u, x, arm, 1+u%9)
				undated += fmt.Sprintf("u%d,%s,%s\n", u, x, arm)
			}
		}
	}
	for _, c := range []struct {
		name    string
		layout  spec.Layout
		members []string
		body    string
	}{
		{"events", spec.Events, []string{
			"experiment: one\n" + arms("a", "b"), "experiment: two\nstart: 2026-04-03\nend: 2026-04-12\n" + arms("on",
				"off"),
			"experiment: three\nstart: 2026-04-03\n" + arms("b", "c"), "experiment: none\n" + arms("a", "b")}, events},
		{"events kept", spec.Events, []string{"experiment: one\n" + arms("a", "b"), "experiment: two\nwindow: 2d\n" +
			arms("on", "off")}, "duplicates: keep\n" + events},
		{"assigned", spec.Events, []string{"experiment: one\n" + arms("a", "b"), "experiment: two\nstart: " +
			"2026-04-02\n" + arms("on", "off"), "experiment: three\n" + arms("a", "off")},
			"assignments: {path: assigned.csv}\n" + events},
		{"assigned without times", spec.Events, []string{"experiment: one\n" + arms("a", "b"),
			"experiment: two\nstart: 2026-04-02\n" + arms("on", "off")},
			"assignments: {path: undated.csv}\n" + events},
		{"suggestions", spec.Suggestions, []string{"experiment: one\n" + arms("a", "b"), "experiment: two\nwindow: " +
			"2d\n" + arms("on", "off"), "experiment: four\n" + arms("c", "b")},
			"layout: suggestions\ncolumns: {event_id: event_id}\nsuggestions: {outcomes: {accepted: [accepted], " +
				"ignored: [ignored], dismissed: [dismissed]}}\n" + head + "metrics:\n" + suggestion},
		{"units", spec.Units, []string{"experiment: one\n" + arms("a", "b"), "experiment: three\n" + arms("on", "b"),
			"experiment: two\n" + arms("on", "off")},
			"layout: units\n" + head + "metrics:\n  - {name: value, kind: mean, column: value, role: primary}\n"},
	} {
		seeds, rows := uint64(4), 900
		if testing.Short() { // as with -race, for which one is enough
			seeds, rows = 1, 450
		}
		for seed := range seeds {
			dir := t.TempDir()
			all := worldOf(seed, rows, c.layout)
			lines := strings.SplitAfter(all, "\n")
			for k, part := range []string{all[:len(lines[0])] + strings.Join(lines[1:400], ""), all[:len(lines[0])] +
				strings.Join(lines[400:], "")} {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("export-%d.csv", k)), []byte(part),
					0o644); err != nil {
					t.Fatal(err)
				}
			}
			for name, text := range map[string]string{"assigned.csv": dated, "undated.csv": undated} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var list []*spec.Experiment
			var asked []ingest.Asked
			for _, m := range c.members {
				e := loaded(t, dir, m+c.body)
				list, asked = append(list, e), append(asked, ingest.Asked{Experiment: e, Demand: analysis.Needs(e)})
			}
			if groups := ingest.Alike(asked); len(groups) != 1 {
				t.Fatalf("%s: %v", c.name, groups)
			}
			var mu sync.Mutex
			read := func(e *spec.Experiment, x ingest.Collected) string {
				if x.Err != nil {
					return x.Err.Error()
				}
				tallies, open := []any{x.Tables.Scan}, x.Tables.Open
				x.Tables.Open = func(ctx context.Context, i int) (*study.Partition, error) {
					p, err := open(ctx, i)
					if err == nil {
						mu.Lock()
						defer mu.Unlock()
						tallies = append(tallies, [2]any{i, p.Tally})
					}
					return p, err
				}
				rep, err := readout.Analyze(context.Background(), e, analysis.Needs(e), x.Tables,
					readout.Options{Workers: 2})
				if err != nil {
					return err.Error()
				}
				slices.SortFunc(tallies[1:], func(a, b any) int { return a.([2]any)[0].(int) - b.([2]any)[0].(int) })
				b, err := json.MarshalIndent([]any{rep, tallies}, "", " ")
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
			var want []string
			compared := 0
			for _, e := range list {
				tables, err := ingest.Collect(t.Context(), e, analysis.Needs(e), ingest.Options{Workers: 1})
				want = append(want, read(e, ingest.Collected{Tables: tables, Err: err}))
				if strings.Contains(want[len(want)-1], `"verdict"`) {
					compared++
				}
			}
			if compared < 2 {
				t.Fatalf("%s: hardly anything is read: %s", c.name, want)
			}
			for _, o := range []ingest.Options{{Workers: 1}, {Workers: 3}, {Workers: 2, Memory: 4}} {
				if o.Workers == 3 { // as if there were many ties
					o = o.WithFewTies(1)
				}
				out, done, err := ingest.CollectAlike(t.Context(), list, analysis.Needs(list[0]), o)
				if err != nil {
					t.Fatalf("%s: %v", c.name, err)
				}
				for k := range out {
					if got := read(list[k], out[k]); got != want[k] {
						at := 0
						for at < min(len(got), len(want[k])) && got[at] == want[k][at] {
							at++
						}
						t.Errorf("%s, seed %d, %+v: %s differs: …%s\nalone …%s", c.name, seed, o, list[k].ID,
							got[max(0, at-300):min(len(got), at+200)],
							want[k][max(0, at-300):min(len(want[k]), at+200)])
					}
				}
				done()
			}
		}
	}
}

// TestApart: experiments that rows do not tell apart are not collected together, nor are
// those that ask for something else.
func TestApart(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "export.csv"),
		[]byte("ts,unit,event,variant\n2026-04-01,u1,exposure,a\n2026-04-01,u2,exposure,b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const body = "sources: [{path: export.csv}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: buys, " +
		"kind: mean, event: EVENT, role: primary}]\n"
	asked := func(id, event, more string) ingest.Asked {
		e := loaded(t, dir, "experiment: "+id+"\n"+strings.ReplaceAll(body, "EVENT", event)+more)
		return ingest.Asked{Experiment: e, Demand: analysis.Needs(e)}
	}
	list := []ingest.Asked{asked("x", "buy", ""), asked("y", "buy", ""), asked("x", "buy", ""), asked("z", "sell", ""),
		asked("v", "buy", "timezone: Asia/Tokyo\n"),
		asked("w", "exposure", ""), asked("q", "exposure", ""), asked("u", "buy", "statistics: {alpha: 0.01}\nend: "+
			"2026-05-01\nwindow: 3d\n")}
	if got := fmt.Sprint(ingest.Alike(list)); got != "[[0 1 7] [2] [3] [4] [5] [6]]" {
		t.Errorf("groups %s", got)
	}
	_, _, err := ingest.CollectAlike(t.Context(), []*spec.Experiment{list[0].Experiment, list[1].Experiment},
		list[0].Demand, ingest.Options{})
	if !errors.Is(err, ingest.ErrApart) {
		t.Errorf("not told apart: %v", err)
	}
}
