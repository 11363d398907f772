package ingest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/study"
	"uptake/ingest"
)

// TestWhichAtOneInstant: where the order of rows of one instant shows in what becomes of
// suggestions, it is that of their columns, whatever their ids hash to: an answer that does not
// say what it is about goes to the suggestion shown last, and one that is shown twice at once has
// the session of the first.
func TestWhichAtOneInstant(t *testing.T) {
	const file = `experiment: x
sources: [{path: e.ndjson}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: acceptance_rate, role: primary}]
attributes: [surface]
`
	type row map[string]string
	surfaces := func(rows ...row) (out []string) {
		var b strings.Builder
		for _, r := range append(rows, row{"event": "exposure", "variant": "a", "ts": "2026-04-01T09:00:00Z"},
			row{"event": "exposure", "variant": "b", "unit": "v"}) {
			for k, v := range map[string]string{"unit": "u", "ts": "2026-04-01T10:00:00Z"} {
				if r[k] == "" {
					r[k] = v
				}
			}
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(text, '\n'))
		}
		e := experimentOf(t, file, map[string]string{"e.ndjson": b.String()})
		tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range tables.Parts {
			p, err := tables.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			g := tables.Shape.Suggestions(p.Suggestions)
			for k, d := range g.Decision {
				if words := &g.Attr[0].Texts; study.Decision(d) != study.Undecided {
					out = append(out, words.Word(int(words.Codes[k])))
				}
			}
			p.Release()
			tables.Drop(i)
		}
		return out
	}
	r := rand.New(rand.NewPCG(11, 1))
	for range 12 {
		id := func(k int) string { return fmt.Sprintf("%d-%d", k, r.IntN(1e6)) }
		first := row{"event": "suggestion_shown", "event_id": id(1), "suggestion_id": id(7), "surface": "first"}
		last := row{"event": "suggestion_shown", "event_id": id(2), "suggestion_id": id(7), "surface": "last"}
		answer := row{"event": "suggestion_accepted", "event_id": id(3), "ts": "2026-04-01T10:00:05Z"}
		if got := surfaces(last, answer, first); fmt.Sprint(got) != "[last]" {
			t.Errorf("accepted is what %v show, want what was shown last", got)
		}
		last["suggestion_id"], answer["suggestion_id"] = first["suggestion_id"], first["suggestion_id"]
		if got := surfaces(last, answer, first); fmt.Sprint(got) != "[first]" {
			t.Errorf("shown twice at once, and told is %v, want the first", got)
		}
	}
}
