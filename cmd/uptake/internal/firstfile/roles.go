package firstfile

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/ingest"
	"uptake/ingest/event"
)

// roleNames are how people call the column of a role, the surest first. They are
// compared without case and what parts words.
var roleNames = map[string][]string{
	"ts": {"ts", "timestamp", "eventtimestamp", "eventtime", "occurredat", "shownat", "time", "eventts", "datetime",
		"createdat", "creationdate", "clienttime",
		"servertime", "loggedat", "date", "eventdate", "day", "created", "createdutc", "receivedat"},
	"unit": {"unit", "unitid", "userid", "user", "uid", "distinctid", "visitorid", "memberid", "customerid",
		"accountid", "subjectid", "subject", "playerid", "personid",
		"participantid", "participant", "developerid", "devid", "employeeid", "clientid", "deviceid", "machineid",
		"anonymousid", "username", "email", "sessionid"},
	"arm": {"variant", "arm", "variation", "experimentgroup", "experimentarm", "testgroup", "abgroup", "treatment",
		"treatmentgroup", "istreatment", "treated", "variantname",
		"variationname", "variationkey", "variantid", "variationid", "bucket", "condition", "policy", "group",
		"version", "branch", "cohort"},
	"experiment": {"experiment", "experimentid", "experimentname", "experimentkey", "testid", "testname", "flag",
		"flagkey", "featureflag", "flagname"},
	"event":    {"event", "eventname", "eventtype", "eventkey", "action", "actiontype", "activity", "type", "name"},
	"event_id": {"eventid", "messageid", "insertid", "eventuuid", "uuid"},
	"suggestion_id": {"suggestionid", "impressionid", "completionid", "recommendationid", "proposalid",
		"suggestionuuid", "requestid"},
	"session": {"sessionid", "session", "visitid"},
	"outcome": {"outcome", "decision", "accepted", "isaccepted", "wasaccepted", "click", "clicked", "isclicked",
		"result", "useraction", "response", "action", "status",
		"feedback", "state"},
	"n": {"n", "users", "impressions", "visitors", "units", "exposures", "sessions", "trials", "samplesize",
		"participants", "shown", "views", "assignments"},
	"successes": {"successes", "clicks", "conversions", "converted", "accepted", "purchases", "signups", "completions",
		"orders"},
}

// plainName is a name without case, without what parts words, and without what a path
// has before it.
func plainName(name string) string {
	if i := strings.LastIndexAny(name, "."); i >= 0 && !strings.HasSuffix(name, `"`) {
		name = name[i+1:]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_- $\"", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// role is what a column seems to be.
type role struct {
	name   string // canonical
	column *ingest.Sampled
	sure   bool
}

// find gives the column that best bears a role's name and is of its kind, nil where none is.
func find(s *ingest.Sample, name string, is func(*ingest.Sampled) bool) *ingest.Sampled {
	var best *ingest.Sampled
	rank := len(roleNames[name])
	for _, c := range s.Columns {
		if k := slices.Index(roleNames[name], plainName(c.Name)); k >= 0 && k < rank && is(c) {
			best, rank = c, k
		}
	}
	return best
}

// most reports whether nearly all of a column's values are so.
func most(n int, c *ingest.Sampled) bool {
	of := c.Present() - c.Words
	return of > 0 && n*20 >= of*19
}

func anything(c *ingest.Sampled) bool { return c.Present() > 0 }

// isTime reports whether a column's values are times, as they are or by a layout.
func isTime(c *ingest.Sampled) bool {
	return most(c.Times, c) || c.Times == 0 && len(c.Layouts) > 0
}

// isArm reports whether values may be those of arms: few, and each of several rows.
func isArm(c *ingest.Sampled) bool {
	n := len(c.Values)
	return n >= 1 && n <= 30 && !c.Many && (c.Present() >= 2*n || c.Present() < 40)
}

// isOutcome reports whether values are what people did with suggestions: yes and no, or words of it.
func isOutcome(c *ingest.Sampled) bool {
	if c.Many || len(c.Values) > 20 || len(c.Values) < 2 {
		return false
	}
	if most(c.Binary, c) {
		return true
	}
	known := 0
	for _, v := range c.Values {
		if decisionOf(v.Value) != "" {
			known++
		}
	}
	return known >= 2
}

// decisionOf gives what a word says that became of a suggestion, "" where nothing is known.
func decisionOf(word string) string {
	w := plainName(word)
	for _, d := range decisions {
		if slices.Contains(d.words, w) {
			return d.name
		}
	}
	return ""
}

var decisions = []struct {
	name  string
	words []string
}{
	{"accepted", []string{"accepted", "accept", "applied", "used", "clicked", "click", "kept", "inserted", "taken",
		"tabbed", "approved"}},
	{"edited", []string{"edited", "edit", "modified", "acceptedwithedits", "acceptededited"}},
	{"partial", []string{"partial", "partiallyaccepted", "acceptedpartially"}},
	{"dismissed", []string{"dismissed", "dismiss", "rejected", "reject", "declined", "closed", "discarded", "cancelled",
		"canceled"}},
	{"reverted", []string{"reverted", "undone", "undo"}},
	{"superseded", []string{"superseded", "replaced"}},
	{"typed_through", []string{"typedthrough"}},
	{"ignored", []string{"ignored", "ignore", "none", "noaction", "expired", "timeout", "timedout", "noresponse",
		"nothing"}},
	{"not_seen", []string{"notseen", "unseen", "notshown", "hidden"}},
}

// evidence says what of a column speaks for its role.
func evidence(c *ingest.Sampled) string {
	var first []string
	for _, v := range c.Values[:min(len(c.Values), 3)] {
		first = append(first, shortened(person.Masked(v.Value)))
	}
	said := counted.Sprintf("%d values in the first %d rows: %s", len(c.Values), c.Rows, strings.Join(first, ", "))
	if c.Many {
		said = "more than " + said
	}
	if len(c.Values) > 3 {
		said += ", …"
	}
	if isTime(c) && most(c.Times, c) && c.Form >= event.Seconds && c.Form <= event.Nanos {
		said += " (" + c.Form.String() + ")"
	}
	if c.Missing > 0 {
		said += fmt.Sprintf("; missing in %d", c.Missing)
	}
	return said
}

// shortened is a value as a comment can hold it.
func shortened(v string) string {
	v = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, v)
	if r := []rune(v); len(r) > 32 {
		v = string(r[:31]) + "…"
	}
	return v
}
