package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"uptake/analysis/change"
	"uptake/analysis/report"
	"uptake/charts"
	"uptake/cmd/uptake/internal/job"
)

func (a *app) diff() *cobra.Command {
	var f outputFlags
	c := &cobra.Command{
		Use:   "diff A.json B.json",
		Short: "Say what changed between two results of one experiment",
		Long: "diff reads two readout.json, or two ignores.json, of one experiment, the earlier\n" +
			"first, and says what is another: the verdict, every lift and whether it moved\n" +
			"beyond its interval, what was asked, the checks of the data, rows and cautions.\n" +
			"It prints that; with -o it writes diff.html, diff.json and diff.md too.",
		Example: "  uptake diff monday/readout.json thursday/readout.json\n  uptake diff monday/ignores.json " +
			"thursday/ignores.json -o changed",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError{fmt.Errorf("expected two results, got %d; such as `uptake diff monday/readout.json "+
					"thursday/readout.json`", len(args))}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.runDiff(c, args[0], args[1], f) },
	}
	f.add(c, nothingWritten)
	return c
}

func (a *app) runDiff(c *cobra.Command, from, to string, f outputFlags) error {
	o, files, err := a.outputs(c, f, false)
	if err != nil {
		return err
	}
	d, err := diffOf(from, to)
	if err != nil {
		return err
	}
	d.ProgramVersion = version()
	o.Command = "uptake diff " + job.Quote(from) + " " + job.Quote(to)
	var paths []string
	if files {
		if paths, err = charts.Diff.Write(f.out, d, o); err != nil {
			return err
		}
	}
	return tell(a, charts.Diff, d, o, f.json, paths)
}

// diffOf compares two files of results.
func diffOf(from, to string) (*report.Diff, error) {
	a, schema, err := readResult(from)
	if err != nil {
		return nil, err
	}
	b, other, err := readResult(to)
	if err != nil {
		return nil, err
	}
	if schema != other {
		return nil, usageError{fmt.Errorf("%s has the schema %s and %s the schema %s; compare two readouts, or two "+
			"investigations", from, schema, to, other)}
	}
	var d *report.Diff
	if schema == report.IgnoresSchema {
		d, err = pair(from, a, to, b, change.Investigations)
	} else {
		d, err = pair(from, a, to, b, change.Readouts)
	}
	var broken brokenResult
	switch {
	case errors.As(err, &broken):
		return nil, err
	case err != nil:
		return nil, usageError{fmt.Errorf("%s and %s: %w", from, to, err)}
	}
	return d, nil
}

// brokenResult is a file that is no result, though it begins like one.
type brokenResult struct{ error }

// pair reads both results and compares them.
func pair[R any](from string, a []byte, to string, b []byte, compare func(from, to *R) (*report.Diff,
	error)) (*report.Diff, error) {
	var x, y R
	for _, f := range []struct {
		path string
		text []byte
		into *R
	}{{from, a, &x}, {to, b, &y}} {
		if err := json.Unmarshal(f.text, f.into); err != nil {
			var kind *json.UnmarshalTypeError
			if errors.As(err, &kind) {
				err = fmt.Errorf("%s is a %s there", kind.Field, kind.Value)
			}
			return nil, brokenResult{fmt.Errorf("%s is not what uptake wrote: %w; make it again with uptake readout "+
				"or uptake ignores", f.path, err)}
		}
	}
	return compare(&x, &y)
}

// readResult reads a file of a result, and which it is.
func readResult(path string) (b []byte, schema string, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, "", usageError{fmt.Errorf("%s is a folder; give the result in it, such as %s/readout.json", path,
			path)}
	}
	if b, err = os.ReadFile(path); err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, "", fmt.Errorf("%s cannot be read: %w", path, err)
	}
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return nil, "", fmt.Errorf("%s is no JSON of uptake: %w; diff reads readout.json and ignores.json", path, err)
	}
	if head.Schema != report.Schema && head.Schema != report.IgnoresSchema {
		what := "has no schema"
		if head.Schema != "" {
			what = fmt.Sprintf("has the schema %q", head.Schema)
		}
		return nil, "", usageError{fmt.Errorf("%s %s; diff compares two of %s (readout.json) or two of %s "+
			"(ignores.json)", path, what, report.Schema, report.IgnoresSchema)}
	}
	return b, head.Schema, nil
}
