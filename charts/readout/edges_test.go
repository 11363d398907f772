package readout

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// edges are the reports at the ends of what can happen.
func edges() map[string]*report.Report {
	out := map[string]*report.Report{
		"nan":      fixture.Everywhere(fixture.Hold(), math.NaN()),
		"inf":      fixture.Everywhere(fixture.Hold(), math.Inf(1)),
		"minus":    fixture.Everywhere(fixture.Hold(), math.Inf(-1)),
		"zero":     fixture.Everywhere(fixture.Hold(), 0),
		"one":      fixture.Everywhere(fixture.Hold(), 1),
		"tiny":     fixture.Everywhere(fixture.Hold(), 1e-300),
		"huge":     fixture.Everywhere(fixture.ThreeArms(), 1e300),
		"negative": fixture.Everywhere(fixture.ThreeArms(), -1),
		"nothing":  {},
		"bare": {Experiment: "x", Arms: []report.Arm{{Name: "control", Control: true}},
			Metrics: []report.Metric{{}}},
	}
	oneDay := fixture.Hold()
	oneDay.Series, oneDay.Start, oneDay.End = oneDay.Series[27:], "2026-04-28", "2026-04-28"
	out["one day"] = oneDay

	noDay := fixture.Hold()
	noDay.Series = noDay.Series[:1] // its only day has no difference
	out["no day with a difference"] = noDay

	many := fixture.Hold()
	many.Metrics = nil
	for i := range 200 {
		p := fixture.Eight[i%len(fixture.Eight)]
		p.Name = fmt.Sprintf("%s_%d", p.Name, i)
		many.Metrics = append(many.Metrics, fixture.MetricOf(p, 20000, map[string]float64{"treatment": p.Lift},
			[]string{"treatment"}))
	}
	for i := range 300 {
		s := fixture.Segments()[i%10]
		s.Metric, s.Level = many.Metrics[0].Name, fmt.Sprintf("%s %d", s.Level, i)
		many.Segments = append(many.Segments, s)
	}
	out["200 metrics"] = many

	unbounded := fixture.Hold()
	for i := range unbounded.Metrics {
		c := &unbounded.Metrics[i].Comparisons[0]
		c.Rel.Lo, c.Rel.Hi, c.Rel.Bounded = report.Num(math.Inf(-1)), report.Num(math.Inf(1)), false
	}
	out["unbounded"] = unbounded

	zeroControl := fixture.Hold()
	for i := range zeroControl.Metrics {
		c := &zeroControl.Metrics[i].Comparisons[0]
		c.Rel = report.Interval{Value: report.Undefined(), Lo: report.Undefined(), Hi: report.Undefined()}
	}
	out["control is zero"] = zeroControl

	young := fixture.Hold()
	for i := range young.Suggestions.Outcomes {
		o := &young.Suggestions.Outcomes[i]
		*o = report.Outcomes{Arm: o.Arm, Shown: 12, Immature: 12, Pending: 12}
	}
	out["all immature"] = young

	flat := fixture.Hold()
	for i := range flat.Series {
		z := report.Interval{Bounded: true}
		flat.Series[i].Rel, flat.Series[i].Abs = z, z
	}
	out["no variance"] = flat
	return out
}

// At every edge each output is written, and says what it does not know.
func TestEdges(t *testing.T) {
	for n, r := range edges() {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			page := mustRender(t, "html", r, out.Options{})
			text := fixture.CheckPage(t, page, say.WebLink(r.Link))
			for _, bad := range []string{"NaN", "Inf", "null", "%!", "+∞"} {
				if strings.Contains(text, bad) {
					i := strings.Index(text, bad)
					t.Errorf("the page says %q: %q", bad, text[max(0, i-60):min(len(text), i+30)])
				}
			}
			for id, svg := range pictures(t, r) {
				fixture.CheckLabels(t, id, svg)
			}
			fixture.CheckMarkdown(t, mustRender(t, "md", r, out.Options{}), "")
			mustRender(t, "json", r, out.Options{})
			fixture.CheckTerminal(t, Document.Terminal(r, out.Options{}))
		})
	}
}

// Where nothing can be drawn the page says so instead of showing a frame without marks.
func TestNoPictureWithoutNumbers(t *testing.T) {
	page := string(mustRender(t, "html", edges()["nan"], out.Options{}))
	for _, want := range []string{"no day has a difference that could be drawn", "not known"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	young := string(mustRender(t, "html", edges()["all immature"], out.Options{}))
	if strings.Contains(young, `id="figure-outcomes"`) || !strings.Contains(young, "so there is no bar to draw") {
		t.Error("suggestions that are all too young are drawn")
	}
	one := string(mustRender(t, "html", fixture.OneGroup(), out.Options{}))
	if strings.Contains(one, "<figure") || !strings.Contains(one, "There is no comparison group") ||
		!strings.Contains(one, "names no shown suggestions") {
		t.Error("a report of one group does not describe itself")
	}
}

// The same report gives the same bytes, from one painter or another. Pages without
// scripts are held to kept bytes (TestGolden), so one with them is drawn twice.
func TestSameBytesTwice(t *testing.T) {
	for _, n := range sortedFixtures() {
		for _, f := range []string{"html", "json", "md"} {
			if f == "html" && n != "three-arms" {
				continue
			}
			if !bytes.Equal(mustRender(t, f, fixture.Reports()[n], out.Options{}),
				mustRender(t, f, fixture.Reports()[n], out.Options{})) {
				t.Errorf("%s differs between two runs as %s", n, f)
			}
		}
	}
}

// A static readout stays under 200 kB, a live one under 1.2 MB, and one that shares its library
// is little more than the static one.
func TestSize(t *testing.T) {
	size := map[doc.Kind]int{}
	for _, k := range doc.Kinds {
		size[k] = len(mustRender(t, "html", fixture.Hold(), out.Options{Page: k}))
	}
	t.Logf("%v", size)
	if size[doc.Static] > 200_000 || size[doc.Live] > 1_200_000 || size[doc.Shared] > size[doc.Static]+100_000 {
		t.Errorf("the pages take %v bytes", size)
	}
}

func BenchmarkReadout(b *testing.B) {
	for b.Loop() {
		if _, err := Document.Render("html", fixture.Hold(), out.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
