package analysis_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

func (w *world) ignores(t *testing.T, parts, workers int) *report.Ignores {
	t.Helper()
	tables, _ := w.tables(t, parts)
	r, err := investigation.Run(context.Background(), w.exp, analysis.Needs(w.exp), tables,
		investigation.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// unsized is ignores without drawing the tests that it drafts, for what does not hang
// on their sizes.
func (w *world) unsized(t *testing.T, parts int, o investigation.Options) *report.Ignores {
	t.Helper()
	tables, _ := w.tables(t, parts)
	o.Unsized = true
	r, err := investigation.Run(t.Context(), w.exp, analysis.Needs(w.exp), tables, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ending is the naive end state: the rules in order, on one suggestion.
func (w *world) ending(s study.SuggestionRow) string {
	switch {
	case s.ClosesAt > w.to:
		return "immature"
	case s.NotSeen:
		return "not_seen"
	}
	switch s.Decision {
	case study.Undecided:
		return "ignored"
	case study.Dismissed, study.Superseded, study.TypedThrough:
		return s.Decision.String()
	}
	return "accepted"
}

var endings = []string{"accepted", "not_seen", "superseded", "typed_through", "dismissed", "ignored"}

func nearly(t *testing.T, what string, got report.Num, want float64) {
	t.Helper()
	if math.IsNaN(want) != !got.Defined() || math.Abs(float64(got)-want) > 2e-9 {
		t.Errorf("%s is %v, want %v", what, float64(got), want)
	}
}

// Every share of the split, counted a second time from the units in plain Go.
func TestIgnoresSplit(t *testing.T) {
	w := draw(5, 400)
	r := w.ignores(t, 3, 2)
	for _, arm := range []string{"control", "treatment", "all"} {
		for _, outcome := range endings {
			var n, all float64
			var perUnit, perSession []float64
			for _, p := range w.units {
				if p.row.Crossover || arm != "all" && arm != []string{"control", "treatment"}[p.row.Arm] {
					continue
				}
				var y, x float64
				in := map[int32][2]float64{}
				for _, s := range p.suggs {
					e := w.ending(s)
					if e == "immature" {
						continue
					}
					c := in[s.Session]
					c[1]++
					x++
					if e == outcome {
						y++
						c[0]++
					}
					in[s.Session] = c
				}
				n, all = n+y, all+x
				if x > 0 {
					perUnit = append(perUnit, y/x)
				}
				for k := range int32(10) {
					if c, ok := in[k]; ok {
						perSession = append(perSession, c[0]/c[1])
					}
				}
			}
			for weighting, want := range map[string]float64{"event": n / all, "unit": meanOf(perUnit),
				"session": meanOf(perSession)} {
				found := false
				for _, s := range r.Split {
					if s.Arm != arm || s.Outcome != outcome || s.Weighting != weighting {
						continue
					}
					found = true
					nearly(t, arm+" "+outcome+" by "+weighting, s.Value, want)
					if s.Count != int64(n) || s.Total != int64(all) {
						t.Errorf("%s %s: %d of %d, want %v of %v", arm, outcome, s.Count, s.Total, n, all)
					}
					if !(s.Lo < s.Value && s.Value < s.Hi) {
						t.Errorf("%s %s by %s: %v outside %v to %v", arm, outcome, weighting, s.Value, s.Lo, s.Hi)
					}
				}
				if !found {
					t.Errorf("no share of %s in %s by %s", outcome, arm, weighting)
				}
			}
		}
	}
}

func meanOf(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// The gap between weightings is the difference of the shares, and its error that of
// leaving out one unit at a time.
func TestIgnoresWeightings(t *testing.T) {
	w := draw(5, 400)
	r := w.ignores(t, 3, 2)
	share := func(weighting string) report.Num {
		for _, s := range r.Split {
			if s.Arm == "all" && s.Outcome == "ignored" && s.Weighting == weighting {
				return s.Value
			}
		}
		return report.Undefined()
	}
	type unit struct{ y, x, inside, sessions float64 }
	var units []unit
	for _, p := range w.units {
		if p.row.Crossover {
			continue
		}
		u, in := unit{}, map[int32][2]float64{}
		for _, s := range p.suggs {
			if w.ending(s) == "immature" {
				continue
			}
			c := in[s.Session]
			c[1]++
			u.x++
			if w.ending(s) == "ignored" {
				u.y++
				c[0]++
			}
			in[s.Session] = c
		}
		for _, c := range in {
			u.inside, u.sessions = u.inside+c[0]/c[1], u.sessions+1
		}
		if u.x > 0 {
			units = append(units, u)
		}
	}
	for _, weighting := range []string{"unit", "session"} {
		gap := func(leave int) float64 {
			var y, x, q, n float64
			for i, u := range units {
				if i == leave {
					continue
				}
				y, x = y+u.y, x+u.x
				if weighting == "unit" {
					q, n = q+u.y/u.x, n+1
				} else {
					q, n = q+u.inside, n+u.sessions
				}
			}
			return y/x - q/n
		}
		var left []float64
		for i := range units {
			left = append(left, gap(i))
		}
		n, mean, sum := float64(len(units)), meanOf(left), 0.0
		for _, v := range left {
			sum += (v - mean) * (v - mean)
		}
		jackknife := math.Sqrt((n - 1) / n * sum)
		found := false
		for _, g := range r.Weights {
			if g.Arm != "all" || g.Weighting != weighting {
				continue
			}
			found = true
			nearly(t, "gap by "+weighting, g.Gap.Value, gap(-1))
			nearly(t, "gap of shares by "+weighting, g.Gap.Value, float64(share("event")-share(weighting)))
			if se := float64(g.Gap.Hi-g.Gap.Lo) / 2 / 1.966; math.Abs(se/jackknife-1) > 0.03 {
				t.Errorf("the gap by %s has error %v, leaving units out %v", weighting, se, jackknife)
			}
		}
		if !found {
			t.Errorf("no gap by %s", weighting)
		}
	}
}

// The parts of the plainly ignored, told apart a second time; they add up to it.
func TestIgnoresParts(t *testing.T) {
	for _, logged := range []string{"all", "some", "none"} {
		w := draw(9, 400)
		w.noSession = logged == "none"
		for i := range w.units {
			for k := range w.units[i].suggs {
				if logged == "some" && (i+k/2)%3 == 0 {
					w.units[i].suggs[k].Session = -1
				}
			}
		}
		want := map[string]int64{}
		for i := range w.units {
			p := &w.units[i]
			if p.row.Crossover {
				continue
			}
			var seen, answered int
			for _, s := range p.suggs {
				switch e := w.ending(s); e {
				case "immature", "not_seen":
				default:
					seen++
					if e == "accepted" || e == "dismissed" {
						answered++
					}
					if e == "superseded" {
						seen--
					}
				}
			}
			for k, s := range p.suggs {
				if w.ending(s) != "ignored" {
					continue
				}
				last := true
				unlogged := func(s *study.SuggestionRow) bool { return logged == "none" || s.Session < 0 }
				for m, o := range p.suggs {
					same := unlogged(&s) == unlogged(&o) && o.Session == s.Session
					if unlogged(&s) && unlogged(&o) {
						same = true
						before := p.suggs[min(k, m)].ShownAt
						for j := min(k, m) + 1; j <= max(k, m); j++ {
							if at := p.suggs[j].ShownAt; unlogged(&p.suggs[j]) {
								same, before = same && at-before <= 30*minute, at
							}
						}
					}
					if same && o.ShownAt > s.ShownAt {
						last = false
					}
				}
				switch {
				case seen >= 5 && answered == 0:
					want["ignored_never_engager"]++
				case last:
					want["ignored_session_end"]++
				default:
					want["ignored_went_on"]++
				}
			}
		}
		r := w.ignores(t, 3, 2)
		sum, all := int64(0), int64(-1)
		for _, s := range r.Split {
			if s.Arm != "all" || s.Weighting != "event" {
				continue
			}
			if s.Outcome == "ignored" {
				all = s.Count
			}
			if n, part := want[s.Outcome]; part {
				sum += s.Count
				nearly(t, s.Outcome, s.Value, float64(n)/float64(s.Total))
				if s.Count != n || n == 0 || !(s.Lo < s.Value && s.Value < s.Hi) {
					t.Errorf("sessions logged: %s: %s is %+v, want %d", logged, s.Outcome, s, n)
				}
				delete(want, s.Outcome)
			}
		}
		if sum != all || len(want) > 0 {
			t.Errorf("sessions logged: %s: the parts add up to %d of %d; not reported: %v", logged, sum, all, want)
		}
	}
}

// The window's curve by the product over all moments, one by one.
func TestIgnoresWindow(t *testing.T) {
	w := draw(6, 150)
	r := w.ignores(t, 2, 1)
	type row struct {
		at    int64
		cause int
	}
	var rows []row
	for _, p := range w.units {
		if p.row.Crossover {
			continue
		}
		for _, s := range p.suggs {
			if s.NotSeen {
				continue
			}
			e := row{min(5*minute, w.to-s.ShownAt), 0}
			switch s.Decision {
			case study.Undecided:
			case study.Dismissed:
				e = row{s.Decided - s.ShownAt, 2}
			case study.Superseded, study.TypedThrough:
				e = row{s.Decided - s.ShownAt, 3}
			default:
				e = row{s.Decided - s.ShownAt, 1}
			}
			rows = append(rows, e)
		}
	}
	curve := r.Window.Curves[len(r.Window.Curves)-1]
	if curve.Arm != "all" || len(curve.Points) != 5 {
		t.Fatalf("the curve is of %s with %d points", curve.Arm, len(curve.Points))
	}
	for _, p := range curve.Points {
		surv, accepted := 1.0, 0.0
		times := map[int64]bool{}
		for _, x := range rows {
			if x.cause > 0 && float64(x.at) <= float64(p.Seconds)*1e6 {
				times[x.at] = true
			}
		}
		for _, at := range sorted(times) {
			var risk, events, own float64
			for _, x := range rows {
				if x.at >= at {
					risk++
				}
				if x.at == at && x.cause > 0 {
					events++
					if x.cause == 1 {
						own++
					}
				}
			}
			accepted += surv * own / risk
			surv *= 1 - events/risk
		}
		nearly(t, "ignored", p.Ignored, surv)
		nearly(t, "accepted", p.Accepted, accepted)
		if !(p.Lo < p.Ignored && p.Ignored < p.Hi) {
			t.Errorf("at %v: %v outside %v to %v", p.Seconds, p.Ignored, p.Lo, p.Hi)
		}
	}
}

// Arms are compared at every length: where one arm only answers later, a short window
// calls it ignored and the window of the file does not.
func TestIgnoresWindowGaps(t *testing.T) {
	w := draw(8, 600)
	for i := range w.units {
		p := &w.units[i]
		for k := range p.suggs {
			s := &p.suggs[k]
			if s.Decision == study.Undecided {
				continue
			}
			if s.Decided = s.ShownAt + 5*minute/60; p.row.Arm == 1 {
				s.Decided = s.ShownAt + 4*minute
			}
		}
	}
	r := w.ignores(t, 3, 2)
	if len(r.Window.Gaps) != 1 || len(r.Window.Curves) != 3 {
		t.Fatalf("%d gaps, %d curves", len(r.Window.Gaps), len(r.Window.Curves))
	}
	g, control, treated := r.Window.Gaps[0], r.Window.Curves[0], r.Window.Curves[1]
	if g.Arm != treated.Arm || g.Control != control.Arm || len(g.Points) != len(treated.Points) {
		t.Fatalf("%+v", g)
	}
	for k, p := range g.Points {
		c, a := control.Points[k], treated.Points[k]
		nearly(t, "gap", p.Gap.Value, float64(a.Ignored-c.Ignored))
		if p.Seconds < 240 && !(p.Gap.Lo > 0 && p.Gap.Value > 0.1) || p.Seconds == 300 && p.Gap.Leaves0() {
			t.Errorf("at %v s the gap is %+v", p.Seconds, p.Gap)
		}
		// Both intervals alone have a t quantile near 1.97, as that of the gap.
		half := func(lo, hi report.Num) float64 { return float64(hi-lo) / 2 }
		if want := math.Hypot(half(c.Lo, c.Hi), half(a.Lo, a.Hi)); p.Seconds == 300 &&
			!(math.Abs(half(p.Gap.Lo, p.Gap.Hi)/want-1) < 0.01) {
			t.Errorf("at %v s half the gap's interval is %v, want %v", p.Seconds, half(p.Gap.Lo, p.Gap.Hi), want)
		}
	}
	if g.OtherAt != 120 || g.ClearFrom.Defined() {
		t.Errorf("the answer is another up to %v s, want 120; clear from %v", g.OtherAt, g.ClearFrom)
	}
	if before, now := g.Points[3].Gap.Value > 0, g.Points[4].Gap.Value > 0; before != now &&
		r.Window.RankingAt != 120 || before == now && r.Window.RankingAt.Defined() {
		t.Errorf("the order is another up to %v s; gaps %+v", r.Window.RankingAt, g.Points)
	}
}

// A clear difference says from which length on it is clear; where nobody has answered
// yet, nothing is another answer and no order is another.
func TestIgnoresWindowClear(t *testing.T) {
	w := draw(8, 600)
	for i := range w.units {
		p := &w.units[i]
		for k := range p.suggs {
			s := &p.suggs[k]
			s.NotSeen, s.Decision, s.Decided = false, study.Undecided, 0
			if p.row.Arm == 1 || (i+k)%3 == 0 {
				s.Decision, s.Decided = study.Accepted, s.ShownAt+minute/3
			}
		}
	}
	l := w.ignores(t, 3, 2).Window
	g := l.Gaps[0]
	if g.ClearFrom != 30 || g.OtherAt.Defined() || l.RankingAt.Defined() || !(g.Points[len(g.Points)-1].Gap.Hi < 0) ||
		g.Points[0].Gap.Value != 0 {
		t.Errorf("%+v, order %v", g, l.RankingAt)
	}
}

// The times of the answers, put into bins a second time.
func TestIgnoresAnswerTimes(t *testing.T) {
	w := draw(12, 300)
	undated := 0
	for i := range w.units {
		for k := range w.units[i].suggs {
			if s := &w.units[i].suggs[k]; k%7 == 0 && s.Decision != study.Undecided {
				if s.Undated = true; !w.units[i].row.Crossover && !s.NotSeen {
					undated++
				}
			}
		}
	}
	r := w.ignores(t, 3, 2)
	if c := fmt.Sprint(r.Cautions); undated == 0 || !strings.Contains(c,
		fmt.Sprintf("Answers without a time of their own: %d.", undated)) {
		t.Errorf("%d answers have no time: %s", undated, c)
	}
	a := r.Window.Times
	if a == nil || a.Upto[0] != 0.25 || a.Upto[1] != 0.5 || a.Upto[len(a.Upto)-1] != 300 || len(a.Answers) != 3 {
		t.Fatalf("%+v", a)
	}
	want := map[string][]int64{}
	for i, p := range w.units {
		if w.units[i].row.Crossover {
			continue
		}
		for _, s := range p.suggs {
			kind := "accepted"
			switch s.Decision {
			case study.Undecided:
				continue
			case study.Dismissed:
				kind = "dismissed"
			case study.Superseded, study.TypedThrough:
				kind = "ended"
			}
			if s.NotSeen || s.Undated {
				continue
			}
			if want[kind] == nil {
				want[kind] = make([]int64, len(a.Upto))
			}
			for b, at := range a.Upto {
				if float64(s.Decided-s.ShownAt) <= float64(at)*1e6 {
					want[kind][b]++
					break
				}
			}
		}
	}
	for _, x := range a.Answers {
		if !slices.Equal(x.Counts, want[x.Answer]) {
			t.Errorf("%s: %v, want %v", x.Answer, x.Counts, want[x.Answer])
		}
		var all, sum int64
		for _, n := range x.Counts {
			all += n
		}
		for b, n := range x.Counts {
			if sum += n; float64(sum) >= float64(all)/2 {
				nearly(t, "half", x.Half, float64(a.Upto[b]))
				break
			}
		}
	}
}

func sorted(m map[int64]bool) []int64 {
	var out []int64
	for v := range m {
		out = append(out, v)
		for i := len(out) - 1; i > 0 && out[i] < out[i-1]; i-- {
			out[i], out[i-1] = out[i-1], out[i]
		}
	}
	return out
}

// Mix and behaviour add up exactly, and are those of the formula on counts made a
// second time.
func TestIgnoresChanged(t *testing.T) {
	w := draw(7, 600)
	r := w.ignores(t, 4, 2)
	seen, ignored := map[[2]int]float64{}, map[[2]int]float64{}
	var n, g, weekly, weeklyIgnored [2]float64
	for _, p := range w.units {
		if p.row.Crossover {
			continue
		}
		for _, s := range p.suggs {
			e := w.ending(s)
			if e == "immature" || e == "not_seen" || e == "superseded" {
				continue
			}
			// Data end on the 16th day at 03:00, so the 15th is the last whole one.
			if day := int(spec.DayOf(s.ShownAt, time.UTC)-day0) - 1; day >= 0 && day < 14 {
				weekly[day/7]++
				if e == "ignored" {
					weeklyIgnored[day/7]++
				}
			}
			k := [2]int{p.row.Arm, int(p.row.Seg[0])}
			seen[k]++
			n[p.row.Arm]++
			if e == "ignored" {
				ignored[k]++
				g[p.row.Arm]++
			}
		}
	}
	mix, rate := 0.0, 0.0
	for l := range 3 {
		c, d := [2]int{0, l}, [2]int{1, l}
		wc, wt, rc, rt := seen[c]/n[0], seen[d]/n[1], ignored[c]/seen[c], ignored[d]/seen[d]
		mix += (wt - wc) * (rt + rc) / 2
		rate += (rt - rc) * (wt + wc) / 2
	}
	kinds := map[string]bool{}
	for _, c := range r.Changed {
		kinds[c.Compare] = true
		if math.Abs(float64(c.Mix.Value+c.Rate.Value-c.Total.Value)) > 1e-12 ||
			math.Abs(float64(c.RateTo-c.RateFrom-c.Total.Value)) > 1e-12 {
			t.Errorf("%s over %s: %v + %v is not %v", c.Compare, c.Attribute, c.Mix.Value, c.Rate.Value, c.Total.Value)
		}
		var m, b report.Num
		for _, l := range c.Levels {
			m, b = m+l.Mix, b+l.Rate
		}
		if math.Abs(float64(m-c.Mix.Value)) > 1e-12 || math.Abs(float64(b-c.Rate.Value)) > 1e-12 {
			t.Errorf("%s over %s: the levels' parts add up to %v and %v, not %v and %v", c.Compare, c.Attribute, m, b,
				c.Mix.Value, c.Rate.Value)
		}
		if c.Compare == "week" {
			nearly(t, "the week before", c.RateFrom, weeklyIgnored[0]/weekly[0])
			nearly(t, "the last week", c.RateTo, weeklyIgnored[1]/weekly[1])
		}
		if c.Compare != "arm" {
			continue
		}
		nearly(t, "total", c.Total.Value, g[1]/n[1]-g[0]/n[0])
		nearly(t, "mix", c.Mix.Value, mix)
		nearly(t, "rate", c.Rate.Value, rate)
		if !(c.Mix.Lo < 0 && c.Mix.Hi > 0) || c.Alarm {
			t.Errorf("a fair split has mix %v from %v to %v, alarm %v", c.Mix.Value, c.Mix.Lo, c.Mix.Hi, c.Alarm)
		}
	}
	// Units come all the time and stay for days: each week has others.
	others := 0
	for _, c := range r.Cautions {
		if c.Code == "other_users" {
			others++
		}
	}
	if !kinds["arm"] || kinds["week"] || kinds["half"] || others != 2 {
		t.Errorf("split between %v: %+v", kinds, r.Cautions)
	}
}

// Partitions and workers change nothing but the late accepts' error, whose clusters
// are partitions.
func TestIgnoresAnyOrder(t *testing.T) {
	w := draw(8, 300)
	print := func(r *report.Ignores) string {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if print(w.ignores(t, 1, 1)) != print(w.ignores(t, 7, 4)) {
		t.Error("partitions or workers change the report")
	}
}

// Who never engages, and how the two arms share them.
func TestIgnoresWho(t *testing.T) {
	w := draw(9, 300)
	for i := range w.units {
		if i%10 > 1 {
			continue
		}
		for k := range w.units[i].suggs { // every tenth unit of each arm ignores everything it sees
			s := &w.units[i].suggs[k]
			s.Decision, s.NotSeen, s.ClosesAt = study.Undecided, false, s.ShownAt+5*minute
		}
	}
	r := w.ignores(t, 3, 2)
	var never, eligible, byAll int64
	var most []int64
	for _, p := range w.units {
		var seen, ignored, answers int64
		for _, s := range p.suggs {
			switch e := w.ending(s); e {
			case "ignored":
				seen, ignored = seen+1, ignored+1
			case "typed_through":
				seen++
			case "accepted", "dismissed":
				seen, answers = seen+1, answers+1
			}
		}
		if !p.row.Crossover && seen > 0 {
			most = append(most, ignored)
		}
		if p.row.Crossover || seen < 5 {
			continue
		}
		eligible++
		if answers == 0 {
			never++
			byAll += ignored
		}
	}
	if r.Who.Never != never || r.Who.Eligible != eligible || never < 20 {
		t.Errorf("%d never-engagers of %d, want %d of %d", r.Who.Never, r.Who.Eligible, never, eligible)
	}
	slices.Sort(most)
	var top int64
	for _, v := range most[len(most)-int(math.Ceil(float64(len(most))/10)):] {
		top += v
	}
	nearly(t, "top tenth", r.Who.TopDecile, float64(top)/float64(r.Who.Ignored))
	nearly(t, "share of ignores", r.Who.OfIgnores, float64(byAll)/float64(r.Who.Ignored))
	if !(r.Who.Without < r.Who.With) {
		t.Errorf("the rate is %v with and %v without them", r.Who.With, r.Who.Without)
	}
	if !(r.Who.Extra > 0.1 && r.Who.Extra < 0.3) || !(r.Who.ExtraP < 1e-6) {
		t.Errorf("extra share %v, p %v; a fifth was planted", r.Who.Extra, r.Who.ExtraP)
	}
	if p := r.Who.Balance[1].P; !(p > 0.01) || r.Who.Balance[0].P.Defined() {
		t.Errorf("p of the balance is %v for arms alike", p)
	}
	if len(r.Causes) == 0 || r.Causes[0].Mechanism != "wrong_audience" || r.Causes[0].Rank != 1 ||
		!r.Causes[0].Confirmed {
		t.Errorf("causes are %+v", r.Causes)
	}
}

// Where the split of units failed, nothing compares the arms.
func TestIgnoresUncomparable(t *testing.T) {
	w := draw(11, 600)
	w.exp.Arms[0].Share, w.exp.Arms[1].Share = 0.9, 0.1
	r := w.ignores(t, 2, 1)
	if r.Health.Status != "fail" {
		t.Fatalf("the gates say %s", r.Health.Status)
	}
	for _, c := range r.Changed {
		if c.Compare == "arm" {
			t.Errorf("the arms are compared over %s", c.Attribute)
		}
	}
	for _, a := range r.Who.Balance {
		if a.P.Defined() {
			t.Errorf("never-engagers of %s have a p", a.Arm)
		}
	}
	if len(r.Split) == 0 {
		t.Error("the split does not depend on the arms")
	}
}

// Where nothing can be known, a sentence says so and nothing is made up.
func TestIgnoresOfLittle(t *testing.T) {
	all := func(d study.Decision) func(*world) {
		return func(w *world) {
			for i := range w.units {
				for k := range w.units[i].suggs {
					s := &w.units[i].suggs[k]
					s.Decision, s.NotSeen, s.Decided = d, false, s.ShownAt+minute
				}
			}
		}
	}
	for _, c := range []struct {
		name  string
		spoil func(*world)
		check func(*report.Ignores) bool
	}{
		{"no suggestions", func(w *world) {
			for i := range w.units {
				w.units[i].suggs = nil
			}
		}, func(r *report.Ignores) bool {
			return r.Who == nil && len(r.Changed) == 0 && r.Cautions[len(r.Cautions)-1].Code == "no_suggestions"
		}},
		{"one user", func(w *world) {
			w.units, w.exp.Arms, w.arms = w.units[:1], nil, []string{spec.AllArm}
			w.units[0].row.Arm = 0
			w.units[0].row.Crossover = false
		},
			func(r *report.Ignores) bool { return r.Who.Units == 1 && !r.Split[0].Lo.Defined() }},
		{"all accepted", all(study.Accepted), func(r *report.Ignores) bool {
			return r.Who.Ignored == 0 && r.Who.Never == 0 && !r.Who.OfIgnores.Defined() && r.Who.Shape == "none"
		}},
		{"all ignored", all(study.Undecided), func(r *report.Ignores) bool {
			return r.Who.Ignored == r.Who.Seen && r.Who.With == 1 && !r.Who.Extra.Defined()
		}},
	} {
		w := draw(10, 200)
		c.spoil(w)
		r := w.ignores(t, 2, 1)
		if len(r.Causes) != 0 || !c.check(r) {
			t.Errorf("%s: %+v, causes %v, cautions %v", c.name, r.Who, r.Causes, r.Cautions)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	w := draw(10, 20)
	w.exp.Suggestions.Events = nil
	if _, err := investigation.Needs(w.exp); err != investigation.ErrNoSuggestions {
		t.Errorf("an experiment without suggestions gives %v", err)
	}
}

// The tables are read once: for the readout, for the lenses and for what a plan of the
// next test is made of, also where a metric needs the units one by one, and whatever
// few units a ratio rests on; the gates are those of the readout.
func TestIgnoresReadsOnce(t *testing.T) {
	for _, again := range []bool{false, true} {
		w := draw(31, 40)
		if again {
			w.exp.Metrics = append(w.exp.Metrics, spec.Metric{Name: "p80_tasks", Kind: spec.Quantile, Quantile: 0.8,
				Role: spec.Secondary, Numerator: spec.Aggregate{Event: []string{"task"}, How: spec.Count}})
			for i := range w.units {
				p := &w.units[i]
				p.row.Var = append(p.row.Var, p.row.Var[0])
				for d := range p.days {
					p.days[d].v = append(p.days[d].v, p.days[d].v[0])
				}
			}
		}
		readout := w.analyze(t, 3, 2)
		few := false
		for _, m := range readout.Metrics {
			for _, a := range m.Arms {
				few = few || m.Kind == string(spec.Ratio) && a.Units < stats.FewUnits
			}
		}
		if !few {
			t.Fatal("no ratio rests on few units: the test shows nothing")
		}
		tables, demand := w.tables(t, 3)
		open, opened, dropped := tables.Open, make([]int, 3), make([]bool, 3)
		tables.Open = func(ctx context.Context, i int) (*study.Partition, error) {
			if opened[i]++; dropped[i] {
				t.Errorf("partition %d is opened after it was let go of", i)
			}
			return open(ctx, i)
		}
		tables.Drop = func(i int) { dropped[i] = true }
		r, err := investigation.Run(context.Background(), w.exp, demand, tables, investigation.Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		for i := range opened {
			if opened[i] != 1 || !dropped[i] {
				t.Errorf("quantile %v: partition %d is opened %d times, let go of: %v", again, i, opened[i], dropped[i])
			}
		}
		got, err := json.Marshal([]any{r.Health, r.Arms, r.Rows})
		gates, err2 := json.Marshal([]any{readout.Health, readout.Arms, readout.Rows})
		if err != nil || err2 != nil || string(got) != string(gates) {
			t.Errorf("the investigation has other gates than the readout:\n%s\n%s", got, gates)
		}
	}
}
