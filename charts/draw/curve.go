package draw

import (
	"math"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/charts/say"
)

// curveData is what the curve's functions read.
type curveData struct {
	Decimals int        `json:"decimals"`
	Unit     string     `json:"unit"`
	Tips     [][]string `json:"tips"`
}

// Curve is one metric's smallest effect by week, in the numbers that are drawn.
type Curve struct {
	Fixed, Valid []float64 // read once, and always-valid; NaN where nothing is found
	Wanted       float64   // the minimum effect or margin
	Weeks        []string
	Tips         [][]string // the lines that a live picture shows of each week
	Unit         string
	End          int // index of the planned end, −1 beyond the curve
}

// Top frames what matters: the wanted effect and the later weeks; early weeks that
// find only much larger effects are cut.
func (c *Curve) Top() (top float64, cut bool) {
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

// Drawing lays the curve out up to top, in the units of its numbers.
func (c *Curve) Drawing(top float64, width, height int) Drawing {
	marks, step := Ticks(0, top, 5)
	d := curveData{Decimals: say.Digits(step, 1), Unit: c.Unit, Tips: c.Tips}
	left := 24.0
	for _, k := range marks {
		left = math.Max(left, 24+TextWidth(say.Fixed(k, d.Decimals)+d.Unit, ChartFont))
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
		chart.AddSeries("", data, echarts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(true),
			Symbol: "none"}),
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
		echarts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: axisLabel(""), AxisTick: hiddenTick(),
			AxisLine: hiddenLine(), SplitLine: noSplit()}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: top, AxisLabel: axisLabel(fn("size")),
			AxisLine: hiddenLine(), SplitLine: ruleLine()}))
	return Drawing{Width: width, Height: height, chart: chart, data: d, patch: func(o map[string]any) {
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
		at(o, "tooltip")["axisPointer"] = map[string]any{"type": "line",
			"lineStyle": map[string]any{"color": paint("muted"), "type": "solid"}}
	}}
}

// weekEvery leaves room between the numbers of weeks.
func weekEvery(n int, width float64) int {
	return int(math.Ceil(float64(n)*2.5*TextWidth("100", ChartFont)/width)) - 1
}
