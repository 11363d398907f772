package firstfile

import (
	"fmt"
	"slices"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/preset"
)

// stage is what a text is for: to find out what the rows name, or to stay.
type stage bool

const (
	probe stage = false
	final stage = true
)

// text is the experiment file.
func (d *draft) text(s stage) string {
	var b strings.Builder
	var line printer = func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p := d.preset
	if s == final {
		line("# Written by uptake init from an export of %s; the names are %s.", p.Name, p.Seen)
		line("# What is marked CHECK is a guess. `uptake check` reads it back, `uptake readout` decides.")
		line("experiment: %s", quote(d.chosen.ID))
		d.others(line)
	} else {
		line("experiment: draft")
	}
	if d.Short && s == final {
		d.short(line)
		d.arms(line)
		d.suggestions(line)
		d.metrics.write(d, line)
		return b.String()
	}
	line("sources:")
	for i, x := range d.exports {
		ways := []string{""}
		if i == d.at && len(p.Sources) > 0 {
			ways = p.Sources
		}
		for _, way := range ways {
			if way != "" {
				way = ", " + way
			}
			line("  - {path: %s%s}", quote(x.path), way)
		}
	}
	if len(d.columns) > 0 {
		line("columns:")
		for _, c := range d.columns {
			name, path, _ := strings.Cut(c, ": ")
			line("  %s: %s", name, quote(strings.Trim(path, `"`)))
		}
	}
	if len(p.Derived) > 0 {
		line("derived:")
		for _, x := range p.Derived {
			line("  - %s", x)
		}
	}
	line("exposure:")
	if p.Second != "" && slices.Contains(d.events, p.Second) {
		line("  event: [%s, %s]", quote(p.Event), quote(p.Second))
	} else {
		line("  event: %s", quote(p.Event))
	}
	if p.Experiment != "" && s == final {
		line("  experiment: %s", quote(p.Experiment))
	}
	line("  variant: %s", quote(p.Arm))
	for _, x := range p.Exposing {
		line("  %s", x)
	}
	if s == probe {
		if p.Experiment != "" {
			line("each: {column: %s}", quote(p.Experiment))
		}
		line("arms: any")
		line("metrics: [{name: any, kind: mean, event: any, role: primary}]")
		return b.String()
	}
	if len(d.outside) > 0 {
		var words []string
		for _, w := range d.outside {
			words = append(words, quote(w))
		}
		line("  outside: {variant: [%s]}   # these users are outside the experiment", strings.Join(words, ", "))
	}
	d.arms(line)
	d.suggestions(line)
	d.metrics.write(d, line)
	return b.String()
}

// short names the preset in place of what it says. An export beside that of the vendor
// has its columns written out, where the vendor's is read in a way of its own.
func (d *draft) short(line printer) {
	p := d.preset
	line("sources:")
	for i, x := range d.exports {
		if i == d.at || len(p.Sources) == 0 {
			line("  - {path: %s, preset: %s}", quote(x.path), p.Key)
			continue
		}
		var bound []string
		for _, c := range d.columns {
			if name, path, _ := strings.Cut(c, ": "); format.Has(x.names, strings.Trim(path, `"`)) {
				bound = append(bound, name+": "+quote(strings.Trim(path, `"`)))
			}
		}
		line("  - {path: %s, columns: {%s}}", quote(x.path), strings.Join(bound, ", "))
	}
	if known, _ := preset.Named(p.Key); known.Event != p.Event {
		line("exposure: {event: %s}", quote(p.Event))
	}
}

// printer writes a line.
type printer func(format string, args ...any)

// others names the experiments that the file is not about.
func (d *draft) others(line printer) {
	if len(d.found) < 2 {
		return
	}
	var ids []string
	for _, f := range d.found[1:min(len(d.found), 20)] {
		ids = append(ids, quote(f.ID))
	}
	mark := "CHECK: the"
	if d.asked() {
		mark = "The"
	}
	line("# %s rows name other experiments too: %s", mark, strings.Join(ids, ", "))
}

// arms writes the arms.
func (d *draft) arms(line printer) {
	line("arms:")
	for i, a := range d.chosen.Arms {
		share, mark := "", ""
		if d.shares != nil {
			share = ", share: " + d.shares[i]
		}
		if a == d.control {
			share += ", control: true"
		}
		if a == d.control && !d.sure {
			mark = d.check("nothing says which arm is the control")
		}
		line("  - {name: %s%s}%s", quote(a), share, mark)
	}
}

// suggestions writes which events are those of suggestions.
func (d *draft) suggestions(line printer) {
	if len(d.shown["shown"]) == 0 {
		return
	}
	line("suggestions:")
	line("  attribution: %s%s", d.attribution, d.check("how long after it is shown an answer counts"))
	line("  events:")
	for _, role := range []string{"shown", "accepted", "edited", "dismissed"} {
		if names := d.shown[role]; len(names) > 0 {
			line("    %s: [%s]", role, strings.Join(quoted(names), ", "))
		}
	}
}

// eventMeasures are metrics of what events can be counted for.
func (d *draft) eventMeasures() *measures {
	m := &measures{rest: ", role: secondary"}
	if len(d.shown["shown"]) > 0 {
		m.list, m.effect = append(m.list, measure{name: "acceptance_rate", builtin: true}), "2%"
	}
	for _, n := range d.countable() {
		if slices.ContainsFunc([]string{"shown", "accepted", "edited", "dismissed"},
			func(r string) bool { return slices.Contains(d.shown[r], n) }) {
			continue
		}
		m.list = append(m.list, measure{name: n + " per user", kind: "mean", how: ", event: " + quote(n)})
	}
	return m
}

// suggestionMeasures are those of rows that say what became of a suggestion.
func suggestionMeasures() *measures {
	return &measures{effect: "2%", list: []measure{{name: "acceptance_rate", builtin: true}, {name: "ignore_rate",
		builtin: true}}}
}

func quoted(list []string) (out []string) {
	for _, s := range list {
		out = append(out, quote(s))
	}
	return out
}

// quote writes a text so that YAML reads it as it is.
func quote(s string) string {
	plain := s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_./-",
			r))
	}) < 0 && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z' || s[0] == '/')
	if plain && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"},
		strings.ToLower(s)) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
