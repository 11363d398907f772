package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/person"
	"uptake/analysis/report"
	"uptake/ingest"
)

var testName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(test|tester|qa|bot|crawler|dummy|staging|loadtest|healthcheck|monitor|synthetic|internal)([-_.@+: 0-9]|user|$)`)
})

var agentName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(bot\b|crawler|spider|headless|phantomjs|selenium|puppeteer|playwright|curl/|python-requests)`)
})

// markedTest are columns that say of a row that it is no user's.
var markedTest = []string{"isbot", "bot", "istest", "testuser", "istestuser", "isinternal", "internal", "isemployee", "employee", "isstaff", "issynthetic"}

var testAccounts = lint{
	code: "test_accounts",
	look: func(s *subject) (string, []report.Example) {
		var said []string
		var rows []report.Example
		for _, x := range s.exports {
			tell := func(c *ingest.Sampled, is func(string) bool, what string) {
				n, first := 0, -1
				for i, v := range x.Texts(c) {
					if is(v) {
						if n++; first < 0 {
							first = i
						}
					}
				}
				if first >= 0 && !s.filtered(c.Name) {
					said = append(said, fmt.Sprintf("%s of %s by the column %q are %s", share(n, c.Present(), "rows"), x.Source, c.Name, what))
					rows = x.evidence(rows, first, person.Masked(x.Texts(c)[first]))
				}
			}
			unit := x.column("unit")
			if unit != nil {
				tell(unit, testName().MatchString, "of accounts that sound like tests or machines")
			}
			for _, c := range x.Sample.Columns {
				switch n := strings.Map(letters, strings.ToLower(c.Name)); {
				case c == unit:
				case strings.Contains(n, "useragent"):
					tell(c, agentName().MatchString, "of programs and not of people")
				case slices.Contains(markedTest, n) && len(c.Values) <= 3:
					tell(c, func(v string) bool {
						return slices.Contains([]string{"true", "1", "yes", "t", "y"}, strings.ToLower(v))
					}, "marked as no user's")
				}
			}
		}
		return sentences(said), rows
	},
	meaning: "Machines and colleagues count as users. They see more and answer differently, and may all be in one arm.",
	causes:  []string{"tests run against production", "crawlers", "employees use the feature first"},
	todo:    "Set them aside with where: [{column: …, not: […]}].",
}

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}

// persons are columns whose value is a person's wherever it stands.
var persons = []string{"email", "personid", "accountid", "customerid", "login", "username", "userlogin"}

// mostShared is the share of persons that may have several ids.
const mostShared = 0.01

var sharedIDs = lint{
	code: "several_ids",
	look: func(s *subject) (string, []report.Example) {
		var said []string
		for _, x := range s.exports {
			unit := x.column("unit")
			if unit == nil {
				continue
			}
			for _, c := range x.Sample.Columns {
				if c == unit || !slices.Contains(persons, strings.Map(letters, strings.ToLower(c.Name))) {
					continue
				}
				ids := map[string]int{}
				for k := range x.Together(c, unit) {
					if k[0] != "" && k[1] != "" {
						ids[k[0]]++
					}
				}
				n := 0
				for _, k := range ids {
					if k > 1 {
						n++
					}
				}
				if float64(n) > mostShared*float64(len(ids)) {
					said = append(said, fmt.Sprintf("%s of the column %q of %s have several ids in %q", share(n, len(ids), "values"), c.Name, x.Source, unit.Name))
				}
			}
		}
		return sentences(said), nil
	},
	meaning: "One person counts as several users, perhaps in both arms. Effects come out too small, and intervals too narrow.",
	causes:  []string{"an id of a device or session stands for a person", "ids change when people log in"},
	todo:    "Bind the column that follows the person: columns: {unit: …}; where exposures happen before the login, join the ids first.",
}
