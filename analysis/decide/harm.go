package decide

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

var acceptedWords = map[string]string{beforeStart: "accepted before the start", afterData: "accepted after the data " +
	"were seen"}

// findHarms lists the metrics that are worse in the arm after correction, as the
// file's metrics come and then the built-ins. A metric whose interval lies inside
// its own minimum effect does no harm.
//
// A harm that the file accepts was accepted before the start only where the whole
// file was: its plan is dated on or before the start, and the name is not put in
// by the command line. Otherwise whoever accepts it may have seen the data, and
// the page says so.
func (v *view) findHarms() {
	for _, p := range v.pairs {
		if !v.clear(p) || p.wanted() || p.small() {
			continue
		}
		h := report.Harm{Metric: p.got.Name, Arm: v.arm, Control: v.Control, Family: p.family, Abs: p.cmp.Abs,
			Rel: p.cmp.Rel, P: p.cmp.P,
			PAdjusted: p.corrected, Level: report.Num(v.level(p.family)), FamilySize: p.among,
			Words: fmt.Sprintf("%s is %s", name(p), moved(p)) + v.inArm()}
		if d := v.Exp.Decision; slices.Contains(d.AcceptHarm, p.got.Name) {
			h.Accepted = afterData
			if v.declared("decision.accept_harm") == beforeStart {
				h.Accepted = beforeStart
			}
		}
		v.harms = append(v.harms, harmed{p, h})
	}
}

// harmed is a pair that does harm.
type harmed struct {
	*pair
	report.Harm
}

// blocking are the harms that nobody accepted and that the verdict is not about.
func (v *view) blocking() []harmed {
	var out []harmed
	for _, h := range v.harms {
		if h.Accepted == "" && spec.Role(h.got.Role) != spec.Primary {
			out = append(out, h)
		}
	}
	return out
}

// inArm is " in b" where there are several arms.
func (v *view) inArm() string {
	if len(v.Arms) < 2 {
		return ""
	}
	return " in " + v.arm
}

// bare are a harm's words without the arm that they are about.
func bare(h report.Harm) string { return strings.TrimSuffix(h.Words, " in "+h.Arm) }

// elsewhere ends the headline about one arm with what is proven worse, or beyond its
// limit, in the others: "; in c: revenue per user is down 28%".
func elsewhere(views []*view, about int) string {
	var out []string
	for i, v := range views {
		var list []string
		for _, h := range v.harms {
			s := bare(h.Harm)
			if h.Accepted != "" {
				s += " (" + acceptedWords[h.Accepted] + ")"
			}
			list = append(list, s)
		}
		for _, g := range v.guards() {
			if g.cmp.State == "breached" {
				list = append(list, name(g)+" is beyond its limit")
			}
		}
		if i != about && len(list) > 0 {
			out = append(out, "; in "+v.arm+": "+several(list))
		}
	}
	return strings.Join(out, "")
}

// harmClause ends a headline with the harms: ", but revenue per user is down 28%".
// Never is one left out that the verdict is not about.
func (v *view) harmClause(verdict report.Verdict) string {
	var open, passed []string
	for _, h := range v.harms {
		switch {
		case spec.Role(h.got.Role) == spec.Primary && verdict == report.DoNotShip:
		case h.Accepted != "":
			passed = append(passed, bare(h.Harm)+" ("+acceptedWords[h.Accepted]+")")
		default:
			open = append(open, bare(h.Harm))
		}
	}
	s := ""
	if len(open) > 0 {
		s = map[report.Verdict]string{report.DoNotShip: ", and ", report.KeepRunning: "; so far "}[verdict]
		if s == "" {
			s = ", but "
		}
		s += several(open)
	}
	if len(passed) > 0 {
		s += "; " + several(passed)
	}
	return s
}

// several names two things and counts the rest.
func several(list []string) string {
	if len(list) > 2 {
		return strings.Join(list[:2], ", ") + fmt.Sprintf(" and %d more got worse", len(list)-2)
	}
	return strings.Join(list, " and ")
}

// harmReasons is one sentence for every harm, with its numbers.
func (v *view) harmReasons() []string {
	var out []string
	for _, h := range v.harms {
		s := fmt.Sprintf("%s is worse: %s; %s", upper(name(h.pair)), moved(h.pair), fits(h.pair))
		if h.Accepted != "" {
			s += ": " + acceptedWords[h.Accepted]
		}
		out = append(out, s+".")
	}
	return out
}

// withHarms adds the harms to what a rule says.
func (v *view) withHarms(verdict report.Verdict, headline string, reasons []string) (string, []string) {
	if len(v.harms) == 0 || verdict == report.DoNotUse {
		return headline, reasons
	}
	if c := v.harmClause(verdict); c != "" {
		headline = strings.TrimSuffix(headline, ".") + c + "."
	}
	out := append([]string{}, reasons...)
	for _, s := range v.harmReasons() {
		if !slices.Contains(out, s) { // what the verdict is about says it already
			out = append(out, s)
		}
	}
	return headline, out
}

// AcceptedLate says of a harm that the file claims to have accepted before the
// start that it was accepted after the data were seen: an earlier readout did not
// accept it.
func AcceptedLate(d *report.Decision, metric string) {
	was, is := acceptedWords[beforeStart], acceptedWords[afterData]
	for i := range d.Harms {
		h := &d.Harms[i]
		if h.Metric != metric || h.Accepted != beforeStart {
			continue
		}
		h.Accepted = afterData
		say := func(headline *string, reasons []string) {
			*headline = strings.ReplaceAll(*headline, bare(*h)+" ("+was+")", bare(*h)+" ("+is+")")
			for k, s := range reasons {
				if isHarmReason(strings.TrimPrefix(s, h.Arm+": "), metric) {
					reasons[k] = strings.ReplaceAll(s, was, is)
				}
			}
		}
		say(&d.Headline, d.Reasons)
		for k := range d.Arms {
			say(&d.Arms[k].Headline, d.Arms[k].Reasons)
		}
	}
}

// HoldByBand makes of a decision of the always-valid band that proves harm after the
// end, and settles nothing else, the hold that it is once the end is over.
func HoldByBand(d *report.Decision) {
	const after = "Since the reading at the end the always-valid band proves another metric worse, and nobody " +
		"accepted that."
	hold := func(arm string, reasons []string) (headline string, why []string) {
		var words []string
		for _, h := range d.Harms {
			if h.Accepted == "" && (arm == "" || h.Arm == arm) {
				w := h.Words
				if arm != "" {
					w = bare(h)
				}
				words = append(words, w)
				for _, s := range reasons {
					if isHarmReason(s, h.Metric) {
						why = append(why, s)
					}
				}
			}
		}
		return "Hold: since the reading at the end the always-valid band proves that " + strings.Join(words,
			" and that ") + ".", why
	}
	d.Verdict, d.Code, d.Rule = report.Hold, "harm_after_end", after
	d.Headline, d.Reasons = hold("", d.Reasons)
	d.Arms = slices.Clone(d.Arms)
	var each []string
	for i := range d.Arms {
		a := &d.Arms[i]
		if !slices.ContainsFunc(d.Harms, func(h report.Harm) bool { return h.Accepted == "" && h.Arm == a.Arm }) {
			continue
		}
		a.Verdict, a.Rule = report.Hold, after
		a.Headline, a.Reasons = hold(a.Arm, a.Reasons)
		for _, s := range a.Reasons {
			each = append(each, a.Arm+": "+s)
		}
	}
	if len(d.Arms) > 1 {
		d.Reasons = each
	}
}

// isHarmReason reports whether a reason is that of a metric's harm.
func isHarmReason(s, metric string) bool {
	return strings.HasPrefix(s, upper(report.Spoken(metric))+" is worse: ")
}
