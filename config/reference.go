package config

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// referenceWidth is how wide the reference is at most.
const referenceWidth = 100

// Reference is what `uptake help config` prints: every key of the experiment
// file with its type, default, bounds, choices and layouts, a sentence and an example.
func Reference() string {
	r := &referenceWriter{shared: map[string]string{}, choices: map[string]string{}}
	r.wrap("", "The experiment file is YAML, TOML or JSON. Keys are in any case; values are the text that is "+
		"written. A key that there is not, "+
		"and one that has no meaning in the file's layout, is refused. `uptake check` says a file back in sentences; "+
		"`uptake schema` prints a JSON Schema for editors.")
	r.set(spec.ExperimentKeys)
	r.b.WriteString("\nHOW VALUES ARE WRITTEN\n\n")
	for _, t := range spec.KeyTypes {
		r.term(string(t.Type), t.About)
	}
	r.b.WriteString("\nLAYOUTS OF TIMES (time: {layout: …})\n\n")
	for _, d := range spec.TimeDirectives {
		r.term("%"+string(d.Verb), d.About)
	}
	return r.b.String()
}

// EvalReference is every key of an evaluation file, as `uptake help evals` prints them
// behind the topic.
func EvalReference() string {
	r := &referenceWriter{shared: map[string]string{}, choices: map[string]string{}}
	r.set(spec.EvalKeys)
	return r.b.String()
}

// set writes the keys of a kind of file.
func (r *referenceWriter) set(keys *spec.KeySet) {
	for _, s := range keys.Sections() {
		fmt.Fprintf(&r.b, "\n%s\n", strings.ToUpper(s.Name))
		for _, k := range s.Keys {
			r.key(k)
		}
	}
}

type referenceWriter struct {
	b       strings.Builder
	shared  map[string]string // row that tables share → the path under which it stands in full
	choices map[string]string // long list of choices → likewise
}

func (r *referenceWriter) key(k spec.Key) {
	if first, again := r.shared[k.Shared]; again && k.Shared != "" {
		if !strings.Contains(k.Shared, ".") { // the keys inside follow theirs
			r.b.WriteString("\n")
			r.wrap("  ", k.Path+": as "+first)
		}
		return
	}
	if k.Shared != "" {
		r.shared[k.Shared] = k.Path
	}
	r.b.WriteString("\n")
	r.wrap("  ", k.Path+": "+strings.Join(r.facts(k), "; "))
	r.wrap("      ", k.About)
	for line := range strings.Lines(k.Example) {
		r.b.WriteString("        " + strings.TrimSuffix(line, "\n") + "\n")
	}
}

// facts are what the columns of a row say, in words.
func (r *referenceWriter) facts(k spec.Key) []string {
	out := []string{string(k.Type)}
	add := func(format string, args ...any) { out = append(out, counted.Sprintf(format, args...)) }
	if k.Short != "" {
		out[0] += " or " + string(k.Short)
	}
	if !k.Built() {
		add("not built yet, refused")
	}
	if k.Required {
		add("needed")
	}
	list := strings.Join(k.Choices, ", ")
	switch first, again := r.choices[list]; {
	case k.Choices == nil:
	case again && len(k.Choices) > 4:
		add("the same as in %s", first)
	default:
		r.choices[list] = k.Path
		of := "one of %s"
		switch k.Type {
		case spec.NamesKey, spec.GroupsKey:
			of = "of %s"
		case spec.ShareKey, spec.SignKey:
			of = "or %s"
		}
		add(of, strings.Join(quotedSigns(k.Choices), ", "))
	}
	least, most := "from", "to"
	if k.Above {
		least = "above"
	}
	if k.Below {
		most = "to below"
	}
	switch {
	case k.Most > 0:
		add("%s %g %s %g", least, k.Least, most, k.Most)
	case k.Least > 0:
		add("at least %g", k.Least)
	}
	if k.Default != "" {
		add("%s unless given", k.Default)
	}
	if k.Layouts != nil {
		add("layout %s", either(words(k.Layouts)))
	}
	if k.Kinds != nil {
		add("kind %s", either(k.Kinds))
	}
	return out
}

// quotedSigns puts what is no word into quotes.
func quotedSigns(list []string) []string {
	out := slices.Clone(list)
	for i, w := range out {
		if !plainWord().MatchString(w) {
			out[i] = `"` + w + `"`
		}
	}
	return out
}

// term writes a word and what it means.
func (r *referenceWriter) term(word, about string) {
	r.wrap("  ", fmt.Sprintf("%-14s", word)+" "+about)
}

// wrap writes a paragraph within the width, later lines set in by two more.
func (r *referenceWriter) wrap(indent, text string) {
	later := indent
	if indent != "" {
		later += "  "
	}
	r.b.WriteString(wrapped(text, indent, later, referenceWidth))
}
