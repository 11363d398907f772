package aa

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// madeAA is an A/A report with every word in it.
func madeAA() *report.AA {
	rate := func(alarms, runs int, lo, hi float64, word string) report.AARate {
		return report.AARate{Runs: runs, Alarms: alarms, Rate: report.Num(float64(alarms) / float64(runs)),
			Lo: report.Num(lo), Hi: report.Num(hi), Expected: 0.05, Word: word}
	}
	harm, valid := rate(97, 2000, 0.0395, 0.0588, "as_it_should_be"), rate(3, 2000, 0.0003, 0.0044, "as_it_should_be")
	u := report.Undefined()
	even := []int{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}
	return &report.AA{Schema: report.AASchema, ProgramVersion: "0.1.0", Experiment: "inline-suggestions-v2",
		DataTo: "2026-04-28T23:59:00Z", InputHash: strings.Repeat("0f", 16),
		Runs: 2000, Seed: 1, Units: 4012, Alpha: 0.05, GuardrailAlpha: 0.05, Sequential: true,
		Set: []string{"window=3d"},
		Headline: "revenue_per_user cries wolf in 8 of 100 shuffles where 5 are meant: winsorize it, so that a few " +
			"heavy units do not decide.",
		Arms: []report.AAArm{{Name: "control", Control: true, Units: 2006}, {Name: "treatment", Units: 2006}},
		Cautions: []report.Caution{{Code: "crossovers", Detail: "7 units seen in two arms are left out, as in the " +
			"readout."}},
		Metrics: []report.AAMetric{
			{Name: "acceptance_rate", Kind: "ratio", Role: "primary", Better: "up", Arm: "treatment", Method: "welch",
				Alarms: rate(99, 2000, 0.0404, 0.0599, "as_it_should_be"), Valid: &valid,
				MedianWidth: 0.0421, Histogram: even, Uniform: &report.AAUniform{ChiSquare: 0, DF: 9, P: 1,
					Distinct: 2000, Commonest: 0.0005}},
			{Name: "revenue_per_user", Kind: "mean", Role: "secondary", Better: "up", Arm: "treatment", Method: "welch",
				Alarms:      rate(160, 2000, 0.0685, 0.0928, "too_many"),
				MedianWidth: 12.5, Histogram: []int{260, 200, 190, 190, 190, 190, 190, 195, 195, 200},
				Uniform: &report.AAUniform{ChiSquare: 21.85, DF: 9, P: 0.0094, Distinct: 2000, Commonest: 0.0005}},
			{Name: "tickets", Kind: "mean", Role: "guardrail", Better: "down", Arm: "treatment", Method: "cuped",
				Alarms: rate(60, 2000, 0.023, 0.0384, "too_few"), Harm: &harm,
				MedianWidth: 0.2, Histogram: even, Uniform: &report.AAUniform{DF: 9, P: 1, Distinct: 40,
					Commonest: 0.06}, Cautions: []report.Caution{{Code: "lumpy_p", Detail: "p takes 40 different " +
					"values in 2000 runs."}}},
			{Name: "never", Kind: "mean", Role: "secondary", Better: "up", Arm: "treatment",
				Alarms: report.AARate{Rate: u, Lo: u, Hi: u, Expected: 0.05, Word: "no_answer"}, MedianWidth: u,
				Histogram: make([]int, 10)},
		}}
}

func TestAAGolden(t *testing.T) {
	fixture.Golden(t, fixture.FilesOf(t, Document, madeAA(),
		out.Options{Command: "uptake aa experiment.yaml --runs 2000 --seed 1"}))
}

// TestAlarmsPicture: every rate and both ends of its interval stand where the
// axis says, the level is a line of its own, and a metric without an answer has
// its word and no mark.
func TestAlarmsPicture(t *testing.T) {
	s := &subject{madeAA()}
	rows, axis := s.alarmRows()
	if axis.Lo != 0 || axis.Line != 5 || axis.Hi <= 9.28 {
		t.Fatalf("axis %+v: it starts at 0, holds 9.28 and is read against 5", axis)
	}
	for _, width := range []float64{1040, 360} {
		svg := fixture.Still(t, draw.Dots(rows, axis, width))
		fixture.CheckLabels(t, "alarms", svg)
		r := draw.Ruler{Lo: axis.Lo, Hi: axis.Hi, From: 290, To: width - 300}
		if width < 600 {
			r.From, r.To = 12, width-12
		}
		if !strings.Contains(svg, `cx="`+fixture.Coordinate(r.At(4.95))+`"`) || !strings.Contains(svg,
			"M"+fixture.Coordinate(r.At(5))+" ") {
			t.Errorf("width %g: 99 of 2000 stand not at 4.95, or no line at 5", width)
		}
		for _, end := range []float64{6.85, 9.28} {
			if !strings.Contains(svg, " M"+fixture.Coordinate(r.At(end))+" ") {
				t.Errorf("width %g: no end of an interval at %g%%", width, end)
			}
		}
		// the row without an answer adds no mark to the four others' three
		if n := strings.Count(svg, `stroke-width="1.5"/>`) + strings.Count(svg, `r="5.5"`); n != 3+1 {
			t.Errorf("width %g: %d marks and lines of 1.5, three metrics and the level are meant", width, n)
		}
		if !strings.Contains(svg, "no answer") || !strings.Contains(svg, "too many") {
			t.Errorf("width %g: what a rate comes to is not written", width)
		}
	}
	r := madeAA()
	r.Metrics = r.Metrics[3:]
	if f := (&subject{r}).alarmsFigure(); f != nil {
		t.Error("a picture without any rate")
	}
}

// Hostile and very long names, several arms, nothing that has an answer: every
// output holds, the terminal keeps to 80 columns, undefined is null.
func TestAAEdges(t *testing.T) {
	r := madeAA()
	r.Experiment = "<script>alert(1)</script>" + strings.Repeat("x", 200)
	r.Arms = append(r.Arms, report.AAArm{Name: "\u202eevil<b>", Units: 9})
	for i := range r.Metrics {
		r.Metrics[i].Name = strings.Repeat("very_long_metric_", 9) + "<img src=x>"
		r.Metrics[i].Arm = "\u202eevil<b>"
	}
	files := fixture.FilesOf(t, Document, r, out.Options{})
	fixture.CheckPage(t, files["aa.html"], "")
	fixture.Outside(t, files["aa.html"], "")
	fixture.CheckShort(t, files, "aa")
	for _, l := range strings.Split(string(files["aa.txt"]), "\n") {
		if say.Columns(l) > 80 {
			t.Errorf("%d columns: %s", say.Columns(l), l)
		}
	}
	for _, word := range []string{"as it should be", "too many", "too few", "no answer"} {
		if strings.Count(string(files["aa.txt"]), word+"\n") == 0 {
			t.Errorf("a long name cuts off %q", word)
		}
	}
	var back struct{ Metrics []map[string]any }
	if err := json.Unmarshal(files["aa.json"], &back); err != nil || back.Metrics[3]["median_width"] != nil ||
		strings.Contains(string(files["aa.txt"]), "NaN") {
		t.Errorf("%v %v", err, back.Metrics)
	}
	if !math.IsNaN(float64(r.Metrics[3].Alarms.Rate)) {
		t.Error("the report was changed")
	}
}
