package config

import (
	"strings"
	"testing"
)

// TestAmounts: whole numbers of a rate, points of what is no rate, and margins of
// what is no guardrail are refused, in the file and by --set.
func TestAmounts(t *testing.T) {
	head := "experiment: x\nlayout: %\nsources: [{path: d.csv}]\narms: [{name: a, control: true}, {name: " +
		"b}]\nmetrics: ["
	for _, c := range []struct {
		layout, metric, set, want string // want "" = read
	}{
		{"events", "{name: acceptance_rate, role: primary, minimum_effect: 5}", "", "5% or 5pp?"},
		{"events", "{name: ignore_rate, role: primary, minimum_effect: 1}", "", "1% or 1pp?"},
		{"suggestions", "{name: edit_rate, role: guardrail, margin: 2}", "", "2% or 2pp?"},
		{"events", "{name: ever_accepted, role: primary, minimum_effect: 3}", "", "3% or 3pp?"},
		{"events", "{name: back, kind: retention, event: suggestion_accepted, day: 7, minimum_effect: 5}", "",
			"5% or 5pp?"},
		{"events", "{name: bought, kind: proportion, event: purchase, window: 7d, role: guardrail, margin: 5}", "",
			"5% or 5pp?"},
		{"units", "{name: kept, kind: proportion, minimum_effect: 2.5}", "", "2.5% or 2.5pp?"},
		{"summary", "{name: kept, kind: proportion, minimum_effect: 2}", "", "2% or 2pp?"},
		{"events", "{name: acceptance_rate, role: primary, minimum_effect: 2%}",
			"metrics.acceptance_rate.minimum_effect=5", "5% or 5pp?"},
		{"events", "{name: acceptance_rate, role: primary, minimum_effect: 0.05}", "", ""},
		{"events", "{name: acceptance_rate, role: primary, minimum_effect: 5pp}", "", ""},
		{"events", "{name: acceptance_rate, role: primary, minimum_effect: 100pp}", "", "more points than a rate has"},
		{"events", "{name: accepted_per_unit, minimum_effect: 5}", "", ""},
		{"events", "{name: accepted_per_unit, minimum_effect: 5pp}", "", "points of a rate"},
		{"units", "{name: tasks, kind: mean, minimum_effect: 5}", "", ""},
		{"units", "{name: tasks, kind: mean, minimum_effect: 5pp}", "", "points of a rate"},
		{"units", "{name: clicks, kind: ratio, numerator: c, denominator: v, minimum_effect: 5pp}", "", ""},
		{"events", "{name: acceptance_rate, margin: 2%}", "", "how much worse a guardrail may get"},
		{"events", "{name: accepted_per_unit, margin: 2%}", "", ""},
	} {
		var set []string
		if c.set != "" {
			set = []string{c.set}
		}
		_, err := parse([]byte(strings.Replace(head, "%", c.layout, 1)+c.metric+"]\n"), "x.yaml", "/", set)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.metric, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s %s: %v, want %q", c.metric, c.set, err, c.want)
		}
	}
}

// TestAcceptHarm: only what can do harm can be accepted.
func TestAcceptHarm(t *testing.T) {
	head := "experiment: x\nsources: [{path: d.csv}]\narms: [{name: a, control: true}, {name: b}]\nmetrics:\n" +
		"  - {name: acceptance_rate, role: primary}\n  - {name: tickets, kind: mean, event: ticket, better: down, " +
		"role: guardrail, margin: 5%}\n" +
		"  - {name: revenue, kind: mean, event: buy}\n  - {name: crashes, kind: mean, event: crash, better: down, " +
		"role: guardrail}\ndecision: {accept_harm: ["
	for names, want := range map[string]string{
		"revenue": "", "crashes": "", "revenue, crashes": "", "edit_rate": "",
		"revenu":           "did you mean revenue?",
		"zzzzzzzz":         "there are acceptance_rate",
		"acceptance_rate":  "primary",
		"tickets":          "margin",
		"seen_per_unit":    "neither more nor less",
		"crashes, crashes": "twice",
	} {
		_, err := parse([]byte(head+names+"]}\n"), "x.yaml", "/", nil)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", names, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", names, err, want)
		}
	}
}

// TestSaidOfTheWhole: what decides nothing, and shares that are no whole, are said.
func TestSaidOfTheWhole(t *testing.T) {
	for _, c := range []struct{ arms, metrics, want, not string }{
		{"{name: a, control: true, share: 60%}, {name: b, share: 60%}", "{name: acceptance_rate, role: primary}",
			"add up to 120 %", "no metric"},
		{"{name: a, control: true, share: 0.5}, {name: b, share: 0.3}", "{name: acceptance_rate}", "add up to 80 %",
			""},
		{"{name: a, control: true, share: 1}, {name: b, share: 1}", "{name: acceptance_rate}",
			"No metric has role: primary", "add up"},
		{"{name: a, control: true, share: 33%}, {name: b, share: 33%}, {name: c, share: 33%}",
			"{name: acceptance_rate}", "", "add up"},
		{"{name: a, control: true}, {name: b}", "{name: tasks, kind: mean, event: t, role: guardrail}",
			"without a margin", "add up"},
		{"{name: a, control: true}, {name: b}", "{name: acceptance_rate, role: primary}", "accepted suggestions per " +
			"unit are shown to fall by less than 5 % of control", ""},
		{"{name: a, control: true}, {name: b}", "{name: acceptance_rate, role: primary}, {name: accepted_per_unit, " +
			"margin: 2%}", "fall by less than 2 % of control", ""},
	} {
		e, err := parse([]byte("experiment: x\nsources: [{path: d.csv}]\narms: ["+c.arms+"]\nmetrics: ["+c.metrics+
			"]\n"), "x.yaml", "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(Explain(e), "\n")
		if !strings.Contains(said, c.want) || c.not != "" && strings.Contains(said, c.not) {
			t.Errorf("%s %s: want %q and not %q in\n%s", c.arms, c.metrics, c.want, c.not, said)
		}
	}
}
