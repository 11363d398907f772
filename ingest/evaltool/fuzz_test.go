package evaltool_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis/fault"
	"uptake/ingest/evaltool"
)

// FuzzRead: whatever a file holds, there is a set or a sentence: no reader of a tool breaks.
func FuzzRead(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/*/v1*")
	more, _ := filepath.Glob("testdata/*/v1/*")
	for _, path := range append(seeds, more...) {
		b, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if file, err := os.Open(path); err == nil {
			if z, err := gzip.NewReader(file); err == nil {
				b, _ = io.ReadAll(z)
			}
			file.Close()
		}
		f.Add(b[:min(len(b), 4000)])
		f.Add(b[max(0, len(b)-4000):])
	}
	f.Add([]byte(`{"entry_type":"attempt","status":2,"detector_results":{"a":[1,null,{}]},"outputs":[{"turns":[[]]}]}`))
	f.Add([]byte(`{"info":{"trace_id":1,"assessments":"[{\"assessment_name\":\"x\",\"feedback\":[]}]"}}`))
	f.Add([]byte(
		`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"gen_ai.evaluation.name","value":{}}]}]}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "v")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Skip()
		}
		_, err := evaltool.Read(context.Background(), asked(map[string][]string{"v1": {path}, "v2": {path}}),
			evaltool.Options{})
		if broken := (*fault.Error)(nil); errors.As(err, &broken) {
			t.Errorf("%v\n%s", err, broken.Stack)
		}
	})
}
