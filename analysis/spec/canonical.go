package spec

// Canonical lists every name an export's column can be bound to. A column that
// bears one of these names is bound without being listed under `columns`.
var Canonical = []string{
	"event_id", "ts", "received_ts", "unit", "cluster", "session", "event", "experiment", "variant", "arm",
	"suggestion_id", "group_id", "position", "group_size", "surface", "feature", "type", "model", "prompt_version",
	"confidence", "latency_ms", "visible_ms", "length", "reason", "edit_ratio", "delay_s", "content_hash", "eligible",
	"correct",
	"grade", "outcome", "decided_at", "value",
}

// SummaryColumns lists the names that only layout summary binds.
var SummaryColumns = []string{"metric", "n", "sum", "sum_squares", "mean", "var", "successes"}

// Builtin describes one built-in metric.
type Builtin struct {
	Name  string
	Kind  Kind
	Down  bool // better: down
	Shown bool // a rate among suggestions seen, or accepted: fewer of them can better it
	About string
}

// Builtins lists the metrics that exist wherever suggestions do, all on mature
// suggestions (adoption definitions): seen = accepted + edited + partial +
// reverted + dismissed + ignored + typed through; accepted counts edited,
// partial and reverted ones too.
var Builtins = []Builtin{
	{"shown_per_unit", Mean, false, false, "suggestions shown per unit"},
	{"seen_per_unit", Mean, false, false, "suggestions seen per unit"},
	{"accepted_per_unit", Mean, false, false, "suggestions accepted per unit"},
	{"kept_per_unit", Mean, false, false, "suggestions accepted and not reverted per unit"},
	{"acceptance_rate", Ratio, false, true, "accepted suggestions per seen suggestion"},
	{"clean_acceptance_rate", Ratio, false, true, "suggestions accepted and neither edited nor reverted, per seen " +
		"suggestion"},
	{"ignore_rate", Ratio, true, true, "ignored suggestions per seen suggestion"},
	{"dismiss_rate", Ratio, true, true, "dismissed suggestions per seen suggestion"},
	{"edit_rate", Ratio, true, true, "edited suggestions per accepted suggestion"},
	{"ever_accepted", Proportion, false, false, "units that accepted at least one suggestion"},
	{"coverage", Proportion, false, false, "units ever shown a suggestion"},
}

// FindBuiltin returns the built-in metric of that name.
func FindBuiltin(name string) (Builtin, bool) {
	for _, b := range Builtins {
		if b.Name == name {
			return b, true
		}
	}
	return Builtin{}, false
}
