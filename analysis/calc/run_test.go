package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const one = `{"id": "a", "method": "wilson", "inputs": {"n": 57, "x": 20}, "options": {"alpha": 0.05}}`

func TestShapes(t *testing.T) {
	single, err := Run([]byte(one))
	if err != nil || bytes.Count(single, []byte("\n")) != 1 || !strings.HasPrefix(string(single),
		`{"id": "a", "method": "wilson", "result": {"estimate": `) {
		t.Fatalf("one case gives %s (%v)", single, err)
	}
	line := strings.TrimSpace(string(single))
	list, err := Run([]byte(`{"schema": "x", "cases": [` + one + `, {"method": "nonsense"}, ` + one + `]}`))
	if err != nil || strings.Count(string(list), line) != 2 || !strings.Contains(string(list),
		`there is no method \"nonsense\"`) {
		t.Fatalf("a list gives %s (%v)", list, err)
	}
	var parsed struct{ Cases []map[string]any }
	if err := json.Unmarshal(list, &parsed); err != nil || len(parsed.Cases) != 3 {
		t.Fatalf("a list gives %s (%v)", list, err)
	}
	lines, err := Run([]byte(one + "\n\nnot JSON\n" + one + "\n"))
	if err != nil || strings.Count(string(lines), line+"\n") != 2 || strings.Count(string(lines), "\n") != 3 ||
		!strings.Contains(string(lines), "error") {
		t.Fatalf("lines give %s (%v)", lines, err)
	}
	for _, bad := range []string{"", "  \n", "[1]", "7", "hello", `{"cases": 3}`, "x\ny"} {
		if out, err := Run([]byte(bad)); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%q gives %s (%v)", bad, out, err)
		}
	}
}

// TestSentences: what is wrong in a case is said with its place.
func TestSentences(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"method": "wilson", "inputs": {"n": 3, "x": 5}}`, "inputs has 5 successes in 3 units"},
		{`{"method": "wilson", "inputs": {"n": 2.5, "x": 1}}`, "inputs.n is 2.5; a whole number from 0 to 2^53 is " +
			"needed"},
		{`{"method": "wilson", "inputs": {"n": 9007199254740994, "x": 1}}`, "inputs.n is 9007199254740994"},
		{`{"method": "wilson", "inputs": {"n": 9, "x": 1}, "options": {"alpha": 2}}`, "options.alpha is 2; a number " +
			"between 0 and 1 is needed"},
		{`{"method": "wilson", "inputs": {"n": 9, "x": 1}, "options": {"aplha": 0.1}}`, `"ignored": ["options.aplha"]`},
		{`{"method": "welch_t", "inputs": {"control": {"x": [1, null]}, "treatment": {"x": [1]}}}`,
			"inputs.control.x has null at index 1"},
		{`{"method": "welch_t", "inputs": {"control": {"x": [1, 2]}}}`, "inputs.treatment is missing"},
		{`{"method": "welch_t", "inputs": {"control": {"n": 3, "sum": 30, "sum_squares": 3}, "treatment": {"x": [1, 2]}}}`, "the sum of squares is smaller than"},
		{`{"method": "welch_james", "inputs": {"effects": [1, 2], "variances": [1, 0], "df": [9, 9]}}`,
			"inputs.variances has 0 at index 1; a number above 0 is needed"},
		{`{"method": "welch_james", "inputs": {"effects": [1, 2], "variances": [1, 1], "df": [9]}}`,
			"there are 2 effects and 1 df"},
		{`{"method": "welch_james", "inputs": {"effects": [1], "variances": [1], "df": [9]}}`,
			"two effects are needed"},
		{`{"method": "welch_james", "inputs": {"effects": [1, 4], "variances": [1, 1.25], "df": [9, 19]}}`,
			`{"F": 4, "df1": 1, "df2": 26.18336483931`},
		{`{"method": "brown_forsythe_effects", "inputs": {"effects": [1, 4], "variances": [1, 1.25], "df": [9, 19], "weights": [3, 1]}}`, `{"F": 4, "df1": 1, "df2": 26.18336483931`},
		{`{"method": "shrunken_effects", "inputs": {"effects": [1, 2], "variances": [1, 1]}}`,
			"three effects are needed"},
		{`{"method": "shrunken_effects", "inputs": {"effects": [1, 2, 4], "variances": [1, 1, 1]}}`,
			`"ci_lower": [-0.66299`},
		{`{"inputs": {}}`, "the case names no method"},
		{`[1, 2]`, "not an object"},
	} {
		out, err := Run([]byte(c.in))
		text := string(out)
		if err != nil {
			text = err.Error()
		}
		if !strings.Contains(text, c.want) {
			t.Errorf("%s\ngives %s\nwant %s", c.in, text, c.want)
		}
	}
}

// BenchmarkWelchLines answers 100,000 different Welch cases of means and
// variances, one per line.
func BenchmarkWelchLines(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	arm := func() string {
		return fmt.Sprintf(`{"n": %d, "mean": %v, "var": %v}`, 50+r.IntN(100_000), 10+r.NormFloat64(),
			10*r.ExpFloat64())
	}
	var doc bytes.Buffer
	for i := range 100_000 {
		fmt.Fprintf(&doc,
			`{"id": "w%d", "method": "welch_t", "inputs": {"control": %s, "treatment": %s}, "options": {"alpha": 0.05}}`+"\n", i, arm(), arm())
	}
	b.SetBytes(int64(doc.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Run(doc.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
