package charts

import (
	"fmt"
	"math"
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// curveData is what the curve's functions read.
type curveData struct {
	Decimals int        `json:"decimals"`
	Unit     string     `json:"unit"`
	Tips     [][]string `json:"tips"`
}

// curve is one metric's smallest effect by week, in the numbers that are drawn.
type curve struct {
	Fixed, Valid []float64 // NaN where nothing is found
	Wanted       float64   // the minimum effect or margin
	Weeks        []string
	Tips         [][]string
	Unit         string
	End          int // index of the planned end, −1 beyond the curve
}

func (s *planSubject) curve(m *report.PlanMetric) curve {
	want := m.MinimumEffect
	if m.Role == "guardrail" {
		want = m.Margin
	}
	sc := planUnit(m)
	pick := func(rel, abs report.Num) float64 { return scaled(abs, sc) }
	if want.Rel.Defined() {
		sc = say.Percent
		pick = func(rel, abs report.Num) float64 { return scaled(rel, say.Percent) }
	}
	c := curve{Wanted: pick(want.Rel, want.Abs), Unit: sc.Unit, End: -1}
	if c.Unit == say.Points.Unit {
		c.Unit = ""
	}
	for i, p := range m.Curve {
		c.Fixed, c.Valid = append(c.Fixed, pick(p.MDE.Rel, p.MDE.Abs)), append(c.Valid, pick(p.Valid.Rel, p.Valid.Abs))
		c.Weeks = append(c.Weeks, strconv.Itoa(p.Weeks))
		c.Tips = append(c.Tips, []string{say.Plural(p.Weeks, "week", "weeks") + ", " + say.Count(p.Units) + " units",
			"read once: " + sizeText(m, p.MDE, say.Two), "always-valid: " + sizeText(m, p.Valid, say.Two)})
		if p.Weeks == s.End.Weeks {
			c.End = i
		}
	}
	return c
}

// top frames what matters: the wanted effect and the later weeks; early weeks that
// find only much larger effects are cut.
func (c *curve) top() (top float64, cut bool) {
	most := 0.0
	top = 1.5 * c.Wanted
	for i := range c.Fixed {
		for _, v := range []float64{c.Fixed[i], c.Valid[i]} {
			if math.IsNaN(v) {
				continue
			}
			most = math.Max(most, v)
			if i >= len(c.Fixed)/4 {
				top = math.Max(top, v)
			}
		}
	}
	top = math.Min(top, 4*c.Wanted)
	return 1.05 * top, most > 1.05*top
}

// curveFigure draws the smallest effect found against weeks.
func (s *planSubject) curveFigure(i int, m *report.PlanMetric) *figure {
	c := s.curve(m)
	top, cut := c.top()
	what := "smallest effect found with a power of "
	wanted := "smallest effect that matters, " + planAmount(m, m.MinimumEffect)
	if m.Role == "guardrail" {
		what = "smallest limit that it is shown within with a chance of "
		wanted = "limit, " + planAmount(m, m.Margin)
	}
	f := &figure{
		ID:      fmt.Sprintf("figure-curve-%d", i+1),
		Title:   say.MetricTitle(m.Name) + ": " + what + say.Share(s.Power) + ", by weeks",
		Finding: s.metricHeading(m) + ". " + s.curveWords(m),
		Key:     []keyItem{{"key-thin", "good", "read once"}, {"key-thin", "inconclusive", "always-valid (dashed)"}, {"key-thin", "ink", wanted}},
		wide:    c.drawing(top, 1040, 330),
		narrow:  c.drawing(top, 360, 300),
	}
	if c.End >= 0 {
		f.Key = append(f.Key, keyItem{"key-circle", "good", "planned end"})
	}
	if cut {
		f.Sub = "The first weeks find only larger effects, beyond the frame."
	}
	return f
}

// curveWords reads the ends of the curve out.
func (s *planSubject) curveWords(m *report.PlanMetric) string {
	first, last := m.Curve[0], m.Curve[len(m.Curve)-1]
	return fmt.Sprintf("Read once after %s it finds %s, after %s %s.", say.Plural(first.Weeks, "week", "weeks"), sizeText(m, first.MDE, say.Two),
		say.Plural(last.Weeks, "week", "weeks"), sizeText(m, last.MDE, say.Two))
}

func (c *curve) drawing(top float64, width, height int) drawing {
	marks, step := ticks(0, top, 5)
	d := curveData{Decimals: say.Digits(step, 1), Unit: c.Unit, Tips: c.Tips}
	left := 24.0
	for _, k := range marks {
		left = math.Max(left, 24+textWidth(say.Fixed(k, d.Decimals)+d.Unit, chartFont))
	}
	chart := echarts.NewLine()
	chart.SetXAxis(c.Weeks)
	add := func(values []float64, token, kind string, width float32, end bool) {
		var data []opts.LineData
		for i, v := range values {
			p := opts.LineData{Value: "-", Symbol: "none"}
			if !math.IsNaN(v) {
				p.Value = v
				if end && i == c.End {
					p.Symbol, p.SymbolSize = "circle", 11
				}
			}
			data = append(data, p)
		}
		chart.AddSeries("", data, echarts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(true), Symbol: "none"}),
			echarts.WithLineStyleOpts(opts.LineStyle{Color: paint(token), Width: width, Type: kind}),
			echarts.WithItemStyleOpts(opts.ItemStyle{Color: paint(token)}))
	}
	wanted := make([]float64, len(c.Fixed))
	for i := range wanted {
		wanted[i] = c.Wanted
	}
	add(wanted, "ink", "solid", 1.5, false)
	add(c.Fixed, "good", "solid", 3, true)
	add(c.Valid, "inconclusive", "dashed", 3, true)
	chart.SetGlobalOptions(tooltip("axis", "liftTip"),
		echarts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: axisLabel(""), AxisTick: hiddenTick(), AxisLine: hiddenLine(), SplitLine: noSplit()}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: top, AxisLabel: axisLabel(fn("size")), AxisLine: hiddenLine(), SplitLine: ruleLine()}))
	return drawing{Width: width, Height: height, chart: chart, data: d, patch: func(o map[string]any) {
		o["grid"] = map[string]any{"left": left, "right": 26, "top": 16, "bottom": 36, "outerBoundsMode": "none"}
		x := at(o, "xAxis", 0)
		x["boundaryGap"] = false
		at(x, "axisLabel")["interval"] = weekEvery(len(c.Weeks), float64(width)-left-26)
		y := at(o, "yAxis", 0)
		y["min"], y["max"], y["interval"] = 0, top, step
		at(y, "axisLabel")["customValues"], at(y, "axisTick")["customValues"] = marks, marks
		at(y, "axisTick")["show"] = false
		for i := range 3 {
			k := at(o, "series", i)
			k["clip"], k["z"] = true, i+1
			k["emphasis"] = map[string]any{"disabled": true}
		}
		tooltipPatch(o)
		at(o, "tooltip")["axisPointer"] = map[string]any{"type": "line", "lineStyle": map[string]any{"color": paint("muted"), "type": "solid"}}
	}}
}

// weekEvery leaves room between the numbers of weeks.
func weekEvery(n int, width float64) int {
	return int(math.Ceil(float64(n)*2.5*textWidth("100", chartFont)/width)) - 1
}
