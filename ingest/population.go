package ingest

import (
	"context"
	"fmt"
	"strings"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// Populations are those that the experiment declares, with what their files say. The error is a
// sentence that names file, row and key.
func Populations(ctx context.Context, e *spec.Experiment) ([]spec.Population, error) {
	var out []spec.Population
	for _, p := range e.Population {
		if p.From != nil {
			written, err := populationFile(ctx, e, p)
			if err != nil {
				return nil, err
			}
			if p.Levels, err = spec.SharesOf(written); err != nil {
				return nil, fault.At(fault.Place{File: p.From.Written, Key: "population[].path"},
					fmt.Errorf("population: the shares of %s in %s %w", p.Segment, p.From.Written, err))
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// populationFile reads the levels of a segment and their shares.
func populationFile(ctx context.Context, e *spec.Experiment, p spec.Population) ([]spec.WrittenShare, error) {
	columns := []table.Column{{Name: "segment", Names: []string{"segment"}},
		{Name: "level", Names: []string{"level", p.Segment}, Needs: "the levels of " + p.Segment},
		{Name: "share", Names: []string{"share", "users", "people", "count", "n"}, Needs: "their shares", Number: true}}
	if p.Segment == "segment" {
		columns = columns[1:]
	}
	var out []spec.WrittenShare
	rows, seen := 0, map[string]int64{}
	level := func(file string, n int64, cell func(string) string) error {
		rows++
		if of := cell("segment"); of != "" && of != p.Segment {
			return nil
		}
		bad := func(format string, args ...any) error {
			at := fault.Place{File: file, Row: n, Key: "population[].path"}
			return fault.At(at, fmt.Errorf("population: %s, row %d: "+format, append([]any{file, n}, args...)...))
		}
		name, text := cell("level"), strings.TrimSpace(cell("share"))
		if name == "" {
			return bad("there is no level of %s; name it, or take the row out", p.Segment)
		}
		if at, twice := seen[name]; twice {
			return bad("the level %q stands in row %d too; give every level one row", phrase.Cut(name), at)
		}
		seen[name] = n
		number, percent := strings.CutSuffix(text, "%")
		v, found := event.ParseNumber(strings.TrimSpace(number))
		if percent {
			v /= 100
		}
		if found != event.Value || v < 0 {
			return bad("%q is no share of %q; write 40%%, 0.4 or a number of people", phrase.Cut(text),
				phrase.Cut(name))
		}
		if v > 0 { // nobody is of the others
			out = append(out, spec.WrittenShare{Name: name, Text: text, Value: v})
		}
		return nil
	}
	if err := table.Rows(ctx, e, p.From, "population", columns, level); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		why := "has no row below its header"
		if rows > 0 {
			why = "has no row with a share of it above 0"
		}
		return nil, fault.At(fault.Place{File: p.From.Written, Key: "population[].path"}, fmt.Errorf(
			"population: %s %s; give every level of %s its share of everybody", p.From.Written, why, p.Segment))
	}
	return out, nil
}
