package cli

import (
	"fmt"
	"strings"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/nightly"
)

// nightBar is what the bar of a night says.
func nightBar(p nightly.Progress) string {
	s := counted.Sprintf("%d of %d experiments done", p.Done, p.Of)
	if p.Seconds > 0 {
		s += fmt.Sprintf(", %s rows a second", counted.Thousands(int64(float64(p.Rows)/p.Seconds)))
	}
	if p.Left > 0 {
		s += fmt.Sprintf(", about %s left", time.Duration(p.Left*float64(time.Second)).Round(time.Second))
	}
	return s
}

// nightSummary says how many of each verdict there are, and every failure.
func nightSummary(o *nightly.Outcome) string {
	var b strings.Builder
	counts, none := map[string]int{}, 0
	for _, r := range o.Rows {
		if r.Status == report.StatusOK {
			counts[string(r.Verdict)]++
		} else {
			none++
		}
	}
	line := func(done, of int, what string, order []string) {
		fmt.Fprintf(&b, "%d of %s done", done, counted.Noun(of, what))
		for _, v := range order {
			if n := counts[v]; n > 0 {
				fmt.Fprintf(&b, ", %d %s", n, strings.ReplaceAll(v, "_", " "))
			}
		}
		b.WriteString("\n")
	}
	if o.Experiments > 0 {
		line(o.Experiments-none, o.Experiments, "experiment", words(report.DoNotUse, report.DoNotShip, report.Hold,
			report.Ship,
			report.LooksPromising, report.NoDifference, report.CannotTell, report.KeepRunning))
	}
	if o.Evaluations > 0 {
		clear(counts)
		for _, r := range o.EvalRows {
			if r.Status == report.StatusOK {
				counts[string(r.Verdict)]++
			}
		}
		line(o.Evaluations-(o.None-none), o.Evaluations, "evaluation", words(report.EvalRollBack, report.EvalPatch,
			report.EvalShip,
			report.EvalAccept, report.EvalCannotTell))
	}
	failed := func(id string, e *report.RunError) {
		if e != nil {
			fmt.Fprintf(&b, "failed (%s): %s: %s\n", e.Kind, id, e.Detail)
		}
	}
	for _, r := range o.Rows {
		failed(r.ID, r.Error)
	}
	for _, r := range o.EvalRows {
		failed(r.ID, r.Error)
	}
	return b.String()
}

func words[T ~string](list ...T) (out []string) {
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}

// nightPlan lists the experiment files and what each reads, and what is passed over.
func nightPlan(p *nightly.Plan) string {
	var b strings.Builder
	for _, x := range p.Experiments {
		if x.Wrong != nil {
			fmt.Fprintf(&b, "%s: would fail: %v\n", x.File, x.Wrong)
			continue
		}
		family := ""
		if x.Each != "" {
			family = fmt.Sprintf(", an experiment of every value of %s", x.Each)
		}
		reads := "reads " + filesAndBytes(x.Reads)
		if x.Asks != nil {
			reads = "asks an engine to read " + costOfAll(x.Asks)
		}
		fmt.Fprintf(&b, "%s: %s%s, %s\n", x.File, x.ID, family, reads)
	}
	for _, x := range p.Evals {
		if x.Wrong != nil {
			fmt.Fprintf(&b, "%s: would fail: %v\n", x.File, x.Wrong)
			continue
		}
		fmt.Fprintf(&b, "%s: the evaluation %s, reads %s of %s\n", x.File, x.ID, counted.Noun(x.Reads.Files,
			"result file"),
			size(x.Reads.Bytes))
	}
	for _, x := range p.Passed {
		fmt.Fprintf(&b, "passed over: %s: %s\n", x.Path, x.Why)
	}
	if k := p.State; k != nil {
		for _, x := range []struct {
			what  string
			files []string
		}{{"new", k.New}, {"changed", k.Changed}} {
			for _, f := range x.files {
				fmt.Fprintf(&b, "%s: %s\n", x.what, f)
			}
		}
		fmt.Fprintf(&b, "%d new, %d changed, %d unchanged; %s would be read\n", len(k.New), len(k.Changed),
			len(k.Unchanged), size(k.Bytes))
	}
	also := ""
	if len(p.Evals) > 0 {
		also = " and " + counted.Noun(len(p.Evals), "evaluation file")
	}
	fmt.Fprintf(&b, "in all %s%s, %s; nothing was written\n", counted.Noun(len(p.Experiments), "experiment file"), also,
		filesAndBytes(p.Reads))
	return b.String()
}

func filesAndBytes(r nightly.Reads) string {
	return fmt.Sprintf("%s of %s", counted.Noun(r.Files, "export file"), size(r.Bytes))
}
