package lint

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"sync"

	"uptake/analysis/report"
)

// personalKinds tell what a value gives away.
var personalKinds = []struct {
	name string
	is   func(string) bool
}{
	{"e-mail addresses", isEmail},
	{"IP addresses", func(v string) bool {
		a, err := netip.ParseAddr(v)
		return err == nil && !a.IsUnspecified() && !a.IsLoopback()
	}},
	{"telephone numbers", func(v string) bool { return patterns().telephone.MatchString(v) }},
	{"numbers of payment cards", isCard},
}

type compiled struct{ email, telephone, card *regexp.Regexp }

// patterns are compiled when they are first needed.
var patterns = sync.OnceValue(func() compiled {
	return compiled{
		email:     regexp.MustCompile(`^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`),
		telephone: regexp.MustCompile(`^\+[1-9][0-9 ()./-]{7,20}$`),
		card:      regexp.MustCompile(`^[3-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}$`),
	}
})

func isEmail(v string) bool { return strings.Contains(v, "@") && patterns().email.MatchString(v) }

// isCard goes by the check digit (Luhn) as well.
func isCard(v string) bool {
	if !patterns().card.MatchString(v) {
		return false
	}
	sum, double := 0, false
	for i := len(v) - 1; i >= 0; i-- {
		if v[i] < '0' || v[i] > '9' {
			continue
		}
		d := int(v[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum, double = sum+d, !double
	}
	return sum%10 == 0
}

// Masked hides what a value gives away of a person but for its first letter; any other
// value stays as it is.
func Masked(v string) string {
	for _, k := range personalKinds {
		if k.is(v) {
			r := []rune(v)
			return string(r[:1]) + "•••"
		}
	}
	return v
}

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
				for _, k := range personalKinds {
					n, first := 0, -1
					for i, v := range texts {
						if v != "" && k.is(v) {
							if n++; first < 0 {
								first = i
							}
						}
					}
					if first >= 0 && float64(n) > mostPersonal*float64(c.Present()) {
						said = append(said, fmt.Sprintf("%s in the column %q of %s", k.name, c.Name, x.Source))
						rows = x.evidence(rows, first, Masked(texts[first]))
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
