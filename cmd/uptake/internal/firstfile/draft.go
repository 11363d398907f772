package firstfile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis"
	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/format"
	"uptake/ingest/preset"
)

// Form is how a file is written.
type Form struct {
	Dir   string // the folder in which it will stand
	Short bool   // it names the vendor's preset, and writes out nothing that the preset says
	Ask   Ask    // who answers what the rows do not say; nil = nobody, and it is marked
}

// ShortError is of exports that no preset reads, where a file was to name one.
type ShortError struct{ error }

// Draft looks at exports and gives the text of an experiment file that reads them. It fails
// with a ShortError where the form is short and they are of no known vendor.
func Draft(ctx context.Context, exports []string, f Form, o ingest.Options) (string, error) {
	d := &draft{ctx: ctx, Form: f, o: o}
	for _, path := range exports {
		abs, err := filepath.Abs(path)
		if err != nil {
			return "", err
		}
		names, err := ingest.ColumnsOf(spec.Source{Table: spec.Table{Path: abs, Written: path}}, o.Open)
		if err != nil {
			return "", err
		}
		written := filepath.ToSlash(abs)
		if rel, err := filepath.Rel(d.Dir, abs); err == nil && !strings.HasPrefix(rel, "..") {
			written = filepath.ToSlash(rel)
		}
		d.exports = append(d.exports, export{written, filepath.ToSlash(abs), names})
	}
	known, err := d.recognise()
	if err != nil {
		return "", err
	}
	if !known && d.Short {
		return "", ShortError{fmt.Errorf("%s is of no vendor that is known, so there is no preset to name; leave out "+
			"--short, and what its columns seem to be is written out", d.exports[0].path)}
	}
	if !known {
		return d.guessed()
	}
	if d.preset.Layout != "" || d.preset.Assigned {
		return d.told()
	}
	if err := d.bind(); err != nil {
		return "", err
	}
	if err := d.find(); err != nil {
		return "", err
	}
	d.metrics = d.eventMeasures()
	if err := d.settle(d.preset.Control); err != nil {
		return "", err
	}
	text := d.text(final)
	return text, d.passes(text)
}

// draft is a file being written.
type draft struct {
	Form
	ctx     context.Context
	o       ingest.Options
	exports []export
	preset  preset.Preset
	at      int // the export that the preset is of
	columns []string
	found   []ingest.Found
	chosen  ingest.Found
	control string
	sure    bool     // that the control is one
	shares  []string // of the arms; nil = even
	outside []string
	events  []string
	shown   map[string][]string // roles of suggestions
	metrics *measures

	attribution string // how long after it is shown an answer to a suggestion counts
}

// settle finds what rows do not say, but for what somebody has to look at by themselves.
func (d *draft) settle(control string) error {
	if len(d.chosen.Arms) > 0 {
		if err := d.settleArms(control); err != nil {
			return err
		}
	}
	if err := d.settleSuggestions(); err != nil {
		return err
	}
	return d.settleMetrics()
}

type export struct {
	path  string // from the file's folder
	whole string // the same from everywhere
	names []string
}

// recognise finds whose exports these are; false where no vendor's marks are there.
func (d *draft) recognise() (bool, error) {
	if err := d.lookFar(); err != nil {
		return false, err
	}
	for i, x := range d.exports {
		p, ok := vendorOf(x.names)
		if !ok {
			continue
		}
		d.preset, d.at = p, i
		if p.Refuse != "" {
			return false, fmt.Errorf("%s is an export of %s, and %s", x.path, p.Name, p.Refuse)
		}
		if n, lacks := lacking(p, x.names); lacks {
			return false, fmt.Errorf("%s is an export of %s without the column %q, and without it nothing can be "+
				"compared: %s", x.path, p.Name, n.Column, n.Why)
		}
		return true, nil
	}
	return false, nil
}

// lookFar reads on where the first rows of the exports have not all that a vendor's have: they may be
// of another kind than those that tell.
func (d *draft) lookFar() error {
	if slices.ContainsFunc(d.exports, func(x export) bool {
		p, ok := vendorOf(x.names)
		return ok && (p.Refuse != "" || complete(p, x.names))
	}) {
		return nil
	}
	for i, x := range d.exports {
		far, err := ingest.FarColumnsOf(d.ctx, spec.Source{Table: spec.Table{Path: x.whole, Written: x.path}}, d.o.Open)
		if err != nil {
			return err
		}
		if _, ok := vendorOf(far); ok {
			d.exports[i].names = far
		}
	}
	return nil
}

// bind keeps the columns that the exports have.
func (d *draft) bind() error {
	d.columns = d.preset.Columns
	e, err := d.load(d.text(probe))
	if err != nil {
		return err
	}
	bound, err := ingest.Peek(d.ctx, e, analysis.Needs(e), d.o)
	if err != nil {
		return err
	}
	var kept []string
	for _, line := range d.preset.Columns {
		name, path, _ := strings.Cut(line, ": ")
		there := slices.ContainsFunc(d.exports, func(x export) bool {
			return !strings.Contains(path, "[]") && format.Has(x.names, path)
		})
		if there || slices.ContainsFunc(bound, func(b ingest.Bound) bool { return b.Name == name && b.Found }) {
			kept = append(kept, line)
		}
	}
	d.columns = kept
	return nil
}

// find finds the experiments, arms and events.
func (d *draft) find() error {
	e, err := d.load(d.text(probe))
	if err != nil {
		return err
	}
	if d.events, err = ingest.Events(d.ctx, e, d.o); err != nil {
		return err
	}
	if i := exposing(d.events); i >= 0 && !slices.Contains(d.events, d.preset.Event) && len(d.preset.Sources) == 0 &&
		!slices.Contains(d.events, d.preset.Second) {
		d.preset.Event = d.events[i] // a name of one's own
	}
	if e, err = d.load(d.text(probe)); err != nil {
		return err
	}
	if d.found, err = ingest.Distinct(d.ctx, e, d.o); err != nil {
		return err
	}
	if err = d.choose(); err != nil {
		return err
	}
	if id := feature(d.preset); id != "" {
		d.chosen.ID = id
	}
	for _, a := range d.preset.Outside {
		if i := slices.Index(d.chosen.Arms, a); i >= 0 && len(d.chosen.Arms) > 2 {
			d.outside, d.chosen.Arms = append(d.outside, a), slices.Delete(slices.Clone(d.chosen.Arms), i, i+1)
		}
	}
	if len(d.chosen.Arms) < 2 {
		return fmt.Errorf("the rows of %s that expose somebody name %s, and it takes two arms to compare",
			d.exports[d.at].path, counted.Noun(len(d.chosen.Arms), "arm"))
	}
	d.shown = rolesOf(d.events)
	if len(d.shown["shown"]) == 0 && len(d.countable()) == 0 {
		return fmt.Errorf("%s says who is in which arm and nothing of what they did; give the export of their events "+
			"as well: uptake init %s EVENTS", d.exports[d.at].path, d.exports[d.at].path)
	}
	return nil
}

// countable are the events that a metric may count.
func (d *draft) countable() []string {
	return slices.DeleteFunc(slices.Clone(d.events), func(n string) bool {
		return n == d.preset.Event || strings.HasPrefix(n, "$") || strings.HasPrefix(n, "statsig::") ||
			n == "Feature Evaluated" || strings.HasPrefix(n, "[Experiment] ") || n == "campaign_activated"
	})
}

// load reads the text as it will be read, out of the folder of temporary files: that of
// the file to come need not be one that is written to.
func (d *draft) load(text string) (*spec.Experiment, error) {
	for _, x := range d.exports {
		text = strings.ReplaceAll(text, "{path: "+quote(x.path), "{path: "+quote(x.whole))
	}
	f, err := os.CreateTemp("", "uptake-init-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if end := f.Close(); err == nil {
		err = end
	}
	if err != nil {
		return nil, err
	}
	return config.Load(f.Name(), nil)
}

// passes reports why a command could not read what the file that was written names.
func (d *draft) passes(text string) error {
	e, err := d.load(text)
	if err != nil {
		return err
	}
	if err := ingest.Opens(d.ctx, e, analysis.Needs(e), d.o); err != nil {
		return fmt.Errorf("%w. No file is written, for it could not be read with this one; where other files have "+
			"what counts, give init these alone, each by its name or all by a pattern", err)
	}
	return nil
}

// controlOf is the arm that is the control: by the vendor's rule, by its name, or, which
// is a guess, by what often is one, else the first.
func controlOf(arms []string, byRule string) (arm string, sure bool) {
	if slices.Contains(arms, byRule) {
		return byRule, true
	}
	for k, is := range []func(string) bool{
		func(a string) bool {
			return slices.Contains([]string{"control", "baseline", "off", "holdout", "default", "original"}, a)
		},
		func(a string) bool { return strings.Contains(a, "control") || strings.Contains(a, "baseline") },
		func(a string) bool { return slices.Contains([]string{"0", "0.0", "false"}, a) },
		func(a string) bool {
			return slices.Contains([]string{"random", "placebo", "old", "current", "existing", "none", "no", "a", "v0"},
				a)
		},
	} {
		if i := slices.IndexFunc(arms, func(a string) bool { return is(strings.ToLower(a)) }); i >= 0 {
			return arms[i], k < 3
		}
	}
	return arms[0], false
}

// nameOf is the name of an event within the address of its schema (iglu:vendor/name/format/version).
func nameOf(event string) string {
	if parts := strings.Split(event, "/"); strings.HasPrefix(event, "iglu:") && len(parts) == 4 {
		return parts[1]
	}
	return event
}

// exposures are what people call the event that exposes, without what parts words.
var exposures = []string{"exposure", "exposed", "experimentexposure", "experimentexposed", "experimentviewed",
	"experimentstarted", "experimentassigned", "assignment", "assigned",
	"variantassigned", "variantshown", "featureflagcalled", "flagevaluated", "enrolled", "enrollment"}

// exposing gives the place of the event that by its name exposes, −1 where none is.
func exposing(events []string) int {
	for _, want := range exposures {
		if i := slices.IndexFunc(events, func(n string) bool { return plainName(nameOf(n)) == want }); i >= 0 {
			return i
		}
	}
	return -1
}

// rolesOf tells the events of suggestions by the end of their names.
func rolesOf(events []string) map[string][]string {
	out := map[string][]string{}
	for _, n := range events {
		low := strings.ToLower(nameOf(n))
		of := strings.Contains(low, "suggest") || strings.Contains(low, "completion") || strings.Contains(low,
			"recommend")
		for role, ends := range map[string][]string{"shown": {"shown", "displayed", "impression"},
			"accepted": {"accepted"}, "edited": {"edited"}, "dismissed": {"dismissed", "rejected"}} {
			if slices.ContainsFunc(ends, func(end string) bool {
				return low == end || of && strings.HasSuffix(low, end)
			}) {
				out[role] = append(out[role], n)
			}
		}
	}
	return out
}
