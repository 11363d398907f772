package table

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"uptake/analysis/spec"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// hint says what else could be the matter with a file that lacks a column, by
// what it is called and the names that it has: "" or ". …" for the end of a sentence.
func (in *Input) hint(file, path string, has []string) string {
	t := in.Source.Table
	as := cmp.Or(t.Format, format.Family(file))
	delimited := as == "" || slices.Contains(spec.TextFormats, as)
	switch {
	case t.Rows == "" && slices.Contains(has, "columns") && slices.Contains(has, "data"):
		return ". Its rows seem to be lists at data whose names are at columns, as pandas writes them with " +
			"orient=\"split\"; write the file with orient=\"records\""
	case slices.Contains(has, path+".0"), slices.Contains(has, "0."+path):
		return ". It seems to be one object whose keys number the rows, as pandas writes it with orient=\"columns\" " +
			"or \"index\"; write the file with orient=\"records\""
	}
	if lists := listsOf(has); t.Rows == "" && lists != nil {
		best := lists[0]
		if i := slices.IndexFunc(lists, func(l string) bool {
			return slices.ContainsFunc(has, func(n string) bool { return format.Same(n, l+"[0]."+path) })
		}); i >= 0 {
			best = lists[i]
		}
		return fmt.Sprintf(". Its objects hold lists of objects, at %s: where the rows are such a list, say so with "+
			"rows: %s beside the path", strings.Join(lists, ", "), best)
	}
	switch {
	case as == "xlsx" && t.Sheet == "":
		return ". It was read from the first of its sheets that has rows; where they are in another, name it with " +
			"sheet: beside the path"
	case len(has) == 0:
		return ". Nothing at its beginning is a JSON object; write one object a line"
	case !delimited: // nothing is guessed of it
	case slices.ContainsFunc(has, isDatum) && t.CSV.Header == nil:
		return ". Its first line looks like a row rather than the names: where no line holds the names, give them in " +
			"order with csv: {header: […]} beside the path"
	case len(has) == 1 && t.CSV.Skip == 0:
		return fmt.Sprintf(". Its first line is one field: where that is a title (%q), leave it out with csv: {skip: "+
			"1} beside the path; where another character parts the fields, name it with csv: {delimiter: …}",
			phrase.Cut(has[0]))
	}
	return ""
}

// listsOf gives the paths of lists of objects among names, of those that are
// not lists of keys and values.
func listsOf(names []string) []string {
	var out []string
	for _, n := range names {
		if list, _, ok := strings.Cut(n, "[0]."); ok && !strings.Contains(list, "[") && !slices.Contains(out, list) {
			out = append(out, list)
		}
	}
	return out
}

// isDatum says whether a column's name is rather a value: a number or a time.
func isDatum(name string) bool {
	if _, err := strconv.ParseFloat(name, 64); err == nil {
		return true
	}
	if len(name) < len(time.DateOnly) {
		return false
	}
	_, err := time.Parse(time.DateOnly, name[:len(time.DateOnly)])
	return err == nil
}
