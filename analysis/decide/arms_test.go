package decide

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// armed is a readout with arms b and c, in which b may be shipped.
func armed() *Facts {
	f := harmful(metric("revenue", "secondary", false, -0.1, 0.1), &spec.Metric{Name: "revenue", Role: spec.Secondary})
	f.Arms = []string{"b", "c"}
	f.Chances["acceptance_rate"]["c"] = f.Chances["acceptance_rate"]["b"]
	for i := range f.Metrics {
		c := f.Metrics[i].Comparisons[0]
		c.Arm = "c"
		f.Metrics[i].Comparisons = append(f.Metrics[i].Comparisons, c)
	}
	return f
}

// in changes a metric's comparison in an arm.
func (f *Facts) put(name, arm string, c report.Comparison) {
	for i := range f.Metrics {
		for j := range f.Metrics[i].Comparisons {
			if x := &f.Metrics[i].Comparisons[j]; f.Metrics[i].Name == name && x.Arm == arm {
				c.Arm = arm
				*x = c
			}
		}
	}
}

// TestArmsAreNamed: of several arms every word says which it is about, and what is
// worse in another arm stands in the headline.
func TestArmsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name, headline, words string
		change                func(*Facts)
		verdict               report.Verdict
	}{
		{"harm in another arm", "b: Ship: acceptance rate is up 12%; the true gain is likely between 4% and 20%; in " +
			"c: revenue is down 28%.", "revenue is down 28% in c",
			func(f *Facts) { f.put("revenue", "c", comparison(-0.4, -0.16, down)) }, report.Ship},
		{"accepted there", "; in c: revenue is down 28% (accepted before the start).", "revenue is down 28% in c",
			func(f *Facts) {
				f.put("revenue", "c", comparison(-0.4, -0.16, down))
				f.Exp.Decision.AcceptHarm = []string{"revenue"}
			}, report.Ship},
		{"a limit passed in another arm", "; in c: tickets is beyond its limit.", "",
			func(f *Facts) { f.put("tickets", "c", comparison(0.3, 0.5, "breached")) }, report.Ship},
		{"harm in both", "b: Hold: acceptance rate is up 12%, but revenue is down 28%; in c: revenue is down 28%.",
			"revenue is down 28% in b",
			func(f *Facts) {
				f.put("revenue", "b", comparison(-0.4, -0.16, down))
				f.put("revenue", "c", comparison(-0.4, -0.16, down))
			}, report.Hold},
		{"none", "b: Ship: acceptance rate is up 12%; the true gain is likely between 4% and 20%.", "", func(*Facts) {},
			report.Ship},
	} {
		f := armed()
		c.change(f)
		d := Decide(f)
		if d.Verdict != c.verdict || !strings.HasSuffix(d.Headline, c.headline) {
			t.Errorf("%s: %s %q, want %q", c.name, d.Verdict, d.Headline, c.headline)
		}
		if words := ""; len(d.Harms) > 0 && d.Harms[0].Words != c.words || len(d.Harms) == 0 && c.words != words {
			t.Errorf("%s: harms %+v", c.name, d.Harms)
		}
		for _, r := range d.Reasons {
			if !strings.HasPrefix(r, "b: ") {
				t.Errorf("%s: the reason %q names no arm", c.name, r)
			}
		}
		for _, a := range d.Arms {
			if strings.HasPrefix(a.Headline, a.Arm) || strings.Contains(a.Headline, " in ") {
				t.Errorf("%s: the arm's own headline names it again: %q", c.name, a.Headline)
			}
		}
		AcceptedLate(&d, "revenue")
		if strings.Contains(d.Headline, "before the start") {
			t.Errorf("%s: accepted late, and still %q", c.name, d.Headline)
		}
	}
}

// TestUnitOfTheMargin: what is held against a margin or a minimum effect is printed
// in its unit, never points beside percents.
func TestUnitOfTheMargin(t *testing.T) {
	points := spec.Amount{Value: 0.01, Form: spec.Points, Text: "1pp"}
	bare := spec.Amount{Value: 0.01, Form: spec.Absolute, Text: "0.01"}
	percent := spec.Amount{Value: 0.05, Form: spec.Relative, Text: "5%"}
	wide := report.Interval{Value: 0.02, Lo: -0.004, Hi: 0.06, Bounded: true} // in points: 6
	over := report.Interval{Value: 0.2, Lo: 0.1, Hi: 0.3, Bounded: true}      // relative: 30 %
	small := report.Interval{Value: 0, Lo: -0.004, Hi: 0.006, Bounded: true}  // absolute
	smallRel := report.Interval{Value: 0, Lo: -0.04, Hi: 0.06, Bounded: true} // relative
	for _, c := range []struct {
		name          string
		margin        spec.Amount
		unit          string
		state         string
		reason, never string
	}{
		{"points, open", points, "share", open, "tickets may have risen by up to 6 points; at most 1 point is allowed",
			"30%"},
		{"a bare share, open", bare, "share", open, "tickets may have risen by up to 6 points; at most 1 point is " +
			"allowed", "30%"},
		{"a bare number, open", bare, "number", open, "tickets may have risen by up to 0.06; at most 0.01 is allowed",
			"30%"},
		{"percent, open", percent, "share", open, "tickets may have risen by up to 30%; at most 5% is allowed",
			"points"},
		{"points, breached", points, "share", "breached", "tickets rose by at least 2 points; at most 1 point was " +
			"allowed", "%"},
		{"percent, breached", percent, "share", "breached", "tickets rose by at least 10%; at most 5% was allowed",
			"points"},
		{"a fraction beyond", spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}, "share", "breached",
			"tickets rose by more than 10%; at most 10% was allowed", "points"},
	} {
		f := readout()
		f.Exp.Metrics[1].Margin = c.margin
		f.Metrics[1].Unit = c.unit
		f.Metrics[1].Comparisons[0].Abs, f.Metrics[1].Comparisons[0].Rel, f.Metrics[1].Comparisons[0].State = wide,
			over, c.state
		if c.state == "breached" {
			f.Metrics[1].Comparisons[0].Abs.Lo = 0.02
		}
		d := Decide(f)
		said := d.Headline + " " + strings.Join(d.Reasons, " ")
		if !strings.Contains(strings.ToLower(said), c.reason) || strings.Contains(strings.ReplaceAll(said, "12%", ""),
			c.never) && c.state == "breached" {
			t.Errorf("%s: %s", c.name, said)
		}
		if c.state == open && c.never != "points" && (len(d.NotRuledOut) != 1 ||
			strings.Contains(d.NotRuledOut[0].Words, "%")) {
			t.Errorf("%s: not ruled out: %+v", c.name, d.NotRuledOut)
		}
	}
	f := readout()
	f.Exp.Metrics[0].MinimumEffect = points
	f.Metrics[0].Comparisons[0].Abs, f.Metrics[0].Comparisons[0].Rel, f.Metrics[0].Comparisons[0].State,
		f.Metrics[0].Comparisons[0].P = small, smallRel, open, 0.8
	if d := Decide(f); d.Verdict != report.NoDifference || !strings.Contains(d.Reasons[0], "between −0.40 points and "+
		"+0.60 points, all of it inside ±1 point") {
		t.Errorf("too small: %s %q", d.Verdict, d.Reasons)
	}
}

// TestRuleSaysWhatIsTrue: a rule that fires over accepted harm names what was
// accepted, and before the end says of the chance that it is shown later.
func TestRuleSaysWhatIsTrue(t *testing.T) {
	secondary := &spec.Metric{Name: "revenue", Role: spec.Secondary}
	f := harmful(metric("revenue", "secondary", false, -0.4, -0.16), secondary)
	f.Exp.Decision.AcceptHarm = []string{"revenue"}
	if d := Decide(f); d.Verdict != report.Ship || strings.Contains(d.Rule, "no metric is proven worse") ||
		!strings.Contains(d.Rule, "proven worse is only what was accepted, revenue (before the start)") {
		t.Errorf("accepted: %s %q", d.Verdict, d.Rule)
	}
	f = harmful(metric("revenue", "secondary", false, -0.1, 0.1), secondary)
	if d := Decide(f); d.Verdict != report.Ship || !strings.Contains(d.Rule, "no metric is proven worse") ||
		strings.Contains(d.Rule, "is shown once") {
		t.Errorf("at the end: %s %q", d.Verdict, d.Rule)
	}
	f.Ended = false
	for _, r := range Rules {
		if text := r.said(f.views(f.Arms)[0]); r.Verdict == report.Ship && !strings.Contains(text,
			"a chance that is shown once the planned end is reached") {
			t.Errorf("early: %q", text)
		}
	}
}
