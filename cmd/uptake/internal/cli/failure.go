package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"uptake/analysis/fault"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/nightly"
	"uptake/config"
	"uptake/ingest/evaltool"
	"uptake/ingest/warehouse/engine"
)

// failure is what a run ended with, as people and as other programs are told.
type failure struct {
	Kind  string  `json:"kind"` // usage, experiment_file, data, output, stopped or fault
	Code  int     `json:"code"` // exit code
	Text  string  `json:"text"`
	Hint  string  `json:"hint,omitempty"`
	Place *place  `json:"place,omitempty"` // where in the data
	List  []place `json:"problems,omitempty"`
	stack string
}

// place is where something is wrong: a row of an export, or a key of an experiment file.
type place struct {
	File   string `json:"file"`
	Row    int64  `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Line   int    `json:"line,omitempty"`
	Key    string `json:"key,omitempty"`
	Text   string `json:"text,omitempty"`
}

// failureOf sorts an error.
func (a *app) failureOf(err error) failure {
	var usage usageError
	var problems *config.Problems
	var file *config.FileError
	var stopped *nightly.Stopped
	var ours *fault.Error
	var runless *evaltool.NoRunsError
	var asked *engine.Error
	var cost *job.CostError
	const what = "Run `uptake help` for what there is."
	switch {
	case errors.As(err, &usage):
		return failure{Kind: "usage", Code: codeUsage, Text: err.Error(), Hint: what}
	case errors.As(err, &problems):
		f := failure{Kind: "experiment_file", Code: codeUsage, Text: err.Error()}
		for _, p := range problems.List {
			at := place{File: p.File, Line: max(p.Line, 0), Key: p.Key, Text: p.Sentence}
			if at.File == "" {
				at.File = problems.File
			}
			f.List = append(f.List, at)
		}
		return f
	case errors.As(err, &cost):
		return failure{Kind: "cost", Code: codeCost, Text: err.Error()}
	case errors.As(err, &file):
		return failure{Kind: "experiment_file", Code: codeUsage, Text: err.Error()}
	case errors.As(err, &stopped):
		return failure{Kind: "stopped", Code: a.stop.code(), Text: err.Error()}
	case errors.As(err, &runless):
		return failure{Kind: "data", Code: codeUsage, Text: err.Error()}
	case errors.Is(err, context.Canceled):
		f := failure{Kind: "stopped", Code: a.stop.code(), Text: "stopped before the end; nothing was written"}
		if errors.As(err, &asked) {
			f.Hint = err.Error() // whether the query is gone
		}
		return f
	case errors.As(err, &ours):
		f := failure{Kind: "fault", Code: codeData, Text: err.Error(), Hint: fmt.Sprintf("Please report it with the "+
			"command that led here (uptake %s).", version())}
		if os.Getenv("UPTAKE_TRACE") != "" {
			f.stack = string(ours.Stack)
		}
		return f
	case isUnknownCommand(err):
		return failure{Kind: "usage", Code: codeUsage, Text: err.Error(), Hint: what}
	}
	f := failure{Kind: "data", Code: codeData, Text: err.Error()}
	var placed *fault.Placed
	if errors.As(err, &placed) {
		f.Place = &place{File: placed.File, Row: placed.Row, Column: placed.Column, Key: placed.Key}
	}
	return f
}

// tell says what went wrong, to people or to programs.
func (a *app) tell(f failure) int {
	if a.errorsAs == "json" {
		text, err := json.Marshal(struct {
			Schema string  `json:"schema"`
			Error  failure `json:"error"`
		}{"uptake.error/1", f})
		if err == nil {
			fmt.Fprintln(a.err, string(text))
			return f.Code
		}
	}
	fmt.Fprintf(a.err, "uptake: %s\n", f.Text)
	for _, more := range []string{f.Hint, strings.TrimSuffix(f.stack, "\n")} {
		if more != "" {
			fmt.Fprintln(a.err, more)
		}
	}
	return f.Code
}
