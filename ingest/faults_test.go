package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/fault"
	"uptake/config"
	"uptake/ingest"
)

// TestFaultsReachWhoWaits: a panic in the goroutines that read comes out of Collect, and
// nothing waits for ever.
func TestFaultsReachWhoWaits(t *testing.T) {
	dir := t.TempDir()
	rows := "user,arm,tasks\n" + strings.Repeat("a,x,1\nb,y,2\n", 20000)
	for name, text := range map[string]string{"e.yaml": "experiment: e\nlayout: units\nsources: [{path: " +
		"d/*.csv}]\ncolumns: {unit: user}\n" +
		"arms: [{name: x, control: true}, {name: y}]\nmetrics: [{name: tasks, kind: mean, role: primary}]\n",
		"d/1.csv": rows, "d/2.csv": rows, "d/3.csv": rows} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, err := config.Load(filepath.Join(dir, "e.yaml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 4} {
		err := func() (err error) {
			defer fault.Catch(&err, "")
			_, err = ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{Workers: workers,
				Progress: func(ingest.Progress) { panic("broken") }})
			return err
		}()
		if err == nil || !strings.Contains(err.Error(), "fault of the program") {
			t.Errorf("with %d workers: %v", workers, err)
		}
	}
}
