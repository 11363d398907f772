package evaltool_test

import (
	"context"
	"flag"
	"runtime"
	"strings"
	"testing"
	"time"

	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

var speedFiles = flag.String("evaltool.speed", "", "two files of rows, v1,v2, whose reading is timed")

// TestSpeed says how long two large tables take; it holds nothing.
func TestSpeed(t *testing.T) {
	if *speedFiles == "" {
		t.Skip("say which files with -evaltool.speed v1.csv,v2.csv")
	}
	e := &spec.Evals{Name: "speed", Baseline: "v1"}
	for i, path := range strings.Split(*speedFiles, ",") {
		e.Versions = append(e.Versions, spec.EvalVersion{Name: []string{"v1", "v2"}[i], Paths: []string{path},
			Asks: []string{path}})
	}
	start := time.Now()
	set, err := evaltool.Read(context.Background(), e, evaltool.Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d runs of %d metrics in %v, %d MiB taken from the system",
		len(set.Versions[0].Runs)+len(set.Versions[1].Runs), len(set.Metrics), took.Round(time.Millisecond), m.Sys>>20)
}
