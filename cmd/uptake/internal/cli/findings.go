package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/lint"
	"uptake/ingest"
)

// samples are the first rows of every source that can be read twice.
func samples(ctx context.Context, e *spec.Experiment, open ingest.Opener) ([]lint.Export, error) {
	var out []lint.Export
	seen := map[string]bool{}
	for _, x := range e.Sources {
		if x.Written == "-" || seen[x.Path] { // one file may be several sources
			continue
		}
		seen[x.Path] = true
		names, err := ingest.ColumnsOf(x, open)
		if err != nil {
			return nil, err
		}
		s, err := ingest.SampleOf(ctx, x, names, open)
		if err != nil {
			return nil, err
		}
		out = append(out, lint.Export{Source: x.Written, Columns: ingest.BoundBy(e, x), Sample: s})
	}
	return out, nil
}

// findings looks for what makes numbers wrong.
func findings(ctx context.Context, e *spec.Experiment, rep *report.Report, run job.Run) ([]lint.Finding, error) {
	exports, err := samples(ctx, e, run.Open)
	if err != nil {
		return nil, err
	}
	var lives *ingest.Lives
	if e.Layout != spec.Summary {
		lives, err = ingest.LivesOf(ctx, e, analysis.Needs(e), lint.PlaceColumns(e, exports),
			lint.PersonColumns(exports), ingest.Options{Workers: run.Workers, Progress: run.Rows, Open: run.Open})
		if err != nil {
			return nil, err
		}
	}
	return lint.Run(e, rep, exports, lives), nil
}

// printFindings lists what is wrong with the data, and what nothing was found of.
func (a *app) printFindings(found []lint.Finding) {
	var fine []string
	fmt.Fprintln(a.out, "\nFindings")
	for _, f := range found {
		if f.Status == "ok" {
			fine = append(fine, f.Code)
			continue
		}
		fmt.Fprintf(a.out, "  %s  %s\n        %s\n", map[string]string{"warn": "care", "fail": "FAIL"}[f.Status],
			f.Code, indented(f.Detail))
		for _, x := range f.Rows {
			fmt.Fprintf(a.out, "        %s, row %d: %s\n", clean(x.File), x.Row, clean(x.Value))
		}
		if f.Limit != "" {
			fmt.Fprintf(a.out, "        Limit: %s.\n", indented(f.Limit))
		}
		fmt.Fprintf(a.out, "        Means: %s\n", indented(f.Meaning))
		if len(f.Causes) > 0 {
			fmt.Fprintf(a.out, "        Likely: %s.\n", indented(strings.Join(f.Causes, "; ")))
		}
		fmt.Fprintf(a.out, "        Do: %s\n", indented(f.Todo))
	}
	fmt.Fprintf(a.out, "  ok    %s\n", indented(strings.Join(fine, ", ")))
}

// indented wraps a text under a finding.
func indented(s string) string { return strings.ReplaceAll(clean80(s), "\n", "\n        ") }

// checkResult is what check says to other programs.
type checkResult struct {
	Schema     string           `json:"schema"`
	Experiment string           `json:"experiment"`
	Says       []string         `json:"says"`
	Columns    []checkedColumn  `json:"columns"`
	Rows       report.Rows      `json:"rows"`
	Findings   []lint.Finding   `json:"findings"`
	Cautions   []report.Caution `json:"cautions"`
}

type checkedColumn struct {
	Source string   `json:"source"`
	File   string   `json:"file"`
	Name   string   `json:"name"`
	Column string   `json:"column"`
	Given  *string  `json:"given"` // the constant that it has in every row
	Found  bool     `json:"found"`
	Values []string `json:"values"`
}

func (a *app) printChecked(says []string, bound []ingest.Bound, rep *report.Report, found []lint.Finding) error {
	out := checkResult{Schema: "uptake.check/1", Experiment: rep.Experiment, Says: says, Rows: rep.Rows,
		Findings: found, Cautions: rep.Cautions, Columns: []checkedColumn{}}
	for _, b := range bound {
		c := checkedColumn{Source: b.Source, File: b.File, Name: b.Name, Column: b.Column, Found: b.Found,
			Values: append([]string{}, b.Values...)}
		if b.Given != "" {
			c.Given = &b.Given
		}
		out.Columns = append(out.Columns, c)
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, string(text))
	return nil
}
