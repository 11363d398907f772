package ignore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

const (
	// lateLimit is the share of accepts that come after the window above which the
	// window is called too short; the readout's gate has the same.
	lateLimit = 0.05
	// leastPoints is the least that a cause must be worth: a quarter of a point of
	// the ignore rate. Less is no reason for an experiment.
	leastPoints = 0.0025
	// leastParts is the number of partitions with accepts that a share of late ones
	// needs for an error.
	leastParts = 10
)

// candidate is a cause that the first half of the units suggests; p is what the
// second half says against there being none.
type candidate struct {
	report.Cause
	p       float64
	worth   worth
	by      []int         // the columns that it is told by
	in      membership    // which seen suggestions it is about; nil: none in particular
	slice   *report.Slice // of lens where
	bands   bool          // of lens where: told by numbers alone
	refused string        // why it is no cause whatever its p
}

// membership says which seen suggestions belong to something.
type membership func(p *person, row int) bool

// finders are the looks for causes that are not places.
var finders = []func(context.Context, *Facts) ([]candidate, error){shortWindow, wrongAudience, mixShift, miscalibrated}

// confirm lists the causes that the first half of the units suggests and the second
// confirms, with a false discovery rate of alpha over all that were suggested
// (Benjamini and Hochberg 1995), by their points. One attribute is one cause.
func confirm(ctx context.Context, f *Facts, out *report.Ignores) error {
	list := f.candidates(out.Drivers)
	found, errs := make([][]candidate, len(finders)), make([]error, len(finders))
	err := f.atOnce(ctx, len(finders), func(i int) { found[i], errs[i] = finders[i](ctx, f) })
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	list = append(list, slices.Concat(found...)...)
	p := make([]float64, len(list))
	for i, c := range list {
		if p[i] = c.p; math.IsNaN(p[i]) {
			p[i] = 1
		}
	}
	adjusted := stats.BenjaminiHochberg(p)
	for i := range list {
		c := &list[i]
		verdict := ""
		switch {
		case c.refused != "":
			verdict = c.refused
		case !(adjusted[i] < f.exp.Statistics.Alpha):
			verdict = "Not confirmed: on the other half of the users it may be chance."
			if s := c.slice; s != nil && s.P < s.WithinP {
				verdict = "Not confirmed: for the same users it makes no clear difference."
			}
		case !(c.Points.Lo > 0):
			verdict = "Not confirmed: its points may be none."
		case !(float64(c.Points.Value) >= leastPoints):
			verdict = fmt.Sprintf("Confirmed, but worth less than %.2f points.", 100*leastPoints)
		default:
			c.Confirmed = true
			verdict = "Confirmed on the other half of the users."
		}
		if c.slice != nil {
			c.slice.Confirmed, c.slice.Verdict = c.Confirmed, verdict
		}
	}
	for i := range f.sliced {
		out.Where.Slices = append(out.Where.Slices, f.sliced[i].slice)
	}
	var confirmed []candidate
	for i, c := range list {
		if c.Confirmed && !saidElsewhere(list, i) {
			confirmed = append(confirmed, c)
		}
	}
	slices.SortStableFunc(confirmed, func(a, b candidate) int { return cmp.Compare(b.Points.Value, a.Points.Value) })
	rate := f.rate()
	for i, c := range confirmed {
		c.Rank, c.Tied = i+1, []int{}
		for k := range confirmed {
			if d := f.difference(&confirmed[i], &confirmed[k]); k != i && !d.Leaves0() {
				c.Tied = append(c.Tied, k+1)
			}
		}
		c.Rate, c.RateTo = report.Undefined(), report.Undefined()
		if c.worth.moved != nil {
			c.Rate, c.RateTo = report.Num(rate), report.Num(rate-c.worth.value)
			c.Sentence += fmt.Sprintf(f.of.Say(" Were it there as it is elsewhere, the {ignore rate} would be %.1f "+
				"points lower."), 100*c.worth.value)
		}
		out.Causes = append(out.Causes, c.Cause)
		f.about = append(f.about, c.in)
	}
	out.Together = f.together(confirmed)
	if len(confirmed) == 0 {
		out.Detectable, out.Lead = f.detectable(), f.lead(list, out.Drivers)
	}
	return nil
}

// together is what the causes that are places are worth at once, in order of their
// ranks: nil for less than two.
func (f *Facts) together(confirmed []candidate) *report.Together {
	t := &report.Together{Causes: []int{}}
	var ins []membership
	var by []int
	same := true
	for i, c := range confirmed {
		if c.worth.moved == nil {
			continue
		}
		t.Causes, ins, by = append(t.Causes, i+1), append(ins, c.in), append(by, c.by...)
		t.Sum += c.Points.Value
		same = same && c.worth.method == sameUsers
	}
	if len(ins) < 2 {
		return nil
	}
	in := func(p *person, row int) bool {
		return slices.ContainsFunc(ins, func(in membership) bool { return in(p, row) })
	}
	w := noWorth
	if same {
		fit := f.withinAny(1, ins, by)
		w = f.sameUserWorth(1, in, &fit)
	}
	if w.moved == nil {
		w = f.plainWorth(1, in)
	}
	t.Points, t.Rate, t.RateTo = f.worthInterval(&w), report.Num(f.rate()), report.Num(f.rate()-w.value)
	if !t.Points.Value.Defined() {
		return nil
	}
	return t
}

// saidElsewhere reports whether another confirmed cause says the same of the same
// attribute: a place on an attribute whose mix has shifted towards it is the shift,
// and more bands of numbers that an earlier place is told by are that place.
func saidElsewhere(list []candidate, i int) bool {
	c := list[i]
	for k, o := range list {
		if o.Confirmed && k < i && c.bands && o.bands && c.Attribute == o.Attribute {
			return true
		}
		if o.Confirmed && o.Mechanism == "mix_shift" && c.slice != nil && c.Attribute == o.Attribute &&
			c.Level == orNone(o.Level) {
			return true
		}
	}
	return false
}

// above is the one-sided p of an estimate against a limit.
func above(e report.Estimate, limit float64) float64 {
	if !e.SE.Defined() || e.SE <= 0 {
		return math.NaN()
	}
	return stats.NormalSF((float64(e.Value) - limit) / float64(e.SE))
}

// shortWindow: more accepts than the limit come after the window.
func shortWindow(_ context.Context, f *Facts) ([]candidate, error) {
	parts := 0
	for i, c := range f.late {
		if i%2 == 1 && c.accepts > 0 {
			parts++
		}
	}
	if f.window == 0 || parts < leastParts || f.of.Name == "dismissed" { // which no late accept counts as
		return nil, nil
	}
	if found, _ := f.lateShare(0); !(found.Value > lateLimit) {
		return nil, nil
	}
	share, points := f.lateShare(1)
	return []candidate{{p: above(share, lateLimit), Cause: report.Cause{Mechanism: "short_window", Lens: "window",
		Attribute: "suggestions.attribution",
		Level:     f.windowText(), Points: byUnit(points),
		Users: report.Undefined(), Badge: "observed", Rival: f.of.Say(mechanisms["short_window"].rival),
		Sentence: fmt.Sprintf(f.of.Say("%.1f%% of accepts come after the attribution window of %s, and those "+
			"suggestions count as {ignored}."), 100*float64(share.Value), f.windowText())}}}, nil
}

// wrongAudience: more units ignore everything than the spread of the others and
// chance leave.
func wrongAudience(_ context.Context, f *Facts) ([]candidate, error) {
	if found := f.extra(0); !(found.Share > 0 && found.P.P < f.exp.Statistics.Alpha) {
		return nil, nil
	}
	fit := f.extra(1)
	if math.IsNaN(fit.Share) {
		return nil, nil
	}
	in := func(p *person, _ int) bool { return f.always(p) }
	w, users := f.plainWorth(1, in), 0
	for i := range f.units {
		if p := &f.units[i]; p.half() == 1 && f.always(p) {
			users++
		}
	}
	return []candidate{{p: fit.P.P, in: in, worth: w, Cause: report.Cause{Mechanism: "wrong_audience", Lens: "who",
		Attribute: "unit", Level: f.of.Never,
		Points: f.worthInterval(&w), Users: report.Num(users), Badge: "observed",
		Rival: f.of.Say(mechanisms["wrong_audience"].rival),
		Sentence: fmt.Sprintf(f.of.Say("%d users saw at least %d suggestions and {any}; about %.1f%% of all users "+
			"{ignore:everything}, beyond what chance and the spread of the others leave."),
			users, leastSeen, 100*fit.Share)}}}, nil
}

// mixShift: the mix of an attribute moved towards what is ignored more. Of every
// contrast the attribute with the clearest shift on the first half is taken.
// Segments that are fixed before exposure are no cause of a difference between arms.
func mixShift(ctx context.Context, f *Facts) ([]candidate, error) {
	alpha := f.exp.Statistics.Alpha
	best := map[string]*kitagawa{} // attribute → the clearest contrast
	for _, c := range f.contrasts() {
		var top *kitagawa
		list, err := f.kitagawas(ctx, []contrast{c}, 0, func(o *column) bool {
			return !(c.kind == "arm" && o.fixed || o.ordered)
		})
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			if v := z(k.mix, alpha); v > stats.NormalISF(alpha) && (top == nil || v > z(top.mix, alpha)) {
				top = k
			}
		}
		if top == nil {
			continue
		}
		name := f.columns[top.column].name
		if old := best[name]; old == nil || z(top.mix, alpha) > z(old.mix, alpha) {
			best[name] = top
		}
	}
	var out []candidate
	for d := range f.columns {
		found := best[f.columns[d].name]
		if found == nil {
			continue
		}
		list, err := f.kitagawas(ctx, []contrast{found.contrast}, 1, func(o *column) bool { return o == &f.columns[d] })
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			v := z(k.mix, alpha)
			if math.IsNaN(v) {
				continue
			}
			badge := "observed"
			if k.kind == "arm" {
				badge = "randomised"
			}
			l := k.mixLevel()
			at := slices.Index(f.columns[d].levels, k.levels[l])
			in := func(p *person, row int) bool { return int(f.code(d, p, row)) == at }
			out = append(out, candidate{p: stats.NormalSF(v), in: in, Cause: report.Cause{Mechanism: "mix_shift",
				Lens: "changed", Attribute: f.columns[d].name, Level: k.levels[l],
				Points: k.ofAll(), Users: report.Num(f.shownOn(k, l, 1)), Badge: badge,
				Rival: f.of.Say(mechanisms["mix_shift"].rival),
				Sentence: fmt.Sprintf(f.of.Say("The mix of %s moved towards what is {ignored} more (%s): %s went "+
					"from %.1f%% to %.1f%% of the seen suggestions, which adds %.1f points there."),
					f.columns[d].name, k.describe(), k.levels[l], 100*k.weight(0, l), 100*k.weight(1, l),
					100*float64(k.mix.Value))}})
		}
	}
	return out, nil
}

// ofAll is the mix part as points of the ignore rate of both sides together: the
// mix has moved only on the later side, or in the treated arm.
func (k *kitagawa) ofAll() report.Interval {
	var n [2]float64
	for s := range n {
		for _, v := range k.n[s] {
			n[s] += float64(v)
		}
	}
	w := report.Num(n[1] / (n[0] + n[1]))
	out := k.mix
	out.Value, out.Lo, out.Hi = w*out.Value, w*out.Lo, w*out.Hi
	return out
}

// weight is the share of a side's suggestions on a level.
func (k *kitagawa) weight(side, level int) float64 {
	var sum int64
	for _, n := range k.n[side] {
		sum += n
	}
	return float64(k.n[side][level]) / float64(sum)
}

// shownOn counts the units of one half that saw a suggestion of the level on the
// later side.
func (f *Facts) shownOn(k *kitagawa, level, half int) int64 {
	var n int64
	for i := range f.units {
		p := &f.units[i]
		if p.half() != half {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if c := f.code(k.column, p, row); c != unknown && f.columns[k.column].levels[c] == k.levels[level] &&
				k.side(p, row) == 1 {
				n++
				break
			}
		}
	}
	return n
}
