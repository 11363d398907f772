package firstfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/config"
	"uptake/ingest"
)

// Question is one thing that the rows do not say.
type Question struct {
	Text    string
	Choices []string // of which one is the answer; nil = any that is Right
	Several bool     // any number of them, Between each other; "" = none
	Default string
	Right   func(string) error // says what is wrong with an answer; nil = nothing
}

// Between stands between several answers to one question.
const Between = "\x00"

// Ask puts a question to somebody and gives the answer, one of the choices where there are
// any. The error ends the draft.
type Ask func(Question) (string, error)

// ask is what is answered, or the default where nobody is asked.
func (d *draft) ask(q Question) (string, error) {
	if d.Ask == nil {
		return q.Default, nil
	}
	return d.Ask(q)
}

// asked reports whether somebody was asked, so that no guess is left.
func (d *draft) asked() bool { return d.Ask != nil }

// check marks a guess, unless somebody was asked about it.
func (d *draft) check(about string) string {
	if d.asked() {
		return ""
	}
	return "   # CHECK: " + about
}

// choose finds which of the experiments that rows name the file is about.
func (d *draft) choose() error {
	d.chosen = d.found[0]
	if len(d.found) < 2 {
		return nil
	}
	var ids []string
	for _, f := range d.found[:min(len(d.found), 20)] {
		ids = append(ids, f.ID)
	}
	id, err := d.ask(Question{Text: "Which experiment is the file about?", Choices: ids, Default: ids[0]})
	if i := slices.IndexFunc(d.found, func(f ingest.Found) bool { return f.ID == id }); i >= 0 {
		d.found[0], d.found[i] = d.found[i], d.found[0]
		d.chosen = d.found[0]
	}
	return err
}

// settleArms finds which arm is the control, by a vendor's rule where there is one, and how
// users were meant to be split.
func (d *draft) settleArms(byRule string) (err error) {
	d.control, d.sure = controlOf(d.chosen.Arms, byRule)
	if !d.sure && d.asked() {
		if d.control, err = d.ask(Question{Text: "Which arm is the control, that the others are compared with?",
			Choices: d.chosen.Arms, Default: d.control}); err != nil {
			return err
		}
		d.sure = true
	}
	const even = "even"
	split, err := d.ask(Question{Text: fmt.Sprintf("How were users meant to be split over %s? Shares in this order, "+
		"such as 90/10", strings.Join(d.chosen.Arms, ", ")), Default: even,
		Right: func(s string) error {
			if s == even {
				return nil
			}
			_, err := sharesOf(s, len(d.chosen.Arms))
			return err
		}})
	if err == nil && split != even {
		d.shares, err = sharesOf(split, len(d.chosen.Arms))
	}
	return err
}

// sharesOf reads 90/10 as shares of n arms: those that are written in percent, or add up to a
// hundred, are parts of everybody.
func sharesOf(s string, n int) ([]string, error) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == ',' || r == ' ' || r == ':' })
	if len(parts) != n {
		return nil, counted.Errorf("there are %d arms, and that is %d shares", n, len(parts))
	}
	sum, percent := 0.0, strings.Contains(s, "%")
	for i, p := range parts {
		parts[i] = strings.TrimSuffix(p, "%")
		v, err := strconv.ParseFloat(parts[i], 64)
		if err != nil || !(v > 0) || v > 1e6 {
			return nil, fmt.Errorf("%q is no share above 0", p)
		}
		sum += v
	}
	if percent && sum > 100.5 {
		return nil, fmt.Errorf("they add up to %g%%, more than everybody", sum)
	}
	if percent || sum > 99.5 && sum < 100.5 {
		for i := range parts {
			parts[i] += "%"
		}
	}
	return parts, nil
}

// settleTime finds which of the layouts that read the times of an export is meant.
func (d *draft) settleTime(g *guess, path string) error {
	if len(g.also) == 0 || !d.asked() {
		return nil
	}
	layout, err := d.ask(Question{Text: fmt.Sprintf("How are times of %s written? The first is %q", path,
		g.role("ts").Values[0].Value), Choices: append([]string{g.time}, g.also...), Default: g.time})
	if err == nil {
		g.time, g.also = layout, nil
		for i, r := range g.roles {
			g.roles[i].sure = r.sure || r.name == "ts"
		}
	}
	return err
}

// settleSuggestions finds how long an answer counts.
func (d *draft) settleSuggestions() (err error) {
	d.attribution = "5m"
	if len(d.shown["shown"]) > 0 {
		d.attribution, err = d.ask(Question{Text: "For how long after a suggestion is shown does an answer to it " +
			"count?", Default: d.attribution, Right: isSpan})
	}
	return err
}

// settleMetrics finds what the experiment is to be decided by.
func (d *draft) settleMetrics() error {
	m := d.metrics
	if !d.asked() || len(m.list) == 0 || m.primary < 0 {
		return nil
	}
	var names []string
	for _, x := range m.list {
		names = append(names, x.name)
	}
	name, err := d.ask(Question{Text: "Which metric is the experiment decided by?", Choices: names,
		Default: names[m.primary]})
	if err != nil {
		return err
	}
	m.primary = slices.Index(names, name)
	primary := &m.list[m.primary]
	if err := d.direction(primary); err != nil {
		return err
	}
	if m.effect, err = d.ask(Question{Text: fmt.Sprintf("What is the least change of %s that matters? 2%% is of the "+
		"control, 2pp are points of a rate", primary.name), Default: "2%", Right: primary.amount}); err != nil {
		return err
	}
	guards, err := d.ask(Question{Text: "Which metrics must not get worse? Names or numbers, parted by commas",
		Choices: names, Several: true})
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(guards, Between) {
		k := slices.Index(names, name)
		if k < 0 || k == m.primary {
			continue
		}
		if err := d.direction(&m.list[k]); err != nil {
			return err
		}
		if m.list[k].margin, err = d.ask(Question{Text: fmt.Sprintf("By how much may %s get worse at most?", name),
			Default: "5%", Right: m.list[k].amount}); err != nil {
			return err
		}
	}
	return nil
}

// direction finds whether less of a metric is better.
func (d *draft) direction(m *measure) error {
	if m.builtin {
		return nil
	}
	way, err := d.ask(Question{Text: fmt.Sprintf("Is %s better when it goes up or down?", m.name),
		Choices: []string{"up", "down"}, Default: "up"})
	m.down = way == "down"
	return err
}

func isSpan(s string) error {
	_, err := config.ParseDuration(s)
	return err
}

// amount says what is wrong with an effect or a margin of the metric.
func (m *measure) amount(s string) error {
	a, err := config.ParseAmount(s)
	if err == nil && a.Form == spec.Points && m.kind == "mean" {
		return fmt.Errorf("%q are points of a rate, and %s is a mean; write it as 2%% (of control), or in the "+
			"metric's unit", s, m.name)
	}
	return err
}
