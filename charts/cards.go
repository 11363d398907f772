package charts

import (
	"math"
	"slices"
	"time"

	"uptake/analysis/report"
)

// card is one of the four large numbers.
type card struct {
	Label, Big, Sub, Note string
	Tone                  tone
}

// cards are the four numbers of the first screen: people affected, the chances
// of helping at all and enough, and the cost of being wrong. Where no chance may
// be given they are the lift, the least safe guardrail and the size instead.
func (s *subject) cards() []card {
	m, c := s.focus()
	out := []card{}
	if m == nil {
		out = append(out, card{Label: "Primary metric", Big: "none", Sub: "No metric was declared primary or secondary."})
	} else {
		out = append(out, s.affectedCard(m, c))
		if chances := s.chanceCards(m, c); chances != nil {
			return append(out, chances...)
		}
		out = append(out, s.liftCard(m, c))
	}
	return append(out, s.guardrailCard(), s.sizeCard())
}

// hides says in a sentence why the arms are not compared in a metric, "" where they are.
func (s *subject) hides(m *report.Metric) string {
	if s.Withheld != nil {
		return "The groups are not comparable."
	}
	for _, c := range s.Health.Checks {
		if slices.ContainsFunc(c.Metrics, func(x report.CheckMetric) bool { return x.Withheld && x.Metric == m.Name }) {
			return "Values are missing in one arm more."
		}
	}
	return ""
}

// affectedCard says the difference in people or events rather than in percent.
func (s *subject) affectedCard(m *report.Metric, c *report.Comparison) card {
	k := card{Label: metricTitle(m.Name)}
	if c == nil {
		return s.singleCard(k, m)
	}
	if why := s.hides(m); why != "" {
		k.Big, k.Sub, k.Tone = hidden, why, invalid
		return k
	}
	control, arm := estimateOf(m.Arms, c.Control), estimateOf(m.Arms, c.Arm)
	if control == nil || arm == nil || !control.Value.Defined() || !arm.Value.Defined() {
		k.Big, k.Sub = unknown, "At least one arm has no value: see the cautions."
		return k
	}
	sc, of := plain, ""
	if m.Unit == "share" {
		sc, of = scale{1000, ""}, " per 1,000 "+s.per1000(m)
	}
	diff := diffSpan(c.Abs, sc)
	d := decimals(float64(c.Abs.Hi-c.Abs.Lo) * sc.factor / 2)
	if d < 0 {
		d = digits(float64(control.Value)*sc.factor, 3)
	}
	k.Big = fixed(float64(control.Value)*sc.factor, d) + " → " + fixed(float64(arm.Value)*sc.factor, d)
	k.Note = name(c.Control) + " → " + name(c.Arm)
	switch {
	case !diff.Known:
		k.Sub = "The difference is " + unknown + ": see the cautions."
	default:
		k.Sub = moreOrFewer(c.Abs, sc, d, of)
		if c.CUPED != nil {
			k.Note += "; the difference is adjusted for the time before exposure"
		}
	}
	return k
}

// singleCard describes the only group there is.
func (s *subject) singleCard(k card, m *report.Metric) card {
	if len(m.Arms) == 0 || !m.Arms[0].Value.Defined() {
		k.Big, k.Sub = unknown, "There is no value: see the cautions."
		return k
	}
	e := &m.Arms[0]
	sc := levelScale(m)
	k.Big = levelText(e.Value, e.Lo, e.Hi, sc)
	k.Note = name(e.Arm)
	if e.Lo.Defined() && e.Hi.Defined() {
		k.Sub = s.level + " interval " + levelText(e.Lo, e.Lo, e.Hi, sc) + " to " + levelText(e.Hi, e.Lo, e.Hi, sc)
	}
	return k
}

// moreOrFewer says a difference with its range in words: "25 more per 1,000
// users, 9 to 41"; of is empty for what is not counted in thousands.
func moreOrFewer(iv report.Interval, sc scale, d int, of string) string {
	more, fewer := "higher", "lower"
	if of != "" {
		more, fewer = "more", "fewer"
	}
	v, lo, hi := float64(iv.Value)*sc.factor, float64(iv.Lo)*sc.factor, float64(iv.Hi)*sc.factor
	word := more
	if v < 0 {
		word = fewer
	}
	head := fixed(math.Abs(v), d) + " " + word + of
	switch {
	case !iv.Lo.Defined() || !iv.Hi.Defined():
		return head + " (no interval: see the cautions)"
	case lo >= 0:
		return head + ", " + fixed(lo, d) + " to " + fixed(hi, d)
	case hi <= 0:
		return head + ", " + fixed(-hi, d) + " to " + fixed(-lo, d)
	}
	return head + ", from " + fixed(-lo, d) + " " + fewer + " to " + fixed(hi, d) + " " + more
}

// per1000 is what a share counts, as a plural noun.
func (s *subject) per1000(m *report.Metric) string {
	switch {
	case m.Kind != "ratio":
		return s.units()
	case m.Builtin:
		return "suggestions"
	}
	return "counted"
}

// liftCard is the relative difference, in the words that fit an interval.
func (s *subject) liftCard(m *report.Metric, c *report.Comparison) card {
	k := card{Label: "Relative lift"}
	switch {
	case c == nil:
		k.Big, k.Sub = "none", "There is no comparison group."
		return k
	case s.hides(m) != "":
		k.Big, k.Sub, k.Tone = hidden, s.hides(m), invalid
		return k
	case !c.Rel.Value.Defined():
		k.Big, k.Sub = unknown, "There is no relative difference: see the cautions."
		return k
	}
	rel := diffSpan(c.Rel, percent)
	k.Big = rel.Estimate()
	switch {
	case rel.Bounded:
		k.Sub = "The data fit lifts from " + rel.Range() + "."
	case hasCaution(c.Cautions, "unbounded_lift"):
		k.Sub = "The data set no finite limit to the lift."
	default:
		k.Sub = "There is no interval: see the cautions."
	}
	k.Note = s.level + " interval."
	k.Tone = stateOf(m, c).Tone
	if s.Decision.Verdict == report.KeepRunning {
		k.Note, k.Tone = "So far; "+s.level+" interval.", ""
	}
	return k
}

// guardrailCard is the guardrail that is least safe.
func (s *subject) guardrailCard() card {
	k := card{Label: "Guardrails"}
	guards := slices.DeleteFunc(s.byRole("guardrail"), func(m *report.Metric) bool { return !limited(m) })
	if len(guards) == 0 {
		k.Big, k.Sub = "none", "No guardrail has a margin: other metrics are watched for proven harm alone."
		return k
	}
	var wm *report.Metric
	var wc *report.Comparison
	worst := -1.0
	safe, all := 0, 0
	for _, m := range guards {
		for i := range m.Comparisons {
			c := &m.Comparisons[i]
			all++
			if c.State == "safe" {
				safe++
			}
			if b := badness(m, c); b > worst {
				worst, wm, wc = b, m, c
			}
		}
	}
	switch {
	case wm == nil:
		k.Big, k.Sub = "none", "There is no comparison group."
		return k
	case s.hides(wm) != "":
		k.Big, k.Sub, k.Tone = hidden, s.hides(wm), invalid
		return k
	}
	st := stateOf(wm, wc)
	sp := relOrAbs(wm, wc)
	k.Label = "Guardrail: " + metricName(wm.Name)
	k.Big, k.Tone = sp.Estimate(), st.Tone
	if st.Word == "not shown safe" {
		k.Tone = caution
	}
	k.Sub = upperFirst(st.Word)
	if sp.Known {
		k.Sub += ": " + sp.Range()
	}
	if l := limitText(wm); l != "" {
		k.Sub += ", limit " + l
	}
	k.Note = upperFirst(worse(wm)) + "."
	if all > 1 {
		k.Note = upperFirst(worse(wm)) + ". The least safe of " + count(int64(all)) + "; " + count(int64(safe)) + " shown safe."
	}
	return k
}

// badness orders guardrails: breached, then not shown safe, then safe, and
// within these by how far the bad end reaches.
func badness(m *report.Metric, c *report.Comparison) float64 {
	rank := 1.0
	switch c.State {
	case "breached":
		rank = 3
	case "safe":
		rank = 0
	case "open":
		rank = 2
	}
	end := -float64(c.Rel.Lo)
	if m.Better == "down" {
		end = float64(c.Rel.Hi)
	}
	if math.IsNaN(end) || math.IsInf(end, 0) {
		end = 1e9
	}
	return rank + math.Atan(end)/math.Pi*0.99 + 0.5
}

// sizeCard says how much data there is.
func (s *subject) sizeCard() card {
	var total int64
	var per []string
	for _, a := range s.Arms {
		total += a.Units
		per = append(per, count(a.Units)+" "+name(a.Name))
	}
	k := card{Label: upperFirst(s.units()) + " in the comparison", Big: count(total)}
	if len(s.Arms) < 2 {
		k.Label = upperFirst(s.units())
	}
	if len(per) > 4 {
		per = append(per[:3], plural(len(per)-3, "more arm", "more arms"))
	}
	k.Sub = listText(per)
	if d := s.days(); d > 0 {
		k.Note = plural(d, "day of data", "days of data")
	} else {
		k.Note = "The rows carry no time."
	}
	return k
}

// days counts the days that the data span: calendar days in UTC, elsewhere
// days of 24 hours, a part as a whole one.
func (s *subject) days() int {
	a, errA := time.Parse(time.RFC3339, s.DataFrom)
	b, errB := time.Parse(time.RFC3339, s.DataTo)
	if errA != nil || errB != nil || b.Before(a) {
		return 0
	}
	if s.Timezone == "" || s.Timezone == "UTC" {
		day := 24 * time.Hour
		return int(b.UTC().Truncate(day).Sub(a.UTC().Truncate(day))/day) + 1
	}
	return max(int(math.Ceil(b.Sub(a).Hours()/24)), 1)
}
