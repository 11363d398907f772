package firstfile

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest"
	"uptake/ingest/format"
)

// told is what is found out of an export whose vendor tells what became of suggestions, by
// rows or events, and not who was exposed.
type told struct {
	p          *filled
	assigned   int    // the export that assigns units to arms, −1 without
	by         *guess // what that one seems to be
	arm        string // the column of rows that carry their arm
	experiment string // the column that names it, "" without
	name       string // of the experiment where no column names it
	outcome    string // the name of the rows that say what became of a suggestion
	others     []string
}

// filled is a preset's lines for the export at hand.
type filled struct{ columns []string }

// told drafts the file of such an export.
func (d *draft) told() (string, error) {
	p, main := &d.preset, d.exports[d.at]
	t := &told{p: &filled{}, assigned: -1, name: strings.SplitN(filepath.Base(main.path), ".", 2)[0]}
	for _, line := range p.Columns {
		if _, path, _ := strings.Cut(line, ": "); format.Has(main.names, strings.Trim(path, `"`)) {
			t.p.columns = append(t.p.columns, line)
		}
	}
	for _, step := range []func(*told) error{d.named, d.envelope, d.score, d.assignments} {
		if err := step(t); err != nil {
			return "", err
		}
	}
	if d.metrics = suggestionMeasures(); len(p.Metrics) > 0 { // which say by themselves what decides
		d.metrics = &measures{primary: -1}
	}
	e, err := d.load(d.toldText(t, probe))
	if err != nil {
		return "", err
	}
	if p.Layout == "" {
		if d.events, err = ingest.Events(d.ctx, e, d.o); err != nil {
			return "", err
		}
		d.shown = rolesOf(d.events)
	}
	if d.found, err = ingest.Distinct(d.ctx, e, d.o); err != nil {
		return "", err
	}
	if err = d.choose(); err != nil {
		return "", err
	}
	if len(d.chosen.Arms) < 2 {
		return "", fmt.Errorf("%s and what belongs to it name %d arm, and it takes two to compare", main.path,
			len(d.chosen.Arms))
	}
	if p.Layout == "" && len(p.Metrics) == 0 {
		d.metrics = d.eventMeasures()
	}
	if err := d.settle(p.Control); err != nil {
		return "", err
	}
	text := d.toldText(t, final)
	return text, d.passes(text)
}

// named finds arm and experiment below a path of one's own.
func (d *draft) named(t *told) error {
	below := d.preset.Below
	if below == "" {
		return nil
	}
	names := d.exports[d.at].names
	by := func(role string) string {
		for _, want := range roleNames[role] {
			if i := slices.IndexFunc(names, func(n string) bool {
				return strings.HasPrefix(n, below) && plainName(n) == want
			}); i >= 0 {
				return names[i]
			}
		}
		return ""
	}
	if t.arm, t.experiment = by("arm"), by("experiment"); t.arm == "" && !d.preset.Assigned {
		return fmt.Errorf("%s is an export of %s in which no key below %s names an arm (such as %svariant), and "+
			"without it nothing can be compared; put the arm there, or bind the column that has it by hand",
			d.exports[d.at].path, d.preset.Name, strings.TrimSuffix(below, "."), below)
	}
	return nil
}

// envelope finds user and time where whoever collects rows names them.
func (d *draft) envelope(t *told) error {
	if !d.preset.Envelope {
		return nil
	}
	x := d.exports[d.at]
	sample, err := ingest.SampleOf(d.ctx, spec.Source{Table: spec.Table{Path: x.whole, Written: x.path}}, x.names,
		d.o.Open)
	if err != nil {
		return err
	}
	for _, role := range []struct {
		name, what string
		is         func(*ingest.Sampled) bool
	}{{"ts", "no time", isTime}, {"unit", "no user", anything}} {
		c := find(sample, role.name, role.is)
		if c == nil {
			return fmt.Errorf("%s is an export of %s with %s in it: the event itself carries none, so export it with "+
				"the columns of what it was sent in", x.path, d.preset.Name, role.what)
		}
		t.p.columns = append(t.p.columns, role.name+": "+quote(c.Name))
	}
	return nil
}

// score finds which rows say what became of a suggestion.
func (d *draft) score(t *told) error {
	p, x := d.preset, d.exports[d.at]
	if p.Named == "" {
		return nil
	}
	sample, err := ingest.SampleOf(d.ctx, spec.Source{Table: spec.Table{Path: x.whole, Written: x.path}},
		[]string{p.Named, p.Outcome}, d.o.Open)
	if err != nil {
		return err
	}
	yes, no := map[string]bool{}, map[string]bool{}
	for pair := range sample.Together(sample.Column(p.Named), sample.Column(p.Outcome)) {
		switch name, value := pair[0], pair[1]; {
		case name == "" || value == "":
		case slices.Contains([]string{"0", "1", "true", "false"}, value):
			yes[name] = true
		default:
			no[name] = true
		}
	}
	rank := func(name string) int {
		switch {
		case decisionOf(name) == "accepted":
			return 0
		case slices.ContainsFunc(goals, func(g string) bool { return strings.Contains(plainName(name), g) }):
			return 1
		}
		return 2
	}
	for name := range yes {
		if !no[name] {
			t.others = append(t.others, name)
		}
	}
	if len(t.others) == 0 {
		return fmt.Errorf("%s is an export of %s without a score of yes and no, so nothing says which suggestions "+
			"were accepted; score them so, or make a metric of the scores by hand", x.path, p.Name)
	}
	slices.SortFunc(t.others, func(a, b string) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(a, b)
	})
	t.outcome, t.others = t.others[0], t.others[1:]
	return nil
}

// assignments finds the export that says who is in which arm.
func (d *draft) assignments(t *told) error {
	if !d.preset.Assigned {
		return nil
	}
	for i, x := range d.exports {
		if i == d.at || slices.Equal(x.names, d.exports[d.at].names) {
			continue
		}
		sample, err := ingest.SampleOf(d.ctx, spec.Source{Table: spec.Table{Path: x.whole, Written: x.path}}, x.names,
			d.o.Open)
		if err != nil {
			return err
		}
		g, err := guessOf(x.path, sample)
		if err != nil {
			return err
		}
		if g.layout != spec.Units || g.role("unit") == nil || t.by != nil {
			return fmt.Errorf("%s is no file of users and their arms beside the export of %s; give one with a row "+
				"per user", x.path, d.preset.Name)
		}
		t.assigned, t.by = i, g
	}
	if t.by == nil {
		return fmt.Errorf("%s is an export of %s, in which nothing says who is in which arm, so it is no experiment "+
			"by itself; give the file of assignments as well: uptake init %s ASSIGNMENTS",
			d.exports[d.at].path, d.preset.Name, d.exports[d.at].path)
	}
	return nil
}

// toldText is the experiment file.
func (d *draft) toldText(t *told, s stage) string {
	var b strings.Builder
	var line printer = func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p := d.preset
	if s == final {
		line("# Written by uptake init from an export of %s; the names are %s.", p.Name, p.Seen)
		line("# What is marked CHECK is a guess. `uptake check` reads it back, `uptake readout` decides.")
		if d.chosen.ID == "" {
			line("experiment: %s", quote(t.name))
		} else {
			line("experiment: %s", quote(d.chosen.ID))
			d.others(line)
		}
	} else {
		line("experiment: draft")
	}
	short := d.Short && s == final
	if p.Layout != "" && !short {
		line("layout: %s", p.Layout)
	}
	if s == probe && t.experiment != "" {
		line("each: {column: %s}", quote(t.experiment))
	}
	t.sources(d, line, s)
	columns := t.p.columns
	if short {
		columns = slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return slices.Contains(p.Columns, c) })
	}
	if len(columns) > 0 || t.arm != "" || t.experiment != "" {
		line("columns:")
	}
	for _, c := range columns {
		name, path, _ := strings.Cut(c, ": ")
		check := ""
		if p.Envelope && (name == "ts" || name == "unit") {
			check = "   # CHECK: by its name"
		}
		line("  %s: %s%s", name, quote(strings.Trim(path, `"`)), check)
	}
	if t.arm != "" {
		line("  arm: %s   # CHECK: by its name", quote(t.arm))
	}
	if t.experiment != "" && s == final {
		line("  experiment: %s", quote(t.experiment))
	}
	if len(p.Derived) > 0 && !short {
		line("derived:")
		for _, x := range p.Derived {
			line("  - %s", x)
		}
	}
	if s == probe {
		line("arms: any")
	} else {
		d.arms(line)
	}
	switch {
	case p.Layout == string(spec.Suggestions):
		if !short {
			line("suggestions:")
			line("  outcomes:")
			for _, o := range p.Outcomes {
				line("    %s", o)
			}
		}
		d.metrics.write(d, line)
	case len(p.Metrics) > 0:
		line("metrics:   # CHECK: the question of the experiment, and the least effect that matters")
		for _, m := range p.Metrics {
			line("  - %s", m)
		}
	case s == probe:
		line("metrics: [{name: any, kind: mean, event: any, role: primary}]")
	default:
		d.suggestions(line)
		d.metrics.write(d, line)
	}
	return b.String()
}

// sources writes where rows come from, and who is in which arm.
func (t *told) sources(d *draft, line printer, s stage) {
	if t.outcome != "" && s == final {
		also := ""
		if len(t.others) > 0 {
			also = fmt.Sprintf("; %s would do as well", strings.Join(quoted(t.others[:min(len(t.others), 5)]), ", "))
		}
		line("# CHECK: the score %s says what became of a suggestion%s. What has none counts as ignored.",
			quote(t.outcome), also)
	}
	line("sources:")
	for i, x := range d.exports {
		if i == t.assigned {
			continue
		}
		ways := d.preset.Sources
		switch {
		case d.Short && s == final && t.outcome != "":
			ways = []string{"preset: " + d.preset.Key + ", join: {where: [{column: " + d.preset.Named +
				", is: [{outcome}]}]}"}
		case d.Short && s == final:
			ways = []string{"preset: " + d.preset.Key}
		case len(ways) == 0:
			ways = []string{""}
		}
		for _, way := range ways {
			if way != "" {
				way = ", " + strings.NewReplacer("{path}", quote(x.path), "{outcome}", quote(t.outcome)).Replace(way)
			}
			line("  - {path: %s%s}", quote(x.path), way)
		}
	}
	if t.by == nil {
		return
	}
	bound := []string{"unit: " + quote(t.by.role("unit").Name), "arm: " + quote(t.by.role("arm").Name)}
	if ts := t.by.role("ts"); ts != nil && t.by.time == "" {
		bound = append(bound, "ts: "+quote(ts.Name))
	}
	line("assignments: {path: %s, columns: {%s}}   # CHECK: by their names", quote(d.exports[t.assigned].path),
		strings.Join(bound, ", "))
}
