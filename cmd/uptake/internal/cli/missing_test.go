package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
)

// TestMissingByArm: a value that one arm lacks more often keeps its metric from
// being compared, in every format and however no value is written; the other metric
// is compared, in the same report.
func TestMissingByArm(t *testing.T) {
	for _, words := range []string{"", "NA", "NaN", "null"} {
		for _, name := range cellFormats {
			numeric := map[string]arrow.DataType{"tasks": arrow.PrimitiveTypes.Float64}
			if words != "" {
				numeric = nil // as text
			}
			for _, lost := range []int{0, 5} { // of the treated, one in so many
				var rows [][]string
				for i := range 400 {
					r := []string{fmt.Sprintf("u%d", i), []string{"control", "treatment"}[i%2], fmt.Sprint(1 + i%7),
						fmt.Sprint(2 + i%5)}
					if lost > 0 && i%2 == 1 && i/2%lost == 0 {
						r[2] = words
					}
					rows = append(rows, r)
				}
				dir := t.TempDir()
				file := writeCells(t, filepath.Join(dir, "u"), name, []string{"u", "variant", "tasks", "other"}, rows,
					numeric)
				exp := filepath.Join(dir, "experiment.yaml")
				text := fmt.Sprintf(`experiment: x
layout: units
sources: [{path: %s}]
columns: {unit: u, arm: variant}
arms: [{name: control, share: 50%%, control: true}, {name: treatment, share: 50%%}]
metrics:
  - {name: tasks, kind: mean, column: tasks, role: primary}
  - {name: other, kind: mean, column: other, role: secondary}
`, file)
				if err := os.WriteFile(exp, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				what := fmt.Sprintf("%s, %q, lost %d", name, words, lost)
				code, out, errs := runCells("readout", exp, "--json", "-")
				var r struct {
					Withheld *struct{}
					Decision struct{ Verdict string }
					Metrics  []struct {
						Comparisons []struct {
							Abs      struct{ Value, Lo *float64 }
							P        *float64
							Cautions []struct{ Code, Detail string }
						}
					}
				}
				if err := json.Unmarshal([]byte(out), &r); err != nil {
					t.Fatalf("%s: exit %d, %s: %v", what, code, errs, err)
				}
				tasks, other := r.Metrics[0].Comparisons[0], r.Metrics[1].Comparisons[0]
				if other.P == nil || r.Withheld != nil {
					t.Errorf("%s: the other metric is not compared", what)
				}
				if lost == 0 {
					if code != codeDone || tasks.P == nil {
						t.Errorf("%s: exit %d, p %v", what, code, tasks.P)
					}
					continue
				}
				if code != codeHealth || r.Decision.Verdict != "do_not_use" || tasks.P != nil ||
					tasks.Abs.Value != nil || tasks.Abs.Lo != nil ||
					tasks.Cautions[0].Code != "missing_by_arm" || !strings.Contains(tasks.Cautions[0].Detail,
					"tasks has no value for 0 of 200 in control and 40 of 200 in treatment") {
					t.Errorf("%s: exit %d, %s, %+v", what, code, r.Decision.Verdict, tasks)
				}
			}
		}
	}
}
