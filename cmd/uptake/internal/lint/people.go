package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/analysis/report"
	"uptake/ingest"
)

var testName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`(?i)^(test|tester|qa|bot|crawler|dummy|staging|loadtest|healthcheck|monitor|synthetic|internal)([-_.@+: 0-9]|user|$)`)
})

var agentName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`(?i)(bot\b|crawler|spider|headless|phantomjs|selenium|puppeteer|playwright|curl/|python-requests)`)
})

// markedTest are columns that say of a row that it is no user's.
var markedTest = []string{"isbot", "bot", "istest", "testuser", "istestuser", "isinternal", "internal", "isemployee",
	"employee", "isstaff", "issynthetic"}

var testAccounts = lint{
	code: "test_accounts",
	look: func(s *subject) found {
		var said []string
		var rows []report.Example
		var share *Share
		var t tally
		for i := range s.lives.List {
			l := &s.lives.List[i]
			y := 0.0
			if testName().MatchString(l.Unit) {
				y = 1
				rows = s.evidence(rows, &l.Rows[0], person.Masked(l.Unit))
			}
			t.add(y, 1)
		}
		if t.y > 0 {
			share = t.share("users")
			said = append(said, fmt.Sprintf("%.0f of %.0f users are called like tests or machines: %s", t.y, t.x,
				share.say()))
		}
		for _, x := range s.exports {
			unit := x.column("unit")
			for _, c := range x.Sample.Columns {
				is, what := func(string) bool { return false }, ""
				switch n := strings.Map(letters, strings.ToLower(c.Name)); {
				case c == unit || s.filtered(c.Name):
				case strings.Contains(n, "useragent"):
					is, what = agentName().MatchString, "of programs and not of people"
				case slices.Contains(markedTest, n) && len(c.Values) <= 3:
					is, what = func(v string) bool {
						return slices.Contains([]string{"true", "1", "yes", "t", "y"}, strings.ToLower(v))
					}, "marked as no user's"
				}
				of, first := x.rows(c, is)
				if first < 0 {
					continue
				}
				part := of.share("rows of " + x.Source)
				if share == nil {
					share = part
				}
				said = append(said, fmt.Sprintf("%.0f of %.0f rows of %s by the column %q are %s: %s", of.y, of.x,
					x.Source, c.Name, what, part.say()))
				rows = x.evidence(rows, first, person.Masked(x.Texts(c)[first]))
			}
		}
		return found{sentences(said, s.sampled()), share, rows}
	},
	limit:   fact("one such user or row or more, unless a filter of the experiment file is on that column"),
	meaning: "Machines and colleagues count as users. They see more and answer differently, and may all be in one arm.",
	causes:  []string{"tests run against production", "crawlers", "employees use the feature first"},
	todo:    "Set them aside with where: [{column: …, not: […]}].",
}

// rows counts, user by user where the first rows name users, how many values of a column
// are so, and gives the place of the first, −1 without.
func (x *Export) rows(c *ingest.Sampled, is func(string) bool) (t tally, first int) {
	first = -1
	if !slices.ContainsFunc(c.Values, func(v ingest.Counted) bool { return is(v.Value) }) { // as nearly always
		return t, first
	}
	byUnit, order := map[string][2]float64{}, []string{}
	var units []string
	if u := x.column("unit"); u != nil {
		units = x.Texts(u)
	}
	for i, v := range x.Texts(c) {
		if v == "" {
			continue
		}
		unit := fmt.Sprint("\x00", i) // nobody's: a row by itself
		if units != nil && units[i] != "" {
			unit = units[i]
		}
		n, known := byUnit[unit]
		if !known {
			order = append(order, unit)
		}
		if n[1]++; is(v) {
			n[0]++
			if first < 0 {
				first = i
			}
		}
		byUnit[unit] = n
	}
	for _, u := range order {
		t.add(byUnit[u][0], byUnit[u][1])
	}
	return t, first
}

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}

// persons are columns whose value is a person's wherever it stands.
var persons = []string{"email", "personid", "accountid", "customerid", "login", "username", "userlogin"}

// PersonColumns are those of an export's columns that follow people, but the unit's own.
func PersonColumns(exports []Export) (out []string) {
	for _, x := range exports {
		unit := x.column("unit")
		for _, c := range x.Sample.Columns {
			if c != unit && slices.Contains(persons, strings.Map(letters, strings.ToLower(c.Name))) &&
				!slices.Contains(out, c.Name) {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

// mostShared is the share of persons that may have several ids.
const mostShared = 0.01

var severalIDs = lint{
	code: "several_ids",
	look: func(s *subject) found {
		var said []string
		var share *Share
		for _, p := range s.lives.Persons {
			if float64(p.Shared) <= mostShared*float64(p.People) || p.Shared < fewOdd {
				continue
			}
			n, k := float64(p.People), float64(p.Shared)
			t := tally{units: p.People, with: p.Shared, y: k, x: n, yy: k, xy: k, xxx: n}
			share = t.share("values of " + p.Column)
			looked := ""
			if p.Part < 1 {
				looked = fmt.Sprintf(" (one value in %.0f was looked at)", 1/p.Part)
			}
			said = append(said, counted.Sprintf("%d of %d values of the column %q stand with several units: %s%s; the "+
				"limit is %g %%",
				p.Shared, p.People, p.Column, share.say(), looked, 100*mostShared))
		}
		return found{detail: sentences(said, ""), share: share}
	},
	limit: fact("more than 1 % of persons, of three or more"),
	meaning: "One person counts as several users, perhaps in both arms. Effects come out too small, and intervals " +
		"too narrow.",
	causes: []string{"an id of a device or session stands for a person", "ids change when people log in"},
	todo: "Bind the column that follows the person: columns: {unit: …}; where exposures happen before the login, " +
		"join the ids first.",
}
