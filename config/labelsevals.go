package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// labelsEvaluated reads which scores of an evaluation grade suggestions, nil where none do.
func labelsEvaluated(t *object) *spec.LabelEvals {
	from := &spec.LabelEvals{Version: t.text("version"), Metric: t.text("metric")}
	switch {
	case from.Version == "" && from.Metric == "":
		if path := t.text("path"); slices.Contains([]string{".yaml", ".yml", ".toml"},
			strings.ToLower(filepath.Ext(path))) {
			t.bad("path", "%s is no table of grades; where it is an evaluation file, say beside it whose answers "+
				"were shown and which score grades, such as {path: %s, version: v2, metric: correct}", path, path)
		}
		return nil
	case from.Version == "":
		t.bad("metric", "says which score of an evaluation grades; say beside it which version's answers were shown, "+
			"such as version: v2")
	case from.Metric == "":
		t.bad("version", "says which version of an evaluation was shown; say beside it which of its scores grades, "+
			"such as metric: correct")
	}
	for _, key := range []string{"format", "columns", "rows", "sheet", "csv", "time"} {
		if t.has(key) {
			t.bad(key, "says how a table of grades is written; with version and metric the path is that of an "+
				"evaluation file, which says it itself: leave it out")
		}
	}
	return from
}

// loadLabels reads the evaluation file that grades suggestions, and keeps of it what does.
func loadLabels(e *spec.Experiment) error {
	if e.Labels == nil || e.Labels.Evals == nil {
		return nil
	}
	from := e.Labels.Evals
	of, err := LoadEvals(e.Labels.Path, nil)
	if err != nil {
		return fmt.Errorf("labels: %w", err)
	}
	at := slices.IndexFunc(of.Versions, func(v spec.EvalVersion) bool { return v.Name == from.Version })
	if at < 0 {
		return fileError("labels.version: %s has no version %q; it has %s", e.Labels.Written, from.Version,
			strings.Join(versionNames(of.Versions), ", "))
	}
	of.Versions = of.Versions[at : at+1]
	of.Metrics = slices.DeleteFunc(of.Metrics, func(m spec.EvalMetric) bool { return m.Name != from.Metric })
	if len(of.Metrics) == 0 {
		of.Metrics = []spec.EvalMetric{{Name: from.Metric}}
	}
	of.Population, of.Judge = nil, spec.EvalJudge{}
	from.Evals = of
	sum := sha256.Sum256([]byte(e.Hash + of.Hash)) // what grades is asked in both files
	e.Hash = hex.EncodeToString(sum[:])
	return nil
}
