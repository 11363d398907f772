package config

import (
	"slices"

	"uptake/analysis/spec"
)

// derived reads the columns that are made of others.
func derived(o *object) []spec.Derived {
	var out []spec.Derived
	for _, t := range o.objects("derived") {
		d := spec.Derived{Name: t.text("name"), From: t.texts("from"), Text: t.text("text"), Where: filters(t),
			Decode: t.texts("decode"), At: t.text("at"), Epoch: t.bool("epoch")}
		for _, g := range t.groups("values") {
			d.Values = append(d.Values, spec.Value{To: g.name, Is: g.values})
		}
		switch {
		case d.Name == "":
			o.p.add(t.path, placeOf(t.m), "a derived column has a name: {name: unit, from: [userId, anonymousId]}")
		case len(d.From) > 0 && t.has("text"):
			t.bad("text", "is the same in every row, and from is what a column holds; one of them is enough")
		case len(d.From) == 0 && !t.has("text"):
			o.p.add(t.path, placeOf(t.m), "says neither from which columns %s is made nor which text it is; write "+
				"from or text", d.Name)
		case d.At != "" && slices.Contains(d.From, d.Name):
			t.bad("at", "reads into JSON, and %s is the name of the whole as well; give the part a name of its own",
				d.Name)
		}
		if again := duplicate(d.Values); again != "" {
			t.bad("values", "%q stands for two values", again)
		}
		t.done()
		out = append(out, d)
	}
	return out
}

// duplicate is a text that stands for two values, "" without.
func duplicate(values []spec.Value) string {
	var seen []string
	for _, v := range values {
		for _, is := range v.Is {
			if slices.Contains(seen, is) {
				return is
			}
			seen = append(seen, is)
		}
	}
	return ""
}
