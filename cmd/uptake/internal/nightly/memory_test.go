package nightly

import (
	"testing"

	"uptake/analysis/spec"
	"uptake/ingest/source"
)

// TestMemoryOfPacks: what packs take while they are made and read is counted in what an
// experiment may take, of packed files more than of text, and nothing where none are kept.
func TestMemoryOfPacks(t *testing.T) {
	const size = 100 << 20
	e := &spec.Experiment{Layout: spec.Units}
	for path, more := range map[string]float64{"e.csv": plainKept, "e.ndjson": plainKept, "e.parquet": packedKept,
		"e.csv.gz": packedKept} {
		reads := []source.File{{Path: path, Size: size}}
		without, with := memoryOf(e, reads, false), memoryOf(e, reads, true)
		if got, want := with-without, int64(more*size); got < want-1 || got > want+1 {
			t.Errorf("%s: %d more, want %d", path, got, want)
		}
	}
}
