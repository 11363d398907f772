package charts

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"path/filepath"
	"reflect"
	"slices"

	"uptake/analysis/report"
)

//go:embed page/index.html.tmpl
var indexTemplate string

// indexPage shares the parts of the readout's page.
var indexPage = template.Must(template.Must(page.Clone()).New("index").Parse(indexTemplate))

// WriteIndex writes index.html and index.json of a night into dir, whole or not at
// all, the JSON last. Rows stand in both sorted by who needs a person first.
func WriteIndex(dir string, x *report.Index) error {
	safe := deepCopy(reflect.ValueOf(x)).Interface().(*report.Index)
	sortIndex(safe.Experiments)
	json, err := asJSON(safe)
	if err != nil {
		return fmt.Errorf("index.json: %w", err)
	}
	html, err := renderIndex(safe, Options{json: json})
	if err != nil {
		return fmt.Errorf("index.html: %w", err)
	}
	_, err = place(dir, []pending{{path: filepath.Join(dir, "index.html"), content: html}, {path: filepath.Join(dir, "index.json"), content: json}})
	return err
}

// urgency ranks a row by how much it needs a person: what failed must be mended,
// then come the verdicts on which somebody has to act, then those that changed.
func urgency(r *report.IndexRow) int {
	switch {
	case r.Status == report.StatusFailed:
		return 0
	case r.Status == report.StatusStale:
		return 1
	}
	acts := []report.Verdict{report.DoNotUse, report.DoNotShip, report.Hold, report.Ship, report.LooksPromising}
	if i := slices.Index(acts, r.Verdict); i >= 0 {
		return 2 + i
	}
	switch {
	case changed(r):
		return 10
	case r.Verdict != report.KeepRunning:
		return 11
	}
	return 12
}

// changed reports whether the verdict is another than at the data cut before.
func changed(r *report.IndexRow) bool { return r.Previous != "" && r.Previous != r.Verdict }

// sortIndex puts rows in the order of page and JSON: by urgency, those that keep
// running by the days left, else by id.
func sortIndex(rows []report.IndexRow) {
	slices.SortStableFunc(rows, func(a, b report.IndexRow) int {
		return cmp.Or(cmp.Compare(urgency(&a), urgency(&b)), cmp.Compare(waits(&a), waits(&b)), cmp.Compare(a.ID, b.ID))
	})
}

// waits is how many days a row that keeps running has left; none where it is not known.
func waits(r *report.IndexRow) int {
	if r.Verdict == report.KeepRunning {
		for _, n := range r.Needs {
			if n.DaysLeft != nil {
				return *n.DaysLeft
			}
		}
	}
	return 1 << 30
}

// indexData is what the template lays out.
type indexData struct {
	Policy  string
	Style   template.CSS
	Rows    []report.IndexRow
	Program string
}

func renderIndex(x *report.Index, o Options) ([]byte, error) {
	d := indexData{Policy: policy(), Style: template.CSS(paletteCSS() + pageStyle), Rows: x.Experiments, Program: o.program(x.ProgramVersion)}
	for i := range d.Rows {
		r := &d.Rows[i]
		r.ID = name(r.ID)
	}
	var b bytes.Buffer
	if err := indexPage.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the page cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}
