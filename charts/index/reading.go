package index

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// indexReading says how to read the list, and how many of its words chance would
// put there if nothing worked.
func indexReading(x *report.Index, v *view) []doc.Line {
	var out []doc.Line
	if len(x.Experiments) == 0 {
		return out
	}
	out = append(out, doc.Line{Label: "The order", Value: "First what failed and somebody must mend, then what " +
		"somebody must act on (do not use, do not ship, hold, ship, looks promising), then other verdicts that " +
		"changed since the data cut before, then what is finished without an answer, and last what keeps running, by " +
		"the days left."})
	out = append(out, doc.Line{Label: "The strips", Value: fmt.Sprintf("The main metric's lift relative to control, "+
		"with the interval that the verdict uses, all on one scale from %s to %s; the line in the middle is no "+
		"change. A triangle means that the interval leaves no change out, a circle that it does not. An arrow means "+
		"that the interval goes on beyond the scale.", v.Scale[0], v.Scale[1])})
	if t := chanceWords(x); t != "" {
		out = append(out, doc.Line{Label: "By chance alone", Value: t})
	}
	if t := doc.Discoveries(x.Discoveries, "in this list"); t != "" {
		out = append(out, doc.Line{Label: "Taken together", Value: t})
	}
	return out
}

// chanceWords is how many of the words would be wrong if nothing worked.
func chanceWords(x *report.Index) string {
	var better, worse int
	chance := x.ByChance()
	k, sum := chance.Experiments, float64(chance.EachWay)
	for i := range x.Experiments {
		r := &x.Experiments[i]
		if r.Lift == nil || !(r.Alpha > 0) {
			continue
		}
		switch r.Verdict {
		case report.Ship, report.LooksPromising, report.Hold:
			better++
		case report.DoNotShip:
			worse++
		}
	}
	if k == 0 {
		return ""
	}
	many := func(v float64) string { return say.Fixed(v, map[bool]int{true: 1, false: 0}[v < 9.95]) }
	each := "half of its alpha"
	if half := sum / float64(k); math.Abs(half-0.025) < 1e-9 {
		each = "2.5%"
	}
	return fmt.Sprintf("The arms of %s are compared. If no change had any effect anywhere, up to about %s of them "+
		"would still read ship, looks promising or hold, and up to about as many do not ship for a worse main "+
		"metric: each may err by %s either way, over all nights together. Here %s and %s. A harm in any other metric "+
		"has a level of its own and is not counted here.",
		say.Plural(k, "experiment", "experiments"), many(sum), each,
		say.Plural(better, "reads so", "read so"), say.Plural(worse, "reads do not ship", "read do not ship"))
}
