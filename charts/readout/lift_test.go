package readout

import (
	"testing"

	"uptake/analysis/report"
	"uptake/charts/draw"
)

// TestLiftKeySaysItsLevel: the key of the picture names the level that the band has.
func TestLiftKeySaysItsLevel(t *testing.T) {
	r := &report.Report{Alpha: 0.05}
	s := &subject{Report: r, raw: r}
	iv := report.Interval{Value: 0.1, Lo: 0, Hi: 0.2, Bounded: true}
	for valid, want := range map[bool]string{true: "99% band that holds at every look", false: "95% interval of each " +
		"day"} {
		l := draw.Lift{Metric: "Tasks", Days: []string{"2026-04-01", "2026-04-02"}, Units: []int64{100, 200}, Known: 2,
			Planned: -1, Valid: valid, Points: []report.Interval{iv, iv}, Bands: []report.Interval{iv, iv}}
		if got := s.liftFigure(&l, 1040).Key[0].Text; got != want {
			t.Errorf("the key says %q, want %q", got, want)
		}
	}
}
