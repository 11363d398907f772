package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/config"
)

// twoReasons writes an export in which long suggestions are dismissed 20 points more,
// and those in the sidebar plainly ignored 20 points more, each half of the
// suggestions, and counts what became of them.
func twoReasons(t *testing.T) (file string, counts map[string]int64) {
	t.Helper()
	dir, r, counts := t.TempDir(), rand.New(rand.NewPCG(23, 11)), map[string]int64{}
	var rows strings.Builder
	rows.WriteString("user_id,ts,length,surface,outcome\n")
	for u := range 500 {
		for k := range 14 {
			length, surface, dismissed, ignored := 40, "editor", 0.2, 0.3
			if r.IntN(2) == 0 {
				length, dismissed = 400, 0.4
			}
			if r.IntN(2) == 0 {
				surface, ignored = "sidebar", 0.5
			}
			outcome := "accepted"
			switch x := r.Float64(); {
			case x < dismissed:
				outcome = "dismissed"
			case x < dismissed+ignored:
				outcome = "ignored"
			}
			counts[outcome]++
			fmt.Fprintf(&rows, "u%03d,2026-03-%02dT10:%02d:00Z,%d,%s,%s\n", u, 2+k, u%60, length, surface, outcome)
		}
	}
	for name, text := range map[string]string{"rows.csv": rows.String(), "experiment.yaml": "experiment: " +
		"two-reasons\nlayout: suggestions\nsources: [{path: rows.csv}]\ncolumns: {unit: user_id}\nmetrics: [{name: " +
		"acceptance_rate, role: primary}]\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "experiment.yaml"), counts
}

// What is studied is what causes are found for: each outcome has the planted cause of
// its own, and non-use, which is both of them, has both.
func TestIgnoresOf(t *testing.T) {
	file, n := twoReasons(t)
	for _, c := range []struct {
		of, done, rate, primary string
		flags                   []string
		share                   int64
		causes                  map[string]float64 // by attribute: the planted points
	}{
		{"ignored", "plainly ignored", "ignore rate", "acceptance_rate", nil, n["ignored"],
			map[string]float64{"surface": 0.1}},
		{"dismissed", "dismissed", "dismiss rate", "dismiss_rate", []string{"--of", "dismissed", "--emit-plan", "1"},
			n["dismissed"], map[string]float64{"length": 0.1}},
		{"non_use", "left unused", "non-use rate", "acceptance_rate", []string{"--of", "non_use"}, n["dismissed"] +
			n["ignored"], map[string]float64{"length": 0.1, "surface": 0.1}},
	} {
		t.Run(c.of, func(t *testing.T) {
			dir := t.TempDir()
			var out, errs bytes.Buffer
			if code := Main(append([]string{"ignores", file, "--quiet", "-o", dir}, c.flags...), &out,
				&errs); code != 0 {
				t.Fatalf("ends with %d: %s", code, errs.String())
			}
			text := func(name string) string {
				b, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
			var rep report.Ignores
			if err := json.Unmarshal([]byte(text("ignores.json")), &rep); err != nil {
				t.Fatal(err)
			}
			if rep.Of != c.of {
				t.Errorf("of is %q", rep.Of)
			}
			shares := map[string]int64{}
			for _, s := range rep.Split {
				if s.Weighting == "event" {
					shares[s.Outcome] = s.Count
				}
			}
			if shares[c.of] != c.share || shares["ignored"] != n["ignored"] || shares["dismissed"] != n["dismissed"] ||
				rep.Who.Ignored != c.share {
				t.Errorf("the split has %v, and %d are studied; want %d, and %v", shares, rep.Who.Ignored, c.share, n)
			}
			var seen int64 // in this layout all that are shown
			for _, k := range n {
				seen += k
			}
			rate := float64(c.share) / float64(seen)
			if o := rep.Overall; o.Of != "seen" || o.Count != c.share || o.Total != seen ||
				math.Abs(float64(o.Value)-rate) > 1e-12 || !(float64(o.Lo) < rate && rate < float64(o.Hi)) {
				t.Errorf("overall is %+v, want %d of %d", o, c.share, seen)
			}
			found := map[string]bool{}
			for _, cause := range rep.Causes {
				found[cause.Attribute] = true
				if want, ok := c.causes[cause.Attribute]; !ok {
					t.Errorf("a cause that was not planted: %s", cause.Sentence)
				} else if float64(cause.Points.Lo) > want || float64(cause.Points.Hi) < want {
					t.Errorf("%s costs %v to %v, planted were %v", cause.Attribute, cause.Points.Lo, cause.Points.Hi,
						want)
				}
				if math.Abs(float64(cause.Rate)-rate) > 1e-12 ||
					math.Abs(float64(cause.Rate-cause.RateTo-cause.Points.Value)) > 1e-12 {
					t.Errorf("from %v to %v are not the %v points of %v", cause.Rate, cause.RateTo, cause.Points.Value,
						rate)
				}
				if done, _ := report.StudiedNamed(c.of); !strings.Contains(cause.Sentence, "are "+done.Done) ||
					!strings.Contains(cause.Sentence, c.rate) {
					t.Errorf("a cause says %q", cause.Sentence)
				}
			}
			if len(found) != len(c.causes) {
				t.Errorf("found were %v, planted %v", found, c.causes)
			}
			for _, p := range rep.Plans {
				if p.Step == "test" && (p.Primary != c.primary || !strings.Contains(p.Hypothesis, c.rate) ||
					!(p.UnitsNeeded > 0)) {
					t.Errorf("a drafted test has %s, %v units, for %q", p.Primary, p.UnitsNeeded, p.Hypothesis)
				}
			}
			if c.of == "dismissed" {
				e, err := config.Load(filepath.Join(dir, "plan-1.yaml"), nil)
				if err != nil {
					t.Fatal(err)
				}
				if m := e.Metrics[0]; m.Name != c.primary || !m.Down || !strings.HasSuffix(m.MinimumEffect.Text,
					"pp") || !strings.Contains(e.Hypothesis, "the share dismissed falls") {
					t.Errorf("the draft's primary metric is %+v, its hypothesis %q", m, e.Hypothesis)
				}
			}
			for name, page := range map[string]string{"ignores.html": text("ignores.html"),
				"ignores.md": text("ignores.md"), "terminal": out.String()} {
				if says := fmt.Sprintf("%.1f%% (%.1f%% to %.1f%%) of the suggestions seen are %s", 100*rate,
					100*rep.Overall.Lo, 100*rep.Overall.Hi,
					c.done); !strings.Contains(strings.Join(strings.Fields(page), " "), says) {
					t.Errorf("%s does not say what is %s:\n%.600s", name, c.done, page)
				}
				for _, slot := range []string{"{ignor", "{Ignor", "{never", "{Never", "{any"} {
					if strings.Contains(page, slot) {
						t.Errorf("%s has an unfilled %s", name, slot)
					}
				}
				for _, other := range report.Investigated {
					if other.Name != c.of && strings.Contains(page, other.Rate) {
						t.Errorf("%s speaks of the %s", name, other.Rate)
					}
				}
				if name == "ignores.md" && !strings.Contains(page, "--of "+c.of) != (c.flags == nil) {
					t.Errorf("%s is made again with another outcome", name)
				}
			}
		})
	}
}

// What there is not is refused with what there is.
func TestIgnoresOfRefused(t *testing.T) {
	for _, of := range []string{"accepted", "Ignored", "non-use", ""} {
		dir := filepath.Join(t.TempDir(), "none")
		var out, errs bytes.Buffer
		if code := Main([]string{"ignores", "no-such.yaml", "-o", dir, "--of", of}, &out, &errs); code != 2 ||
			!strings.Contains(errs.String(), "ignored, dismissed, non_use") {
			t.Errorf("--of %q ends with %d: %s", of, code, errs.String())
		}
	}
}
