package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis"
	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/lint"
	"uptake/config"
	"uptake/ingest"
)

func (a *app) check() *cobra.Command {
	var set []string
	var quiet bool
	var format string
	c := &cobra.Command{
		Use:   "check EXPERIMENT.yaml",
		Short: "Explain an experiment file back in sentences and show what it reads",
		Long: "check says in sentences what the experiment file asks for, prints the first ten\n" +
			"values of every bound column, reads the export, and prints the row ledger and what\n" +
			"was found about the data: each finding with a code, the rows, what it means, what is\n" +
			"likely behind it and what to do. What names a person is masked. Some of it is looked\n" +
			"for in the first 20,000 rows of every source, the rest in all rows, of a large export\n" +
			"in those of some of its users. Of a family it looks at the member that most rows name,\n" +
			"or at that of --member.\n" +
			"\nExit codes: 0 nothing fails; 1 data or disk; 2 usage or experiment file; 3 the data\n" +
			"must not be decided on.",
		Example: "  uptake check experiment.yaml\n  uptake check experiment.yaml --format json",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return usageError{fmt.Errorf("--format %s: check writes text or json", format)}
			}
			return a.runCheck(c.Context(), args[0], set, quiet, format == "json")
		},
	}
	c.Flags().StringVar(&format, "format", "text", "text, or json for other programs")
	c.Flags().StringArrayVar(&set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	c.Flags().BoolVar(&quiet, "quiet", false, "no progress on standard error")
	a.engine.add(c)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runCheck(ctx context.Context, path string, set []string, quiet, asJSON bool) error {
	if isEvals(path) {
		if a.engine.given() {
			return usageError{errors.New("--units, --dry-run and --max-bytes are about an engine, of which an " +
				"evaluation file knows none")}
		}
		return a.checkEvals(ctx, path, set, quiet, asJSON)
	}
	picked := ""
	e, err := a.loadPicking(ctx, path, set, largest(&picked))
	if err != nil {
		return err
	}
	sentences := config.Explain(e)
	if picked != "" {
		sentences = append(sentences, picked)
	}
	if !asJSON {
		for _, s := range sentences {
			fmt.Fprintln(a.out, s)
		}
	}
	again, err := keepStdin(e)
	if err != nil {
		return err
	}
	defer again.remove()
	once := &ingest.Once{}
	defer once.Close()
	bound, err := ingest.Peek(ctx, e, analysis.Needs(e), ingest.Options{Open: once.Open})
	if err != nil {
		return err
	}
	for i := range bound {
		for k, v := range bound[i].Values {
			bound[i].Values[k] = person.Masked(v)
		}
	}
	if !asJSON {
		a.printBound(bound)
	}
	if err := again.rewind(); err != nil {
		return err
	}
	p := a.progress(quiet)
	run := a.job(p)
	run.Open = once.Open
	rep, err := run.Readout(ctx, e)
	var found []lint.Finding
	if err == nil {
		err = again.rewind()
	}
	if err == nil {
		found, err = findings(ctx, e, rep, run)
	}
	p.done()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(found, func(f lint.Finding) bool { return f.Status == "fail" }) {
		a.code = codeHealth
	}
	rep.Rows.Asked = a.asked()
	if asJSON {
		return a.printChecked(sentences, bound, rep, found)
	}
	a.tellFetched()
	a.printLedger(rep)
	a.printFindings(found)
	return nil
}

// printBound shows what every column holds.
func (a *app) printBound(bound []ingest.Bound) {
	last := ""
	for _, b := range bound {
		if key := b.Source + "\x00" + b.File; key != last {
			fmt.Fprintf(a.out, "\nColumns of %s (values from %s)\n", clean(b.Source), clean(b.File))
			last = key
		}
		name := b.Name
		if b.Column != b.Name {
			name += " ← " + b.Column
		}
		switch {
		case !b.Found:
			fmt.Fprintf(a.out, "  %-28s the file has no such column\n", clean(name))
		case b.Given != "":
			fmt.Fprintf(a.out, "  %-28s %q in every row\n", clean(name), b.Given)
		default:
			var values []string
			for _, v := range b.Values {
				values = append(values, clean(v))
			}
			fmt.Fprintf(a.out, "  %-28s %s\n", clean(name), strings.Join(values, " | "))
		}
	}
}

// clean keeps text of an export from steering the terminal.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '·'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

func (a *app) printLedger(rep *report.Report) {
	fmt.Fprintf(a.out, "\nRows\n  %12s read\n  %12s used\n", counted.Thousands(rep.Rows.Read),
		counted.Thousands(rep.Rows.Used))
	for _, d := range rep.Rows.Dropped {
		kind := "set aside"
		if d.Kind == "bad" {
			kind = "broken"
		}
		fmt.Fprintf(a.out, "  %12s %s: %s", counted.Thousands(d.Rows), kind, d.Reason)
		if x := d.Example; x != nil {
			fmt.Fprintf(a.out, " (%s, row %d: %s)", clean(x.File), x.Row, clean(x.Value))
		}
		fmt.Fprintln(a.out)
	}
	for _, n := range rep.Rows.Notes {
		fmt.Fprintf(a.out, "  %12s %s\n", counted.Thousands(n.Count), strings.ReplaceAll(n.Name, "_", " "))
	}
	a.printCells(rep)
	fmt.Fprintln(a.out, "\nUnits")
	for _, arm := range rep.Arms {
		fmt.Fprintf(a.out, "  %12s %s\n", counted.Thousands(arm.Units), clean(arm.Name))
	}
	for _, c := range rep.Cautions {
		what := "Caution: "
		if strings.HasPrefix(c.Detail, "Tip: ") {
			what = ""
		}
		fmt.Fprintf(a.out, "\n%s%s\n", what, clean80(c.Detail))
	}
	for _, m := range rep.Metrics {
		for _, c := range m.Cautions {
			if c.TouchesDecision() {
				fmt.Fprintf(a.out, "\nCaution: %s: %s\n", clean(m.Name), clean80(c.Detail))
			}
		}
	}
}

// printCells lists the metrics with cells that hold no value.
func (a *app) printCells(rep *report.Report) {
	title := "\nCells without a value (their rows are used)\n"
	for _, m := range rep.Metrics {
		for _, arm := range m.Arms {
			c := arm.Cells
			if c == nil || c.Missing+c.Broken == 0 {
				continue
			}
			fmt.Fprintf(a.out, "%s  %12s of %s: %s in %s", title, counted.Thousands(c.Missing+c.Broken),
				counted.Thousands(c.Cells), clean(m.Name), clean(arm.Arm))
			title = ""
			if x := c.Example; x != nil {
				fmt.Fprintf(a.out, ", %s broken (%s, row %d: %s)", counted.Thousands(c.Broken), clean(x.File), x.Row,
					clean(x.Value))
			}
			fmt.Fprintln(a.out)
		}
	}
}

func clean80(s string) string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if len(line)+len(w) > 78 {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return strings.Join(append(lines, line), "\n")
}
