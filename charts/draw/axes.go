package draw

import (
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// ChartFont is the font size of axis labels: the smallest on any picture.
const ChartFont = 13

// fontStack is the page's own, without the names that need quotes: the library
// writes a font into a style attribute as it is.
const fontStack = "system-ui, -apple-system, Roboto, Helvetica, Arial, sans-serif"

func axisLabel(formatter types.FuncStr) *opts.AxisLabel {
	return &opts.AxisLabel{Show: opts.Bool(true), Formatter: formatter, Color: paint("muted"), FontSize: ChartFont,
		FontFamily: fontStack, Margin: 10}
}

func hiddenLine() *opts.AxisLine { return &opts.AxisLine{Show: opts.Bool(false)} }

func hiddenTick() *opts.AxisTick { return &opts.AxisTick{Show: opts.Bool(false)} }

func ruleLine() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: paint("rule"), Width: 1}}
}

func noSplit() *opts.SplitLine { return &opts.SplitLine{Show: opts.Bool(false)} }
