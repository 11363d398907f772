package diff

import (
	"strings"
	"testing"

	"uptake/analysis/change"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// made is a later readout against an earlier one in which nearly everything was another.
func made(t *testing.T) *report.Diff {
	t.Helper()
	from, to := fixture.Hold(), fixture.Hold()
	to.Decision.Verdict, to.Decision.Code, to.Decision.Headline = report.Ship, "ship", "Ship: acceptance rate is up."
	to.Metrics[0].Comparisons[0].Rel.Value += 10
	if c := to.Metrics[0].Comparisons[0].CUPED; c != nil {
		c.Rel.Value += 10
	}
	to.End, to.InputHash = "2026-12-01", "ff"
	to.Arms[0].Units += 7
	to.Rows.Read++
	to.Health.Checks[0].Status = "warn"
	to.Cautions = append(to.Cautions, report.Caution{Code: "new_caution", Detail: "it is new"})
	d, err := change.Readouts(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDocument(t *testing.T) { fixture.CheckDocument(t, Document, made(t)) }

// TestView: every part that changed is told in every output.
func TestView(t *testing.T) {
	d := made(t)
	files := fixture.FilesOf(t, Document, d, out.Options{Command: "uptake diff a.json b.json"})
	fixture.CheckShort(t, files, "diff")
	for _, name := range []string{"diff.html", "diff.md", "diff.txt"} {
		text := fixture.PlainWords(name, string(files[name]))
		for _, want := range []string{"the verdict was hold and is ship",
			"1 comparison moved beyond the interval of before", "beyond", "2026-12-01", "new caution"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q: %.600s", name, want, text)
			}
		}
	}
	same, err := change.Readouts(fixture.Hold(), fixture.Hold())
	if err != nil {
		t.Fatal(err)
	}
	if text := Document.Terminal(same, out.Options{}); !strings.Contains(text, "Both results have the same numbers") ||
		strings.Contains(text, "beyond the interval of before;") {
		t.Errorf("%s", text)
	}
}

// TestWhatChangedFirst: a changed plan is told before the numbers that it changes, and where nothing
// but the rows is another, the line says so.
func TestWhatChangedFirst(t *testing.T) {
	d := made(t)
	if s := doc.Changes(d); len(s) != 5 || s[0].ID != "plan" || s[1].ID != "metrics" {
		t.Errorf("%d sections, of which the first is %s", len(s), s[0].ID)
	}
	page := string(fixture.FilesOf(t, Document, d, out.Options{})["diff.html"])
	_, plan, _ := strings.Cut(page, `id="plan"`)
	if before, _, there := strings.Cut(plan, "2026-12-01"); !there || strings.Contains(before, "<details") {
		t.Errorf("what was asked in another way does not stand open: %.600s", plan)
	}
	if line := doc.ChangeLine(d); line != "The verdict was hold and is ship; 1 thing was asked in another way; "+
		"1 comparison moved beyond the interval of before; 1 check has another state." {
		t.Error(line)
	}
	for _, c := range []struct {
		change func(*report.Report)
		says   string
	}{
		{func(r *report.Report) { r.InputHash = "ff" }, "The verdict is hold as before; the rows that were read are " +
			"others."},
		{func(r *report.Report) { r.InputHash, r.End = "ff", "2026-12-01" },
			"The verdict is hold as before; 1 thing was asked in another way."},
		{func(r *report.Report) { r.Cautions = append(r.Cautions, report.Caution{Code: "new_caution"}) },
			"The verdict is hold as before; 1 caution came or went."},
	} {
		to := fixture.Hold()
		c.change(to)
		d, err := change.Readouts(fixture.Hold(), to)
		if err != nil {
			t.Fatal(err)
		}
		if line := doc.ChangeLine(d); line != c.says {
			t.Errorf("%s, want %s", line, c.says)
		}
	}
}

// TestNames: no text can become anything but text, in any output.
func TestNames(t *testing.T) {
	for name, payload := range fixture.Hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fixture.Infect(made(t), payload, false)
			files := fixture.FilesOf(t, Document, d, out.Options{Command: payload})
			fixture.CheckShort(t, files, "diff")
			fixture.CheckPage(t, files["diff.html"], "")
			fixture.Outside(t, files["diff.html"], "")
			fixture.CheckMarkdown(t, files["diff.md"], payload)
			fixture.CheckTerminal(t, string(files["diff.txt"]))
		})
	}
}
