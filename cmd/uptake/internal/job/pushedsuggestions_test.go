package job_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"uptake/cmd/uptake/internal/job"
)

// suggest adds rows about suggestions to messy ones: answers before, at and after the ends of
// windows, several to one suggestion, to none and without an id; suggestions shown twice, at one
// instant, before the exposure and to switchers; edits and looks at and beside their limits.
func suggest(seed uint64, rows []messyRow) []messyRow {
	r := rand.New(rand.NewPCG(seed, 23))
	first := map[string]time.Time{}
	var units []string
	for _, x := range rows {
		if x.unit == nil || x.ts == nil || x.event == nil || *x.event != "exposure" {
			continue
		}
		if _, known := first[*x.unit]; !known {
			units = append(units, *x.unit)
		}
		first[*x.unit] = *x.ts
	}
	units = append(units, "stranger")
	first["stranger"] = time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC)
	n := 0
	one := func(values ...float64) *float64 {
		if r.IntN(5) == 0 {
			return nil
		}
		v := values[r.IntN(len(values))]
		return &v
	}
	text := func(s string) *string { return &s }
	offsets := []time.Duration{-time.Second, 0, time.Microsecond, 30 * time.Second, 5*time.Minute - time.Microsecond,
		5 * time.Minute, 5*time.Minute + time.Microsecond, 9 * time.Minute, 14 * time.Minute,
		15*time.Minute + time.Microsecond, time.Hour}
	answers := []string{"accepted", "accepted", "accepted", "partially_accepted", "edited", "edited", "reverted",
		"typed_through",
		"dismissed", "superseded", "hidden", "requested"}
	for _, unit := range units {
		sessions := 1 + r.IntN(3)
		at := first[unit].Add(-4 * 24 * time.Hour)
		for range r.IntN(9) {
			n++
			sid := text(fmt.Sprintf("g%d", n))
			if r.IntN(12) == 0 {
				sid = nil
			}
			if r.IntN(3) > 0 {
				at = at.Add(time.Duration(r.Int64N(int64(5 * 24 * time.Hour)))).Truncate(time.Microsecond)
			}
			add := func(t time.Time, role string, sid *string) *messyRow {
				rows = append(rows, messyRow{id: text(fmt.Sprintf("s%d", len(rows))), unit: text(unit),
					event: text("suggestion_" + role), ts: &t, sugg: sid,
					plan: text([]string{"free", "pro", "free", "pro", "NA"}[r.IntN(5)]), ratio: one(0, 0.1, 0.05, 0.5,
						0.50000001, 0.5000001, 0.7, math.NaN(),
						math.Inf(1), 1e39), visible: one(299.99998, 299.999999, 300, 100, 100, 1000, math.NaN())})
				x := &rows[len(rows)-1]
				if r.IntN(5) > 0 {
					x.sess = text([]string{"", "x", "y", "z"}[r.IntN(1+sessions)])
				}
				return x
			}
			if r.IntN(9) > 0 {
				add(at, "shown", sid)
			}
			if r.IntN(6) == 0 {
				add(at.Add(offsets[r.IntN(len(offsets))]), "shown", sid)
			}
			last := at
			for range r.IntN(5) {
				last = last.Add(offsets[r.IntN(len(offsets))] * time.Duration(r.IntN(2)))
				t := last
				if r.IntN(2) == 0 {
					t = at.Add(offsets[r.IntN(len(offsets))])
				}
				to := sid
				if r.IntN(10) == 0 {
					to = nil
				}
				add(t, answers[r.IntN(len(answers))], to)
				if r.IntN(12) == 0 {
					x := rows[len(rows)-1] // delivered again, once in a while as something else
					if r.IntN(2) == 0 {
						x.ratio = one(0.01, 0.9)
					}
					rows = append(rows, x)
				}
			}
		}
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

const suggestedExperiment = `experiment: messy
start: 2026-04-01
end: 2026-04-14
timezone: %s
%s
sources: [{%s}]
columns: {ts: at, unit: user_id, event_id: event_id%s}
where: [{column: plan, not: [NA]}]
arms:
  - {name: control, control: true}
  - {name: treatment}
window: 7d
max_bad_rows: 20%%
suggestions: {attribution: 5m, edit_window: 10m, edit_above: 0.1, revert_above: 0.5%s}
metrics:
  - {name: accepted_per_unit, role: primary}
  - {name: ignore_rate, role: secondary}
  - {name: ever_accepted, role: secondary}
  - {name: revenue, kind: mean, event: purchase, field: value, role: secondary}
  - {name: tasks, kind: mean, event: task, role: secondary}
  - {name: looks, kind: mean, event: suggestion_shown, role: guardrail, better: up, margin: 20%%}
segments: [plan]
statistics: {cuped: 2d, post_stratify: plan, max_immature: 60%%}
%s
decision: {planned: 2026-03-30, min_weeks: 2}
`

// suggestedText is an experiment over such rows.
func suggestedText(seed uint64, engine, source string) string {
	pick := func(n uint64, of ...string) string { return of[seed/n%uint64(len(of))] }
	return fmt.Sprintf(suggestedExperiment, pick(1, "UTC", "America/New_York"), engine, source,
		pick(1, ", suggestion_id: sugg, session: sess", ", suggestion_id: sugg, session: sess", ""),
		pick(2, ", min_visible: 300ms", ""), pick(3, "", "complete_windows: true"))
}

// TestSuggestionsPushedEqualEmbedded: so is that of rows about suggestions, with and without
// ids of these and sessions, and with and without a time that they need to be seen.
func TestSuggestionsPushedEqualEmbedded(t *testing.T) {
	for engine, load := range engines(t) {
		of := added{kind: "suggestions"}
		for seed := range *pushedSeeds {
			t.Run(fmt.Sprintf("%s/%d", engine, seed), func(t *testing.T) {
				dir, rows, name := t.TempDir(), suggest(seed, messy(seed, 60)), fmt.Sprintf("suggested_%d", seed)
				writeMessy(t, rows, filepath.Join(dir, name))
				address := load(t, name, rows, t.TempDir())
				want := readMessy(t, dir, suggestedText(seed, "", "path: "+name+", format: csv"))
				pushed := suggestedText(seed, "engine: "+address, "table: "+name)
				got, asked := askIn(t, dir, pushed, job.Run{Workers: 1})
				if !bytes.Equal(want, got) {
					t.Errorf("the report is another:\n%s", firstDifference(want, got))
				}
				of.put(t, engine, address, len(rows), asked, bytes.Equal(want, got))
			})
		}
	}
}
