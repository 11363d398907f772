package ignores

import (
	"regexp"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/out"
	"uptake/charts/say"
)

// Every text of the page speaks of the outcome that is studied, and of no other's rate.
func TestIgnoresSpeaksOfWhatIsStudied(t *testing.T) {
	slot := regexp.MustCompile(`\{(?i:ignor|never|any)`)
	for _, of := range report.Investigated {
		r := investigation()
		if r.Of = of.Name; of.Name == "non_use" {
			for _, x := range r.Split {
				if x.Outcome == "ignored" {
					x.Outcome = "non_use"
					r.Split = append(r.Split, x)
				}
			}
		}
		md, err := Document.Render("md", r, out.Options{})
		if err != nil {
			t.Fatal(err)
		}
		page := string(md) + Document.Terminal(r, out.Options{})
		if s := slot.FindString(page); s != "" {
			t.Errorf("%s: a word is missing at %s", of.Name, s)
		}
		for _, want := range []string{"Why suggestions are " + of.Done, "goes with " + of.Doing, of.Rate, of.Never,
			say.UpperFirst(of.Done) + " of what is seen"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: nothing says %q", of.Name, want)
			}
		}
		for _, other := range report.Investigated {
			if other.Name == of.Name {
				continue
			}
			for _, word := range []string{"of the " + other.Rate, other.Never, "Why suggestions are " + other.Done,
				"goes with " + other.Doing, "elsewhere, " + other.Done} {
				// the level is the report's own
				if strings.Contains(page, word) && !strings.Contains(r.Causes[0].Level, word) {
					t.Errorf("%s: the page says %q", of.Name, word)
				}
			}
		}
	}
}
