package config

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/spec"
)

// contrasts reads what the investigation sets against each other.
func contrasts(o *object) []spec.Contrast {
	var out []spec.Contrast
	for _, t := range o.objects("compare") {
		c := spec.Contrast{By: t.text("by"), From: t.text("from"), To: t.text("to")}
		period := c.By == "week" || c.By == "half"
		switch {
		case c.By == "":
			o.p.add(t.path, placeOf(t.m), "a comparison says what it goes by: {by: week}, {by: half} or {by: model, "+
				"from: m1, to: m2}")
		case period && (t.has("from") || t.has("to")):
			t.bad("by", "%s; remove from and to", periodWords[c.By])
		case !period && (c.From == "" || c.To == ""):
			t.bad("by", "comparing by %s needs the two values: {by: %s, from: …, to: …}; only week and half know "+
				"their own", c.By, c.By)
		case !period && c.From == c.To:
			t.bad("to", "%q is set against itself; from and to must differ", c.To)
		case slices.Contains(out, c):
			t.bad("by", "the same comparison is listed twice")
		}
		t.done()
		out = append(out, c)
	}
	return out
}

// periodWords say what the two pairs of periods are.
var periodWords = map[string]string{"week": "week sets the last full week of the data against the one before",
	"half": "half sets the later half of the days against the earlier"}

var mark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{([^{}]*)\}`) })

// replay reads the template of a link to a session's replay.
func replay(o *object) string {
	s := o.text("replay")
	if s == "" {
		return ""
	}
	for _, m := range mark().FindAllStringSubmatch(s, -1) {
		if !slices.Contains(spec.ReplayMarks, m[1]) {
			o.bad("replay", "{%s} is nothing that a link can hold; known: {%s}", m[1], strings.Join(spec.ReplayMarks,
				"}, {"))
		}
	}
	u, err := url.Parse(mark().ReplaceAllString(s, "x"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		o.bad("replay", "%q is no web address; write one such as https://replay.example.com/{session}?t={ts_s}", s)
	}
	return s
}
