package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGateHidesLift runs one export with the right shares and with shares that
// make the split fail: no output of the second run may hold a number that
// compares the arms.
func TestGateHidesLift(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "600", "--days", "21", "--effect", "10pp")
	said := must(t, "readout", "sim/experiment.yaml", "-o", "shown")
	var terminal, errs bytes.Buffer
	if code := Main([]string{"readout", "sim/experiment.yaml", "-o", "hidden", "--set", "arms.control.share=60%",
		"--set", "arms.treatment.share=40%"}, &terminal, &errs); code != codeHealth {
		t.Fatalf("exit %d, %s", code, errs.String())
	}
	var tokens []string
	for _, k := range signed.FindAllString(said, -1) {
		if k != "+20%" { // the guardrail's limit, from the experiment file
			tokens = append(tokens, k)
		}
	}
	for _, n := range lifts(t, "shown/readout.json") {
		tokens = append(tokens, tokensOf(n)...)
	}
	if len(tokens) < 500 {
		t.Fatalf("only %d lifts to look for", len(tokens))
	}
	if n := lifts(t, "hidden/readout.json"); len(n) > 0 {
		t.Errorf("readout.json holds %d numbers that compare arms: %v…", len(n), n[:min(3, len(n))])
	}
	own := unevenness(t, "hidden/readout.json") // what the failed gate itself says may read like one of them
	tokens = slices.DeleteFunc(tokens, func(k string) bool { return slices.Contains(own, k) })
	texts := map[string]string{"terminal": terminal.String()}
	for _, f := range []string{"readout.html", "readout.json", "readout.md"} {
		b, err := os.ReadFile(filepath.Join("hidden", f))
		if err != nil {
			t.Fatal(err)
		}
		texts[f] = string(b)
	}
	for name, text := range texts {
		for _, k := range tokens {
			if i := strings.Index(text, k); i >= 0 {
				t.Errorf("%s holds %s: …%s…", name, k, text[max(0, i-60):min(len(text), i+60)])
				break
			}
		}
	}
	if k := signed.FindString(texts["terminal"]); k != "" {
		t.Errorf("the terminal says %s", k)
	}
}

// unevenness is how far every arm's units are from their planned share, as printed.
func unevenness(t *testing.T, path string) []string {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Arms []struct {
			Units   float64
			Planned float64 `json:"planned_share"`
		}
	}
	if err := json.Unmarshal(b, &r); err != nil || len(r.Arms) != 2 {
		t.Fatal(err, len(r.Arms))
	}
	var out []string
	for _, a := range r.Arms {
		off := 100 * (a.Units/((r.Arms[0].Units+r.Arms[1].Units)*a.Planned) - 1)
		out = append(out, strings.Replace(fmt.Sprintf("%+.2f%%", off), "-", "−", 1))
	}
	return out
}

// signed is how a summary writes a difference.
var signed = regexp.MustCompile(`[+−][0-9.]+ ?(%|pp)`)

// lifts lists every number of a readout that compares arms.
func lifts(t *testing.T, path string) []float64 {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	type comparison struct {
		Abs, Rel struct{ Value, Lo, Hi *float64 }
		SE, P    *float64
	}
	var r struct {
		Metrics, Segments []struct{ Comparisons []comparison }
		Series            []comparison
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	list := r.Series
	for _, m := range append(r.Metrics, r.Segments...) {
		list = append(list, m.Comparisons...)
	}
	var out []float64
	for _, c := range list {
		for _, v := range []*float64{c.Abs.Value, c.Abs.Lo, c.Abs.Hi, c.Rel.Value, c.Rel.Lo, c.Rel.Hi, c.SE, c.P} {
			if v != nil && *v != 0 {
				out = append(out, *v)
			}
		}
	}
	return out
}

// tokensOf is how a page or a script would write a number: its first digits,
// and as a signed percentage of two decimals.
func tokensOf(v float64) []string {
	sign := "+"
	if v < 0 {
		sign = "−"
	}
	digits := fmt.Sprintf("%.9f", math.Abs(v))
	return []string{digits, fmt.Sprintf("%s%.2f%%", sign, 100*math.Abs(v))}
}

// must runs the program and fails the test unless it is done.
func must(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main(args, &out, &errs); code != codeDone {
		t.Fatalf("uptake %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}
