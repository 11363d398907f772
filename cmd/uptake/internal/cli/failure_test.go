package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestErrorsAsJSON: other programs are told the kind, the place and the exit code of an error.
func TestErrorsAsJSON(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("e.csv", "ts,unit,event,variant\n2026-04-01T10:00:00Z,u1,exposure,a\n")
	write("long.csv",
		"ts,unit,event,variant,amount\n2026-04-01T10:00:00Z,u1,exposure,a,1\n1775044800,u2,exposure,b,1\n")
	head := "arms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: m, kind: mean, event: buy, role: primary}]\n"
	wrong := write("wrong.yaml", "experiment: x\nsources: [{path: e.csv}]\nwindw: 14d\n"+head)
	for _, c := range []struct {
		args []string
		kind string
		code int
		at   place // of the data, or the first problem
	}{
		{[]string{"readout", wrong, "--errors", "json"}, "experiment_file", 2, place{File: wrong, Line: 3,
			Key: "windw"}},
		{[]string{"readout", filepath.Join(dir, "none.yaml"), "--errors=json"}, "experiment_file", 2, place{}},
		{[]string{"readout", write("arms.yaml", "experiment: x\nsources: [{path: e.csv}]\n"+head), "--errors=json",
			"--quiet"}, "data", 1, place{}},
		{[]string{"readout", write("ids.yaml", "experiment: x\nsources: [{path: long.csv}]\n"+head), "--errors=json",
			"--quiet"}, "data", 1, place{File: "long.csv", Row: 2, Column: "ts", Key: "columns.ts"}},
		{[]string{"readout", "--nonsense", "--errors", "json"}, "usage", 2, place{}},
		{[]string{"readuot", "--errors", "json"}, "usage", 2, place{}},
	} {
		var out, errs bytes.Buffer
		code := Main(c.args, &out, &errs)
		var said struct {
			Schema string
			Error  failure
		}
		if err := json.Unmarshal(errs.Bytes(), &said); err != nil {
			t.Errorf("%v: %v: %s", c.args, err, errs.String())
			continue
		}
		var at place
		if f := said.Error; f.Place != nil {
			at = *f.Place
		} else if len(f.List) > 0 {
			at = f.List[0]
			at.Text = ""
		}
		if code != c.code || said.Error.Code != c.code || said.Error.Kind != c.kind ||
			said.Schema != "uptake.error/1" || said.Error.Text == "" || at != c.at {
			t.Errorf("%v: exit %d, %s", c.args, code, errs.String())
		}
	}
	var out, errs bytes.Buffer
	if code := Main([]string{"version", "--errors", "xml"}, &out, &errs); code != 2 || !bytes.Contains(errs.Bytes(),
		[]byte("as text or json")) {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}
