package readout

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// Every output says the same numbers: those of the JSON, formatted once.
func TestSameNumbersEverywhere(t *testing.T) {
	for _, n := range []string{"hold", "three-arms"} {
		var r report.Report
		if err := json.Unmarshal(mustRender(t, "json", fixture.Reports()[n], out.Options{}), &r); err != nil {
			t.Fatal(err)
		}
		page := html.UnescapeString(string(mustRender(t, "html", &r, out.Options{})))
		text := fixture.PlainMarkdown(string(mustRender(t, "md", &r, out.Options{})))
		terminal := strings.Join(strings.Fields(Document.Terminal(&r, out.Options{})), " ")
		var unsaid []string
		for i := range r.Metrics {
			m := &r.Metrics[i]
			for j := range m.Comparisons {
				c := &m.Comparisons[j]
				rel, abs := say.Difference(c.Rel, say.Percent), say.Difference(c.Abs, say.DiffScale(m))
				for _, want := range []string{rel.Estimate(), rel.Range(), abs.Estimate(), abs.Range(), say.P(c.P)} {
					if !strings.Contains(page, want) {
						t.Errorf("%s: the page does not say %q of %s", n, want, m.Name)
					}
					if !strings.Contains(text, want) {
						t.Errorf("%s: the Markdown does not say %q of %s", n, want, m.Name)
					}
				}
				if m.Role != "diagnostic" && !strings.Contains(terminal, rel.String()) {
					unsaid = append(unsaid, fmt.Sprintf("%q of %s", rel, m.Name))
				}
			}
		}
		// A terminal has room for so many, and says how many more there are.
		more := 0
		if said := regexp.MustCompile(`and (\d+) more on the page`).FindStringSubmatch(terminal); said != nil {
			more, _ = strconv.Atoi(said[1])
		}
		if len(unsaid) != more {
			t.Errorf("%s: the terminal says that %d are left to the page, it lacks %s", n, more, strings.Join(unsaid,
				", "))
		}
		v := newView(out.Copy(&r), out.Options{})
		for _, c := range v.Cards {
			for _, o := range []string{page, text, terminal} {
				if !strings.Contains(o, c.Big) {
					t.Errorf("%s: an output lacks the large number %q", n, c.Big)
				}
			}
		}
		for _, o := range []string{page, text, terminal} {
			if !strings.Contains(strings.Join(strings.Fields(o), " "), v.Verdict.Headline) {
				t.Errorf("%s: an output lacks the headline", n)
			}
		}
	}
}

// The words that mislead occur nowhere.
func TestForbiddenWords(t *testing.T) {
	for _, n := range sortedFixtures() {
		r := fixture.Reports()[n]
		for f, s := range map[string]string{"html": string(mustRender(t, "html", r, out.Options{})),
			"md": string(mustRender(t, "md", r, out.Options{})), "terminal": Document.Terminal(r, out.Options{})} {
			for _, bad := range []string{"significant", "winner", "chance to beat", "confidence interval",
				"confidence that", "statistically"} {
				if strings.Contains(strings.ToLower(s), bad) {
					t.Errorf("%s as %s says %q", n, f, bad)
				}
			}
		}
	}
}

// Before the planned end nothing is said to have risen or fallen.
func TestKeepRunningClaimsNothing(t *testing.T) {
	v := newView(out.Copy(fixture.ThreeArms()), out.Options{})
	if h := v.Sections[0].Heading; strings.Contains(h, "rose") || !strings.Contains(h, "not decided") {
		t.Errorf("the heading says %q", h)
	}
}

// The ledger that does not add up says so.
func TestLedgerIsChecked(t *testing.T) {
	r := fixture.Hold()
	if strings.Contains(string(mustRender(t, "md", r, out.Options{})), "do not add up") {
		t.Error("a ledger that adds up is doubted")
	}
	r.Rows.Used++
	if !strings.Contains(string(mustRender(t, "md", r, out.Options{})), "do not add up") {
		t.Error("a ledger that does not add up is believed")
	}
}
