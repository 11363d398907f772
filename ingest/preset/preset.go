package preset

import "slices"

// Preset is a vendor's layout of rows.
type Preset struct {
	Key   string   // by which an experiment file asks for it, in small letters
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
var presets = []Preset{posthog, statsig, growthbook, mixpanel, launchdarkly, optimizely, rudderstack, segment,
	absmartly, vwo, devcycle, eppo, unleash, langfuse,
	amplitude, amplitudeByHand, amplitudeAssignment, split, snowplow, vscode, amazonQ, continueDev, tabby, gitlab,
	claudeCode, copilot, otlpMetrics, openTelemetryLines, openTelemetryFile, ga4, reflag, configcat, flagship}

// Named gives the preset of a key; false where there is none.
func Named(key string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool { return p.Key == key })
	if i < 0 {
		return Preset{}, false
	}
	return presets[i], true
}

// Keys lists by what presets are asked for.
func Keys() (out []string) {
	for _, p := range presets {
		out = append(out, p.Key)
	}
	return out
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
