package readout

import (
	"sort"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

func sortedFixtures() []string {
	var names []string
	for n := range fixture.Reports() {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// The made reports look as they did. The page is compared without its scripts,
// which are constants with tests of their own.
func TestGolden(t *testing.T) {
	for _, n := range sortedFixtures() {
		r := fixture.Reports()[n]
		o := out.Options{Command: "uptake readout " + n + ".yaml"}
		named := Document
		named.Name = n
		fixture.Golden(t, fixture.FilesOf(t, named, r, o))
	}
}

func mustRender(t *testing.T, format string, r *report.Report, o out.Options) []byte {
	t.Helper()
	b, err := Document.Render(format, r, o)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b
}
