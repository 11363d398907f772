package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Investigate says what is studied, and how the page names users.
type Investigate struct {
	Of      string // as report.Investigated names it; "" = suggestions ignored
	UserIDs bool
	Draws   int // of the chances of a drafted test; 0 = the usual
}

// NoneShown is an export in which no unit that counts was shown a suggestion.
type NoneShown struct{ sentence string }

// Error says what to do about it.
func (n *NoneShown) Error() string { return n.sentence }

// Ignores takes an experiment from its file to its investigation. Where there is
// nothing to investigate it fails with investigation.ErrNoSuggestions, or with a
// *NoneShown; while the numbers are closed with an *investigation.Embargoed.
func (r Run) Ignores(ctx context.Context, e *spec.Experiment, what Investigate) (*report.Ignores, error) {
	demand, err := investigation.Needs(e)
	if err != nil {
		return nil, err
	}
	r.Assigned = nil // is given by the readout
	tables, err := r.collect(ctx, e, demand, "investigating")
	if err != nil {
		return nil, err
	}
	begun, err := r.begin(ctx, e, demand, tables, what)
	if err != nil {
		return nil, err
	}
	return finish(ctx, e, begun)
}

// begin goes through the tables of an investigation.
func (r Run) begin(ctx context.Context, e *spec.Experiment, demand spec.Demand, tables *study.Tables,
	what Investigate) (*investigation.Begun, error) {
	return investigation.Begin(ctx, e, demand, tables, investigation.Options{Workers: r.Workers, Draws: what.Draws,
		ProgramVersion: r.Version, UserIDs: what.UserIDs, Of: what.Of, Assigned: r.Assigned})
}

func finish(ctx context.Context, e *spec.Experiment, begun *investigation.Begun) (*report.Ignores, error) {
	rep, err := begun.Finish(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rep.Split, func(s report.SplitShare) bool { return s.Total > 0 }) {
		return nil, noneShown(e)
	}
	return rep, nil
}

func noneShown(e *spec.Experiment) error {
	if e.Layout == spec.Suggestions {
		return &NoneShown{"no row of a unit that counts is left, so there is no suggestion to investigate; uptake " +
			"check says what was read and why rows were dropped"}
	}
	return &NoneShown{fmt.Sprintf("no unit that counts was shown a suggestion, so there is nothing to investigate. "+
		"Looked for were the events %s; name yours with suggestions: {events: {shown: [...]}}, and see with uptake "+
		"check what was read",
		strings.Join(e.Suggestions.Events["shown"], ", "))}
}

// Nothing reports whether an investigation failed for want of suggestions, or because
// their numbers are closed.
func Nothing(err error) bool {
	var none *NoneShown
	var closed *investigation.Embargoed
	return errors.Is(err, investigation.ErrNoSuggestions) || errors.As(err, &none) || errors.As(err, &closed)
}
