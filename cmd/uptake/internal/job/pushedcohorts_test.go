package job_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"

	"uptake/cmd/uptake/internal/job"
	"uptake/ingest/warehouse"
)

// keeper keeps answers in memory.
type keeper map[string][]byte

func (k keeper) Get(name string) ([]byte, error) { return k[name], nil }

func (k keeper) Put(name string, b []byte) error {
	k[name] = bytes.Clone(b)
	return nil
}

// TestPushedByCohorts: of rows that are what they were no cohort is asked again, of one row that is another, or gone,
// the one that it is of; and the report is that of the rows in a file each time.
func TestPushedByCohorts(t *testing.T) {
	for engine, load := range engines(t) {
		for seed, kind := range []string{"events", "suggestions"} {
			t.Run(engine+"/"+kind, func(t *testing.T) {
				rows := messy(1, 160)
				text := func(at, source string) string {
					return fmt.Sprintf(messyExperiment, "America/New_York", at, source, "")
				}
				if kind == "suggestions" {
					rows = suggest(1, messy(1, 60))
					text = func(at, source string) string { return suggestedText(uint64(seed), at, source) }
				}
				name, kept, all := "cohorts_"+kind, keeper{}, 0
				run := func(what string, asked int) {
					t.Helper()
					dir := t.TempDir()
					writeMessy(t, rows, filepath.Join(dir, name))
					address := load(t, name, rows, t.TempDir())
					want := readMessy(t, dir, text("", "path: "+name+", format: csv"))
					c := &warehouse.Cohorts{Keep: kept, Say: func(err error) { t.Error(err) }}
					got, _, err := tryRun(t, dir, text("engine: "+address, "table: "+name), job.Run{Workers: 1,
						Cohorts: c})
					if err != nil {
						t.Fatal(err)
					}
					if !bytes.Equal(want, got) {
						t.Errorf("%s: the report is another:\n%s", what, firstDifference(want, got))
					}
					if all == 0 {
						all, asked = c.Asked, c.Asked
					}
					if c.Asked != asked || c.Asked+c.Stood != all {
						t.Errorf("%s: %d cohorts were asked and %d stood, want %d of %d", what, c.Asked, c.Stood, asked,
							all)
					}
				}
				run("the first", 0)
				if all < 10 {
					t.Fatalf("%d cohorts", all)
				}
				at := -1
				for i, x := range rows {
					if x.event != nil && *x.event == "task" && x.unit != nil && *x.unit > "u2" && x.items != nil {
						at = i
					}
				}
				if kind == "suggestions" {
					rows = append(rows[:at:at], rows[at+1:]...)
					run("a row less", 1)
					return
				}
				run("the same rows", 0)
				rows[at].items = nil
				run("no number", 1)
			})
		}
	}
}
