package ignore

import (
	"cmp"
	"context"
	"errors"

	"uptake/analysis/report"
)

// Lens is one way of looking at what was ignored.
type Lens struct {
	Name string // as in report.Cause.Lens
	Asks string
	Look func(context.Context, *Facts, *report.Ignores) error
	// Leads: what it sees leads to causes; the others describe.
	Leads bool
}

// Lenses lists the lenses in the order of the page.
var Lenses = []Lens{
	{"split", "what became of the suggestions that were not used", split, false},
	{"window", "how much is ignored for want of time to answer", window, false},
	{"who", "whether everyone ignores a little or some ignore everything", who, false},
	{"changed", "whether the mix changed or the behaviour", changed, false},
	{"where", "where more is ignored than elsewhere, up to three attributes deep", where, true},
	{"drivers", "what goes with ignoring between users and within the same user", drivers, true},
	{"dose", "how ignoring goes with latency, length, position, fatigue, time of day and novelty", dose, false},
	{"session", "what became of the n-th suggestion of a session, and what at most so many would have left out",
		perSession, false},
	{"calibration", "whether the model's confidence tells what will be accepted", calibration, false},
	{"reliance", "whether ignoring was right, with labels or by bounds", reliance, false},
	{"precision", "which types of suggestions are good, with labels or by the answers", precision, false},
	{"by_hand", "how often people do by themselves what was suggested", byHand, false},
	{"kept", "whether accepted suggestions are kept", kept, false},
}

// Investigate looks through the lenses, lists what is confirmed, with sessions to
// watch for it, and drafts the experiments that would test it. Causes are the same
// with all lenses and with those that lead to them.
func Investigate(ctx context.Context, f *Facts, lenses []Lens, out *report.Ignores) error {
	seen, errs := make([]report.Ignores, len(lenses)), make([]error, len(lenses))
	err := f.atOnce(ctx, len(lenses), func(i int) {
		seen[i].Attribution = out.Attribution
		errs[i] = lenses[i].Look(ctx, f, &seen[i])
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return err
	}
	for i := range seen {
		take(out, &seen[i])
	}
	for _, last := range []func(context.Context, *Facts, *report.Ignores) error{confirm, sessions, plans} {
		if err := last(ctx, f, out); err != nil {
			return err
		}
	}
	out.Missing = missing(f)
	out.Cautions = append(out.Cautions, little(f)...)
	return nil
}

// take adds what one lens has seen to the investigation; every part is of one lens.
func take(out, one *report.Ignores) {
	out.Split, out.Weights = append(out.Split, one.Split...), append(out.Weights, one.Weights...)
	out.Changed, out.Drivers = append(out.Changed, one.Changed...), append(out.Drivers, one.Drivers...)
	out.Dose, out.Kept = append(out.Dose, one.Dose...), append(out.Kept, one.Kept...)
	out.Window, out.Who, out.Where = cmp.Or(out.Window, one.Window), cmp.Or(out.Who, one.Who),
		cmp.Or(out.Where, one.Where)
	out.Overall, out.Requests = cmp.Or(out.Overall, one.Overall), cmp.Or(out.Requests, one.Requests)
	out.PerSession = cmp.Or(out.PerSession, one.PerSession)
	out.Calibration, out.Reliance = cmp.Or(out.Calibration, one.Calibration), cmp.Or(out.Reliance, one.Reliance)
	out.Precision, out.ByHand = cmp.Or(out.Precision, one.Precision), cmp.Or(out.ByHand, one.ByHand)
	out.Cautions = append(out.Cautions, one.Cautions...)
}
