package simulate

import (
	"math"
	"strings"
	"testing"

	"uptake/analysis/stats"
)

// shownRows is every suggestion of a population, by user, with its answer.
type shownRows struct {
	accepted              []bool
	latency, length, long []float64 // natural logarithms, and whether length is over 60
	first                 []int32
	events                []event // as shown
}

func populate(t *testing.T, o Options) shownRows {
	t.Helper()
	o.Duplicates, o.Late, o.Crossovers = -1, -1, -1
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	s, err := o.calibrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := world{o: &o, strength: s, last: o.memory()}
	byUser, accept := make([][]event, o.Users), map[uint64]bool{}
	for d := range o.Days {
		rows, err := w.day(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows {
			switch {
			case e.kind == shown:
				byUser[e.user] = append(byUser[e.user], e)
			case e.kind == accepted:
				accept[e.suggestion] = true
			}
		}
	}
	r := shownRows{first: []int32{0}}
	for _, rows := range byUser {
		for _, e := range rows {
			r.events = append(r.events, e)
			r.accepted = append(r.accepted, accept[e.suggestion])
			r.latency, r.length = append(r.latency, math.Log(e.latency)), append(r.length, math.Log(e.length))
			long := 0.0
			if e.length > 60 {
				long = 1
			}
			r.long = append(r.long, long)
		}
		r.first = append(r.first, int32(len(r.accepted)))
	}
	return r
}

// TestConfounders checks that waiting, which does nothing, looks good or bad to
// whoever compares all suggestions, and innocent to whoever holds the confounder
// fixed; without confounders it looks innocent to both.
func TestConfounders(t *testing.T) {
	base := Options{Users: 2500, Days: 14, PreDays: -1, Seed: 21}
	with := func(confounders []string, plants ...Plant) Options {
		o := base
		o.Confounders, o.Plants = confounders, plants
		return o
	}
	z := func(r shownRows, columns ...[]float64) (pooled, within float64) {
		p, c := stats.LogisticMargins(r.accepted, columns, r.first), stats.ConditionalLogit(r.accepted, columns,
			r.first)
		if p.Reason+c.Reason != "" {
			t.Fatal(p.Reason, c.Reason)
		}
		return p.Beta[0] / p.SE[0], c.Beta[0] / c.SE[0]
	}
	innocent := func(what string, z float64) {
		t.Helper()
		if !(math.Abs(z) < 3.3) {
			t.Errorf("%s: waiting has z = %.1f and does nothing", what, z)
		}
	}
	guilty := func(what string, z, sign float64) {
		t.Helper()
		if !(z*sign > 5) {
			t.Errorf("%s: waiting has z = %.1f, so nobody is misled", what, z)
		}
	}

	plain := populate(t, base)
	pooled, within := z(plain, plain.latency)
	innocent("no confounder, pooled", pooled)
	innocent("no confounder, within users", within)

	heavy := populate(t, with([]string{"heavy_slow"}))
	pooled, within = z(heavy, heavy.latency)
	guilty("heavy users, pooled", pooled, 1)
	innocent("heavy users, within users", within)

	long := populate(t, with([]string{"long_slow"}))
	pooled, within = z(long, long.latency)
	innocent("long and slow with nothing planted, pooled", pooled)
	innocent("long and slow with nothing planted, within users", within)

	planted := populate(t, with([]string{"long_slow"}, Plant{Name: "length", Points: 0.06}))
	pooled, within = z(planted, planted.latency)
	guilty("long ones are ignored, pooled", pooled, -1)
	guilty("long ones are ignored, within users", within, -1)
	pooled, within = z(planted, planted.latency, planted.long)
	innocent("long ones are ignored, length held, pooled", pooled)
	innocent("long ones are ignored, length held, within users", within)

	// the confounders tie things together and change neither by itself
	mean := func(v []float64) (m, sd float64) {
		for _, x := range v {
			m += x / float64(len(v))
		}
		for _, x := range v {
			sd += (x - m) * (x - m) / float64(len(v))
		}
		return m, math.Sqrt(sd)
	}
	m, sd := mean(long.latency)
	if math.Abs(m-6) > 0.03 || math.Abs(sd-0.75) > 0.03 {
		t.Errorf("ln latency has mean %.3f and deviation %.3f under long_slow; 6 and 0.75 without", m, sd)
	}
}

// TestGroups checks that what is shown at once has one group, its size and all its
// positions.
func TestGroups(t *testing.T) {
	r := populate(t, Options{Users: 200, Days: 7, Seed: 3})
	type group struct {
		size int8
		seen map[int8]bool
	}
	groups, several := map[uint64]group{}, 0
	for _, e := range r.events {
		g, ok := groups[e.group]
		if !ok {
			g = group{e.groupSize, map[int8]bool{}}
			groups[e.group] = g
		}
		if g.size != e.groupSize || g.seen[e.position] || e.position < 1 || e.position > e.groupSize {
			t.Fatalf("%+v in a group of %d", e, g.size)
		}
		g.seen[e.position] = true
	}
	for _, g := range groups {
		if len(g.seen) != int(g.size) {
			t.Fatalf("a group of %d shows %d", g.size, len(g.seen))
		}
		if g.size > 1 {
			several++
		}
	}
	if several < 20 || several > len(groups)/3 {
		t.Errorf("%d of %d groups have several", several, len(groups))
	}
}

// TestRepeatsComeBack checks that planted repeats come from the same session and from
// earlier ones of the user.
func TestRepeatsComeBack(t *testing.T) {
	o := Options{Users: 300, Days: 14, Seed: 3, Plants: []Plant{{Name: "repeats", Points: 0.01}}}
	r := populate(t, o)
	same, across := 0, 0
	for u := 0; u+1 < len(r.first); u++ {
		session := map[uint64]uint64{}
		for _, e := range r.events[r.first[u]:r.first[u+1]] {
			switch before, seen := session[e.content]; {
			case !seen:
			case before == e.session:
				same++
			default:
				across++
			}
			session[e.content] = e.session
		}
	}
	if same < 50 || across < 50 {
		t.Errorf("%d repeats within a session, %d across", same, across)
	}
}

func TestUnknownConfounders(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"moon"}, `there is no confounder "moon"; known: heavy_slow, long_slow`},
		{[]string{"long_slow", "long_slow"}, "the confounder long_slow is given twice"},
	} {
		o := Options{Confounders: c.names}
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.names, err)
		}
	}
	_, truth := made(t, Options{Users: 20, Days: 2, Confounders: []string{"long_slow", "heavy_slow"}},
		Output{Format: "csv"})
	if len(truth.Confounders) != 2 || truth.Confounders[0].Name != "heavy_slow" ||
		truth.Confounders[0].Blames != "latency" || truth.Confounders[0].About == "" {
		t.Errorf("the truth has %+v", truth.Confounders)
	}
	bytes, _ := made(t, Options{Users: 20, Days: 2}, Output{Format: "csv"})
	if strings.Contains(string(bytes["truth.json"]), "confound") {
		t.Error("a run without confounders speaks of them")
	}
}
