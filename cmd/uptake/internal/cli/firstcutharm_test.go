package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis/report"
)

// cutOf is a readout after the end of 2026-04-14, of the data to a day.
func cutOf(day string, d report.Decision) report.Report {
	return report.Report{Schema: report.Schema, Experiment: "x", End: "2026-04-14", DataTo: "2026-04-" + day + "T23:00:00Z", Alpha: 0.05, Decision: d}
}

func decided(v report.Verdict, harms ...report.Harm) report.Decision {
	return report.Decision{Verdict: v, Headline: string(v), Harms: harms, Arms: []report.ArmDecision{{Arm: "b", Verdict: v, Headline: string(v)}},
		Alpha: &report.Alpha{By: "end", End: 0.05, Extension: report.Undefined()}}
}

// TestWhatComesAfterTheReading: what is read once stays; the band can add harm to it,
// and takes no proven harm away.
func TestWhatComesAfterTheReading(t *testing.T) {
	harm := report.Harm{Metric: "revenue", Arm: "b", Words: "revenue is down 20%"}
	accepted := harm
	accepted.Accepted = "before_start"
	with := func(d report.Decision, band report.Decision) report.Decision {
		d.Band = &band
		return d
	}
	for _, c := range []struct {
		name         string
		first, later report.Report
		want         report.Verdict
		cut          bool // the decision is bound to the first cut
		caution      string
	}{
		{"the band ships over a harm that was read", cutOf("15", decided(report.Hold, harm)), cutOf("16", with(decided(report.Hold, harm), decided(report.Ship))), report.Hold, true, "first_cut"},
		{"the band ships where the harm was accepted", cutOf("15", decided(report.CannotTell, accepted)), cutOf("16", with(decided(report.Ship), decided(report.Ship))), report.Ship, true, "band_after_end"},
		{"the band proves harm after a ship", cutOf("15", decided(report.Ship)), cutOf("20", with(decided(report.Hold, harm), decided(report.KeepRunning, harm))), report.Hold, true, "band_after_end"},
		{"the band holds after a ship", cutOf("15", decided(report.Ship)), cutOf("20", with(decided(report.Hold, harm), decided(report.Hold, harm))), report.Hold, true, "band_after_end"},
		{"the band has nothing new", cutOf("15", decided(report.Ship)), cutOf("20", with(decided(report.CannotTell), decided(report.KeepRunning))), report.Ship, true, "first_cut"},
		{"the same data read twice", cutOf("15", decided(report.CannotTell)), cutOf("15", decided(report.Ship)), report.Ship, false, ""},
		{"the same later data read twice", func() report.Report {
			r := cutOf("20", decided(report.CannotTell))
			r.Decision.FirstCut = "2026-04-15T23:00:00Z"
			return r
		}(), cutOf("20", decided(report.Ship)), report.CannotTell, true, "first_cut"},
		{"an extension declared after the reading", cutOf("15", decided(report.CannotTell)), func() report.Report {
			r := cutOf("29", decided(report.Ship))
			r.Decision.Alpha = &report.Alpha{By: "extension", Extension: 0.05}
			return r
		}(), report.CannotTell, true, "extension_late"},
		{"a harm accepted after the reading is no second one", cutOf("15", decided(report.CannotTell)), func() report.Report {
			r := cutOf("20", decided(report.Ship))
			r.Decision.AcceptHarm = []string{"revenue"}
			return r
		}(), report.CannotTell, true, "first_cut"},
	} {
		dir := t.TempDir()
		b, err := json.Marshal(c.first)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		r := c.later
		keepFirstCut(dir, &r)
		caution := ""
		for _, x := range r.Cautions {
			caution += x.Code
		}
		if r.Decision.Verdict != c.want || (r.Decision.FirstCut != "") != c.cut || caution != c.caution {
			t.Errorf("%s: %s, cut %q, caution %q; want %s, %q", c.name, r.Decision.Verdict, r.Decision.FirstCut, caution, c.want, c.caution)
		}
	}
}

// TestExtensionAfterTheBand: a second reading that the band took the place of is not
// made again the night after.
func TestExtensionAfterTheBand(t *testing.T) {
	dir := t.TempDir()
	extended := func(day, by string, v report.Verdict) report.Report {
		r := cutOf(day, decided(v))
		r.Decision.Alpha = &report.Alpha{By: by, End: 0.045, Extension: 0.05}
		return r
	}
	keep := func(r report.Report) report.Report {
		keepFirstCut(dir, &r)
		b, err := json.Marshal(r)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "readout.json"), b, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	keep(extended("29", "extension", report.CannotTell))
	r := extended("30", "extension", report.CannotTell)
	band := decided(report.DoNotShip)
	band.Alpha = &report.Alpha{By: "band", End: 0.045, Extension: 0.05}
	r.Decision.Band = &band
	if r = keep(r); r.Decision.Verdict != report.DoNotShip {
		t.Fatalf("the band does not decide: %+v", r.Decision)
	}
	last := extended("30", "extension", report.Ship)
	last.DataTo = "2026-05-01T23:00:00Z"
	if r = keep(last); r.Decision.Verdict != report.DoNotShip || r.Decision.FirstCut != "2026-04-29T23:00:00Z" {
		t.Errorf("the second reading is made again: %s of %s", r.Decision.Verdict, r.Decision.FirstCut)
	}
}
