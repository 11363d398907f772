package ignores

import (
	"strings"
	"testing"

	"uptake/analysis/report"
)

// The names of bands are short on a phone.
func TestShortBands(t *testing.T) {
	for level, want := range map[string]string{"up to 100 ms": "≤100", "over 200 to 400 ms": "200–400",
		"over 6400 ms": ">6400", "up to 8": "≤8", "9 to 16": "9–16", "over 1024": ">1024",
		"2 to 3 days": "2–3", "1 day": "1 day", "00 to 03 h": "00–03", "over 0.2 to 0.3": "0.2–0.3", "over 0.9": ">0.9",
		"yes": "yes", "(none)": "(none)", "5": "5"} {
		if got := shortBand(level); got != want {
			t.Errorf("%q is %q, want %q", level, got, want)
		}
	}
}

// A band of next to nothing is not drawn: it would squeeze the others. The table has it.
func TestBandsOfFewAreNotDrawn(t *testing.T) {
	c := curves()[0]
	c.Bands = append([]report.DoseBand{}, c.Bands...)
	few := c.Bands[0]
	few.Level, few.Seen, few.Users, few.Rate.Value = "over 1024", 1, 1, 1
	c.Bands = append(c.Bands, few)
	bands, left := drawnBands(&c)
	if left != 1 || len(bands) != len(c.Bands)-1 {
		t.Errorf("%d of %d bands are drawn, %d left out", len(bands), len(c.Bands), left)
	}
	s := &subject{&report.Ignores{Dose: []report.DoseCurve{c}}, "95%", report.Investigated[0]}
	sec, _ := s.doseSection()
	if f := sec.Figures[0]; !strings.Contains(f.Sub, "1 band with fewer than 20") {
		t.Errorf("the figure says %q", f.Sub)
	}
	if rows := sec.Tables[0].Rows; rows[len(rows)-1][0].Text != "over 1024" {
		t.Error("the table has lost the band")
	}
	for i := range c.Bands {
		c.Bands[i].Seen = 3
	}
	if bands, left := drawnBands(&c); left != 0 || len(bands) != len(c.Bands) {
		t.Error("where all bands are small all are drawn")
	}
}
