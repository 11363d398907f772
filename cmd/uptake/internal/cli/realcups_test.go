package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// TestCopilotCups compares the readouts of copilot-cups with scipy, over the
// table of suggestions and over the raw events. The events know how much time
// each suggestion had, so 15 of them are too young to be rated; their decisions
// are compared in the study table.
func TestCopilotCups(t *testing.T) {
	r := newReal(t, "copilot-cups")
	got := r.readout("suggestions.yaml")
	outcomes := got.at("suggestions.outcomes.0")
	for _, p := range [][2]string{{"shown", "n"}, {"accepted", "accepted"}, {"dismissed", "rejected"},
		{"ignored", "none"}} {
		r.same(p[0], outcomes.at(p[0]), r.want.at("suggestions."+p[1]))
	}
	r.rate("acceptance", got, r.want.at("acceptance_rate"))
	r.rate("non_use", got, r.want.at("ignore_rate_not_accepted"))
	r.rate("ignore", got, r.want.at("no_decision_rate"))

	// Facts of a unit are segments; they need no least number of units here.
	for _, dimension := range []string{"task", "python_proficiency", "programming_experience", "copilot_use_outside"} {
		got := r.readout("suggestions.yaml", "segments: ["+dimension+"]", "statistics: {segment_min_units: 2}")
		for _, level := range r.want.at("by_" + dimension).keys() {
			arm := got.at("segments").find("dimension", dimension, "level", level, "metric",
				"acceptance_rate").at("arms.0")
			r.ratio(dimension+" "+level, arm, node{t, r.want.at("by_" + dimension).v.(map[string]any)[level]})
		}
	}
	// Facts of a suggestion are filters.
	for level := range r.want.at("by_labeled_state_when_shown").v.(map[string]any) {
		got := r.readout("suggestions.yaml", fmt.Sprintf("where: [{column: labeled_state_when_shown, is: [%q]}]",
			level))
		r.ratio(level, got.at("metrics.0.arms.0"),
			node{t, r.want.at("by_labeled_state_when_shown").v.(map[string]any)[level]})
	}
	for _, band := range r.want.at("by_token_band").keys() {
		from, to, _ := strings.Cut(strings.TrimSuffix(band, "+"), "-")
		filter := "{column: tokens, from: " + from
		if to != "" {
			filter += ", to: " + to
		}
		got := r.readout("suggestions.yaml", "where: ["+filter+"}]")
		r.ratio("tokens "+band, got.at("metrics.0.arms.0"),
			node{t, r.want.at("by_token_band").v.(map[string]any)[band]})
	}
	r.observational()
	r.byUser()
	r.events()
	if r.shared < 150 {
		t.Errorf("only %d numbers were compared", r.shared)
	}
}

// rate compares a pooled rate and the mean of the users' own rates, which are
// kept to nine decimals each.
func (r *real) rate(name string, got, want node) {
	r.t.Helper()
	pooled := got.at("suggestions.rates").find("rate", name, "weighting", "pooled")
	for _, p := range [][2]string{{"value", "rate"}, {"se", "se_cluster_delta"}, {"numerator", "numerator"},
		{"denominator", "units"}, {"units", "clusters"}} {
		r.same(name+" "+p[1], pooled.at(p[0]), want.at(p[1]))
	}
	r.near(name+" per unit", got.at("suggestions.rates").find("rate", name, "weighting", "per_unit").at("value"),
		want.at("mean_of_user_rates"), 1e-8)
}

// ratio compares an arm's ratio; one user alone has no error.
func (r *real) ratio(what string, arm, want node) {
	r.t.Helper()
	for _, p := range [][2]string{{"value", "rate"}, {"numerator", "numerator"}, {"denominator", "units"}} {
		r.same(what+" "+p[1], arm.at(p[0]), want.at(p[1]))
	}
	if users, has := want.v.(map[string]any)["clusters"]; has {
		r.same(what+" users", arm.at("units"), node{r.t, users})
	}
	if se, has := want.v.(map[string]any)["se_cluster_delta"]; has && arm.at("se").v != nil {
		r.same(what+" se", arm.at("se"), node{r.t, se})
	} else if has {
		r.t.Errorf("%s has no se, expected %v", what, se)
	}
}

// observational compares a clustered difference of two ratios. The note: the
// expected t interval has 16 degrees of freedom, ours Satterthwaite's.
func (r *real) observational() {
	r.t.Helper()
	got := r.readout("suggestions.yaml", "columns: {ts: shown_at, unit: user_id, arm: python_proficiency}",
		"arms: [{name: Intermediate, share: 11, control: true}, {name: Advanced, share: 7}]",
		"where: [{column: python_proficiency, is: [Intermediate, Advanced]}]")
	want := r.want.at("observational_difference_Advanced_minus_Intermediate")
	m := got.at("metrics").find("name", "acceptance_rate")
	for i, arm := range []string{"Intermediate", "Advanced"} {
		r.ratio(arm, m.at(fmt.Sprintf("arms.%d", i)), want.at(arm))
	}
	for _, p := range [][2]string{{"abs.value", "abs_lift"}, {"rel.value", "rel_lift"}, {"se", "se_cluster"}} {
		r.same("difference "+p[1], m.at("comparisons.0."+p[0]), want.at("diff."+p[1]))
	}
	// So few users leave one out at a time: the statistic is over that error, and closer to 0 than the delta method's
	// z.
	c := m.at("comparisons.0")
	if z := want.at("diff.z").number(); c.at("abs.method").v != "cr3" ||
		math.Abs(c.at("statistic").number()) >= math.Abs(z) {
		r.t.Errorf("method %v, statistic %v, z by the delta method %v", c.at("abs.method").v, c.at("statistic").v, z)
	}
	r.same("difference z", node{r.t, json.Number(fmt.Sprint(c.at("abs.value").number() / c.at("se").number()))},
		want.at("diff.z"))
}

// byUser counts each user's decisions in the study table of the events.
func (r *real) byUser() {
	r.t.Helper()
	r.readout("experiment.yaml")
	must(r.t, "study", "experiment.yaml", "-o", "study")
	counts := map[string]map[string]int{}
	for _, row := range readTable(r.t, "study/suggestions.parquet", "unit", "decision") {
		if counts[row[0]] == nil {
			counts[row[0]] = map[string]int{}
		}
		counts[row[0]]["shown"]++
		counts[row[0]][row[1]]++
	}
	for user, want := range r.want.at("by_user").v.(map[string]any) {
		w := node{r.t, want}
		for _, p := range [][2]string{{"shown", "shown"}, {"accepted", "accepted"}, {"dismissed", "rejected"},
			{"undecided", "none"}} {
			if got := strconv.Itoa(counts[user][p[0]]); got != fmt.Sprint(w.at(p[1]).v) {
				r.t.Errorf("user %s: %s %s, expected %v", user, got, p[1], w.at(p[1]).v)
			}
			r.shared++
		}
	}
}

// events compares what the raw events give whatever their age.
func (r *real) events() {
	r.t.Helper()
	got := r.readout("experiment.yaml")
	r.same("event rows", got.at("rows.read"), r.want.at("event_rows"))
	r.same("users", got.at("arms.0.units"), r.want.at("users"))
	r.same("shown", got.at("suggestions.outcomes.0.shown"), r.want.at("event_counts.Shown"))
	r.same("decisions without a suggestion", got.at("suggestions.rules").find("name",
		"decision_without_shown").at("count"), r.want.at("suggestions.orphan_decisions"))
	r.raw(got, r.want.at("event_counts"), r.want.at("alternative_denominators.accepted_over_shown_all_events"))
	published := r.want.at("published")
	r.raw(r.readout("experiment.yaml", `where: [{column: labeled_state, not: ["IDK (I)"]}]`), published.at("counts"),
		published.at("accept_rate"))
	other := got.at("rows.dropped").find("reason", "other_event").at("rows").number()
	if want := r.want.at("event_counts.Replay").number() + r.want.at("event_counts.Browsing").number(); other != want {
		r.t.Errorf("%g rows of other events, expected %g", other, want)
	}
}

// raw compares the first step of the bridge, which counts events as they come.
func (r *real) raw(got, counts, rate node) {
	r.t.Helper()
	step := got.at("bridge").find("rate", "acceptance").at("steps.0")
	r.same("raw accepted", step.at("numerator"), counts.at("Accepted"))
	r.same("raw shown", step.at("denominator"), counts.at("Shown"))
	r.shared++
	if v := step.at("numerator").number() / step.at("denominator").number(); math.Abs(v-rate.number()) > 1e-9*v {
		r.t.Errorf("raw acceptance rate: %.15g, expected %.15g", v, rate.number())
	}
}
