package config

import (
	"fmt"

	"uptake/analysis/spec"
)

// dates says which first exposures count, and of whose days.
func dates(e *spec.Experiment) string {
	zone := e.Zone.String()
	switch {
	case e.Start == spec.NoDay && e.End == spec.NoDay:
		return fmt.Sprintf("No start or end is given: first exposures of any day count, days are those of %s, and "+
			"without an end the data are read without a plan: nothing stronger than \"looks promising\" can come out.",
			zone)
	case e.End == spec.NoDay:
		return fmt.Sprintf("First exposures from %s on count (days of %s); there is no end, so they are read without "+
			"a plan: nothing stronger than \"looks promising\" can come out.", e.Start, zone)
	case e.Start == spec.NoDay:
		return fmt.Sprintf("First exposures up to and including %s count (days of %s).", e.End, zone)
	}
	return fmt.Sprintf("First exposures from %s to %s, both included, count (days of %s).", e.Start, e.End, zone)
}

func armsSentence(e *spec.Experiment) string {
	if len(e.Arms) == 0 {
		return "No arms are declared: everyone is one group, described but not compared."
	}
	var words []string
	for _, a := range e.Arms {
		w := fmt.Sprintf("%q (%.4g %%", a.Name, 100*a.Share)
		if a.Of != nil {
			w += ", which is " + quotedWords(a.Of) + " together"
		}
		if a.Control {
			w += ", control"
		}
		if a.Share == 0 {
			w += ", to have no units: any found there are a warning, more than 0.1 % a failure"
		}
		words = append(words, w+")")
	}
	s := fmt.Sprintf("The arms are %s.", list(words))
	if e.ShareTotal > 0 {
		s += fmt.Sprintf(" The shares as written add up to %.4g %%, so they were scaled to 100 %%; a typing error "+
			"would look like a split that is off.", 100*e.ShareTotal)
	}
	return s
}

func exposureSentence(e *spec.Experiment) string {
	if a := e.Assignments; a != nil {
		from := "the first time in the data"
		if e.Start != spec.NoDay {
			from = "the start"
		}
		return fmt.Sprintf("Who is in which arm is read from %s instead of exposure rows; where it has no times, "+
			"units count from %s. A unit in two arms is left out and counted.", a.Written, from)
	}
	column := func(given, canonical string) string {
		if given != "" {
			return given
		}
		if c, ok := e.Columns[canonical]; ok {
			return c
		}
		return canonical
	}
	s := fmt.Sprintf("A unit is exposed by its first %s row whose %s is %q (where the export has that column); %s "+
		"names the arm.",
		list(e.Exposure.Event), column(e.Exposure.Experiment, "experiment"), e.ID, column(e.Exposure.Variant,
			"variant"))
	if len(e.Exposure.Where) > 0 {
		s += fmt.Sprintf(" Such rows count only with %s.", list(filterWords(e.Exposure.Where)))
	}
	return s + " A unit seen in two arms is left out and counted."
}
