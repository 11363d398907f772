package person

import (
	"net/netip"
	"regexp"
	"strings"
	"sync"
)

// Kind is one kind of value that gives a person away.
type Kind struct {
	Name string // of several
	Is   func(string) bool
}

// Kinds is the table of them.
var Kinds = []Kind{
	{"e-mail addresses", isEmail},
	{"IP addresses", isAddress},
	{"telephone numbers", func(v string) bool {
		return strings.HasPrefix(v, "+") && patterns().telephone.FindString(v) == v
	}},
	{"numbers of payment cards", isCard},
}

type compiled struct{ email, telephone, card, address *regexp.Regexp }

// patterns are compiled when they are first needed. Within a text they may stand anywhere.
var patterns = sync.OnceValue(func() compiled {
	return compiled{
		email:     regexp.MustCompile(`[^@\s,;:"'<>()=|]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`),
		telephone: regexp.MustCompile(`\+[1-9][0-9 ()./-]{6,19}[0-9]`),
		card:      regexp.MustCompile(`\b[3-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}\b`),
		address:   regexp.MustCompile(`[0-9A-Fa-f:.]{7,45}`),
	}
})

var wholeEmail = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
})

func isEmail(v string) bool { return strings.Contains(v, "@") && wholeEmail().MatchString(v) }

func isAddress(v string) bool {
	if strings.Count(v, ".") != 3 && strings.Count(v, ":") < 2 {
		return false
	}
	a, err := netip.ParseAddr(v)
	return err == nil && !a.IsUnspecified() && !a.IsLoopback()
}

// isCard goes by the check digit (Luhn) as well.
func isCard(v string) bool {
	if len(v) < 15 || len(v) > 19 || v[0] < '3' || v[0] > '6' || patterns().card.FindString(v) != v {
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
