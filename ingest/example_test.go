package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis"
	"uptake/config"
	"uptake/ingest"
)

// Every row of an export is accounted for: what counts, and what is set aside and why.
func ExampleCollect() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := "experiment: hints\nsources: [{path: events.csv}]\narms: [{name: a, control: true}, {name: b}]\n" +
		"window: 3d\nmetrics: [{name: bought, kind: proportion, event: pay, role: primary}]\n"
	table := "ts,unit,event,variant\n2026-04-01T10:00:00Z,u1,exposure,a\n2026-04-01T11:00:00Z,u1,pay,\n" +
		"2026-04-01T09:00:00Z,u2,pay,\n2026-04-01T10:00:00Z,u2,exposure,b\n2026-04-06T10:00:00Z,u2,pay,\n"
	os.WriteFile(filepath.Join(dir, "experiment.yaml"), []byte(file), 0o600)
	os.WriteFile(filepath.Join(dir, "events.csv"), []byte(table), 0o600)
	e, err := config.Load(filepath.Join(dir, "experiment.yaml"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	used := int64(0)
	for i := range t.Parts {
		p, err := t.Open(context.Background(), i)
		if err != nil {
			fmt.Println(err)
			return
		}
		used += p.Tally.Used
		p.Release()
	}
	fmt.Println(used, "of", t.Read, "rows count")
	// Output: 3 of 5 rows count
}
