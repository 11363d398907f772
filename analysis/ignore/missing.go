package ignore

import (
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Look lists the columns whose presence matters for what could be found out.
var Look = []string{"visible_ms"}

// Traits lists what else is looked at of suggestions wherever the export has it.
var Traits = []spec.Trait{{Name: "latency_ms"}, {Name: "length"}, {Name: "position"}, {Name: "group_size"},
	{Name: "confidence"}, {Name: "content_hash", Same: true}}

// Attributes lists the canonical columns that suggestions are told apart by
// wherever the export has them.
var Attributes = []string{"surface", "feature", "type", "model", "prompt_version", "correct"}

// fields lists, most valuable first, what an export can lack, how to tell, and
// what it would feed.
var fields = []struct {
	field  string
	absent func(*Facts) bool
	feeds  string
	why    string
}{
	{"visible_ms", lacks("visible_ms"), "split", "Without time on screen a suggestion that nobody had a chance to " +
		"see counts as ignored."},
	{"suggestions.min_visible", func(f *Facts) bool {
		return !lacks("visible_ms")(f) && f.exp.Suggestions.MinVisible == 0
	}, "split",
		"The export has time on screen, but the experiment file does not say how much of it is seeing: set " +
			"suggestions: {min_visible: 500ms}."},
	{"decided_at", func(f *Facts) bool { return f.window == 0 }, "window", "Without the time of the decision nothing " +
		"shows whether people were given long enough to answer."},
	{"typed_through", role("typed_through"), "split, by_hand", "Without it, typing the same thing by hand counts " +
		"as ignoring a suggestion that was right."},
	{"superseded", role("superseded"), "split", "Without it, a suggestion that the system replaced counts as ignored " +
		"by the user."},
	{"dismissed", role("dismissed"), "split", "Without an explicit no, not wanting and not noticing look the same."},
	{"session", func(f *Facts) bool { return f.tables.NoSession }, "split, dose", "Sessions tell a user who stops " +
		"for the day from one who reads on, and let fatigue be tested within a session."},
	{"unit", func(f *Facts) bool { return f.tables.NoUnit }, "who", "Without the user, every suggestion stands " +
		"alone: nothing tells a few who ignore everything from everyone ignoring some."},
	{"latency_ms", lacks("latency_ms"), "dose", "Slow suggestions are a cause that engineers can remove; without the " +
		"time they took it cannot be tested."},
	{"correct", func(f *Facts) bool {
		return lacks("correct")(f) && f.exp.Labels == nil && len(f.exp.GradeNames()) == 0
	}, "reliance, precision",
		"With labels for even some suggestions, ignoring a bad one can be told from ignoring a good one."},
	{"requested", noRequest, "dose", "Answers that come too late are never shown, so what is shown looks faster than " +
		"what people waited for; with every request logged, the share shown can be told by latency."},
	{"persisted", neverFound, "kept", "Whether an accepted suggestion is still there after minutes or days tells " +
		"being useful from being clicked."},
	{"confidence", lacks("confidence"), "calibration", "If the model's confidence tells what will be accepted, weak " +
		"suggestions can be held back."},
	{"surface", lacks("surface"), "changed, where", "Where in the product a suggestion appears is the most common " +
		"place for a mix to shift."},
	{"model", lacks("model"), "changed", "Without the model's version, a change of model and a change of behaviour " +
		"look the same."},
	{"prompt_version", lacks("prompt_version"), "changed", "Without the prompt's version, a change of prompt and a " +
		"change of behaviour look the same."},
	{"type", lacks("type"), "changed, where, precision", "Kinds of suggestions differ in what they ask of the user."},
	{"content_hash", lacks("content_hash"), "dose", "A hash of the content shows whether people are offered again " +
		"what they turned down."},
	{"length", lacks("length"), "dose", "Long suggestions take effort to check; without their length that cannot be " +
		"tested."},
	{"position", lacks("position"), "dose", "In a list, what stands lower is seen less."},
	{"feature", lacks("feature"), "changed, where", "Features that suggest for different reasons are ignored for " +
		"different reasons."},
}

func lacks(name string) func(*Facts) bool {
	return func(f *Facts) bool { return slices.Contains(f.tables.Absent, name) }
}

// role is absent when neither an event nor an outcome is bound to it.
func role(name string) func(*Facts) bool {
	return func(f *Facts) bool {
		if f.exp.Layout == spec.Suggestions {
			return len(f.exp.Suggestions.Outcomes) > 0 && len(f.exp.Suggestions.Outcomes[name]) == 0
		}
		return len(f.exp.Suggestions.Events[name]) == 0
	}
}

func noRequest(f *Facts) bool {
	if f.exp.Layout != spec.Events || slices.ContainsFunc(f.strays, func(s strays) bool { return s.requests > 0 }) {
		return false // nowhere to put them; or there, but without ids, which a caution says
	}
	return !slices.ContainsFunc(f.units, func(p person) bool { return p.asked != nil })
}

func neverFound(f *Facts) bool {
	return f.exp.Layout == spec.Events && !slices.ContainsFunc(f.checks, func(n []int64) bool { return n != nil }) &&
		!slices.ContainsFunc(f.strays, func(s strays) bool { return s.found > 0 })
}

// missing lists what the export lacks.
func missing(f *Facts) []report.MissingField {
	out := []report.MissingField{}
	for _, x := range fields {
		if x.absent(f) {
			out = append(out, report.MissingField{Field: x.field, Feeds: x.feeds, Why: x.why})
		}
	}
	return out
}
