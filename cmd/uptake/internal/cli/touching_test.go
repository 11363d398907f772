package cli

import (
	"bytes"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestCheckSaysWhatTouches: check says all cautions of the whole readout, and of a
// metric's those that bear on the decision.
func TestCheckSaysWhatTouches(t *testing.T) {
	said := func(whole, ofMetric string) string {
		var out bytes.Buffer
		rep := &report.Report{Metrics: []report.Metric{{Name: "revenue"}}}
		if whole != "" {
			rep.Cautions = []report.Caution{{Code: whole, Detail: "Of the whole."}}
		}
		if ofMetric != "" {
			rep.Metrics[0].Cautions = []report.Caution{{Code: ofMetric, Detail: "Of a metric."}}
		}
		(&app{out: &output{to: &out}}).printLedger(rep)
		return out.String()
	}
	for code, touches := range map[string]bool{"end_moved": true, "large_margin": true, "large_minimum_effect": true,
		"skewed": false} {
		if s := said(code, ""); !strings.Contains(s, "Caution: Of the whole.") {
			t.Errorf("%s of the whole readout is not said: %s", code, s)
		}
		if s := said("", code); strings.Contains(s, "Caution: revenue: Of a metric.") != touches {
			t.Errorf("%s of a metric: said %v, want %v", code, !touches, touches)
		}
	}
}
