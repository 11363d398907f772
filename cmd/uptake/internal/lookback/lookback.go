// Package lookback reads what past experiments left behind: in a folder an experiment, the
// readout.json of what users did and the evals.json of what was scored before, or a readout
// that carries its evaluation and, anywhere below, the evals.json that it was. It compares
// nothing; analysis/evals says what the two have to do with each other.
package lookback

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/report"
)

// Read lists the experiments below dir that have both results, and the folders that have one
// of them and cannot be used, with why. An evals.json beside a readout.json goes before the one
// that the readout carries. An error says that dir cannot be read, or that a result is no such
// result.
func Read(dir string) (past []report.PastExperiment, left []report.PastLeft, err error) {
	folders := map[string][2]bool{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := folders[filepath.Dir(path)]
		switch d.Name() {
		case "readout.json":
			at[0] = true
		case "evals.json":
			at[1] = true
		default:
			return nil
		}
		folders[filepath.Dir(path)] = at
		return nil
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("there is no folder %s; give the one that holds a folder for each past "+
			"experiment, with its readout.json and its evals.json", dir)
	case err != nil:
		return nil, nil, fmt.Errorf("%s cannot be read: %w", dir, err)
	}
	sums, err := sumsOf(folders)
	if err != nil {
		return nil, nil, err
	}
	carried := map[string]bool{} // folders whose evals.json a readout elsewhere carries
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		short, err := filepath.Rel(dir, name)
		if err != nil {
			return nil, nil, err
		}
		has := folders[name]
		if !has[0] {
			alone = append(alone, name)
			continue
		}
		own, from, why, err := experiment(name, short, has[1], sums)
		if err != nil {
			return nil, nil, err
		}
		carried[from] = true
		past = append(past, own...)
		if why != "" {
			left = append(left, report.PastLeft{Folder: short, Why: why})
		}
	}
	for _, name := range alone {
		short, err := filepath.Rel(dir, name)
		if err != nil {
			return nil, nil, err
		}
		if !carried[name] {
			left = append(left, report.PastLeft{Folder: short,
				Why: "it has an evals.json and no readout.json: nothing is known of what users did"})
		}
	}
	slices.SortFunc(left, func(a, b report.PastLeft) int { return strings.Compare(a.Folder, b.Folder) })
	return past, left, nil
}

// sumsOf are the folders of evaluations by the SHA-256 of their evals.json, the first of equal ones; none are needed
// where every readout has one beside it.
func sumsOf(folders map[string][2]bool) (map[string]string, error) {
	out := map[string]string{}
	needed := false
	for _, has := range folders {
		needed = needed || has[0] && !has[1]
	}
	if !needed {
		return out, nil
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		if !folders[name][1] {
			continue
		}
		path := filepath.Join(name, "evals.json")
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", path, err)
		}
		sum := sha256.Sum256(b)
		if key := hex.EncodeToString(sum[:]); out[key] == "" {
			out[key] = name
		}
	}
	return out, nil
}

// experiment pairs the arms of one readout with the versions of its evaluation: by name, or
// the only arm with the only version. from is the folder of the evaluation, which is the
// readout's own where beside.
func experiment(dir, short string, beside bool, sums map[string]string) (out []report.PastExperiment, from, why string,
	err error) {
	var r report.Report
	var e report.Evals
	if err := into(filepath.Join(dir, "readout.json"), "uptake.readout/", &r); err != nil {
		return nil, "", "", err
	}
	switch c := r.Evaluation; {
	case beside:
		from = dir
	case c == nil:
		return nil, "", "it has a readout.json and no evals.json: nothing was scored offline", nil
	case sums[c.Hash] == "":
		return nil, "", fmt.Sprintf("its readout carries the evaluation %s, of which no evals.json lies below that is "+
			"still the same (%s then)", c.Evals, c.Path), nil
	default:
		from = sums[c.Hash]
	}
	if err := into(filepath.Join(from, "evals.json"), "uptake.evals/", &e); err != nil {
		return nil, "", "", err
	}
	i := slices.IndexFunc(r.Metrics, func(m report.Metric) bool { return m.Role == "primary" })
	if i < 0 {
		return nil, from, "its readout has no primary metric", nil
	}
	m := r.Metrics[i]
	var versions []string
	for _, v := range e.Versions {
		if v.Version != e.Baseline {
			versions = append(versions, v.Version)
		}
	}
	var arms []string
	for _, c := range m.Comparisons {
		arms = append(arms, c.Arm)
		version := c.Arm
		switch {
		case slices.Contains(versions, c.Arm):
		case len(m.Comparisons) == 1 && len(versions) == 1:
			version = versions[0]
		default:
			continue
		}
		p := report.PastExperiment{Name: short, Arm: c.Arm, Version: version, Offline: offline(e, version),
			Online: report.PastEffect{Metric: m.Name, Value: turned(c.Abs.Value, m.Better), SE: c.SE}}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, from, fmt.Sprintf("no arm of its readout (%s) bears the name of a version that was evaluated (%s)",
			strings.Join(arms, ", "), strings.Join(versions, ", ")), nil
	}
	return out, from, "", nil
}

// offline are the scores of one version that were compared.
func offline(e report.Evals, version string) (out []report.PastEffect) {
	for _, m := range e.Metrics {
		for _, c := range m.Comparisons {
			if c.Version == version && c.Abs.Value.Defined() {
				out = append(out, report.PastEffect{Metric: m.Metric, Value: turned(c.Abs.Value, m.Better), SE: c.SE})
			}
		}
	}
	return out
}

// turned makes more better.
func turned(v report.Num, better string) report.Num {
	if better == "down" {
		return -v
	}
	return v
}

// into reads a result of ours and holds it against its schema.
func into(path, schema string, to any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, err)
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return fmt.Errorf("%s is no JSON (%v); was it written whole? Make it again", path, err)
	}
	if !strings.HasPrefix(head.Schema, schema) {
		return fmt.Errorf("%s has the schema %q, expected %s…: it is another kind of result", path, head.Schema, schema)
	}
	if err := json.Unmarshal(b, to); err != nil {
		return fmt.Errorf("%s is not as its schema says (%v); make it again", path, err)
	}
	return nil
}
