package cli

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/spf13/cobra"

	"uptake/analysis/fault"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
)

// Exit codes. With --exit-verdict a readout also ends in one of verdictCodes.
const (
	codeDone   = 0
	codeData   = 1 // data or disk
	codeUsage  = 2 // usage or experiment file
	codeHealth = 3 // done, but the data must not be decided on
	codePartly = 4 // of many experiments some failed, the rest is written
	codeCost   = 5 // an engine would read more than max_bytes
)

// app is one run of the program.
type app struct {
	out  *output
	err  io.Writer
	run  config.Run
	code int // exit code of a run that ended without an error
	stop stopped

	errorsAs string // text, or json for other programs

	member *string  // of a family, as --member gives it; nil = not given
	where  []string // conditions on rows, as --where gives them

	engine   engineFlags
	canFetch bool // the command has --units
	quiet    bool
	fetched  atomic.Pointer[job.Fetched] // rows of an engine; nil = none
}

// commands is the table of subcommands.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.readout(),
		a.ignores(),
		a.check(),
		a.study(),
		a.sql(),
		a.simulate(),
		a.plan(),
		a.aa(),
		a.evals(),
		a.nightly(),
		a.diff(),
		a.serve(),
		a.calc(),
		a.init(),
		a.schema(),
		a.version(),
	}
}

// usageError is a mistake on the command line.
type usageError struct{ error }

// Main runs the program and returns its exit code.
func Main(args []string, out, errs io.Writer) (code int) {
	a := &app{out: &output{to: out}, err: errs, errorsAs: "text"}
	for i, x := range args { // flags are read after the first that is wrong no more
		if x == "--errors=json" || x == "--errors" && i+1 < len(args) && args[i+1] == "json" {
			a.errorsAs = "json"
		}
	}
	ctx, done := a.interruptible()
	defer done()
	defer func() { a.fetched.Load().Close() }()
	defer func() {
		if r := recover(); r != nil {
			code = a.finish(fault.Of(r, ""))
		}
	}()
	root := a.root()
	root.SetArgs(args)
	return a.finish(root.ExecuteContext(ctx))
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "uptake",
		Short: "From a raw export of what people did with an AI feature's suggestions to a decision",
		Long: "uptake reads exports of what people did with an AI feature's suggestions,\n" +
			"finds out whether the treatment helped, and writes pages to decide from.\n" +
			"\n`uptake help config` lists every key of the experiment file, and `uptake help TOPIC`\nis the " +
			"manual:\n\n" + topics() +
			"\nExit codes: 0 done; 1 data or disk; 2 usage or experiment file; 3 done, but a\n" +
			"health gate says the data must not be decided on; 4 of a night's experiments some\n" +
			"failed; 5 an engine would read more than max_bytes; 130 or 143 stopped by a signal.",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if how := a.errorsAs; how != "text" && how != "json" {
				a.errorsAs = "text"
				return usageError{fmt.Errorf("--errors %s: errors are told as text or json", how)}
			}
			run, err := config.Environment()
			if err != nil {
				return usageError{err}
			}
			a.run = run
			// The kept rows are bytes without pointers: collecting four times as often costs next to nothing and saves
			// a quarter of the memory.
			collectGarbage(25)
			a.readMember(c)
			a.readWhere(c)
			a.readUnits(c)
			return a.limitMemory(c)
		},
	}
	root.PersistentFlags().StringVar(&a.errorsAs, "errors", a.errorsAs, "how errors are told: text, or json (a line "+
		"with kind, place and hint on standard error)")
	root.SetVersionTemplate(versionLine() + "\n")
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{plainFlagError(err)} })
	root.AddCommand(a.commands()...)
	complete(root)
	root.SetHelpCommand(a.help(root))
	return root
}

// finish says what went wrong and picks the exit code.
func (a *app) finish(err error) int {
	switch {
	case (err == nil || errors.Is(err, errEstimated)) && a.out.failed != nil:
		return a.tell(failure{Kind: "output", Code: codeData, Text: fmt.Sprintf("the output could not be written to "+
			"standard output: %v", a.out.failed)})
	case err == nil, errors.Is(err, errEstimated):
		return a.code
	}
	return a.tell(a.failureOf(err))
}

// oneFile takes exactly one experiment file.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{fmt.Errorf("expected one experiment file, got %d; such as `uptake readout experiment.yaml`",
			len(args))}
	}
	return nil
}
