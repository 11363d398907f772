package resolve

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// history is one unit's made-up rows.
type history struct {
	unit string
	row  store.Row
}

// histories makes rows of some units over some hours: every role, repeated
// ids, two arms now and then.
func histories(rng *rand.Rand, units, hours int) []history {
	var out []history
	id := uint64(0)
	add := func(u string, r store.Row) {
		id++
		r.EventID = event.HashText(fmt.Sprint(id))
		r.Hash = sums.Hash{Hi: rng.Uint64(), Lo: rng.Uint64()}
		r.Place = store.NewPlace(0, int64(id))
		if r.Extra == 0 {
			r.Extra = float32(math.NaN())
		}
		out = append(out, history{u, r})
		if rng.IntN(20) == 0 { // delivered twice
			r.Place = store.NewPlace(1, int64(id))
			out = append(out, history{u, r})
		}
	}
	for n := range units {
		u := fmt.Sprintf("u%03d", n)
		arm := int16(rng.IntN(2))
		if rng.IntN(10) > 0 {
			first := rng.Float64() * float64(hours) * 1800
			add(u, store.Row{Role: store.Exposure, TS: at(first), Arm: arm})
			if rng.IntN(12) == 0 {
				add(u, store.Row{Role: store.Exposure, TS: at(first + 100), Arm: 1 - arm})
			}
		}
		for k := range 3 + rng.IntN(12) {
			t := math.Floor(rng.Float64() * float64(hours) * 3600)
			s := event.HashText(fmt.Sprint(u, k))
			add(u, store.Row{Role: store.Requested, TS: at(t - 1), Suggestion: s, Extra: float32(rng.IntN(900))})
			add(u, store.Row{Role: store.Shown, TS: at(t), Suggestion: s, Extra: float32(rng.IntN(2000) + 1)})
			for range rng.IntN(3) {
				add(u, store.Row{Role: store.Role(int(store.Accepted) + rng.IntN(9)),
					TS: at(t + math.Floor(rng.Float64()*90)), Suggestion: s, Extra: rng.Float32() + 0.01})
			}
			add(u, store.Row{Role: store.Other, TS: at(t + 5),
				Values: []store.Contribution{{Variable: 0, Value: moment.Int(int64(rng.IntN(5))),
					Lack: store.Lack(rng.IntN(3))}, {Variable: 1, Value: moment.Int(1)}}})
		}
	}
	return out
}

func open(t *testing.T, rows []history, rules Rules, workers int) (study.Shape, []*study.Partition) {
	t.Helper()
	shape := study.Shape{Arms: []string{"A", "B"}, Variables: []spec.Variable{
		{Name: "sum", Agg: spec.Aggregate{How: spec.Sum}}, {Name: "any", Agg: spec.Aggregate{How: spec.Any},
			Window: 2 * time.Hour}},
		Values: []spec.CellValue{{Name: "value", Cells: true}, {}}}
	s := store.New(store.Format{}, 0)
	var a []*store.Appender
	for range workers {
		a = append(a, s.NewAppender())
	}
	for i := range rows {
		w := a[i%workers]
		w.Add(w.Unit(rows[i].unit), &rows[i].row)
	}
	for _, w := range a {
		w.Flush()
	}
	r := &Resolver{Rows: NewRows(s, nil, 1), Shape: shape, Rules: rules, Files: []string{"f.csv", "g.csv"}}
	var out []*study.Partition
	for i := range store.Parts {
		p, err := r.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return shape, out
}

// TestArrivalDoesNotMatter shuffles rows over several appenders: the tables and tallies are equal.
func TestArrivalDoesNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	rows := histories(rng, 60, 30)
	rules := rulesOf(func(r *Rules) { r.Window = 20 * time.Hour; r.MinVisible = 500 * time.Millisecond })
	_, want := open(t, rows, rules, 1)
	for workers := 1; workers <= 5; workers += 2 {
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		_, got := open(t, rows, rules, workers)
		for i := range want {
			if !array.RecordEqual(want[i].Units, got[i].Units) || !array.RecordEqual(want[i].Days, got[i].Days) ||
				!array.RecordEqual(want[i].Suggestions, got[i].Suggestions) {
				t.Fatalf("partition %d differs after a shuffle over %d appenders", i, workers)
			}
			if !reflect.DeepEqual(want[i].Tally, got[i].Tally) {
				t.Fatalf("the counts of partition %d differ after a shuffle:\n%+v\n%+v", i, want[i].Tally, got[i].Tally)
			}
		}
	}
}

// TestEveryRowIsCounted checks that used and dropped rows add up, that days
// add up to totals, and that the bridge goes from step to step as it should.
func TestEveryRowIsCounted(t *testing.T) {
	rows := histories(rand.New(rand.NewPCG(5, 6)), 80, 30)
	shape, parts := open(t, rows, rulesOf(func(r *Rules) { r.Window = 20 * time.Hour }), 2)
	counted := int64(0)
	for _, p := range parts {
		counted += total(p)
		u, d, g := shape.Units(p.Units), shape.Days(p.Days), shape.Suggestions(p.Suggestions)
		added := make([][]moment.Sum128, len(shape.Variables))
		for v := range added {
			added[v] = make([]moment.Sum128, u.Unit.Len())
			for i, row := range d.UnitRow {
				added[v][row].Add(moment.Words(d.Var[v].Value(i)))
				if d.Day[i] < u.Day[row] {
					t.Fatalf("a day before the exposure of %s", u.Unit.Value(int(row)))
				}
			}
			for i, s := range added[v] {
				if want := moment.Words(u.Var[v].Value(i)); s != want {
					t.Fatalf("%s: the days of %s add up to %s, its total is %s", u.Unit.Value(i),
						shape.Variables[v].Name, s.Big(), want.Big())
				}
			}
		}
		var shown, accepted, ignored [2]int64
		for i, row := range g.UnitRow {
			if u.Crossover.Value(int(row)) {
				continue
			}
			arm := u.Arm[row]
			shown[arm]++
			switch study.Decision(g.Decision[i]) {
			case study.Accepted, study.Edited, study.Partial, study.Reverted:
				accepted[arm]++
			case study.Undecided:
				ignored[arm]++
			}
		}
		for arm, b := range p.Tally.Bridge {
			if b.Shown[stepLate] != shown[arm] || b.Accepted[stepLate] != accepted[arm] ||
				b.Ignored[stepLate] != ignored[arm] {
				t.Fatalf("the bridge ends at %d accepted, %d ignored of %d; the table has %d, %d of %d",
					b.Accepted[stepLate], b.Ignored[stepLate], b.Shown[stepLate], accepted[arm], ignored[arm],
					shown[arm])
			}
			for s := 1; s < sums.BridgeTallied; s++ {
				if b.Shown[s] > b.Shown[s-1] {
					t.Fatalf("the step %s adds shown suggestions", sums.BridgeRules[s])
				}
			}
		}
	}
	if counted != int64(len(rows)) {
		t.Fatalf("%d rows went in, %d were counted", len(rows), counted)
	}
}

// TestTruncationKeepsOlderSuggestions cuts the data off at many instants: the
// suggestions that are mature then have the end state they have in the end.
func TestTruncationKeepsOlderSuggestions(t *testing.T) {
	rows := histories(rand.New(rand.NewPCG(7, 8)), 40, 30)
	type key struct {
		unit  string
		shown int64
	}
	ends := func(cut int64) map[key][]string {
		var kept []history
		for _, h := range rows {
			if h.row.TS <= cut {
				kept = append(kept, h)
			}
		}
		out := map[key][]string{}
		shape, parts := open(t, kept, rulesOf(nil), 1)
		for _, p := range parts {
			u, g := shape.Units(p.Units), shape.Suggestions(p.Suggestions)
			for i, row := range g.UnitRow {
				if s := g.State(i, cut); s != study.StateImmature && s != study.StatePending &&
					!u.Crossover.Value(int(row)) {
					k := key{u.Unit.Value(int(row)), int64(g.ShownAt[i])}
					out[k] = append(out[k], s.String())
				}
			}
		}
		return out
	}
	whole := ends(at(1e6))
	checked := 0
	for cut := 3600.0; cut < 30*3600; cut += 3599 {
		for k, s := range ends(at(cut)) {
			if w, still := whole[k]; still { // a unit may have turned out a crossover since
				checked++
				if !reflect.DeepEqual(s, w) {
					t.Fatalf("cut at %.0f s: %v of %s is %v, in the whole data %v", cut, k.shown, k.unit, s, w)
				}
			}
		}
	}
	if checked < 1000 {
		t.Fatalf("only %d suggestions were compared", checked)
	}
}
