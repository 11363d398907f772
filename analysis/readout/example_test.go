package readout_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/config"
	"uptake/ingest"
)

// From a file to a verdict: the experiment file is loaded, the export collected, and the arms compared.
func ExampleAnalyze() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	table := "user,arm,adopted\n"
	for i := range 2000 {
		arm, adopted := []string{"control", "treatment"}[i%2], 0
		if i%20 < 6 || i%20 == 7 { // 3 of 10 in control, 4 of 10 in treatment
			adopted = 1
		}
		table += fmt.Sprintf("u%d,%s,%d\n", i, arm, adopted)
	}
	file := "experiment: adoption\nlayout: units\nsources: [{path: units.csv}]\ncolumns: {unit: user}\n" +
		"arms: [{name: control, control: true}, {name: treatment}]\n" +
		"metrics: [{name: adopted, kind: proportion, column: adopted, role: primary}]\n"
	os.WriteFile(filepath.Join(dir, "units.csv"), []byte(table), 0o600)
	os.WriteFile(filepath.Join(dir, "experiment.yaml"), []byte(file), 0o600)

	e, err := config.Load(filepath.Join(dir, "experiment.yaml"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, demand := context.Background(), analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := readout.Analyze(ctx, e, demand, tables, readout.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := r.Metrics[0].Comparisons[0]
	fmt.Printf("%d of %d rows used\n", r.Rows.Used, r.Rows.Read)
	fmt.Printf("%s: %+.1f points, p %.2g\n", r.Metrics[0].Name, 100*float64(c.Abs.Value), float64(c.P))
	fmt.Println(r.Decision.Verdict)
	// Output:
	// 2000 of 2000 rows used
	// adopted: +10.0 points, p 2.8e-06
	// looks_promising
}
