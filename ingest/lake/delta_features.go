package lake

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
)

// deltaHarmless are the reader features that change nothing for whoever reads
// the files that count, or that are looked at where they are used.
var deltaHarmless = []string{
	"timestampNtz", "vacuumProtocolCheck", "v2Checkpoint",
	"columnMapping",    // names are resolved by the schema
	"deletionVectors",  // refused where a file has one
	"variantType",      // a column that is asked for is judged by its own type
	"variantShredding", // the same
}

// refused says what the last version asks of a reader that is not built here.
func (s *deltaState) refused() error {
	p := s.protocol
	if p.MinReaderVersion > 3 {
		return fmt.Errorf("%s asks for readers of version %d of the protocol, which is newer than 3, the last that "+
			"is read here; export the table as Parquet", p.log, p.MinReaderVersion)
	}
	var unknown []string
	for _, f := range p.ReaderFeatures {
		if !slices.Contains(deltaHarmless, strings.TrimSuffix(f, "-preview")) {
			unknown = append(unknown, f)
		}
	}
	if p.MinReaderVersion == 3 && len(unknown) > 0 {
		return fmt.Errorf("%s asks readers for %s, which is not read here; drop the feature (ALTER TABLE … DROP "+
			"FEATURE) and copy the table again, or export it as Parquet", p.log, strings.Join(unknown, ", "))
	}
	if f := s.meta.Format.Provider; f != "" && f != "parquet" {
		return fmt.Errorf("%s says that the table's files are of the format %q, where Parquet is expected; export "+
			"the table as Parquet", s.meta.log, f)
	}
	var first *deltaAdd
	count := 0
	for _, a := range s.files {
		if a.DeletionVector != nil {
			if count++; first == nil || a.Path < first.Path {
				first = &a
			}
		}
	}
	if first != nil {
		return fmt.Errorf("%s deletes single rows of %s by a deletion vector (%s with one), which is not read here; "+
			"rewrite the files with REORG TABLE … APPLY (PURGE), or export the table as Parquet",
			first.log, first.Path, counted.Noun(count, "file"))
	}
	return nil
}
