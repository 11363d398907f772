package preset

import (
	"slices"
	"strings"

	"uptake/ingest/format"
)

// Preset is a vendor's layout of rows.
type Preset struct {
	Name  string   // as people call the vendor
	Marks []string // columns and paths that it has and no other vendor's has, all of them
	Needs []Need   // what no analysis can do without, beside the marks
	// Refuse says why nothing can be made of such an export; "" = it can.
	Refuse string
	// Sources are the ways in which each file is read, as further keys of a source after
	// its path; none = as it is.
	Sources []string
	// Exposure is the events that expose, the columns of experiment and arm, and further
	// keys; Experiment is "" where rows name none.
	Event, Experiment, Arm string
	Second                 string   // a further event that exposes, in exports that have it
	Exposing               []string // further keys of exposure
	// ArmAfter and ArmBefore stand around the experiment's id in the name of the column that
	// has its arm, where columns bear experiments and rows do not.
	ArmAfter, ArmBefore string
	Columns             []string // lines "name: column", of those that the export has
	Derived             []string // entries of derived
	Outside             []string // arms that stand outside the experiment where there are others
	Control             string   // the arm that is the control by the vendor's own rule; "" = by its name
	// Layout is that of the rows, "" for events; Outcome and Named are, where the rows that
	// say what became of a suggestion are named by people, the columns of the value and the name. {path} and {outcome}
	// in Sources are the file and that name.
	Layout, Outcome, Named string
	Outcomes               []string // lines of suggestions: {outcomes}
	Assigned               bool     // no row says who is in which arm, a file of assignments does
	Envelope               bool     // user and time stand in columns that whoever collects the rows names
	Below                  string   // where a path of one's own leads to the arm and the experiment
	Metrics                []string // entries of metrics, of rows that are sums
	Seen                   string   // how the names are known: captured from an SDK, or documented
}

// Need is a column without which an export says too little.
type Need struct{ Column, Why string }

// presets is the table of presets.
var presets = []Preset{posthog, statsig, growthbook, mixpanel, launchdarkly, optimizely, rudderstack, segment, absmartly, vwo, devcycle, eppo, unleash, langfuse,
	amplitude, amplitudeByHand, amplitudeAssignment, split, snowplow, vscode, amazonQ, continueDev, tabby, gitlab, claudeCode, copilot, otlpMetrics, openTelemetryLines, openTelemetryFile, ga4, reflag, configcat, flagship}

// Find gives the preset of an export with these columns.
func Find(names []string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool {
		return !slices.ContainsFunc(p.Marks, func(m string) bool { return !has(names, m) })
	})
	if i < 0 {
		return Preset{}, false
	}
	return presets[i].in(names), true
}

// has reports whether there is a column; a name that ends in a point is that of columns
// below it, and one with a star of any that goes on behind it like that;
// behind = there has to be that column and no path.
func has(names []string, mark string) bool {
	if before, after, any := strings.Cut(mark, "*"); any {
		return slices.ContainsFunc(names, func(n string) bool { return between(n, before, after) != "" })
	}
	if exact, ok := strings.CutPrefix(mark, "="); ok { // no path into what may hold anything
		return slices.Contains(names, exact)
	}
	if strings.HasSuffix(mark, ".") {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, mark) })
	}
	return format.Has(names, mark)
}

// Lacks gives what an export needs and has not, with the reason.
func (p Preset) Lacks(names []string) (Need, bool) {
	i := slices.IndexFunc(p.Needs, func(n Need) bool { return !format.Has(names, n.Column) })
	if i < 0 {
		return Need{}, false
	}
	return p.Needs[i], true
}

// All is the table of presets, for those who tell of it.
func All() []Preset { return slices.Clone(presets) }

// Names lists the vendors.
func Names() (out []string) {
	for _, p := range presets {
		if !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	return out
}

// Readable lists the vendors whose events say by themselves who was exposed and what they did.
func Readable() (out []string) {
	for _, p := range presets {
		if p.Refuse == "" && p.Layout == "" && !p.Assigned && !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	return out
}

// between is what stands between two texts in the name of a column, "" where they are not its ends.
func between(name, after, before string) string {
	name = strings.ReplaceAll(name, `"`, "") // a key with points in it is quoted
	id, isAfter := strings.CutPrefix(name, after)
	id, isBefore := strings.CutSuffix(id, before)
	if !isAfter || !isBefore {
		return ""
	}
	return id
}

// in is the preset for an export with these columns: which experiment it is about, its
// columns say where no row does.
func (p Preset) in(names []string) Preset {
	if p.ArmAfter == "" {
		return p
	}
	if i := slices.IndexFunc(names, func(n string) bool { return between(n, p.ArmAfter, p.ArmBefore) != "" }); i >= 0 {
		p.Arm = names[i]
	}
	return p
}

// Feature is the experiment's id where a column bears it and no row, "" elsewhere.
func (p Preset) Feature() string {
	if p.ArmAfter == "" {
		return ""
	}
	return between(p.Arm, p.ArmAfter, p.ArmBefore)
}
