package lookback

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const readout = `{"schema":"uptake.readout/1","metrics":[{"name":"tickets","role":"primary","better":"down","comparisons":[%s]}]}`
const evaluated = `{"schema":"uptake.evals/1","baseline":"v1","versions":[{"version":"v1"},{"version":"v2"}],
"metrics":[{"metric":"correct","better":"up","comparisons":[{"version":"v2","abs":{"value":0.04,"lo":0.02,"hi":0.06},"se":0.01}]}]}`

// TestRead: an arm goes with the version of its name or the only one; less of what users do
// is better where the metric says so; folders that cannot be used say why.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	arm := func(name string) string {
		return fmt.Sprintf(`{"arm":%q,"control":"control","abs":{"value":-0.3,"lo":-0.5,"hi":-0.1},"se":0.1}`, name)
	}
	put("one/readout.json", fmt.Sprintf(readout, arm("treatment")))
	put("one/evals.json", evaluated)
	put("two/readout.json", fmt.Sprintf(readout, arm("v2")+","+arm("v3")))
	put("two/evals.json", evaluated)
	put("three/readout.json", fmt.Sprintf(readout, arm("a")+","+arm("b")))
	put("three/evals.json", evaluated)
	put("four/readout.json", fmt.Sprintf(readout, arm("a")))
	past, left, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(past) != 2 || past[0].Name != "one" || past[0].Version != "v2" || past[0].Online.Value != 0.3 ||
		past[0].Offline[0].Value != 0.04 || past[1].Arm != "v2" {
		t.Errorf("%+v", past)
	}
	if len(left) != 2 || !strings.Contains(left[0].Why, "no evals.json") || !strings.Contains(left[1].Why,
		"no arm of its readout (a, b)") {
		t.Errorf("%+v", left)
	}
	// A readout that carries its evaluation is paired with the evals.json that it was, wherever it lies.
	sum := sha256.Sum256([]byte(evaluated + " "))
	carries := func(hash string) string {
		return strings.Replace(fmt.Sprintf(readout, arm("treatment")), `"metrics"`,
			fmt.Sprintf(`"evaluation":{"evals":"prompts","path":"../evals.json","hash":%q},"metrics"`, hash), 1)
	}
	put("six/readout.json", carries(hex.EncodeToString(sum[:])))
	put("scores/of/six/evals.json", evaluated+" ")
	put("seven/readout.json", carries("0123"))
	put("alone/evals.json", evaluated+"  ")
	past, left, err = Read(dir)
	if err != nil || len(past) != 3 || past[1].Name != "six" || past[1].Version != "v2" || len(left) != 4 ||
		left[0].Folder != "alone" || !strings.Contains(left[2].Why, "carries the evaluation prompts, of which no") {
		t.Errorf("%+v, %+v, %v", past, left, err)
	}
	put("five/readout.json", "{")
	put("five/evals.json", evaluated)
	if _, _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "no JSON") {
		t.Errorf("%v", err)
	}
	if _, _, err := Read(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(),
		"there is no folder") {
		t.Errorf("%v", err)
	}
}
