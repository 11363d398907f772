package ignore

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// precisionOf are the columns that say of which type a suggestion is, the best first.
var precisionOf = []string{"type", "feature", "surface"}

// precision gives level by level of the type how many suggestions are good: of those that are
// labelled, or, where no label is there, of those that were answered.
func precision(_ context.Context, f *Facts, out *report.Ignores) error {
	at := -1
	for _, name := range precisionOf {
		c := f.attributeNamed(name)
		if c >= 0 && f.columns[c].varies() && len(f.columns[c].levels) <= mostLevels {
			at = c
			break
		}
	}
	if at < 0 {
		return nil
	}
	l := &report.PrecisionLens{Attribute: f.columns[at].name, From: "labels"}
	judged := func(row int) bool { return f.seen.label[row] != unlabelled }
	is := func(row int) bool { return f.seen.label[row] == good }
	if f.seen.label == nil || !slices.ContainsFunc(f.seen.label, func(v int8) bool { return v != unlabelled }) {
		l.From = "answers"
		judged = func(row int) bool { return !study.IgnoredStates.Has(f.seen.state[row]) }
		is = func(row int) bool {
			st := f.seen.state[row]
			return st != study.StateReverted && !study.DismissStates.Has(st)
		}
	}
	l.Levels = []report.PrecisionLevel{}
	types := f.levelled(at, judged)
	for _, s := range types.shares(judged, is) {
		l.Levels = append(l.Levels, report.PrecisionLevel{LevelShare: s})
		l.Judged, l.Good = l.Judged+s.Of, l.Good+s.Count
	}
	if l.Judged == 0 || l.From == "answers" && (l.Good == 0 || l.Good == l.Judged) { // an answer that is never given
		return nil
	}
	var whole []*person
	for i := range f.units {
		whole = append(whole, &f.units[i])
	}
	l.Overall, _, _ = f.ratio(whole, func(p *person) (y, x int64) {
		for row := p.from; row < p.to; row++ {
			if judged(row) {
				x++
				if is(row) {
					y++
				}
			}
		}
		return y, x
	})
	f.used(types, l)
	slices.SortStableFunc(l.Levels, func(a, b report.PrecisionLevel) int {
		if d := told(a.P.Defined(), b.P.Defined()); d != 0 {
			return d
		}
		return cmp.Compare(a.Share.Value, b.Share.Value)
	})
	l.Sentence = f.precisionSentence(l)
	out.Precision = l
	return nil
}

// told puts what is known before what is not.
func told(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// used fills in what is seen and used of every type.
func (f *Facts) used(types *levelled, l *report.PrecisionLens) {
	of := types.tallies(func(int) bool { return true },
		func(row int) bool { return study.AcceptedStates.Has(f.seen.state[row]) })
	l.Seen = int64(len(f.seen.state))
	for i := range l.Levels {
		all := types.total(of, i)
		l.Levels[i].Seen, l.Levels[i].Used = all.seen, quotient(all.ignored, all.seen)
	}
	for i := range l.Levels {
		x := &l.Levels[i]
		x.SeenShare, x.GoodShare = quotient(x.Seen, l.Seen), quotient(x.Count, l.Good)
	}
}

// precisionSentence names the type that is least precise, where one is below the others beyond chance.
func (f *Facts) precisionSentence(l *report.PrecisionLens) string {
	alpha := f.exp.Statistics.Alpha
	for _, x := range l.Levels {
		if !(float64(x.PAdjusted) < alpha) || x.Apart.Value >= 0 {
			continue
		}
		return fmt.Sprintf("Of %s %.0f%% are good, %.0f points less than of the others; they are %.0f%% of what is "+
			"seen and %.0f%% of what is good.", cmp.Or(x.Level, "those without a "+l.Attribute),
			100*float64(x.Share.Value), -100*float64(x.Apart.Value), 100*float64(x.SeenShare), 100*float64(x.GoodShare))
	}
	return "No " + l.Attribute + " is less precise than the others beyond chance."
}
