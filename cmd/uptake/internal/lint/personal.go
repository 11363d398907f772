package lint

import (
	"fmt"
	"strings"

	"uptake/analysis/person"
	"uptake/analysis/report"
)

// mostPersonal is the share of a column's values above which it is one of personal data;
// one in a hundred may be an accident of a free text.
const mostPersonal = 0.01

var personalData = lint{
	code: "personal_data",
	look: func(s *subject) found {
		var said []string
		var rows []report.Example
		var share *Share
		for _, x := range s.exports {
			for _, c := range x.Sample.Columns {
				for _, k := range person.Kinds {
					t, first := x.rows(c, k.Is)
					if first < 0 || t.y <= mostPersonal*t.x {
						continue
					}
					part := t.share(k.Name + " in " + c.Name)
					if share == nil {
						share = part
					}
					said = append(said, fmt.Sprintf("%s in the column %q of %s: %s", k.Name, c.Name, x.Source,
						part.say()))
					rows = x.evidence(rows, first, person.Masked(x.Texts(c)[first]))
				}
			}
		}
		return found{sentences(said, ""), share, rows}
	},
	limit:   fact("more than 1 % of a column's values in the first 20,000 rows of a source"),
	meaning: "The export names people. Pages, tables and logs made of it can show who did what.",
	causes:  []string{"a login is used as the user's id", "the export was made for support and not for analysis"},
	todo:    "Export a hash or an internal number in place of it. What is shown here is masked.",
}

// sentences joins what was found; more follows where something was.
func sentences(said []string, more string) string {
	if len(said) == 0 {
		return ""
	}
	out := strings.Join(said, "; ") + "."
	return strings.ToUpper(out[:1]) + out[1:] + more
}
