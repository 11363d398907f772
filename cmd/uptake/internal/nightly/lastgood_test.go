package nightly

import (
	"os"
	"path/filepath"
	"testing"
)

// A readout of an engine's sums has no investigation, though that of a night before which fetched rows lies beside.
func TestLastGoodOfSums(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("ignores.json", "{}")
	for asked, want := range map[string]bool{`[]`: true, `[{"about": "units", "fetched": false}]`: false,
		`[{"about": "columns"}, {"about": "rows", "fetched": true}]`: true} {
		put("readout.json", `{"schema": "uptake.readout/1", "experiment": "a", "rows": {"asked": `+asked+`}}`)
		row, ok, err := lastGood(filepath.Dir(dir), filepath.Base(dir), "a")
		if !ok || err != nil || row.Ignores != want {
			t.Errorf("asked %s: %v, %v, %v, expected %v", asked, row.Ignores, ok, err, want)
		}
	}
}
