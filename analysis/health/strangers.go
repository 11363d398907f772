package health

import (
	"fmt"
	"strings"

	"uptake/analysis/person"
	"uptake/analysis/report"
	"uptake/analysis/sums"
)

// Source is one source of the export and how its units meet the exposed ones.
type Source struct {
	Name string // as the experiment file writes it
	sums.SourceUnits
}

// strangers looks for sources of which not one row is of an exposed unit though
// metrics need its rows: most often the two write their ids in different ways. It
// applies where there is one.
func strangers(f *Facts) (report.Check, bool) {
	exposes := ""
	for _, s := range f.Sources {
		if s.Exposes && exposes == "" {
			exposes = fmt.Sprintf("%s (such as %q)", s.Name, person.Within(s.Exposed))
		}
	}
	var said []string
	for _, s := range f.Sources {
		if s.Strangers > 0 && !s.Met && exposes != "" {
			said = append(said, fmt.Sprintf("No unit of %s (such as %q) is among the exposed units of %s, so its "+
				"rows that metrics need (%d) are all set aside: are the ids of one kind?",
				s.Name, person.Within(s.Stranger), exposes, s.Strangers))
		}
	}
	if said == nil {
		return report.Check{}, false
	}
	return check("warn", "%s", strings.Join(said, " ")), true
}

var strangerWords = Words{
	Meaning: "No unit of that source is among the exposed ones, so the metrics made of it are 0 for everybody.",
	Causes: []string{
		"the two sources write ids in different ways: a prefix, capitals, a hash, another kind of id",
		"the source covers other people or other dates",
	},
	Todo: "Compare the two ids quoted here and name the column that bears the same ids in both (columns: unit).",
}
