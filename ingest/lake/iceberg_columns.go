package lake

import (
	"encoding/json"
	"fmt"
	"slices"

	"uptake/ingest/format"
	"uptake/ingest/source"
)

// icebergColumns is the schema of an Iceberg table. Its columns have numbers,
// which the files repeat; a column may be called otherwise in an older file,
// and a column of that name in it be another.
type icebergColumns struct {
	m       *metadata
	fields  []icebergField
	mapping []nameMapping
	unclear string // a name that meant several columns over time
}

type icebergSchema struct {
	ID     int            `json:"schema-id"`
	Fields []icebergField `json:"fields"`
}

type icebergField struct {
	ID      int32           `json:"id"`
	Name    string          `json:"name"`
	Type    json.RawMessage `json:"type"`
	Initial json.RawMessage `json:"initial-default"`
}

// nested is a type that holds others.
type nested struct {
	Type    string          `json:"type"`
	Fields  []icebergField  `json:"fields"`
	ID      int32           `json:"element-id"`
	Element json.RawMessage `json:"element"`
	KeyID   int32           `json:"key-id"`
	Key     json.RawMessage `json:"key"`
	ValueID int32           `json:"value-id"`
	Value   json.RawMessage `json:"value"`
}

// inner gives the fields inside a type; none for a plain one.
func inner(t json.RawMessage) (kind string, out []icebergField) {
	var n nested
	if json.Unmarshal(t, &n) != nil {
		return "", nil
	}
	switch n.Type {
	case "struct":
		return n.Type, n.Fields
	case "list":
		return n.Type, []icebergField{{ID: n.ID, Name: "element", Type: n.Element}}
	case "map":
		return n.Type, []icebergField{{ID: n.KeyID, Name: "key", Type: n.Key}, {ID: n.ValueID, Name: "value",
			Type: n.Value}}
	}
	return "", nil
}

type icebergSpec struct {
	ID     int              `json:"spec-id"`
	Fields []partitionField `json:"fields"`
}

type partitionField struct {
	Source    int32  `json:"source-id"`
	Name      string `json:"name"`
	Transform string `json:"transform"`
}

// nameMapping numbers the columns of files that do not, such as those of a
// table that was not written as Iceberg.
type nameMapping struct {
	ID    *int32        `json:"field-id"`
	Names []string      `json:"names"`
	Below []nameMapping `json:"fields"`
}

func (m *metadata) columns() (*icebergColumns, error) {
	c := &icebergColumns{m: m}
	if m.Schema != nil && len(m.Schemas) == 0 {
		m.Schemas, m.CurrentSchema = []icebergSchema{*m.Schema}, m.Schema.ID
	}
	i := slices.IndexFunc(m.Schemas, func(s icebergSchema) bool { return s.ID == m.CurrentSchema })
	if i < 0 {
		return nil, fmt.Errorf("%s has no schema %d, which it says is the current one; copy the table again", m.file,
			m.CurrentSchema)
	}
	c.fields = m.Schemas[i].Fields
	if text := m.Properties["schema.name-mapping.default"]; text != "" {
		if err := json.Unmarshal([]byte(text), &c.mapping); err != nil {
			return nil, fmt.Errorf("%s has a schema.name-mapping.default that cannot be read (%v)", m.file, err)
		}
	}
	names, ids := map[int32]string{}, map[string]int32{}
	for _, s := range m.Schemas {
		for _, f := range s.Fields {
			if old, ok := names[f.ID]; ok && old != f.Name {
				c.unclear = f.Name
			}
			if old, ok := ids[f.Name]; ok && old != f.ID {
				c.unclear = f.Name
			}
			names[f.ID], ids[f.Name] = f.Name, f.ID
		}
	}
	return c, nil
}

// bind says what the table's columns are called in a file. A column that the
// file lacks has the value of the file's partition, the column's first
// default, or none.
func (c *icebergColumns) bind(d *dataFile, name string) error {
	own, err := fieldsOf(d.tree, d.path, name)
	if err != nil {
		return err
	}
	if !own.numbered() {
		if own, err = c.numbered(own, name); err != nil {
			return err
		}
	}
	d.columns = map[string]string{}
	for _, f := range c.fields {
		i := own.number(f.ID)
		if i >= 0 {
			d.columns[f.Name] = own[i].Name
			if err := c.inside(d, f, own[i], f.Name, own[i].Name, true); err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			continue
		}
		d.columns[f.Name] = ""
		p, ok, err := c.constant(d, f)
		if err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
		if ok {
			d.constants = append(d.constants, p)
		}
	}
	return nil
}

// inside says what the fields within a column are called. Within lists and
// maps there is no way to say so, and a field that was renamed there is refused.
func (c *icebergColumns) inside(d *dataFile, f icebergField, own format.Field, path, ownPath string, plain bool) error {
	kind, list := inner(f.Type)
	plain = plain && kind == "struct"
	below := fields(own.Within)
	if kind != "struct" && len(below) == 1 && !hasNumber(below[0]) {
		below = below[0].Within // the level that Parquet has for the repetition
	}
	for _, x := range list {
		i := below.number(x.ID)
		switch {
		case i < 0 && plain:
			d.columns[path+"."+x.Name] = ""
			continue
		case i < 0:
			continue
		case plain:
			d.columns[path+"."+x.Name] = ownPath + "." + below[i].Name
		case kind == "struct" && below[i].Name != x.Name:
			return fmt.Errorf("calls %s, of the column %s, by its former name %s, which is not read within lists; "+
				"rewrite the files, or export the table as Parquet", x.Name, path, below[i].Name)
		}
		if err := c.inside(d, x, below[i], path+"."+x.Name, ownPath+"."+below[i].Name, plain); err != nil {
			return err
		}
	}
	return nil
}

// numbered numbers a file's columns by their names.
func (c *icebergColumns) numbered(own fields, name string) (fields, error) {
	if c.mapping != nil {
		return mapped(own, c.mapping), nil
	}
	if c.unclear != "" {
		return nil, fmt.Errorf("%s does not number its columns, and %s says that %q was the name of different "+
			"columns or another name of one; set schema.name-mapping.default, rewrite the files, or export the table "+
			"as Parquet", name, c.m.file, c.unclear)
	}
	return byName(own, c.fields), nil
}

func mapped(own fields, mapping []nameMapping) fields {
	out := slices.Clone(own)
	for i := range out {
		for _, m := range mapping {
			if m.ID != nil && slices.Contains(m.Names, out[i].Name) {
				out[i].ID, out[i].Numbered = *m.ID, true
				out[i].Within = mapped(out[i].Within, m.Below)
			}
		}
	}
	return out
}

func byName(own fields, table []icebergField) fields {
	out := slices.Clone(own)
	for i := range out {
		for _, f := range table {
			if f.Name == out[i].Name {
				out[i].ID, out[i].Numbered = f.ID, true
				_, below := inner(f.Type)
				out[i].Within = byName(out[i].Within, below)
			}
		}
	}
	return out
}

// constant gives the one value that a column has in all rows of a file without
// it.
func (c *icebergColumns) constant(d *dataFile, f icebergField) (p source.Pair, ok bool, err error) {
	specs := c.m.Specs
	if len(specs) == 0 {
		specs = []icebergSpec{{Fields: c.m.Spec}}
	}
	for _, s := range specs {
		if s.ID != d.spec {
			continue
		}
		for _, x := range s.Fields {
			if v, there := d.partition[x.Name]; there && x.Source == f.ID && x.Transform == "identity" {
				text, err := plainText(v, f.Type)
				return source.Pair{Name: f.Name, Value: text, Null: v == nil}, true, err
			}
		}
	}
	if len(f.Initial) > 0 && string(f.Initial) != "null" {
		var text string
		if json.Unmarshal(f.Initial, &text) != nil {
			text = string(f.Initial)
		}
		return source.Pair{Name: f.Name, Value: text}, true, nil
	}
	return p, false, nil
}
