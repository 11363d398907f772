package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/evals"
	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/config"
	"uptake/ingest/evaltool"
)

// checkedEvals is what check says of an evaluation file.
type checkedEvals struct {
	Says     []string          `json:"says"`
	Versions []checkedVersion  `json:"versions"`
	Metrics  []string          `json:"metrics"`
	Rows     []checkedRun      `json:"runs"` // the first ten
	Dropped  []report.Dropped  `json:"dropped"`
	Notes    []report.Caution  `json:"notes"`
	Gates    []report.EvalGate `json:"gates"`
	Levels   []checkedLevel    `json:"levels"` // of segments, in every metric and version that is decided upon
}

// checkedVersion is what was found of one version.
type checkedVersion struct {
	Version    string         `json:"version"`
	Tool       string         `json:"tool"`
	ToolSays   string         `json:"tool_version"`
	Files      []string       `json:"files"`
	Key        string         `json:"key"`
	Position   bool           `json:"position"`
	Numbered   bool           `json:"numbered"`
	Rows       int64          `json:"rows"`
	Runs       int            `json:"runs"`
	Items      int            `json:"items"`
	Errored    int            `json:"errored"`
	Categories map[string]int `json:"categories"` // items
	Clusters   int            `json:"clusters"`
}

// checkedLevel is how many items of a level of a segment are scored, of how many that it needs.
type checkedLevel struct {
	Segment  string `json:"segment"`
	Level    string `json:"level"` // "" = nothing says it
	Metric   string `json:"metric"`
	Version  string `json:"version"`
	Items    int    `json:"items"`
	Clusters int    `json:"clusters"`
	Needed   int64  `json:"items_needed"` // in all
	Measured bool   `json:"measured"`
}

// checkedRun is a run in its canonical form.
type checkedRun struct {
	Version  string            `json:"version"`
	Item     string            `json:"item"`
	Repeat   int               `json:"repeat"`
	Category string            `json:"category"`
	Cluster  string            `json:"cluster"`
	Errored  bool              `json:"errored"`
	Scores   map[string]string `json:"scores"`
	File     string            `json:"file"`
	Line     int               `json:"line"`
}

// checkEvals explains an evaluation file back, and shows what it reads.
func (a *app) checkEvals(ctx context.Context, path string, set []string, quiet, asJSON bool) error {
	e, err := loadEvals(path, set)
	if err != nil {
		return err
	}
	c := checkedEvals{Says: config.ExplainEvals(e), Dropped: []report.Dropped{}, Notes: []report.Caution{},
		Gates: []report.EvalGate{}, Levels: []checkedLevel{}}
	if !asJSON {
		for _, s := range c.Says {
			fmt.Fprintln(a.out, s)
		}
	}
	p := a.progress(quiet)
	p.phase("reading")
	s, err := evaltool.Read(ctx, e, evaltool.Options{})
	p.done()
	if err != nil {
		return err
	}
	c.found(e, s)
	if !asJSON {
		a.printEvalsRead(&c)
	}
	rep, err := evals.Analyze(ctx, e, s, evals.Options{ProgramVersion: version()})
	if err != nil {
		return err
	}
	c.Gates = append(c.Gates, rep.Gates...)
	for _, f := range rep.Fairness {
		for _, l := range f.Levels {
			c.Levels = append(c.Levels, checkedLevel{Segment: f.Segment, Level: l.Level, Metric: f.Metric,
				Version: f.Version, Items: l.Items, Clusters: l.Clusters, Needed: f.Needed, Measured: l.Measured})
		}
	}
	if rep.Health.Status == "fail" {
		a.code = codeHealth
	}
	if asJSON {
		b, err := json.MarshalIndent(c, "", "  ")
		if err != nil {
			return err
		}
		a.out.Write(append(b, '\n'))
		return nil
	}
	a.printEvalsGates(c.Gates)
	a.printEvalsLevels(c.Levels)
	return nil
}

// found fills in what was read.
func (c *checkedEvals) found(e *spec.Evals, s *scored.Set) {
	c.Metrics = s.Metrics
	of := map[string]scored.Item{} // what the data set says of its items
	for _, x := range s.Items {
		of[x.ID] = x
	}
	for _, v := range s.Versions {
		x := checkedVersion{Version: v.Name, Tool: v.Tool, ToolSays: v.ToolVersion, Files: v.Files, Key: v.Key,
			Position: v.Position, Numbered: v.Numbered, Rows: v.Rows,
			Categories: map[string]int{}}
		items, clusters := map[string]bool{}, map[string]bool{}
		for i, r := range v.Runs {
			if len(c.Rows) < firstRuns {
				c.Rows = append(c.Rows, checkedRunOf(e, s, &v, i, of[r.Item]))
			}
			x.Runs++
			if r.Errored {
				x.Errored++
			}
			if c := cmp.Or(r.Category, of[r.Item].Category); !items[r.Item] && c != "" {
				x.Categories[c]++
			}
			items[r.Item] = true
			if c := cmp.Or(r.Cluster, of[r.Item].Cluster); c != "" {
				clusters[c] = true
			}
		}
		x.Items, x.Clusters = len(items), len(clusters)
		c.Versions = append(c.Versions, x)
	}
	for _, d := range s.Dropped {
		c.Dropped = append(c.Dropped, d.Row())
	}
	for _, n := range s.Notes {
		c.Notes = append(c.Notes, report.Caution{Code: n.Code, Detail: n.Detail})
	}
}

// firstRuns is how many runs are shown as they were read.
const firstRuns = 10

// checkedRunOf is a run as it was read, with what the data set says of its item.
func checkedRunOf(e *spec.Evals, s *scored.Set, v *scored.Version, i int, item scored.Item) checkedRun {
	r := &v.Runs[i]
	out := checkedRun{Version: v.Name, Item: r.Item, Repeat: int(r.Repeat), Errored: r.Errored,
		Category: cmp.Or(r.Category, item.Category), Cluster: cmp.Or(r.Cluster, item.Cluster),
		Scores: map[string]string{}, File: r.File, Line: int(r.Line)}
	for m, name := range s.Metrics {
		value, state := v.Of(m).At(i)
		out.Scores[name] = scoreSaid(e, name, value, state)
	}
	return out
}

// scoreSaid is a score in words: its value, its grade, or why it has none.
func scoreSaid(e *spec.Evals, metric string, value float64, state scored.State) string {
	switch state {
	case scored.Scored:
		for _, m := range e.Metrics {
			if m.Name == metric && len(m.Grades) > 0 {
				return m.Grades[int(value)].Name
			}
		}
		return strconv.FormatFloat(value, 'g', 6, 64)
	case scored.Missing:
		return "missing"
	case scored.JudgeFailed:
		return "judge failed"
	}
	return "absent"
}

// printEvalsRead shows what was found: versions, ten runs, and what to know of them.
func (a *app) printEvalsRead(c *checkedEvals) {
	titles := map[string]string{}
	for _, t := range evaltool.Tools() {
		titles[t.Name] = t.Title
	}
	for _, v := range c.Versions {
		fmt.Fprintf(a.out, "\nVersion %s: %s\n", clean(v.Version),
			strings.TrimSpace(titles[v.Tool]+" "+clean(v.ToolSays)))
		line := func(what, text string) { fmt.Fprintf(a.out, "  %-12s %s\n", what, text) }
		files := make([]string, len(v.Files))
		for i, f := range v.Files {
			files[i] = clean(f)
		}
		line("files", strings.Join(files, ", "))
		key := clean(v.Key)
		if v.Position {
			key += ", which is a place and needs proof by the texts"
		}
		line("items", fmt.Sprintf("%s, known by %s", counted.Thousands(int64(v.Items)), key))
		repeats := "numbered in the files"
		if !v.Numbered {
			repeats = "without numbers: counted"
		}
		line("runs", fmt.Sprintf("%s of %s, %s failed; repeats %s", counted.Thousands(int64(v.Runs)),
			counted.Noun(int(v.Rows), "row"), counted.Thousands(int64(v.Errored)), repeats))
		line("categories", categoriesSaid(v.Categories))
		if v.Clusters > 0 {
			line("clusters", counted.Thousands(int64(v.Clusters)))
		}
	}
	fmt.Fprintf(a.out, "\nThe first runs\n")
	rows := [][]string{append([]string{"version", "item", "repeat", "category", "cluster"}, c.Metrics...)}
	for _, r := range c.Rows {
		row := []string{r.Version, r.Item, strconv.Itoa(r.Repeat), r.Category, r.Cluster}
		for _, m := range c.Metrics {
			if r.Errored {
				row = append(row, "failed")
			} else {
				row = append(row, r.Scores[m])
			}
		}
		rows = append(rows, row)
	}
	a.printColumns(rows)
	if len(c.Dropped) > 0 {
		fmt.Fprintln(a.out, "\nRows that count nowhere")
		for _, d := range c.Dropped {
			example := ""
			if d.Example != nil {
				example = " (" + clean(d.Example.Value) + ")"
			}
			fmt.Fprintf(a.out, "  %12s set aside: %s%s\n", counted.Thousands(d.Rows),
				report.EvalReason(d.Reason).Words(),
				example)
		}
	}
	for _, n := range c.Notes {
		fmt.Fprintf(a.out, "\nNote: %s\n", clean80(n.Detail))
	}
}

// categoriesSaid lists categories with their items.
func categoriesSaid(of map[string]int) string {
	if len(of) == 0 {
		return "none found; name their column with columns: {category: …}"
	}
	var out []string
	for _, c := range slices.Sorted(maps.Keys(of)) {
		out = append(out, fmt.Sprintf("%s %s", clean(c), counted.Thousands(int64(of[c]))))
	}
	const few = 12
	if more := len(out) - few; more > 0 {
		out = append(out[:few], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, ", ")
}

// printColumns prints rows under each other, each column as wide as its widest cell.
func (a *app) printColumns(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i := range r {
			r[i] = clean(r[i])
			widths[i] = max(widths[i], len([]rune(r[i])))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r {
			b.WriteString("  " + cell + strings.Repeat(" ", widths[i]-len([]rune(cell))))
		}
		fmt.Fprintln(a.out, strings.TrimRight(b.String(), " "))
	}
}

// printEvalsGates says which gates there are, and how many items each asks for.
func (a *app) printEvalsGates(gates []report.EvalGate) {
	if len(gates) == 0 {
		fmt.Fprintln(a.out, "\nNo gate is declared, so nothing decides; give a metric the role primary or guardrail "+
			"with a margin or a limit.")
		return
	}
	fmt.Fprintln(a.out, "\nGates, and the items that they need")
	rows := [][]string{{"version", "metric", "category", "rule", "tier", "items", "needed"}}
	for _, g := range gates {
		needed := "enough"
		switch {
		case g.ItemsNeeded > 0:
			needed = counted.Thousands(g.ItemsNeeded)
		case g.Verdict == report.GateNotMeasured:
			needed = "10 groups of items"
		}
		rows = append(rows, []string{g.Version, g.Metric, g.Category, g.Rule, g.Tier, counted.Thousands(int64(g.Items)),
			needed})
	}
	a.printColumns(rows)
}

// printEvalsLevels says how many items there are of every level of a segment, and how many it needs.
func (a *app) printEvalsLevels(levels []checkedLevel) {
	if len(levels) == 0 {
		return
	}
	fmt.Fprintln(a.out, "\nLevels of segments, and the items that they need to be compared")
	rows := [][]string{{"segment", "level", "metric", "version", "items", "groups", "needed", ""}}
	for _, l := range levels {
		said := "enough"
		if !l.Measured {
			said = "too few"
		}
		rows = append(rows, []string{l.Segment, cmp.Or(l.Level, "(not said)"), l.Metric, l.Version,
			counted.Thousands(int64(l.Items)), counted.Thousands(int64(l.Clusters)), counted.Thousands(l.Needed), said})
	}
	a.printColumns(rows)
}

// isEvals reports whether a file is that of an evaluation.
func isEvals(path string) bool {
	p, err := config.Peek(path)
	return err == nil && p.Evals && !p.Experiment
}
