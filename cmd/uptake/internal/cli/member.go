package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/source"
)

// memberFlag adds --member to a command of one experiment. readMember reads it.
func memberFlag(c *cobra.Command) {
	c.Flags().String("member", "", "of a family of experiments (each: {column: …}): the one with this id")
}

func (a *app) readMember(c *cobra.Command) {
	if f := c.Flags().Lookup("member"); f != nil && f.Changed {
		id := f.Value.String()
		a.member = &id
	}
}

// memberWords are what a command line says of the member and of the rows.
func (a *app) memberWords() (words []string) {
	if a.member != nil {
		words = append(words, "--member", *a.member)
	}
	for _, w := range a.where {
		words = append(words, "--where", w)
	}
	if a.engine.units {
		words = append(words, "--units")
	}
	return words
}

// withMember is a command line that also picks the member.
func (a *app) withMember(command string) string {
	for _, w := range a.memberWords() {
		command += " " + job.Quote(w)
	}
	return command
}

// pick is which member of a family is meant where none is asked for.
type pick func(found []ingest.Found) ingest.Found

// load is loadAny of a file whose rows uptake reads itself, or fetches from the engine that has them.
func (a *app) load(ctx context.Context, path string, set []string) (*spec.Experiment, error) {
	return a.loadPicking(ctx, path, set, nil)
}

// loadPicking is load that picks a member.
func (a *app) loadPicking(ctx context.Context, path string, set []string, of pick) (*spec.Experiment, error) {
	e, err := a.loadAny(ctx, path, set, of)
	if err != nil {
		return nil, err
	}
	return a.needsRows(ctx, path, e)
}

// loadAny reads an experiment file: of a family the member that is asked for, or where none is
// the one that is picked; without a pick there has to be one.
func (a *app) loadAny(ctx context.Context, path string, set []string, of pick) (*spec.Experiment, error) {
	e, err := config.Load(path, set)
	if err != nil && isEvals(path) {
		return nil, usageError{fmt.Errorf("%s is an evaluation file (it has the key evals); read it with `uptake "+
			"evals %s`", path, path)}
	}
	if err != nil {
		return nil, err
	}
	if err := a.narrow(e); err != nil {
		return nil, err
	}
	stdin := slices.ContainsFunc(e.Sources, func(s spec.Source) bool { return s.Path == source.Stdin })
	switch {
	case e.Each == "" && a.member != nil:
		return nil, usageError{fmt.Errorf("--member picks one of a family of experiments, and %s is one experiment; "+
			"it would be a family with each: {column: …}", path)}
	case e.Each != "" && a.member == nil && of != nil && !stdin:
		found, err := ingest.Distinct(ctx, e, ingest.Options{Workers: a.run.Workers})
		if err != nil {
			return nil, err
		}
		one := of(found)
		a.member = &one.ID
		return one.Of(config.Member(e, one.ID))
	case e.Each != "" && (a.member == nil || *a.member == ""):
		return nil, a.noMember(ctx, path, e, stdin)
	case e.Each != "":
		e = config.Member(e, *a.member)
	}
	switch {
	case !e.ArmsAny:
		return e, nil
	case stdin:
		return nil, usageError{fmt.Errorf("%s: arms: any goes through the export twice, which standard input cannot "+
			"be; name a file under sources, or list the arms", path)}
	}
	return ingest.WithArms(ctx, e, ingest.Options{Workers: a.run.Workers})
}

// largest picks the member that most rows name, and says so.
func largest(says *string) pick {
	return func(found []ingest.Found) ingest.Found {
		most := slices.MaxFunc(found, func(x, y ingest.Found) int { return cmp.Compare(x.Rows, y.Rows) })
		*says = fmt.Sprintf("Of its %s this is %s, which most rows name (%s); --member ID looks at another, and "+
			"uptake nightly makes all of them.", counted.Noun(len(found), "member"), clean(most.ID),
			counted.Thousands(most.Rows))
		return most
	}
}

// noMember says what there is to pick of a family.
func (a *app) noMember(ctx context.Context, path string, e *spec.Experiment, stdin bool) error {
	there := "its exports have not been read"
	if !stdin {
		found, err := ingest.Distinct(ctx, e, ingest.Options{Workers: a.run.Workers})
		if err != nil {
			return err
		}
		there = fmt.Sprintf("it has %s: %s", counted.Noun(len(found), "value"), someOf(found))
	}
	return usageError{fmt.Errorf("%s is a family: every value of the column %s is an experiment of its own. Pick one "+
		"with --member ID; %s. uptake nightly takes all of them", path, e.Each, there)}
}

// someOf lists a few ids.
func someOf(found []ingest.Found) string {
	const few = 8
	var out []string
	for _, f := range found[:min(few, len(found))] {
		out = append(out, clean(f.ID))
	}
	if more := len(found) - len(out); more > 0 {
		out = append(out, counted.Thousands(int64(more))+" more")
	}
	return strings.Join(out, ", ")
}
