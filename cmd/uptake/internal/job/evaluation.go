package job

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/fault"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/whole"
	"uptake/config"
)

// Carried is the evaluation that an experiment's readout carries, nil where the file names
// none. One that is no result of an evaluation, or is that of another file than the one
// named beside it, is refused.
func Carried(e *spec.Experiment) (*report.Evaluation, error) {
	x := e.Evaluation
	if x == nil {
		return nil, nil
	}
	refused := func(format string, args ...any) error {
		return fault.At(fault.Place{File: x.Written}, fmt.Errorf("evaluation: %s %w", x.Written,
			counted.Errorf(format, args...)))
	}
	b, err := os.ReadFile(x.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refused("is not there; run `uptake evals` first, and name the evals.json that it writes")
	case err != nil:
		return nil, refused("cannot be read: %w", whole.Bare(err))
	}
	var r report.Evals
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(b, &head); err != nil || head.Schema == "" {
		if p, peek := config.Peek(x.Path); peek == nil && p.Evals {
			return nil, refused("is an evaluation file and no result; run `uptake evals %s`, and name the evals.json "+
				"that it writes", x.Written)
		}
		return nil, refused("is no result of an evaluation; name the evals.json that `uptake evals` writes")
	}
	if head.Schema != report.EvalsSchema {
		return nil, refused("has the schema %q, and %s is read; name the evals.json that this version's `uptake "+
			"evals` writes", head.Schema, report.EvalsSchema)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, refused("is damaged: %w; run `uptake evals` again", err)
	}
	if !slices.Contains(report.EvalVerdicts, r.Decision.Verdict) || r.Evals == "" || len(r.Versions) == 0 {
		return nil, refused("is damaged: it has no name, versions or verdict of an evaluation; run `uptake evals` " +
			"again")
	}
	if x.File != "" {
		now, err := config.LoadEvals(x.File, r.Set)
		if err != nil {
			return nil, err
		}
		if now.Hash != r.ConfigHash {
			return nil, refused("is out of date: it is the result of another %s than the one that is there now; run "+
				"`uptake evals %s` again", x.FileWritten, x.FileWritten)
		}
	}
	sum, d := sha256.Sum256(b), r.Decision
	out := &report.Evaluation{Evals: r.Evals, Path: x.Written, Version: d.Version, Baseline: r.Baseline,
		Verdict:  d.Verdict,
		Headline: d.Headline, Rule: d.Rule, Declared: r.Declared, Readings: r.Readings, Health: r.Health.Status,
		Despite: append([]string{}, d.Despite...), Gates: []report.EvalGate{}, ConfigHash: r.ConfigHash,
		GatesHash: r.GatesHash, InputHash: r.InputHash, Hash: hex.EncodeToString(sum[:])}
	for _, g := range r.Gates {
		if g.Version == d.Version {
			out.Gates = append(out.Gates, g)
		}
	}
	return out, nil
}

// pageBeside is the way from a folder to the page of the evaluation, "" where there is none.
func pageBeside(dir string, e *spec.Experiment) string {
	if e.Evaluation == nil {
		return ""
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	page := filepath.Join(filepath.Dir(e.Evaluation.Path), "evals.html")
	if _, err := os.Stat(page); err != nil {
		return ""
	}
	way, err := filepath.Rel(from, page)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(way)
}
