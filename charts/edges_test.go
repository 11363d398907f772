package charts

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// everywhere sets every number of a report.
func everywhere[R any](r *R, n float64) *R {
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Float64:
			v.SetFloat(n)
		case reflect.Int64:
			if !math.IsNaN(n) && !math.IsInf(n, 0) && math.Abs(n) < 1e15 {
				v.SetInt(int64(n))
			}
		}
	}
	walk(reflect.ValueOf(r))
	return r
}

// edges are the reports at the ends of what can happen.
func edges() map[string]*report.Report {
	out := map[string]*report.Report{
		"nan":      everywhere(holdReport(), math.NaN()),
		"inf":      everywhere(holdReport(), math.Inf(1)),
		"minus":    everywhere(holdReport(), math.Inf(-1)),
		"zero":     everywhere(holdReport(), 0),
		"one":      everywhere(holdReport(), 1),
		"tiny":     everywhere(holdReport(), 1e-300),
		"huge":     everywhere(threeArmsReport(), 1e300),
		"negative": everywhere(threeArmsReport(), -1),
		"nothing":  {},
		"bare":     {Experiment: "x", Arms: []report.Arm{{Name: "control", Control: true}}, Metrics: []report.Metric{{}}},
	}
	oneDay := holdReport()
	oneDay.Series, oneDay.Start, oneDay.End = oneDay.Series[27:], "2026-04-28", "2026-04-28"
	out["one day"] = oneDay

	noDay := holdReport()
	noDay.Series = noDay.Series[:1] // its only day has no difference
	out["no day with a difference"] = noDay

	many := holdReport()
	many.Metrics = nil
	for i := range 200 {
		p := eight[i%len(eight)]
		p.name = fmt.Sprintf("%s_%d", p.name, i)
		many.Metrics = append(many.Metrics, metricOf(p, 20000, map[string]float64{"treatment": p.lift}, []string{"treatment"}))
	}
	for i := range 300 {
		s := segments()[i%10]
		s.Metric, s.Level = many.Metrics[0].Name, fmt.Sprintf("%s %d", s.Level, i)
		many.Segments = append(many.Segments, s)
	}
	out["200 metrics"] = many

	unbounded := holdReport()
	for i := range unbounded.Metrics {
		c := &unbounded.Metrics[i].Comparisons[0]
		c.Rel.Lo, c.Rel.Hi, c.Rel.Bounded = report.Num(math.Inf(-1)), report.Num(math.Inf(1)), false
	}
	out["unbounded"] = unbounded

	zeroControl := holdReport()
	for i := range zeroControl.Metrics {
		c := &zeroControl.Metrics[i].Comparisons[0]
		c.Rel = report.Interval{Value: report.Undefined(), Lo: report.Undefined(), Hi: report.Undefined()}
	}
	out["control is zero"] = zeroControl

	young := holdReport()
	for i := range young.Suggestions.Outcomes {
		o := &young.Suggestions.Outcomes[i]
		*o = report.Outcomes{Arm: o.Arm, Shown: 12, Immature: 12, Pending: 12}
	}
	out["all immature"] = young

	flat := holdReport()
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
			page := mustRender(t, "html", r, Options{})
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
			fixture.CheckMarkdown(t, mustRender(t, "md", r, Options{}), "")
			mustRender(t, "json", r, Options{})
			fixture.CheckTerminal(t, Readout.Terminal(r, Options{}))
		})
	}
}

// Where nothing can be drawn the page says so instead of showing a frame without marks.
func TestNoPictureWithoutNumbers(t *testing.T) {
	page := string(mustRender(t, "html", edges()["nan"], Options{Static: true}))
	for _, want := range []string{"no day has a difference that could be drawn", "not known"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	young := string(mustRender(t, "html", edges()["all immature"], Options{Static: true}))
	if strings.Contains(young, `id="figure-outcomes"`) || !strings.Contains(young, "so there is no bar to draw") {
		t.Error("suggestions that are all too young are drawn")
	}
	one := string(mustRender(t, "html", oneGroupReport(), Options{Static: true}))
	if strings.Contains(one, "<figure") || !strings.Contains(one, "There is no comparison group") || !strings.Contains(one, "names no shown suggestions") {
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
			if !bytes.Equal(mustRender(t, f, fixtures()[n], Options{}), mustRender(t, f, fixtures()[n], Options{})) {
				t.Errorf("%s differs between two runs as %s", n, f)
			}
		}
	}
}

// A live readout stays under a megabyte, a static one under 200 kB.
func TestSize(t *testing.T) {
	live, static := len(mustRender(t, "html", holdReport(), Options{})), len(mustRender(t, "html", holdReport(), Options{Static: true}))
	t.Logf("live %d bytes, static %d bytes", live, static)
	if live > 1_000_000 || static > 200_000 {
		t.Errorf("the page takes %d bytes, %d without scripts", live, static)
	}
}

func BenchmarkReadout(b *testing.B) {
	for b.Loop() {
		if _, err := Readout.Render("html", holdReport(), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
