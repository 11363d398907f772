package ingest_test

import (
	"slices"
	"testing"

	"uptake/analysis/spec"
	"uptake/ingest/format"
)

// What the experiment file may say of how text is written is what the formats
// read: neither names the other's package.
func TestKeysOfFormats(t *testing.T) {
	choices := func(path string) []string {
		k, ok := spec.FindKey(path)
		if !ok {
			t.Fatalf("there is no key %s", path)
		}
		return k.Choices
	}
	written := slices.DeleteFunc(format.Formats(), func(f string) bool { return f == "ipc-stream" }) // ipc means both
	// which are only read
	formats := append(written, "avro", "xlsx")
	for _, table := range []string{"sources[]", "assignments", "labels"} {
		if got := choices(table + ".csv.encoding"); !slices.Equal(got, format.Encodings()) {
			t.Errorf("%s takes the encodings %v, read are %v", table, got, format.Encodings())
		}
		if got := choices(table + ".format"); !slices.Equal(got, formats) {
			t.Errorf("%s takes the formats %v, read are %v", table, got, formats)
		}
		if got := choices(table + ".csv.escape"); !slices.Equal(got, []string{format.Backslash}) {
			t.Errorf("%s takes the escapes %v", table, got)
		}
	}
	if spec.NoQuote != format.NoQuote {
		t.Errorf("no quote is %q to the file, %q to the formats", spec.NoQuote, format.NoQuote)
	}
}
