package ingest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/study"
	"uptake/ingest"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// TestShownAtOneInstant: suggestions that are shown at one instant are in the order of
// their event ids, and where these are equal or missing in that of the columns behind them;
// of copies the least stays. The file is read again only where the first eight bytes of
// their ids do not tell that order.
func TestShownAtOneInstant(t *testing.T) {
	type row struct{ id, suggestion, note string }
	const file = `experiment: x
sources: [{path: e.ndjson}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: acceptance_rate, role: primary}]
`
	shown := func(rows []row, opened *int) []string {
		var b strings.Builder
		line := func(fields ...string) {
			m := map[string]string{"ts": "2026-04-01T10:00:00Z", "unit": "u"}
			for i := 0; i < len(fields); i += 2 {
				m[fields[i]] = fields[i+1]
			}
			text, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(text, '\n'))
		}
		line("event", "exposure", "variant", "a", "note", "")
		line("event", "exposure", "variant", "b", "unit", "v")
		for _, r := range rows {
			line("event", "suggestion_shown", "event_id", r.id, "suggestion_id", r.suggestion, "note", r.note)
		}
		e := experimentOf(t, file, map[string]string{"e.ndjson": b.String()})
		d := analysis.Needs(e)
		d.SuggestionIDs = true
		open := func(_ source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
			*opened++
			return format.Open(in, ask, o)
		}
		tables, err := ingest.Collect(context.Background(), e, d, ingest.Options{Open: open})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for i := range tables.Parts {
			p, err := tables.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			ids := tables.Shape.Suggestions(p.Suggestions).ID
			for k := range int(p.Suggestions.NumRows()) {
				out = append(out, ids.Value(k))
			}
			p.Release()
			tables.Drop(i)
		}
		return out
	}
	for _, c := range []struct {
		name   string
		rows   []row
		opened int
	}{
		{"ids that begin in different ways",
			[]row{{"b", "1", ""}, {"abcdefgh2", "2", ""}, {"c\x00", "3", ""}, {"ab", "4", ""}, {"bcdefghi", "5",
				""}}, 1},
		{"ids that begin alike", []row{{"abcdefgh2", "1", ""}, {"abcdefgh10", "2", ""}, {"b", "3", ""}}, 2},
		{"no ids", []row{{"", "2", ""}, {"", "1", ""}}, 2},
		{"an id and its copy", []row{{"b", "1", ""}, {"a", "2", "z"}, {"a", "2", "y"}}, 2},
	} {
		opened := 0
		if shown(c.rows, &opened); opened != c.opened {
			t.Errorf("%s: the file was opened %d times, want %d", c.name, opened, c.opened)
		}
	}
	rng := rand.New(rand.NewPCG(3, 1))
	for range 60 {
		rows := make([]row, 2+rng.IntN(30))
		for i := range rows {
			id := []byte(strings.Repeat("a", rng.IntN(10)))
			for range rng.IntN(3) {
				id = append(id, "ab\x00é~"[rng.IntN(6)])
			}
			rows[i] = row{strings.ToValidUTF8(string(id), "?"), fmt.Sprint(rng.IntN(9)), string("xy"[rng.IntN(2)])}
		}
		// What stays of copies, in the order of the tuples; of a suggestion that is shown
		// again the first is told.
		want, seen := []string{}, map[string]bool{}
		sorted := slices.SortedFunc(slices.Values(rows), func(a, b row) int {
			return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.suggestion, b.suggestion), cmp.Compare(a.note, b.note))
		})
		for _, r := range sorted {
			copied, again := r.id != "" && seen["id "+r.id], seen[r.suggestion]
			if seen["id "+r.id] = true; !copied && !again {
				want, seen[r.suggestion] = append(want, r.suggestion), true
			}
		}
		opened := 0
		if got := shown(rows, &opened); !slices.Equal(got, want) {
			t.Fatalf("%q of %q, want %q", got, rows, want)
		}
	}
}

// TestHiddenAtOneInstant: of two hidings at one instant that do not say what went, the one whose event's id is the
// least is the suggestion's, however ids are hashed and whichever row stands first: was it on screen for long enough,
// it was seen.
func TestHiddenAtOneInstant(t *testing.T) {
	const file = `experiment: x
sources: [{path: e.ndjson}]
suggestions: {min_visible: 1s}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: acceptance_rate, role: primary}]
`
	const shown = `{"ts":"2026-04-01T10:00:00Z","unit":"v","event":"exposure","variant":"b"}
{"ts":"2026-04-01T10:00:00Z","unit":"u","event":"exposure","variant":"a"}
{"ts":"2026-04-01T10:00:01Z","unit":"u","event":"suggestion_shown"}
{"ts":"2026-04-01T11:00:00Z","unit":"v","event":"session_end"}
`
	outcome := func(lines ...string) (out study.State) {
		e := experimentOf(t, file, map[string]string{"e.ndjson": shown + strings.Join(lines, "")})
		tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range tables.Parts {
			p, err := tables.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			if p.Suggestions.NumRows() > 0 {
				g := tables.Shape.Suggestions(p.Suggestions)
				out = g.State(0, tables.To)
			}
			p.Release()
			tables.Drop(i)
		}
		return out
	}
	hidden := func(id string, ms int) string {
		return fmt.Sprintf(`{"ts":"2026-04-01T10:00:09Z","unit":"u","event":"suggestion_hidden","event_id":%q,`+
			`"visible_ms":%d}`+"\n", id, ms)
	}
	for i := range 8 {
		for _, before := range []string{"", "the same eight bytes "} {
			first, second := before+fmt.Sprint("a", i), before+fmt.Sprint("b", 7*i)
			for _, c := range []struct {
				first, second int
				want          study.State
			}{{100, 5000, study.StateNotSeen}, {5000, 100, study.StateIgnored}} {
				a, b := hidden(first, c.first), hidden(second, c.second)
				for _, got := range []study.State{outcome(a, b), outcome(b, a)} {
					if got != c.want {
						t.Errorf("%q after %d ms, %q after %d ms: %v, want %v", first, c.first, second, c.second, got,
							c.want)
					}
				}
			}
		}
	}
}
