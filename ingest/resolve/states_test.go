package resolve

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// at is a time so many seconds after an arbitrary start.
func at(seconds float64) int64 {
	return time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC).UnixMicro() + int64(seconds*1e6)
}

var names = map[string]store.Role{"exposed": store.Exposure, "shown": store.Shown, "accepted": store.Accepted,
	"partial": store.Partial, "edited": store.Edited, "reverted": store.Reverted,
	"typed": store.TypedThrough, "dismissed": store.Dismissed, "superseded": store.Superseded, "hidden": store.Hidden,
	"requested": store.Requested, "persisted": store.Persisted, "task": store.Other}

// parse reads rows such as "0 exposed B" or "10 shown s1 visible=200" or
// "20 edited s1 ratio=0.3 id=e7"; the file row is the line's number.
func parse(t *testing.T, text string) []store.Row {
	t.Helper()
	var rows []store.Row
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		f := strings.Fields(line)
		var r store.Row
		var seconds float64
		fmt.Sscan(f[0], &seconds)
		role, ok := names[f[1]]
		if !ok {
			t.Fatalf("no role %q", f[1])
		}
		r.Role, r.TS, r.Extra, r.Place = role, at(seconds), float32(math.NaN()), store.NewPlace(0, int64(i+1))
		payload := ""
		for _, w := range f[2:] {
			k, v, pair := strings.Cut(w, "=")
			switch {
			case pair && k == "id":
				r.EventID = event.HashText(v)
			case pair && (k == "visible" || k == "ratio" || k == "latency" || k == "delay"):
				fmt.Sscan(v, &r.Extra)
			case pair && k == "note":
				payload = v
			case role == store.Exposure:
				r.Arm = int16(w[0] - 'A')
			default:
				r.Suggestion = event.HashText(w)
			}
		}
		if role == store.Other {
			r.Values = []store.Contribution{{Variable: 0, Value: moment.Int(1)}}
		}
		var h event.RowHash
		h.Text(1, f[0]+f[1]+strings.Join(f[2:], " ")+payload)
		r.Hash = h.Sum()
		rows = append(rows, r)
	}
	return rows
}

func rulesOf(change func(*Rules)) Rules {
	r := Rules{Duplicates: spec.ByID, Zone: time.UTC, Attribution: 60 * time.Second, EditWindow: 60 * time.Second,
		RevertAbove: 0.5,
		CanEdit:     true, Suggestions: true, Days: true}
	if change != nil {
		change(&r)
	}
	return r
}

// resolved puts the rows of one unit through a resolver.
func resolved(t *testing.T, rows []store.Row, rules Rules) (study.Shape, *study.Partition) {
	t.Helper()
	shape := study.Shape{Arms: []string{"A", "B"}, Control: 0, HasRequests: true, Persisted: true,
		Variables: []spec.Variable{{Name: "tasks", Agg: spec.Aggregate{How: spec.Count}}}}
	s := store.New(store.Format{}, 0)
	a := s.NewAppender()
	u := a.Unit("u1")
	for i := range rows {
		a.Add(u, &rows[i])
	}
	a.Flush()
	r := &Resolver{Rows: NewRows(s, nil, 1), Shape: shape, Rules: rules, Files: []string{"f.csv"}}
	var found *study.Partition
	for i := range store.Parts {
		p, err := r.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		if p.Units.NumRows()+p.Tally.Used > 0 || found == nil || total(p) > total(found) {
			found = p
		}
	}
	return shape, found
}

func total(p *study.Partition) (n int64) {
	for _, d := range p.Tally.Dropped {
		n += d
	}
	return n + p.Tally.Used
}

// states lists the end states of the unit's suggestions when the data ends so many seconds in.
func states(t *testing.T, text string, ends float64, change func(*Rules)) string {
	t.Helper()
	shape, p := resolved(t, parse(t, text), rulesOf(change))
	g := shape.Suggestions(p.Suggestions)
	var out []string
	for i := range g.UnitRow {
		out = append(out, g.State(i, at(ends)).String())
	}
	return strings.Join(out, " ")
}

// TestEndStates is the table of adoption definitions: one suggestion, one end state.
func TestEndStates(t *testing.T) {
	const late = 10_000
	visible := func(r *Rules) { r.MinVisible = 500 * time.Millisecond }
	for _, c := range []struct {
		name, rows, want string
		ends             float64
		change           func(*Rules)
	}{
		{"nothing happens", "0 exposed B\n10 shown s", "ignored", late, nil},
		{"accepted", "0 exposed B\n10 shown s\n20 accepted s", "accepted", late, nil},
		{"accepted at the last instant of the window", "0 exposed B\n10 shown s\n70 accepted s", "accepted", late, nil},
		{"accepted just too late", "0 exposed B\n10 shown s\n70.000001 accepted s", "ignored", late, nil},
		{"accepted at the instant of showing", "0 exposed B\n10 accepted s\n10 shown s", "accepted", late, nil},
		{"the first decision decides", "0 exposed B\n10 shown s\n20 dismissed s\n21 accepted s", "dismissed", late,
			nil},
		{"at one instant the accept wins", "0 exposed B\n10 shown s\n20 dismissed s\n20 accepted s", "accepted", late,
			nil},
		{"at one instant dismissed beats superseded", "0 exposed B\n10 shown s\n20 superseded s\n20 dismissed s",
			"dismissed", late, nil},
		{"superseded before an answer", "0 exposed B\n10 shown s\n20 superseded s\n25 accepted s", "superseded", late,
			nil},
		{"typed through", "0 exposed B\n10 shown s\n20 typed s", "typed_through", late, nil},
		{"partly accepted", "0 exposed B\n10 shown s\n20 partial s\n25 accepted s", "partial", late, nil},
		{"hidden ends it", "0 exposed B\n10 shown s\n20 hidden s\n25 accepted s", "ignored", late, nil},
		{"edited soon after", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0.2", "edited", late, nil},
		{"an edit without a ratio is an edit", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s", "edited", late,
			nil},
		{"edited beyond recognition", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0.51", "reverted",
			late, nil},
		{"half edited is edited", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0.5", "edited", late, nil},
		{"an edit of nothing", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0", "accepted", late, nil},
		{"edited just as much as is let pass", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0.1",
			"accepted", late, func(r *Rules) { r.EditAbove = 0.1 }},
		{"edited just as much as is kept", "0 exposed B\n10 shown s\n20 accepted s\n30 edited s ratio=0.7", "edited",
			late, func(r *Rules) { r.RevertAbove = 0.7 }},
		{"edited after the edit window", "0 exposed B\n10 shown s\n20 accepted s\n80.1 edited s ratio=0.2", "accepted",
			late, nil},
		{"undone", "0 exposed B\n10 shown s\n20 accepted s\n30 reverted s", "reverted", late, nil},
		{"edited, then undone", "0 exposed B\n10 shown s\n20 accepted s\n25 edited s ratio=0.1\n30 reverted s",
			"reverted", late, nil},
		{"undone without an accept", "0 exposed B\n10 shown s\n30 reverted s", "ignored", late, nil},
		{"edited without an accept is an accept with edits", "0 exposed B\n10 shown s\n30 edited s ratio=0.2", "edited",
			late, nil},
		{"dismissed, then edited", "0 exposed B\n10 shown s\n20 dismissed s\n30 edited s", "dismissed", late, nil},
		{"not seen", "0 exposed B\n10 shown s visible=200", "not_seen", late, visible},
		{"seen long enough", "0 exposed B\n10 shown s visible=500", "ignored", late, visible},
		{"seen so long as was logged later", "0 exposed B\n10 shown s visible=200\n20 hidden s visible=900", "ignored",
			late, visible},
		{"shown again for long enough", "0 exposed B\n10 shown s visible=200\n20 shown s visible=900", "ignored", late,
			visible},
		{"shown again when nothing counts any more", "0 exposed B\n10 shown s visible=200\n71 shown s visible=900",
			"not_seen", late, visible},
		{"too short to see but accepted", "0 exposed B\n10 shown s visible=200\n11 accepted s", "accepted", late,
			visible},
		{"not seen and superseded", "0 exposed B\n10 shown s visible=200\n11 superseded s", "not_seen", late, visible},
		{"shown twice is one suggestion", "0 exposed B\n10 shown s\n40 shown s\n65 accepted s", "accepted", late, nil},
		{"shown twice: the window begins at the first", "0 exposed B\n10 shown s\n40 shown s\n75 accepted s", "ignored",
			late, nil},
		{"shown before exposure does not count", "0 shown s\n5 exposed B\n10 accepted s\n20 shown s2", "ignored", late,
			nil},
		{"shown again after exposure still does not count", "0 shown s\n5 exposed B\n10 shown s\n12 accepted s", "",
			late, nil},
		{"undecided and young", "0 exposed B\n10 shown s", "pending", 100, nil},
		{"decided but young", "0 exposed B\n10 shown s\n20 accepted s", "immature", 100, nil},
		{"mature when the edit window has closed too", "0 exposed B\n10 shown s\n20 accepted s", "accepted", 130, nil},
		{"mature at once where nothing can be edited", "0 exposed B\n10 shown s\n20 accepted s", "accepted", 70,
			func(r *Rules) { r.CanEdit = false }},
		{"shown after the window does not count", "0 exposed B\n10 shown s\n110 shown s2\n111 accepted s2", "ignored",
			late, func(r *Rules) { r.Window = 100 * time.Second }},
		{"answered after the window but in time", "0 exposed B\n90 shown s\n110 accepted s", "accepted", late,
			func(r *Rules) { r.Window = 100 * time.Second }},
		{"without ids the last open one is closed", "0 exposed B\n10 shown\n12 shown\n14 accepted\n16 dismissed\n20 " +
			"shown\n22 dismissed", "ignored accepted dismissed", late, nil},
	} {
		if got := states(t, c.rows, c.ends, c.change); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestKept: how long an accepted suggestion was found to stay.
func TestKept(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"never looked for", "0 exposed B\n10 shown s\n20 accepted s", "NaN"},
		{"found by the logged delay", "0 exposed B\n10 shown s\n20 accepted s\n51 persisted s delay=30", "30"},
		{"found by the time since the accept", "0 exposed B\n10 shown s\n20 accepted s\n50 persisted s", "30"},
		{"the longest time counts", "0 exposed B\n10 shown s\n20 accepted s\n320 persisted s delay=300\n321 " +
			"persisted s delay=30", "300"},
		{"edited and still there", "0 exposed B\n10 shown s\n20 accepted s\n25 edited s\n50 persisted s", "30"},
		{"dismissed", "0 exposed B\n10 shown s\n20 dismissed s\n50 persisted s", "NaN"},
		{"without ids the last one", "0 exposed B\n10 shown\n20 accepted\n30 shown\n40 accepted\n50 persisted",
			"NaN 10"},
		{"a delay that is none", "0 exposed B\n10 shown s\n20 accepted s\n50 persisted s delay=-5", "30"},
		{"before the accept is logged", "0 exposed B\n10 shown s\n15 persisted s\n20 accepted s", "NaN"},
	} {
		shape, p := resolved(t, parse(t, c.rows), rulesOf(nil))
		if got := strings.Trim(fmt.Sprint(shape.Suggestions(p.Suggestions).Kept), "[]"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRequests: what was asked for, and whether it was shown.
func TestRequests(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"shown", "0 exposed B\n9 requested s latency=400\n10 shown s", "9 400 true"},
		{"never shown", "0 exposed B\n9 requested s latency=4000\n10 shown other", "9 4000 false"},
		{"without a latency", "0 exposed B\n9 requested s", "9 NaN false"},
		{"asked for twice", "0 exposed B\n8 requested s latency=1\n9 requested s latency=2\n10 shown s", "8 1 true"},
		{"a clock that runs late", "0 exposed B\n10 shown s\n11 requested s", "11 NaN true"},
		{"before exposure", "0 requested s\n5 exposed B\n10 shown s", ""},
		{"after the window", "0 exposed B\n150 requested s\n151 shown s", ""},
		{"without an id", "0 exposed B\n9 requested\n10 shown", ""},
	} {
		shape, p := resolved(t, parse(t, c.rows), rulesOf(func(r *Rules) { r.Window = 100 * time.Second }))
		q := shape.Requests(p.Requests)
		var got []string
		for i := range q.UnitRow {
			got = append(got, fmt.Sprint((int64(q.At[i])-at(0))/1e6, q.Latency[i], q.Shown.Value(i)))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
		if strings.Contains(c.rows, "requested\n") && p.Tally.Rules["request_without_id"] != 1 {
			t.Errorf("%s: rules %v", c.name, p.Tally.Rules)
		}
	}
}

// TestReasons checks under which reason each row of a unit leaves.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       map[sums.Reason]int64
		used       int64
		change     func(*Rules)
	}{
		{"nobody exposed", "0 task\n1 shown s", map[sums.Reason]int64{sums.Unexposed: 2}, 0, nil},
		{"two arms", "0 exposed A\n5 exposed B\n6 task", map[sums.Reason]int64{sums.Crossover: 3}, 0, nil},
		{"the same arm again", "0 exposed A\n5 exposed A\n6 task", nil, 3, nil},
		{"before exposure", "0 task\n5 exposed A\n6 task", map[sums.Reason]int64{sums.BeforeExposure: 1}, 2, nil},
		{"at the instant of exposure", "5 task\n5 exposed A", nil, 2, nil},
		{"after the window", "0 exposed A\n99 task\n100 task", map[sums.Reason]int64{sums.AfterWindow: 1}, 2,
			func(r *Rules) { r.Window = 100 * time.Second }},
		{"the same id twice", "0 exposed A\n5 task id=x\n5 task id=x", map[sums.Reason]int64{sums.Duplicate: 1}, 2,
			nil},
		{"the same id at another time", "0 exposed A\n5 task id=x\n7 task id=x",
			map[sums.Reason]int64{sums.Duplicate: 1}, 2, nil},
		{"different ids, else equal", "0 exposed A\n5 task id=x\n5 task id=y", nil, 3, nil},
		{"no ids, equal rows", "0 exposed A\n5 task\n5 task", map[sums.Reason]int64{sums.Duplicate: 1}, 2, nil},
		{"no ids, rows that differ", "0 exposed A\n5 task\n6 task", nil, 3, nil},
		{"keep", "0 exposed A\n5 task id=x\n5 task id=x", nil, 3, func(r *Rules) { r.Duplicates = spec.Keep }},
		{"by row", "0 exposed A\n5 task id=x\n6 task id=x", nil, 3, func(r *Rules) { r.Duplicates = spec.ByRow }},
		{"a duplicate comes before a crossover", "0 exposed A\n5 exposed B\n6 task id=x\n6 task id=x",
			map[sums.Reason]int64{sums.Duplicate: 1, sums.Crossover: 3}, 0, nil},
	} {
		_, p := resolved(t, parse(t, c.rows), rulesOf(c.change))
		if p.Tally.Used != c.used {
			t.Errorf("%s: %d rows used, want %d", c.name, p.Tally.Used, c.used)
		}
		for r := sums.Reason(0); r < sums.NumReasons; r++ {
			if p.Tally.Dropped[r] != c.want[r] {
				t.Errorf("%s: %d rows left as %s, want %d", c.name, p.Tally.Dropped[r], r, c.want[r])
			}
			if (p.Tally.Example[r] != nil) != (p.Tally.Dropped[r] > 0) {
				t.Errorf("%s: %s has rows without an example, or the reverse", c.name, r)
			}
		}
	}
}
