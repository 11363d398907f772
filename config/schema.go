package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// schema is a JSON Schema, or a part of one.
type schema map[string]any

// fileSchema describes a kind of file by its keys.
type fileSchema struct {
	keys  *spec.KeySet
	title string
	name  string // the key that names what the file is of
}

// Schema is the JSON Schema (draft 2020-12) of the experiment file, for editors
// and for who writes such files by program. It knows names, types, words, the
// bounds of bare numbers and where a key has a meaning; what depends on other
// values is for Load alone, which takes keys, and names of encodings, in any case.
func Schema() []byte {
	f := fileSchema{spec.ExperimentKeys, "An experiment file of uptake", "experiment"}
	var rules []schema
	for _, layout := range []spec.Layout{spec.Events, spec.Suggestions, spec.Units, spec.Summary} {
		when := schema{"properties": schema{"layout": schema{"const": layout}}}
		if layout != spec.Events { // the default
			when["required"] = []string{"layout"}
		}
		elsewhere := func(k spec.Key) bool { return k.Layouts != nil && !slices.Contains(k.Layouts, layout) }
		rules = append(rules, schema{"if": when, "then": f.without("", elsewhere)})
	}
	// What a file does not give may stand in one that it extends.
	return f.text(append(rules, schema{"if": schema{"not": schema{"required": []string{"extends"}}},
		"then": f.needed("")}))
}

// EvalsSchema is the JSON Schema of the evaluation file, which LoadEvals reads.
func EvalsSchema() []byte {
	f := fileSchema{spec.EvalKeys, "An evaluation file of uptake", "evals"}
	return f.text([]schema{f.needed("")})
}

// text is the schema of a whole file, to which the rules apply.
func (f fileSchema) text(rules []schema) []byte {
	s := f.tableSchema("")
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"], s["$defs"], s["allOf"] = f.title, typeSchemas(), rules
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err)
	}
	return append(b, '\n')
}

// tableSchema describes the keys of a table.
func (f fileSchema) tableSchema(table string) schema {
	properties := schema{}
	for _, k := range f.keys.Of(table) {
		if _, name := k.Split(); k.Built() {
			properties[name] = f.keySchema(k)
		}
	}
	s := schema{"type": "object", "additionalProperties": false, "properties": properties}
	if table == "" {
		s["required"] = []string{f.name}
	}
	return s
}

// needed lists what a table, and those in it, cannot do without, and what goes with the
// kind of a metric.
func (f fileSchema) needed(table string) schema {
	s, properties, required := schema{}, schema{}, []string{}
	for _, k := range f.keys.Of(table) {
		_, name := k.Split()
		if !k.Built() {
			continue
		}
		if k.Required {
			required = append(required, name)
		}
		if k.Type == spec.TableKey || k.Type == spec.ListKey {
			if in := f.needed(k.Table()); len(in) > 0 {
				properties[name] = in
				if k.Type == spec.ListKey { // a list, or a lone table
					lone := maps.Clone(in)
					lone["type"] = "object"
					properties[name] = schema{"anyOf": []schema{{"type": "array", "items": in}, lone,
						{"not": schema{"type": []string{"array", "object"}}}}}
				}
			}
		}
	}
	if len(required) > 0 {
		s["required"] = required
	}
	if len(properties) > 0 {
		s["properties"] = properties
	}
	if _, kinds := f.keys.Find(table + ".kind"); kinds && table == "metrics[]" {
		s["allOf"] = f.kindRules()
	}
	return s
}

// kindRules leave out the keys that a metric's kind does not have.
func (f fileSchema) kindRules() []schema {
	const table = "metrics[]"
	given := schema{"required": []string{"kind"}}
	rules := []schema{{"if": schema{"not": given}, "then": f.without(table,
		func(k spec.Key) bool { return k.Kinds != nil })}}
	kind, _ := f.keys.Find(table + ".kind")
	for _, name := range kind.Choices {
		rules = append(rules, schema{"if": schema{"properties": schema{"kind": schema{"const": name}},
			"required": []string{"kind"}},
			"then": f.without(table, func(k spec.Key) bool {
				return k.Kinds != nil && !slices.Contains(k.Kinds, name)
			})})
	}
	return rules
}

// without refuses the keys of a table, and of those in it, that are out.
func (f fileSchema) without(table string, out func(spec.Key) bool) schema {
	properties := schema{}
	for _, k := range f.keys.Of(table) {
		_, name := k.Split()
		switch {
		case out(k):
			properties[name] = false
		case k.Type == spec.TableKey || k.Type == spec.ListKey:
			in := f.without(k.Table(), out)
			if len(in) == 0 {
				continue
			}
			properties[name] = in
			if k.Type == spec.ListKey { // a list, or a lone table
				properties[name] = schema{"items": in, "properties": in["properties"]}
			}
		}
	}
	if len(properties) == 0 {
		return schema{}
	}
	return schema{"properties": properties}
}

// keySchema describes what is written under one key.
func (f fileSchema) keySchema(k spec.Key) schema {
	s := f.typeSchema(k)
	s["description"] = k.About
	if k.Short != "" {
		short := k
		short.Type = k.Short
		s = schema{"anyOf": []schema{s, f.typeSchema(short)}, "description": k.About}
	}
	if k.Required && !k.Verbatim {
		s["not"] = schema{"type": "null"}
	}
	if k.Default != "" {
		s["default"] = k.Default
		if slices.Contains([]spec.KeyType{spec.WholeKey, spec.ShareKey, spec.YesNoKey}, k.Type) &&
			json.Valid([]byte(k.Default)) {
			s["default"] = json.RawMessage(k.Default)
		}
	}
	return s
}

// orNull lists choices; a key without a value is as if it were not there.
func orNull(choices []string) []any {
	out := make([]any, 0, len(choices)+1)
	for _, c := range choices {
		out = append(out, c)
	}
	return append(out, nil)
}

func ref(t spec.KeyType) schema {
	return schema{"$ref": "#/$defs/" + strings.ReplaceAll(string(t), " ", "_")}
}

func (f fileSchema) typeSchema(k spec.Key) schema {
	switch k.Type {
	case spec.ChoiceKey:
		return schema{"enum": orNull(k.Choices)}
	case spec.ChoicesKey:
		one := schema{"enum": orNull(k.Choices)}
		return schema{"anyOf": []schema{one, {"type": "array", "items": one}}}
	case spec.WholeKey:
		return schema{"anyOf": []schema{bounded("integer", k), {"type": []string{"string", "null"},
			"pattern": `^\+?[0-9]+$`}}}
	case spec.ShareKey, spec.SignKey:
		forms := []schema{ref(k.Type)}
		if k.Type == spec.ShareKey {
			forms = append(forms, bounded("number", k))
		}
		if k.Choices != nil {
			forms = append(forms, schema{"enum": orNull(k.Choices)})
		}
		return schema{"anyOf": forms}
	case spec.TextKey, spec.TextsKey:
		return textSchema(k)
	case spec.TableKey:
		s := f.tableSchema(k.Table())
		s["type"] = []string{"object", "null"}
		return s
	case spec.ListKey:
		one := f.tableSchema(k.Table())
		list := schema{"type": []string{"array", "null"}, "items": one}
		if k.Required {
			list["minItems"] = 1
		}
		return schema{"anyOf": []schema{list, one}}
	case spec.NamesKey, spec.GroupsKey:
		of := spec.TextKey
		if k.Type == spec.GroupsKey {
			of = spec.TextsKey
		}
		s := schema{"type": []string{"object", "null"}, "additionalProperties": ref(of)}
		if k.Choices != nil {
			var names []string
			for _, name := range k.Choices {
				if later, ok := f.keys.Find(k.Path + "." + name); !ok || later.Built() {
					names = append(names, name)
				}
			}
			s["propertyNames"] = schema{"enum": names}
		}
		return s
	}
	return ref(k.Type)
}

// textSchema describes a text, or a text or a list of texts.
func textSchema(k spec.Key) schema {
	one := ref(spec.TextKey)
	if k.Blank != "" || k.Type == spec.TextKey && k.Required && !k.Verbatim {
		one = schema{"allOf": []schema{one, {"minLength": 1}}}
	}
	if k.Type == spec.TextKey {
		return one
	}
	list := schema{"type": "array", "items": one}
	if k.Empty != "" {
		list["minItems"] = 1
	}
	return schema{"anyOf": []schema{one, list}}
}

// bounded is a bare number within a key's bounds.
func bounded(of string, k spec.Key) schema {
	least, most := "minimum", "maximum"
	if k.Above {
		least = "exclusiveMinimum"
	}
	if k.Below {
		most = "exclusiveMaximum"
	}
	s := schema{"type": of, least: k.Least}
	if k.Most > 0 {
		s[most] = k.Most
	}
	return s
}

// number is how a number of 0 or more is written as text.
const number = `\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?`

// typeSchemas are the types that keys of any path share. A key without a value
// is as if it were not there, so each takes null.
func typeSchemas() schema {
	text := schema{"type": []string{"string", "number", "boolean", "null"}}
	patterns := map[spec.KeyType]string{
		spec.SignKey:   `^[^0-9A-Za-z\r\n\x00]$`,
		spec.YesNoKey:  `^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])$`,
		spec.NumberKey: `^` + number + `$`,
		spec.ShareKey:  `^ *` + number + ` *(%|/ *` + number + `)? *$`,
		spec.SpanKey:   `^ *([0-9.]+ *(w|d|h|m|min|s|ms|us) *)+$`,
		spec.DayKey:    `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`,
		spec.AmountKey: `^ *` + number + ` *(%|pp)? *$`,
	}
	bare := map[spec.KeyType]schema{
		spec.YesNoKey:  {"type": "boolean"},
		spec.NumberKey: {"type": "number", "minimum": 0},
		spec.AmountKey: {"type": "number", "exclusiveMinimum": 0},
	}
	out := schema{}
	for _, t := range spec.KeyTypes {
		name := strings.TrimPrefix(ref(t.Type)["$ref"].(string), "#/$defs/")
		pattern := schema{"type": []string{"string", "null"}, "pattern": patterns[t.Type]}
		switch {
		case t.Type == spec.TextKey:
			out[name] = text
		case t.Type == spec.TextsKey:
			out[name] = schema{"anyOf": []schema{text, {"type": "array", "items": text}}}
		case patterns[t.Type] == "":
			continue
		case bare[t.Type] != nil:
			out[name] = schema{"anyOf": []schema{bare[t.Type], pattern}}
		default:
			out[name] = pattern
		}
		out[name].(schema)["description"] = t.About
	}
	return out
}
