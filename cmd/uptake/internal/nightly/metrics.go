package nightly

import (
	"fmt"
	"os"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/whole"
)

// family is one family of the metrics: its samples by their one label.
type metricFamily struct {
	name, unit, help string
	label            string // "" where there is one sample
	samples          []sample
}

type sample struct{ label, value string }

// lastSuccess is the metric that a run which is none of success takes over.
const lastSuccess = "uptake_nightly_last_success_timestamp_seconds"

// metricsOf are the numbers of a run. All are gauges: a run is a process of its own.
func metricsOf(out *Outcome, took time.Duration, now time.Time, before string) []metricFamily {
	one := func(v any) []sample { return []sample{{"", fmt.Sprint(v)}} }
	statuses, verdicts := map[report.Status]int{}, map[report.Verdict]int{}
	var rows int64
	changed := 0
	for _, r := range out.Rows {
		statuses[r.Status]++
		if r.Status != report.StatusOK {
			continue
		}
		rows += r.Rows
		verdicts[r.Verdict]++
		if r.Previous != "" && r.Previous != r.Verdict {
			changed++
		}
	}
	var byStatus, byVerdict []sample
	for _, s := range []report.Status{report.StatusOK, report.StatusFailed, report.StatusStale} {
		byStatus = append(byStatus, sample{string(s), fmt.Sprint(statuses[s])})
	}
	for _, v := range report.Verdicts {
		byVerdict = append(byVerdict, sample{string(v), fmt.Sprint(verdicts[v])})
	}
	ended := fmt.Sprintf("%.3f", float64(now.UnixMilli())/1000)
	success := []sample{{"", ended}}
	if out.Failed > 0 || out.Missing > 0 {
		success = nil
		if before != "" {
			success = []sample{{"", before}}
		}
	}
	evaluations := map[report.Status]int{}
	for _, r := range out.EvalRows {
		evaluations[r.Status]++
	}
	var evalsByStatus []sample
	for _, s := range []report.Status{report.StatusOK, report.StatusFailed, report.StatusStale} {
		evalsByStatus = append(evalsByStatus, sample{string(s), fmt.Sprint(evaluations[s])})
	}
	return []metricFamily{
		{"uptake_nightly_experiments", "", "Experiments by what this run made of them.", "status", byStatus},
		{"uptake_nightly_evaluations", "", "Evaluations by what this run made of them.", "status", evalsByStatus},
		{"uptake_nightly_failures", "", "Experiments and evaluations with an error, also where a result stands.", "",
			one(out.Failed)},
		{"uptake_nightly_verdicts", "", "Experiments with a result of this run, by verdict.", "verdict", byVerdict},
		{"uptake_nightly_verdict_changes", "", "Verdicts that are others than at the data cut before.", "",
			one(changed)},
		{"uptake_nightly_rows", "", "Rows read for results of this run.", "", one(rows)},
		{"uptake_nightly_read_bytes", "bytes", "Bytes of the export files that this run read.", "", one(out.BytesRead)},
		{"uptake_nightly_files", "", "Export files by whether they were read.", "state",
			[]sample{{"read", fmt.Sprint(out.FilesRead)}, {"unchanged", fmt.Sprint(out.FilesUnchanged)}}},
		{"uptake_nightly_packs", "", "Packs of canonical events by what became of them.", "change",
			[]sample{{"made", fmt.Sprint(out.PacksMade)}, {"dropped", fmt.Sprint(out.PacksDropped)}}},
		{"uptake_nightly_kept", "", "Experiments whose result a run before had made of the same.", "", one(out.Kept)},
		{"uptake_nightly_undelivered", "", "Digests that were not written or did not arrive.", "", one(out.Missing)},
		{"uptake_nightly_duration_seconds", "seconds", "How long this run took.", "",
			one(fmt.Sprintf("%.3f", took.Seconds()))},
		{"uptake_nightly_last_run_timestamp_seconds", "seconds", "When the last run ended that wrote its index.", "",
			one(ended)},
		{lastSuccess, "seconds", "When the last run ended in which nothing failed.", "", success},
	}
}

// openMetrics is the exposition of metrics.
func openMetrics(families []metricFamily) string {
	var b strings.Builder
	for _, f := range families {
		fmt.Fprintf(&b, "# TYPE %s gauge\n", f.name)
		if f.unit != "" {
			fmt.Fprintf(&b, "# UNIT %s %s\n", f.name, f.unit)
		}
		fmt.Fprintf(&b, "# HELP %s %s\n", f.name, f.help)
		for _, s := range f.samples {
			if f.label == "" {
				fmt.Fprintf(&b, "%s %s\n", f.name, s.value)
			} else {
				fmt.Fprintf(&b, "%s{%s=%q} %s\n", f.name, f.label, s.label, s.value)
			}
		}
	}
	return b.String() + "# EOF\n"
}

// measure puts the metrics in place. That they cannot be written takes nothing from
// the results.
func (n *night) measure(out *Outcome) {
	if n.o.Metrics == "" {
		return
	}
	now := time.Now()
	text := openMetrics(metricsOf(out, now.Sub(n.began), now, valueIn(n.o.Metrics, lastSuccess)))
	if err := whole.Write(n.o.Metrics, []byte(text)); err != nil {
		n.o.Log.Error("the metrics cannot be written", "detail", err.Error())
		out.Missing++
	}
}

// valueIn is a value of the metrics that a run before wrote, "" where there is none.
func valueIn(path, name string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+" "); ok && strings.Trim(v, "0123456789.") == "" {
			return v
		}
	}
	return ""
}
