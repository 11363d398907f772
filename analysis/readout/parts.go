package readout

import (
	"slices"
)

// part is one step of a readout. It is made where what it needs of the study is at
// hand, after the other parts that it needs.
type part struct {
	name  string
	needs []string
	run   func(w *work) error
}

// What of a study may be at hand.
const (
	tables      = "study tables" // and what one pass over them adds up
	stated      = "stated sums"
	suggestions = "suggestions"
)

// parts lists the steps in the order in which they are made; among those that need
// nothing of each other it is the order of the cautions that they add. Adding one is a
// file with a function that takes what it needs and gives what it finds, and a line here.
var parts = []part{
	{"rows", []string{tables}, func(w *work) error { return w.folded() }},
	{"stated rows", []string{stated}, func(w *work) error { return w.counted() }},
	{"arms", []string{"rows", "stated rows"}, func(w *work) error {
		w.reached = setEnd(w.by, w.to)
		setLooks(w.r.Looks, w.reached)
		return nil
	}},
	{"bridge", []string{tables, suggestions, "arms"}, func(w *work) (err error) {
		w.r.Bridge, err = bridge(w.by.Arms, w.f.Result)
		return err
	}},
	{"values", []string{tables, "arms"}, func(w *work) error {
		w.valued = valuedSamples(w.by, w.list, w.f)
		return nil
	}},
	{"samples", []string{tables, "values"}, func(w *work) error {
		w.samples, w.nonZero = foldedSamples(w.list, w.left, w.valued)
		return nil
	}},
	{"facts", []string{tables, "arms", "samples"}, func(w *work) error { w.facts = facts(w); return nil }},
	{"stated facts", []string{stated, "arms"}, func(w *work) error {
		w.facts = statedFacts(w.by.Arms, w.r.Rows)
		return nil
	}},
	{"gates", []string{"facts", "stated facts"}, func(w *work) error { gate(w.by, w.r, w.facts); return nil }},
	{"embargo", []string{tables, "gates"}, func(w *work) error { return w.embargo() }},
	{"metrics", []string{"samples", "gates"}, func(w *work) error { w.metrics(); return nil }},
	{"quantiles", []string{tables, "metrics"}, func(w *work) error {
		quantileCautions(w.r.Metrics, w.valued)
		return nil
	}},
	{"grades", []string{tables, "metrics"}, func(w *work) error {
		grades(w.by, w.r.Metrics, w.list, w.graded, w.left)
		return nil
	}},
	{"funnels", []string{tables, "metrics"}, func(w *work) error {
		funnels(w.by, w.r.Metrics, w.list, w.funnels, w.left)
		return nil
	}},
	{"conventions of units", []string{tables, "metrics"}, func(w *work) error {
		also(w.by, w.r.Metrics, w.list, w.all, w.f.Kept)
		return nil
	}},
	{"influence", []string{tables, "metrics"}, func(w *work) error {
		influence(w.by, w.r.Metrics, w.list, w.f.Result)
		return nil
	}},
	{"caps", []string{tables, "metrics"}, func(w *work) error {
		caps(w.r.Metrics, w.list, w.all, w.by.Names)
		return nil
	}},
	{"uncapped", []string{tables, "metrics"}, func(w *work) error {
		uncapped(w.by, w.r.Metrics, w.list, w.plain, w.left)
		return nil
	}},
	{"losses", []string{tables, "metrics"}, func(w *work) error {
		losses(w.by, w.r.Metrics, w.list, w.samples, w.t)
		return nil
	}},
	{"cells", []string{tables, "metrics"}, func(w *work) error {
		cells(w.r.Metrics, w.list, w.demand, &w.f.Tally)
		return nil
	}},
	{"immature", []string{tables, "metrics"}, func(w *work) error {
		immature(w.r.Metrics, w.list, w.f.Result, w.valued)
		return nil
	}},
	{"primaries", []string{"facts", "metrics"}, func(w *work) error {
		w.flat = primaries(w.r, w.facts, w.list, w.nonZero)
		return nil
	}},
	{"families", []string{"metrics"}, func(w *work) error {
		w.r.PAdjustment = families(w.by.Exp, w.r.Metrics)
		return nil
	}},
	{"across", []string{"metrics"}, func(w *work) error { w.across(); return nil }},
	{"denominators", []string{"metrics"}, func(w *work) error { denominators(w.r.Metrics); return nil }},
	{"moved", []string{"metrics"}, func(w *work) error { w.r.Moved = moved(w.by, w.r.Metrics); return nil }},
	{"compliers", []string{tables, suggestions, "metrics"}, func(w *work) error {
		compliers(w.by, w.r.Metrics, w.list, w.paired, w.f.Result)
		return nil
	}},
	{"novelty", []string{tables, "gates"}, func(w *work) error {
		w.r.Novelty, w.r.NoveltyWhy = w.fresh.report(w.by, w.list, w.left)
		return nil
	}},
	{"adoption", []string{tables, suggestions, "gates"}, func(w *work) error {
		w.r.Adoption = adoption(w.by, w.f.Result)
		return nil
	}},
	{"outcomes", []string{tables, suggestions, "arms"}, func(w *work) error {
		w.r.Suggestions = outcomes(w.by, w.all[w.rates:w.rates+w.shown], w.rates, w.left)
		return nil
	}},
	{"segments", []string{tables, "gates"}, func(w *work) error { segments(w.by, w.r, w.list, w.left); return nil }},
	{"strata", []string{tables, "metrics"}, func(w *work) error {
		postStratify(w.by, w.r.Metrics, w.list, w.f.Result)
		return nil
	}},
	{"series", []string{tables, "metrics"}, func(w *work) error {
		w.r.Series = series(w.by, w.r.Metrics, w.list, w.all, w.days)
		return nil
	}},
	{"looks", []string{tables, "metrics"}, func(w *work) error {
		atLooks(w.by, w.r.Metrics, w.list, w.all, w.days, w.samples, w.reached)
		return nil
	}},
	{"readings", []string{"metrics", "looks"}, func(w *work) error {
		judge(w.by, w.r.Metrics, w.again, w.list, w.path())
		return nil
	}},
	{"traits", []string{tables}, func(w *work) error {
		w.say(traits(w.exp, w.t, w.f.Result, w.demand)...)
		return nil
	}},
	{"adjustment", []string{"arms"}, func(w *work) error { w.say(unadjusted(w.by)...); return nil }},
	{"left out", []string{"arms"}, func(w *work) error { w.say(failedMetrics(w.exp)...); return nil }},
	{"stated cautions", []string{stated}, func(w *work) error {
		w.say(statedCautions(w.exp, w.stated)...)
		return nil
	}},
	{"verdict", []string{"primaries", "families", "readings"}, func(w *work) error { w.decide(); return nil }},
}

// given are the needs that no part meets.
var given = []string{tables, stated, suggestions}

// make makes every part that the study has what it needs for.
func (w *work) make(parts []part, at ...string) error {
	for _, p := range parts {
		missing := func(need string) bool { return slices.Contains(given, need) && !slices.Contains(at, need) }
		if slices.ContainsFunc(p.needs, missing) || !w.open(p) {
			continue
		}
		if err := p.run(w); err != nil {
			return err
		}
	}
	return nil
}
