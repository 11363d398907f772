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
	look: func(s *subject) (string, []report.Example) {
		var said []string
		var rows []report.Example
		for _, x := range s.exports {
			for _, c := range x.Sample.Columns {
				texts := x.Texts(c)
				for _, k := range person.Kinds {
					n, first := 0, -1
					for i, v := range texts {
						if v != "" && k.Is(v) {
							if n++; first < 0 {
								first = i
							}
						}
					}
					if first >= 0 && float64(n) > mostPersonal*float64(c.Present()) {
						said = append(said, fmt.Sprintf("%s in the column %q of %s", k.Name, c.Name, x.Source))
						rows = x.evidence(rows, first, person.Masked(texts[first]))
					}
				}
			}
		}
		return sentences(said), rows
	},
	meaning: "The export names people. Pages, tables and logs made of it can show who did what.",
	causes:  []string{"a login is used as the user's id", "the export was made for support and not for analysis"},
	todo:    "Export a hash or an internal number in place of it. What is shown here is masked.",
}

// sentences joins what was found.
func sentences(said []string) string {
	if len(said) == 0 {
		return ""
	}
	out := strings.Join(said, "; ") + "."
	return strings.ToUpper(out[:1]) + out[1:]
}
