package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/preset"
)

// presets lays what the presets of sources say below what the file says: of the sources
// by themselves, and of what the whole file says once. What the file names wrongly stays
// as it is, and is refused where it is read.
func presets(o *object, dir string) {
	list, ok := entries(o.m["sources"])
	if !ok {
		return
	}
	list = slices.Clone(list)
	done := ""
	for i, e := range list {
		own, isTable := e.(map[string]any)
		p, at, known := presetIn(own)
		if !isTable || !known || done != "" && done != p.Key {
			continue
		}
		in := &base{dir: dir, nearer: at.In, preset: p.Key}
		path, _ := own["path"].(Text)
		if path.In != nil {
			in.dir = path.In.dir
		}
		from := &offer{Preset: p, in: in, line: at.Line}
		if done == "" {
			from.whole(o.m)
		}
		done = p.Key
		for k, way := range from.ways(path) {
			read := from.source(way, own, o.m)
			if k == 0 {
				list[i] = read
				continue
			}
			stated := from.stamp(path).(Text) // a further reading, of which the file itself has no entry
			read["path"], read["preset"] = stated, from.text(p.Key)
			list = append(list, read)
		}
	}
	o.m["sources"] = list
}

// presetIn is the preset that a source names, and where it does; false where it names none
// that there is and can be read.
func presetIn(source map[string]any) (preset.Preset, Text, bool) {
	t, _ := source["preset"].(Text)
	p, known := preset.Named(strings.ToLower(t.Value))
	return p, t, known && p.Refuse == ""
}

// vendor reads whose export a source is, before being the sources before it.
func vendor(o *object, before []spec.Source) string {
	key := strings.ToLower(o.text("preset"))
	if key == "" {
		return ""
	}
	p, known := preset.Named(key)
	other := slices.IndexFunc(before, func(s spec.Source) bool { return s.Preset != "" && s.Preset != key })
	switch {
	case !known:
		hint := "."
		if near := nearest(key, preset.Keys()); near != "" {
			hint = "; did you mean " + near + "?"
		}
		o.bad("preset", "%q is no preset%s There are %s; of another vendor leave the key out, and `uptake init "+
			"EXPORT` writes what its columns seem to be", key, hint, strings.Join(preset.Keys(), ", "))
	case p.Refuse != "":
		o.bad("preset", "nothing can be made of an export of %s: %s", p.Name, p.Refuse)
	case p.Outcome != "" && unfiltered(o.m["join"]):
		o.bad("preset", "which rows of %s say what became of a suggestion is yours to name: join: {where: [{column: "+
			"%s, is: [accepted]}]}", p.Name, p.Named)
	case other >= 0:
		o.bad("preset", "%s is named beside %s, and both say which rows expose; keep one, and bind the columns of "+
			"the other source under its columns", key, before[other].Preset)
	default:
		return key
	}
	return ""
}

// unfiltered reports whether a join takes any row of its table.
func unfiltered(join any) bool {
	m, _ := join.(map[string]any)
	return m["where"] == nil
}

// offered lists the names among the columns of a source that its preset gives.
func offered(source map[string]any) (out []string) {
	columns, _ := source["columns"].(map[string]any)
	for _, name := range sortedKeys(columns) {
		if presetOf(columns[name]) != "" {
			out = append(out, name)
		}
	}
	list, _ := entries(source["derived"])
	for _, e := range list {
		if presetOf(e) != "" && !slices.Contains(out, nameOf(e)) {
			out = append(out, nameOf(e))
		}
	}
	return out
}

// offer is a preset as a source names it.
type offer struct {
	preset.Preset
	in   *base
	line int // on which it is named
}

func (f *offer) text(value string) Text {
	return Text{Value: value, Line: f.line, Quoted: true, In: f.in}
}

// stamp notes in every text of a tree that the preset says it.
func (f *offer) stamp(v any) any {
	switch v := v.(type) {
	case Text:
		v.In, v.Line = f.in, f.line
		return v
	case []any:
		for i := range v {
			v[i] = f.stamp(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = f.stamp(v[k])
		}
	}
	return v
}

// keys reads keys as a preset has them: those of a table, without the braces around it.
func (f *offer) keys(written string) map[string]any {
	out := map[string]any{}
	if err := (yamlCodec{}).Decode([]byte("{"+written+"}"), out); err != nil {
		panic(fmt.Sprintf("the preset %s has %q, which is not readable: %v", f.Key, written, err))
	}
	return f.stamp(out).(map[string]any)
}

// ways are the readings of an export at path, each as keys of a source.
func (f *offer) ways(path Text) (out []map[string]any) {
	if len(f.Sources) == 0 {
		return []map[string]any{{}}
	}
	for _, way := range f.Sources {
		keys := f.keys(strings.NewReplacer("{path}", `""`, "{outcome}", `""`).Replace(way))
		if join, ok := keys["join"].(map[string]any); ok {
			join["path"] = f.stamp(path)
			if f.Outcome != "" { // which score it is, the file says
				delete(join, "where")
			}
		}
		out = append(out, keys)
	}
	return out
}

// source is what a file says of a source over what the preset says of such a reading.
func (f *offer) source(way, own, file map[string]any) map[string]any {
	below := maps.Clone(way)
	columns, _ := below["columns"].(map[string]any)
	if columns == nil {
		columns = map[string]any{}
	}
	for _, line := range f.Columns {
		name, path, _ := strings.Cut(line, ": ")
		if _, given := columns[name]; !given {
			columns[name] = f.text(strings.Trim(path, `"`))
		}
	}
	var made []any
	for _, d := range f.Derived {
		made = append(made, f.keys(d[1:len(d)-1]))
	}
	// What the file says of all sources goes before what the preset says of this one.
	elsewhere := func(name string) bool {
		bound, _ := file["columns"].(map[string]any)
		_, is := bound[name]
		return is || derives(file["derived"], name)
	}
	maps.DeleteFunc(columns, func(name string, _ any) bool { return elsewhere(name) || derives(own["derived"], name) })
	made = slices.DeleteFunc(made, func(d any) bool {
		return elsewhere(nameOf(d)) || derives(own["derived"],
			nameOf(d))
	})
	if list, ok := entries(own["derived"]); ok {
		made = append(made, list...)
	}
	below["columns"] = columns
	where := added(own["where"], way["where"])
	out := over(below, own, "sources[]").(map[string]any)
	for key, list := range map[string][]any{"derived": made, "where": where} {
		if len(list) > 0 {
			out[key] = list
		}
	}
	if len(columns) == 0 && own["columns"] == nil {
		delete(out, "columns")
	}
	return out
}

// derives reports whether a list of derived columns has one of a name.
func derives(derived any, name string) bool {
	list, _ := entries(derived)
	return slices.ContainsFunc(list, func(d any) bool { return nameOf(d) == name })
}

// added are filters of the file and of a preset, all of which have to let a row through;
// none where what the file has is no list of them.
func added(own, below any) []any {
	if own == nil {
		list, _ := entries(below)
		return list
	}
	list, ok := entries(own)
	if !ok {
		return nil
	}
	more, _ := entries(below)
	return slices.Concat(list, more)
}

// whole lays what the preset says of the whole file below it.
func (f *offer) whole(file map[string]any) {
	below := map[string]any{}
	layout := f.Layout
	if t, ok := file["layout"].(Text); ok && !t.absent() {
		layout = t.Value
	} else if layout != "" {
		below["layout"] = f.text(layout)
	}
	if len(f.Outcomes) > 0 && file["outcomes"] == nil {
		below["suggestions"] = map[string]any{"outcomes": f.keys(strings.Join(f.Outcomes, ", "))}
	}
	if len(f.Metrics) > 0 && file["metrics"] == nil {
		var list []any
		for _, m := range f.Metrics {
			list = append(list, f.keys(m[1:len(m)-1]))
		}
		below["metrics"] = list
	}
	exposing := f.Event != "" && file["assignments"] == nil && (layout == "" || layout == string(spec.Events))
	own, isTable := file["exposure"].(map[string]any)
	if exposing && (isTable || file["exposure"] == nil) {
		x := f.exposure(file)
		if where := added(own["where"], x["where"]); len(where) > 0 {
			x["where"] = where
			own = maps.Clone(own)
			delete(own, "where")
		}
		file["exposure"] = over(x, own, "exposure")
	}
	for k, v := range below {
		if file[k] == nil {
			file[k] = v
		} else {
			file[k] = over(v, file[k], k)
		}
	}
}

// exposure is which rows put a unit into its arm.
func (f *offer) exposure(file map[string]any) map[string]any {
	x := f.keys(strings.Join(f.Exposing, ", "))
	x["event"] = f.text(f.Event)
	if f.Second != "" {
		x["event"] = []any{f.text(f.Event), f.text(f.Second)}
	}
	columns, _ := file["columns"].(map[string]any)
	if f.Experiment != "" && file["each"] == nil && columns["experiment"] == nil {
		x["experiment"] = f.text(f.Experiment)
	}
	arm := f.Arm
	if f.ArmAfter != "" {
		id, _ := file["experiment"].(Text)
		name := id.Value
		if strings.ContainsAny(name, `."[`) {
			name = `"` + strings.ReplaceAll(name, `"`, `\"`) + `"`
		}
		arm = f.ArmAfter + name + f.ArmBefore
	}
	if columns["variant"] == nil {
		x["variant"] = f.text(arm)
	}
	var outside []any
	for _, word := range f.Outside {
		if !isArm(file["arms"], word) {
			outside = append(outside, f.text(word))
		}
	}
	if len(outside) > 0 {
		x["outside"] = map[string]any{"variant": outside}
	}
	return x
}

// isArm reports whether a file lists an arm of a name.
func isArm(arms any, name string) bool {
	list, _ := entries(arms)
	return slices.ContainsFunc(list, func(a any) bool {
		m, _ := a.(map[string]any)
		t, named := m["name"].(Text)
		return named && t.Value == name
	})
}
