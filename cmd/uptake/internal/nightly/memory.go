package nightly

import (
	"path/filepath"
	"strings"

	"uptake/analysis/investigation"
	"uptake/analysis/spec"
	"uptake/ingest/source"
)

// What an experiment may take, in bytes: base for itself, and for a byte of its
// exports as many as were measured of simulated ones, event rows of 190 bytes as CSV
// and of 45 as Parquet; an investigation keeps more columns.
const (
	base                        = 48 << 20
	plain, packed               = 0.7, 3.5
	plainStudied, packedStudied = 2, 9
	plainKept, packedKept       = 0.5, 2.2 // on top, while files are packed and read out of packs
	unknown                     = 1 << 30  // of a source whose size is not known
)

// memoryOf estimates the memory that an experiment takes at its most. Kept says that its
// files go through packs.
func memoryOf(e *spec.Experiment, reads []source.File, kept bool) int64 {
	need, plain, packed := float64(base), plain, packed
	if _, err := investigation.Needs(e); err == nil {
		plain, packed = plainStudied, packedStudied
	}
	if kept {
		plain, packed = plain+plainKept, packed+packedKept
	}
	for _, f := range reads {
		switch {
		case f.Size < 0:
			need += unknown
		case e.Layout == spec.Summary:
		case isPacked(f.Path):
			need += packed * float64(f.Size)
		default:
			need += plain * float64(f.Size)
		}
	}
	return int64(min(need, 1<<60))
}

// isPacked reports whether a file's rows take more room than its bytes say.
func isPacked(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson":
		return false
	}
	return true
}
