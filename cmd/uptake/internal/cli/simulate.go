package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis/counted"
	"uptake/analysis/whole"
	"uptake/cmd/uptake/internal/firstfile"
	"uptake/ingest"
	"uptake/ingest/format"
	"uptake/ingest/simulate"
	"uptake/ingest/simulate/layout"
)

type simulateFlags struct {
	o       simulate.Options
	out     simulate.Output
	format  string
	effects []string
	plants  []string
	defects []string
	quiet   bool
}

func (a *app) simulate() *cobra.Command {
	var f simulateFlags
	var mechanisms []string
	for _, m := range simulate.Mechanisms {
		mechanisms = append(mechanisms, fmt.Sprintf("  %-16s %s", m.Name, m.About))
	}
	var confounders []string
	for _, m := range simulate.Confounders {
		confounders = append(confounders, fmt.Sprintf("  %-16s %s", m.Name, m.About))
	}
	var defects, layouts []string
	for _, l := range layout.Layouts {
		layouts = append(layouts, fmt.Sprintf("  %-22s %s; %s", l.Name, l.Vendor, l.Seen))
	}
	for _, m := range simulate.Flaws {
		defects = append(defects, fmt.Sprintf("  %-22s %s", m.Name, m.About))
	}
	c := &cobra.Command{
		Use:   "simulate -o DIR",
		Short: "Write a seeded export with a planted truth, and the truth beside it",
		Long: "simulate writes an event export of a made-up AI feature, an experiment file that\n" +
			"reads it, and truth.json: what was planted. The same flags give the same bytes.\n" +
			"\nReasons for ignoring that can be planted with --plant NAME=POINTS:\n" + strings.Join(mechanisms, "\n") +
			"\n\nWhat can make an innocent cause look guilty, with --confound NAME:\n" + strings.Join(confounders,
			"\n") +
			"\n\nWhat can be wrong with the export, with --defect NAME=SHARE; the share is\n" + strings.Join(defects,
			"\n") +
			"\n\nLayouts of vendors in which it can be told with --preset NAME, and how they are known;\n" +
			"the experiment file is then the one that uptake init writes:\n" + strings.Join(layouts, "\n"),
		Example: "  uptake simulate -o demo --users 4000 --effect 3pp --plant latency=4pp\n  uptake readout " +
			"demo/experiment.yaml",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.out.Layout != "" && (c.Flags().Changed("format") || f.out.Files != 1 || len(f.defects) > 0) {
				return usageError{fmt.Errorf("--preset %s tells the events in the vendor's own files of JSON lines: "+
					"leave --format, --files and --defect out", f.out.Layout)}
			}
			return a.runSimulate(c.Context(), f)
		},
	}
	s := c.Flags()
	s.StringVarP(&f.out.Dir, "out", "o", "", "folder to write to (needed)")
	s.IntVar(&f.o.Users, "users", 2000, "users")
	s.IntVar(&f.o.Days, "days", 28, "days of the experiment")
	s.IntVar(&f.o.PreDays, "pre-days", 7, "days of history before it")
	s.Uint64Var(&f.o.Seed, "seed", 1, "seed")
	s.StringArrayVar(&f.effects, "effect", nil, "what the treatment does: 3pp (acceptance), or NAME=AMOUNT with "+
		"acceptance=3pp, shown=5%, tasks=4%, revenue=-2%, tickets=10%; may be repeated")
	s.StringArrayVar(&f.plants, "plant", nil, "a reason for ignoring and its points of the ignore rate, such as "+
		"latency=4pp; may be repeated")
	s.StringArrayVar(&f.o.Confounders, "confound", nil, "something that makes an innocent cause look guilty, such as "+
		"heavy_slow; may be repeated")
	s.StringArrayVar(&f.defects, "defect", nil, "something wrong with the export, such as answers_without_shown=5%; "+
		"may be repeated")
	s.StringVar(&f.out.Layout, "preset", "", "tell the events as a vendor does, such as posthog, as lines of JSON")
	s.StringVar(&f.format, "format", "parquet", "of the export: "+strings.Join(format.Formats(), ", ")+"; text also "+
		"as csv.gz, csv.zst, csv.sz, csv.lz4")
	s.IntVar(&f.out.Files, "files", 1, "cut the export into so many files")
	s.Float64Var(&f.o.Duplicates, "duplicates", 0.002, "share of rows delivered twice")
	s.Float64Var(&f.o.Late, "late", 0.01, "share of rows that arrive hours late")
	s.Float64Var(&f.o.Crossovers, "crossovers", 0.002, "share of users seen in both arms")
	s.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	s.StringVar(&f.o.Experiment, "experiment", "inline-suggestions", "id of the experiment")
	return c
}

func (a *app) runSimulate(ctx context.Context, f simulateFlags) error {
	if f.out.Dir == "" {
		return usageError{fmt.Errorf("simulate needs a folder to write to: -o DIR")}
	}
	for _, share := range []*float64{&f.o.Duplicates, &f.o.Late, &f.o.Crossovers} {
		if *share == 0 {
			*share = -1 // asked for none, where the zero value means the default
		}
	}
	if f.o.PreDays == 0 {
		f.o.PreDays = -1
	}
	if f.o.Users == 0 || f.o.Days == 0 { // where the zero value means the default
		return usageError{fmt.Errorf("--users %d --days %d: nothing would be simulated; give at least 2 users and 1 "+
			"day", f.o.Users, f.o.Days)}
	}
	if f.out.Files < 1 || f.out.Files > 10_000 {
		return usageError{fmt.Errorf("--files %d: an export has from 1 to 10,000 files", f.out.Files)}
	}
	var err error
	if f.out.Format, f.out.Compression, err = formatFlag(f.format); err != nil {
		return usageError{err}
	}
	if err := effects(&f.o.Effects, f.effects); err != nil {
		return usageError{err}
	}
	for _, p := range f.plants {
		name, amount, ok := strings.Cut(p, "=")
		points, err := amountFlag(amount, "pp")
		if !ok || err != nil {
			return usageError{fmt.Errorf("--plant %s: expected a reason and its points, such as latency=4pp", p)}
		}
		f.o.Plants = append(f.o.Plants, simulate.Plant{Name: name, Points: points})
	}
	for _, d := range f.defects {
		name, amount, ok := strings.Cut(d, "=")
		rate, err := amountFlag(amount, "%")
		if v, plain := strconv.ParseFloat(amount, 64); plain == nil {
			rate, err = v, nil
		}
		if !ok || err != nil {
			return usageError{fmt.Errorf("--defect %s: expected a defect and its share, such as "+
				"answers_without_shown=5%%", d)}
		}
		f.o.Defects = append(f.o.Defects, simulate.Defect{Name: name, Rate: rate})
	}
	if err := f.o.Check(); err != nil {
		return usageError{err}
	}
	if f.out.Layout != "" {
		if _, err := layout.Find(f.out.Layout); err != nil {
			return usageError{fmt.Errorf("--preset: %w", err)}
		}
	}
	p := a.progress(f.quiet)
	f.out.Progress = func(day, days int) { p.phase(counted.Sprintf("day %d of %d written", day, days)) }
	p.phase("measuring how strong the plants must be")
	paths, err := simulate.Write(ctx, f.o, f.out)
	p.done()
	if err == nil && f.out.Layout != "" {
		paths, err = a.drafted(ctx, f.out.Dir, paths)
	}
	if err != nil {
		return err
	}
	for _, p := range paths {
		fmt.Fprintf(a.out, "wrote %s\n", p)
	}
	return nil
}

// drafted adds the experiment file that init writes of a vendor's export.
func (a *app) drafted(ctx context.Context, dir string, paths []string) ([]string, error) {
	var exports []string
	for _, p := range paths {
		if filepath.Ext(p) == ".ndjson" {
			exports = append(exports, p)
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	text, err := firstfile.Draft(ctx, exports, firstfile.Form{Dir: abs}, ingest.Options{})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "experiment.yaml")
	return append(paths, file), whole.Write(file, []byte(text))
}

// compressionEndings are the file endings by which --format names a compression.
var compressionEndings = map[string]string{"gz": "gzip", "zst": "zstd", "sz": "snappy", "lz4": "lz4"}

func formatFlag(s string) (name, compression string, err error) {
	name, ending, _ := strings.Cut(s, ".")
	aliases := map[string]string{"arrow": "ipc", "arrows": "ipc-stream", "jsonl": "ndjson"}
	if full, ok := aliases[name]; ok {
		name = full
	}
	for _, f := range format.Formats() {
		if f != name {
			continue
		}
		if ending == "" {
			return name, "", nil
		}
		if c, ok := compressionEndings[ending]; ok {
			return name, c, nil
		}
	}
	return "", "", fmt.Errorf("--format %q is not one of %s, with .gz, .zst, .sz or .lz4 behind it if wanted", s,
		strings.Join(format.Formats(), ", "))
}

func effects(e *simulate.Effects, list []string) error {
	for _, s := range list {
		name, amount, ok := strings.Cut(s, "=")
		if !ok {
			name, amount = "acceptance", s
		}
		fields := map[string]struct {
			to   *float64
			unit string
		}{"acceptance": {&e.Acceptance, "pp"}, "shown": {&e.Shown, "%"}, "tasks": {&e.Tasks, "%"},
			"revenue": {&e.Revenue, "%"}, "tickets": {&e.Tickets, "%"}}
		f, ok := fields[name]
		if !ok {
			return fmt.Errorf("--effect %s: an effect is on acceptance, shown, tasks, revenue or tickets", s)
		}
		v, err := amountFlag(amount, f.unit)
		if err != nil {
			return fmt.Errorf("--effect %s: %w", s, err)
		}
		*f.to = v
	}
	return nil
}

func amountFlag(s, unit string) (float64, error) {
	number, ok := strings.CutSuffix(s, unit)
	v, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil {
		return 0, fmt.Errorf("%q is not an amount in %s, such as 3%s", s, unit, unit)
	}
	return v / 100, nil
}
