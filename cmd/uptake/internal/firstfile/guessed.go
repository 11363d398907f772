package firstfile

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest"
)

// unknown is what is drafted of exports that are of no known vendor.
type unknown struct {
	*guess
	main     int      // the export whose rows are analysed
	more     []int    // further exports of the same columns
	assigned int      // the export that assigns units to arms, −1 without
	by       *guess   // what that one seems to be
	exposing string   // the event that exposes
	carried  bool     // no event exposes: the first row that carries an arm does
	families bool     // rows name several experiments, and each gets a page
	name     string   // of the experiment where no column names it
	before   []string // columns that may be from before the experiment
}

// guessed drafts the file of exports that are of no known vendor.
func (d *draft) guessed() (string, error) {
	u := &unknown{assigned: -1, main: -1}
	var all []*guess
	for _, x := range d.exports {
		sample, err := ingest.SampleOf(d.ctx, spec.Source{Table: spec.Table{Path: x.whole, Written: x.path}}, x.names,
			d.o.Open)
		if err != nil {
			return "", err
		}
		g, err := guessOf(x.path, sample)
		if err == nil {
			err = d.settleTime(g, x.path)
		}
		if err != nil {
			return "", err
		}
		all = append(all, g)
	}
	u.main = max(slices.IndexFunc(all, func(g *guess) bool { return g.layout == spec.Events }), 0)
	u.guess = all[u.main]
	for i, g := range all {
		switch {
		case i == u.main:
		case g.layout == u.layout && slices.Equal(d.exports[i].names, d.exports[u.main].names):
			u.more = append(u.more, i)
		case u.layout == spec.Events && u.role("arm") == nil && u.assigned < 0 && g.layout == spec.Units &&
			g.role("unit") != nil:
			u.assigned, u.by = i, g
		default:
			return "", fmt.Errorf("%s seems to be of layout %s and %s of layout %s, and nothing says how they belong "+
				"together; look at one of them alone, and name the other as a source or as assignments by hand",
				d.exports[u.main].path, u.layout, d.exports[i].path, g.layout)
		}
	}
	u.name = strings.SplitN(filepath.Base(d.exports[u.main].path), ".", 2)[0]
	if u.name == "" || u.name == "-" {
		u.name = "experiment"
	}
	if u.layout != spec.Events {
		d.metrics = u.measures()
	}
	if err := d.explore(u); err != nil {
		return "", err
	}
	if u.layout == spec.Events {
		d.metrics = d.eventMeasures()
	}
	if err := d.settle(""); err != nil {
		return "", err
	}
	text := d.guessText(u, final)
	return text, d.passes(text)
}

// explore finds the arms and events that all rows name.
func (d *draft) explore(u *unknown) error {
	if u.layout == spec.Events {
		e, err := d.load(d.guessText(u, probe))
		if err != nil {
			return err
		}
		if d.events, err = ingest.Events(d.ctx, e, d.o); err != nil {
			return err
		}
		d.shown = rolesOf(d.events)
		if i := exposing(d.events); i >= 0 {
			u.exposing = d.events[i]
		}
		if u.exposing == "" && u.role("arm") != nil {
			u.exposing, u.carried = "exposure", true
		}
		d.preset.Event = u.exposing // which no metric counts
	}
	if u.arms() == nil {
		return nil
	}
	if x := u.role("experiment"); x != nil && u.layout == spec.Summary && len(x.Values) > 1 {
		u.families = true
		return nil
	}
	e, err := d.load(d.guessText(u, probe))
	if err != nil {
		return err
	}
	if d.found, err = ingest.Distinct(d.ctx, e, d.o); err != nil {
		return err
	}
	if err = d.choose(); err != nil {
		return err
	}
	if len(d.chosen.Arms) < 2 {
		return fmt.Errorf("the column %q of %s names %d arm in the rows that count, and it takes two to compare; is "+
			"another column the arm's?", u.arms().Name, d.exports[u.main].path, len(d.chosen.Arms))
	}
	return nil
}

// arms is the column that says in which arm a row or a unit is, nil without.
func (u *unknown) arms() *ingest.Sampled {
	if u.by != nil {
		return u.by.role("arm")
	}
	return u.role("arm")
}

// guessText is the experiment file.
func (d *draft) guessText(u *unknown, s stage) string {
	var b strings.Builder
	var line printer = func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	experiment := u.role("experiment")
	if s == probe {
		line("experiment: draft")
	} else {
		line("# Written by uptake init from an export of no vendor that it knows: every column below is a guess by " +
			"its name and by the rows named behind it.")
		line("# `uptake check` reads it back, `uptake readout` decides. What is least sure is marked CHECK.")
		if d.chosen.ID == "" {
			line("experiment: %s", quote(u.name))
		} else {
			line("experiment: %s", quote(d.chosen.ID))
			d.others(line)
		}
		for _, n := range u.notes {
			line("# %s", n)
		}
	}
	line("layout: %s", u.layout)
	if u.families && s == final {
		line("each: {column: %s}   # %s", quote(experiment.Name), evidence(experiment))
	}
	if s == probe && experiment != nil && !u.families && u.by == nil {
		line("each: {column: %s}", quote(experiment.Name))
	}
	u.sources(d, line)
	u.columns(line)
	u.exposure(line, s)
	switch {
	case s == probe && u.arms() != nil, u.families:
		line("arms: any")
	case u.arms() != nil:
		d.arms(line)
	case s == final:
		line("# No column names arms: pages describe all users as one, and `uptake ignores` explains. With " +
			"assignments: {path: …} or a column arm they compare.")
	}
	u.metrics(d, line, s)
	return b.String()
}

// sources writes where rows come from.
func (u *unknown) sources(d *draft, line printer) {
	how := ""
	if u.time != "" {
		how = fmt.Sprintf(", time: {layout: %s}", quote(u.time))
	}
	line("sources:")
	for _, i := range append([]int{u.main}, u.more...) {
		path := quote(d.exports[i].path)
		if u.carried {
			line("  - {path: %s%s, set: {event: exposure}, where: [{column: variant, not: [\"\"]}]}   # CHECK: no "+
				"event exposes, so the first row with an arm does", path, how)
		}
		line("  - {path: %s%s}", path, how)
	}
	if len(u.also) > 0 {
		line("# CHECK: times would be read as well by %s", strings.Join(quoted(u.also[:min(len(u.also), 5)]), ", "))
	}
	if u.by != nil {
		bound := []string{"unit: " + quote(u.by.role("unit").Name), "arm: " + quote(u.by.role("arm").Name)}
		if ts := u.by.role("ts"); ts != nil {
			bound = append(bound, "ts: "+quote(ts.Name))
		}
		if u.by.time != "" {
			how = fmt.Sprintf(", time: {layout: %s}", quote(u.by.time))
		}
		line("assignments: {path: %s%s, columns: {%s}}", quote(d.exports[u.assigned].path), how,
			strings.Join(bound, ", "))
	}
}

// columns writes what is bound, each with what speaks for it.
func (u *unknown) columns(line printer) {
	begun := false
	for _, r := range u.roles {
		if r.name == "experiment" && (u.layout == spec.Events || u.families) || r.name == "arm" &&
			u.layout == spec.Events {
			continue
		}
		if !begun {
			line("columns:")
			begun = true
		}
		check := ""
		if !r.sure {
			check = "CHECK: "
		}
		line("  %s: %s   # %s%s", r.name, quote(r.column.Name), check, evidence(r.column))
	}
}

// exposure writes what puts a unit into its arm.
func (u *unknown) exposure(line printer, s stage) {
	arm := u.role("arm")
	if u.layout != spec.Events || arm == nil {
		return
	}
	event := u.exposing
	if event == "" { // not known yet
		event = "exposure"
	}
	line("exposure:")
	line("  event: %s", quote(event))
	if x := u.role("experiment"); x != nil && s == final {
		line("  experiment: %s   # %s", quote(x.Name), evidence(x))
	}
	line("  variant: %s   # %s", quote(arm.Name), evidence(arm))
}

// metrics writes what is asked.
func (u *unknown) metrics(d *draft, line printer, s stage) {
	switch {
	case u.layout == spec.Events && s == probe:
		line("metrics: [{name: any, kind: mean, event: any, role: primary}]")
		return
	case u.layout == spec.Events:
		d.suggestions(line)
	case u.layout == spec.Suggestions:
		u.outcomes(line)
	}
	d.metrics.write(d, line)
	if s == probe {
		return
	}
	if len(u.before) > 0 {
		line("# CHECK: %s may be from before the experiment; as covariate: of a metric it makes the interval "+
			"narrower, as a metric it cannot move", strings.Join(u.before, ", "))
	}
	if u.layout != spec.Summary {
		u.segments(line)
	}
}

// outcomes writes what the words of the outcome's column mean.
func (u *unknown) outcomes(line printer) {
	c := u.role("outcome")
	by := map[string][]string{}
	var unknown []string
	for _, v := range c.Values {
		d := decisionOf(v.Value)
		if most(c.Binary, c) {
			d = map[bool]string{true: "accepted", false: "ignored"}[slices.Contains([]string{"1", "true", "yes", "t",
				"y", "1.0"}, strings.ToLower(v.Value))]
		}
		if d == "" {
			unknown = append(unknown, quote(v.Value))
			continue
		}
		by[d] = append(by[d], v.Value)
	}
	line("suggestions:")
	line("  outcomes:")
	for _, d := range decisions {
		if words := by[d.name]; len(words) > 0 {
			slices.Sort(words)
			line("    %s: [%s]", d.name, strings.Join(quoted(words), ", "))
		}
	}
	if len(unknown) > 0 {
		line("    # CHECK: nothing is known of %s; rows that have it are set aside until it stands in a list above",
			strings.Join(unknown, ", "))
	}
	if c.Missing > 0 && len(by["ignored"]) == 0 {
		line("    # CHECK: %d of %d rows have no outcome; if that is to ignore a suggestion, add ignored: [\"\"]",
			c.Missing, c.Rows)
	}
}

// goals begin the names of what an experiment is about more often than others.
var goals = []string{"conver", "retention", "retained", "purchase", "click", "success", "accept", "activ", "complet",
	"signup", "subscri", "revenue", "spend", "resolved"}

// measures are the metrics that the columns of rows other than events can be.
func (u *unknown) measures() *measures {
	switch u.layout {
	case spec.Suggestions:
		return suggestionMeasures()
	case spec.Summary:
		return &measures{effect: "2%", list: []measure{{name: "rate",
			kind: "proportion", how: ", column: " + quote(u.role("successes").Name)}}}
	}
	m := &measures{effect: "2%"}
	var goal, missing []int // places of those by whose name an experiment is decided, rates before others
	for _, c := range u.rest {
		n, kind := plainName(c.Name), "mean"
		switch {
		case len(c.Values) < 2 || strings.HasSuffix(n, "id") || most(c.Times, c) && !most(c.Numbers, c):
			continue
		case !most(c.Numbers, c) && !most(c.Binary, c):
			continue
		case strings.HasPrefix(n, "pre") || strings.HasPrefix(n, "prior") || strings.HasPrefix(n, "baseline") ||
			strings.HasSuffix(n, "before"):
			u.before = append(u.before, quote(c.Name))
			continue
		case most(c.Binary, c):
			kind = "proportion"
		}
		if slices.ContainsFunc(goals, func(g string) bool { return strings.Contains(n, g) }) {
			goal = append(goal, len(m.list))
		}
		m.list = append(m.list, measure{name: c.Name, kind: kind, how: ", column: " + quote(c.Name)})
		missing = append(missing, c.Missing+c.Words)
	}
	rate := slices.IndexFunc(goal, func(k int) bool { return m.list[k].kind == "proportion" })
	switch {
	case len(m.list) == 0:
		u.notes = append(u.notes, "CHECK: no column is a number, so there is nothing to measure but rows.")
		m.list, m.effect = []measure{{name: "rows", kind: "mean", how: ", column: " + quote(u.role("arm").Name)}}, ""
	case rate >= 0:
		m.primary = goal[rate]
	case len(goal) > 0:
		m.primary = goal[0]
	default:
		m.primary = slices.Index(missing, slices.Min(missing))
	}
	return m
}

// mostLevels is how many values a column may have to be offered as a segment.
const mostLevels = 12

// segments writes by which columns users can be told apart.
func (u *unknown) segments(line printer) {
	var list []string
	for _, c := range u.rest {
		n := len(c.Values)
		if n < 2 || n > mostLevels || c.Many || most(c.Numbers, c) || most(c.Binary, c) || most(c.Times, c) ||
			c.Missing*2 > c.Rows || decisionOf(c.Values[0].Value) != "" {
			continue
		}
		list = append(list, quote(c.Name))
	}
	if len(list) > 0 {
		line("segments: [%s]   # CHECK: only what was so before the exposure; what the experiment itself moves "+
			"misleads", strings.Join(list[:min(len(list), 6)], ", "))
	}
}
