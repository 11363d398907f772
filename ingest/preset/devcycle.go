package preset

import (
	"slices"
	"strings"
)

const featureVars = "featureVars."

var devcycle = Preset{Name: "DevCycle", Seen: "captured (nodejs-server-sdk 1.55)",
	Marks: []string{"customType", featureVars, "user_id"},
	// No row is an exposure: the first that carries the arm exposes its user.
	Sources: []string{`set: {event: exposure}, where: [{column: variant, not: [""]}]`, ""},
	Event:   "exposure",
	Columns: []string{"ts: date", "unit: user_id", "event: customType", "suggestion_id: metaData.suggestion_id", "latency_ms: metaData.latency_ms", "surface: metaData.surface"}}

// in is the preset for an export with these columns: which feature it is about, its
// columns say.
func (p Preset) in(names []string) Preset {
	if p.Name != devcycle.Name {
		return p
	}
	if i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, featureVars) }); i >= 0 {
		p.Arm = names[i]
	}
	return p
}

// Feature is the experiment's id where a column bears it and no row, "" elsewhere.
func (p Preset) Feature() string {
	id, _ := strings.CutPrefix(p.Arm, featureVars)
	if id == p.Arm {
		return ""
	}
	return id
}
