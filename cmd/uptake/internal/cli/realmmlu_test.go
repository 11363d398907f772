package cli

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis/report"
)

// pairedTruth is what scipy and statsmodels say of two models over the same questions.
type pairedTruth struct {
	Pairs     int     `json:"n_pairs"`
	Baseline  float64 `json:"accuracy_control"`
	Version   float64 `json:"accuracy_treatment"`
	Diff      float64 `json:"abs_lift"`
	Exact     float64 `json:"mcnemar_exact_p"`
	Chi2      float64 `json:"mcnemar_chi2_no_correction"`
	OnlyFirst int64   `json:"only_control"`
	OnlyOther int64   `json:"only_treatment"`
}

// TestRealMMLUPro: real answers of two models to 12,032 questions, over all and by field.
func TestRealMMLUPro(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "testdata", "mmlu-pro")
	var want struct {
		All        pairedTruth            `json:"all"`
		ByCategory map[string]pairedTruth `json:"by_category"`
	}
	b, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var said bytes.Buffer
	if code := Main([]string{"evals", filepath.Join(folder, "evals.yaml"), "-o", dir, "--format", "json", "--quiet",
		"--exit-verdict"}, &said, &said); code != 10 {
		t.Fatalf("exit code %d: %s", code, said.String())
	}
	if b, err = os.ReadFile(filepath.Join(dir, "evals.json")); err != nil {
		t.Fatal(err)
	}
	var r report.Evals
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	m := r.Metrics[0]
	hold := func(what string, c report.EvalComparison, w pairedTruth) {
		t.Helper()
		near := func(name string, got report.Num, want float64) {
			t.Helper()
			if !(math.Abs(float64(got)-want) <= 1e-9*math.Abs(want)) {
				t.Errorf("%s: %s is %v, want %v", what, name, got, want)
			}
		}
		if c.Paired != w.Pairs || c.McNemar == nil || c.McNemar.OnlyBaseline != w.OnlyFirst ||
			c.McNemar.OnlyVersion != w.OnlyOther {
			t.Errorf("%s: %d pairs, %+v, want %+v", what, c.Paired, c.McNemar, w)
			return
		}
		near("the baseline", c.BaselineOnPairs, w.Baseline)
		near("the version", c.ValueOnPairs, w.Version)
		near("the difference", c.Abs.Value, w.Diff)
		near("exact p", c.McNemar.Exact, w.Exact)
		near("chi-square", c.McNemar.Chi2, w.Chi2)
	}
	hold("all", m.Comparisons[0], want.All)
	if len(m.Categories) != len(want.ByCategory) {
		t.Errorf("%d fields, want %d", len(m.Categories), len(want.ByCategory))
	}
	for _, c := range m.Categories {
		hold(c.Category, c.EvalComparison, want.ByCategory[c.Category])
	}
}
