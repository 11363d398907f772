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
	Exposing               []string // further keys of exposure
	Columns                []string // lines "name: column", of those that the export has
	Derived                []string // entries of derived
	Outside                []string // arms that stand outside the experiment where there are others
	Control                string   // the arm that is the control by the vendor's own rule; "" = by its name
	Seen                   string   // how the names are known: captured from an SDK, or documented
}

// Need is a column without which an export says too little.
type Need struct{ Column, Why string }

// presets is the table of presets.
var presets = []Preset{posthog, statsig, growthbook, mixpanel, launchdarkly, optimizely, segment, absmartly, vwo, devcycle, eppo, unleash, langfuse}

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
// below it.
func has(names []string, mark string) bool {
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

// Names lists the vendors.
func Names() (out []string) {
	for _, p := range presets {
		out = append(out, p.Name)
	}
	return out
}
