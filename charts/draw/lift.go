package draw

import (
	"math"
	"sort"
	"time"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// Lift is one primary metric's lift by day in one arm.
type Lift struct {
	Metric, Arm string
	Relative    bool // in percent; else in the metric's own difference
	Scale       say.Scale
	Days        []string          // calendar days in order, continued to the planned end
	Points      []report.Interval // the fixed interval of each day
	Bands       []report.Interval // what is drawn: the always-valid interval where there is one
	Valid       bool              // some band is always-valid
	Units       []int64
	Known       int // how many leading days carry data
	Planned     int // index of the planned end, -1 when open
}

// Extend continues the days to the planned end, so that its line is in the picture.
func (t *Lift) Extend(end string) {
	last, errLast := time.Parse(time.DateOnly, t.Days[len(t.Days)-1])
	stop, err := time.Parse(time.DateOnly, end)
	if err != nil || errLast != nil {
		return
	}
	for d := last.AddDate(0, 0, 1); !d.After(stop) && len(t.Days) < 400; d = d.AddDate(0, 0, 1) {
		t.Days = append(t.Days, d.Format(time.DateOnly))
	}
	for i, d := range t.Days {
		if d == end {
			t.Planned = i
		}
	}
}

// Defined counts the days whose estimate can be drawn.
func (t *Lift) Defined() int {
	n := 0
	for _, p := range t.Points {
		if Drawable(Scaled(p.Value, t.Scale)) {
			n++
		}
	}
	return n
}

// Latest is the last day's difference.
func (t *Lift) Latest() say.Span { return say.Difference(t.Points[t.Known-1], t.Scale) }

// Title is the metric, with its arm where there are several.
func (t *Lift) Title() string {
	if t.Arm == "" {
		return t.Metric
	}
	return t.Metric + ", " + t.Arm
}

// liftData is what the lift's functions read. Undefined numbers are null.
type liftData struct {
	V           []*float64 `json:"v"`
	Lo          []*float64 `json:"lo"`
	Hi          []*float64 `json:"hi"`
	Tips        [][]string `json:"tips"`
	Planned     int        `json:"planned"`
	PlannedText string     `json:"plannedText"`
	Last        int        `json:"last"`
	Min         float64    `json:"min"`
	Max         float64    `json:"max"`
	Decimals    int        `json:"decimals"`
	Unit        string     `json:"unit"`
	Width       float64    `json:"width"`
}

// BandName names the band in the key.
func (t *Lift) BandName(level string) string {
	if t.Valid {
		return level + " band that holds at every look"
	}
	return level + " interval of each day"
}

// Domain is the frame, in the units of the scale: it holds the later half of the days, and zero; wilder early bands are
// cut.
func (t *Lift) Domain() (lo, hi float64, cut bool) {
	var ends []float64
	for i := t.Known / 2; i < t.Known; i++ {
		for _, n := range []float64{Scaled(t.Bands[i].Lo, t.Scale), Scaled(t.Bands[i].Hi, t.Scale),
			Scaled(t.Bands[i].Value, t.Scale)} {
			if !math.IsNaN(n) {
				ends = append(ends, n)
			}
		}
	}
	if len(ends) == 0 {
		for _, p := range t.Bands {
			if v := Scaled(p.Value, t.Scale); !math.IsNaN(v) {
				ends = append(ends, v)
			}
		}
	}
	ends = append(ends, 0)
	sort.Float64s(ends)
	lo, hi = ends[0], ends[len(ends)-1]
	if hi-lo <= 0 {
		lo, hi = lo-1, hi+1
	}
	room := 0.5 * (hi - lo)
	lo, hi = lo-room, hi+room
	// Pull the frame in again to what the bands really need.
	least, most := math.Inf(1), math.Inf(-1)
	for _, p := range t.Bands {
		for _, n := range []float64{Scaled(p.Lo, t.Scale), Scaled(p.Hi, t.Scale), Scaled(p.Value, t.Scale)} {
			if !math.IsNaN(n) {
				least, most = math.Min(least, n), math.Max(most, n)
			}
		}
	}
	cut = least < lo || most > hi
	lo, hi = math.Max(lo, math.Min(least, 0)-room/8), math.Min(hi, math.Max(most, 0)+room/8)
	return lo, hi, cut
}

// Drawing lays the lift out in the frame that Domain gives.
func (t *Lift) Drawing(lo, hi float64, width, height int) Drawing {
	narrow := width < 600
	marks, step := Ticks(lo, hi, 5)
	d := liftData{Planned: t.Planned, Last: -1, Min: lo, Max: hi, Decimals: say.Digits(step, 1), Unit: t.Scale.Unit,
		Width: float64(width)}
	if t.Scale.Unit == say.Points.Unit {
		d.Unit = ""
	}
	if t.Planned >= 0 {
		d.PlannedText = "planned end " + say.ShortDay(t.Days[t.Planned])
	}
	var days []string
	var line []opts.LineData
	for i, day := range t.Days {
		days = append(days, say.ShortDay(day))
		var tip []string
		v, l, h := (*float64)(nil), (*float64)(nil), (*float64)(nil)
		if i < t.Known {
			p := t.Bands[i]
			sp := say.Difference(p, t.Scale)
			tip = []string{say.Day(day), "difference " + sp.String()}
			if x := Scaled(p.Value, t.Scale); !math.IsNaN(x) {
				v, d.Last = &x, i
			}
			if a, b := Scaled(p.Lo, t.Scale), Scaled(p.Hi, t.Scale); !math.IsNaN(a) && !math.IsNaN(b) {
				l, h = &a, &b
			}
		}
		d.V, d.Lo, d.Hi, d.Tips = append(d.V, v), append(d.Lo, l), append(d.Hi, h), append(d.Tips, tip)
		if v == nil {
			line = append(line, opts.LineData{Value: "-"})
		} else {
			line = append(line, opts.LineData{Value: *v})
		}
	}
	left := 24 + TextWidth(say.Signed(marks[0], d.Decimals)+d.Unit, ChartFont)
	for _, m := range marks {
		left = math.Max(left, 24+TextWidth(say.Signed(m, d.Decimals)+d.Unit, ChartFont))
	}
	if narrow {
		left -= 12
	}
	right := 26.0

	band := echarts.NewCustom()
	items := make([]opts.CustomData, len(days))
	for i := range items {
		items[i] = opts.CustomData{Value: []float64{float64(i), 0}}
	}
	custom := func(function string) echarts.SeriesOpts {
		return echarts.WithSeriesOpts(func(s *echarts.SingleSeries) { s.RenderItem = fn(function) })
	}
	band.SetXAxis(days).AddSeries("", items, custom("liftBand"))
	middle := echarts.NewLine()
	middle.AddSeries("", line,
		echarts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(t.Defined() == 1), Symbol: "circle"}),
		echarts.WithLineStyleOpts(opts.LineStyle{Color: paint("good"), Width: 3}),
		echarts.WithItemStyleOpts(opts.ItemStyle{Color: paint("good")}))
	over := echarts.NewCustom()
	over.AddSeries("", items, custom("liftMarks"))
	band.Overlap(middle, over)
	band.SetGlobalOptions(
		tooltip("axis", "liftTip"),
		echarts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: axisLabel(""), AxisTick: hiddenTick(),
			AxisLine: hiddenLine(), SplitLine: noSplit()}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: lo, Max: hi, AxisLabel: axisLabel(fn("tick")),
			AxisLine: hiddenLine(), SplitLine: ruleLine()}),
	)
	return Drawing{Width: width, Height: height, chart: band, data: d, patch: func(o map[string]any) {
		top := 30.0
		o["grid"] = map[string]any{"left": left, "right": right, "top": top, "bottom": 36, "outerBoundsMode": "none"}
		x := at(o, "xAxis", 0)
		x["boundaryGap"] = len(days) == 1
		at(x, "axisLabel")["interval"] = labelEvery(len(days), float64(width)-left-right)
		at(x, "axisLabel")["showMinLabel"] = true
		delete(at(x, "axisLabel"), "showMaxLabel")
		y := at(o, "yAxis", 0)
		y["min"], y["max"], y["interval"] = lo, hi, step
		at(y, "axisLabel")["customValues"], at(y, "axisTick")["customValues"] = marks, marks
		at(y, "axisTick")["show"] = false
		at(o, "series", 0)["clip"] = true
		at(o, "series", 1)["clip"] = true
		at(o, "series", 2)["clip"] = false
		for i := range 3 {
			at(o, "series", i)["z"] = i + 1
		}
		at(o, "series", 1)["emphasis"] = map[string]any{"disabled": true}
		tooltipPatch(o)
		at(o, "tooltip")["axisPointer"] = map[string]any{"type": "line",
			"lineStyle": map[string]any{"color": paint("muted"), "type": "solid"}}
	}}
}

// labelEvery leaves room between the labels of days.
func labelEvery(n int, width float64) int {
	if n == 0 {
		return 0
	}
	fits := int(width / (TextWidth("30 Sep", ChartFont) * 1.5))
	every := (n + max(fits, 1) - 1) / max(fits, 1)
	for _, nice := range []int{1, 2, 7, 14, 28} {
		if nice >= every {
			return nice - 1
		}
	}
	return every - 1
}
