package lake

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"uptake/ingest/format"
)

// deltaColumns is the schema of a Delta Lake table: what its columns are
// called in the files. They bear other names there where the table maps its
// columns, so that one can be renamed or dropped without rewriting files.
type deltaColumns struct {
	names map[string]string // the table's column, nested by its dotted path → the files'
	top   map[string]string // the files' column → the table's
	ids   bool              // the files' columns are known by their numbers
	list  fields            // with ids
}

// deltaField is one field of a schema in a log.
type deltaField struct {
	Name     string          `json:"name"`
	Type     json.RawMessage `json:"type"`
	Metadata struct {
		Physical *string `json:"delta.columnMapping.physicalName"`
		ID       *int32  `json:"delta.columnMapping.id"`
	} `json:"metadata"`
}

type deltaStruct struct {
	Type   string       `json:"type"`
	Fields []deltaField `json:"fields"`
}

func (m *deltaMeta) columns() (*deltaColumns, error) {
	mode := "none"
	if v := m.Configuration["delta.columnMapping.mode"]; v != nil && *v != "" {
		mode = strings.ToLower(*v)
	}
	if mode != "none" && mode != "name" && mode != "id" {
		return nil, fmt.Errorf("%s maps columns in the mode %q, which is not read here; export the table as Parquet",
			m.log, mode)
	}
	var s deltaStruct
	if err := json.Unmarshal([]byte(m.SchemaString), &s); err != nil || s.Type != "struct" {
		return nil, fmt.Errorf("%s has a schema that cannot be read (%v); copy the table again", m.log, err)
	}
	c := &deltaColumns{names: map[string]string{}, top: map[string]string{}, ids: mode == "id"}
	if err := c.add(s.Fields, "", "", mode != "none"); err != nil {
		return nil, fmt.Errorf("%s %w", m.log, err)
	}
	for _, f := range s.Fields {
		c.top[c.names[f.Name]] = f.Name
		if c.ids && f.Metadata.ID != nil {
			c.list = append(c.list, format.Field{Name: f.Name, ID: *f.Metadata.ID, Numbered: true})
		}
	}
	return c, nil
}

func (c *deltaColumns) add(fields []deltaField, above, aboveOwn string, mapped bool) error {
	for _, f := range fields {
		own := f.Name
		if mapped {
			if f.Metadata.Physical == nil {
				return fmt.Errorf("maps columns, but does not say what %q is called in the files; export the table "+
					"as Parquet", above+f.Name)
			}
			own = *f.Metadata.Physical
		}
		c.names[above+f.Name] = aboveOwn + own
		var nested deltaStruct
		if json.Unmarshal(f.Type, &nested) == nil && nested.Type == "struct" {
			if err := c.add(nested.Fields, above+f.Name+".", aboveOwn+own+".", mapped); err != nil {
				return err
			}
		}
	}
	return nil
}

// logical gives the table's name of a column in the files.
func (c *deltaColumns) logical(physical string) string {
	if name, ok := c.top[physical]; ok {
		return name
	}
	return physical
}

// bind gives a file the table's names.
func (c *deltaColumns) bind(d *dataFile, name string) error {
	d.columns = c.names
	if !c.ids {
		return nil
	}
	own, err := fieldsOf(d.tree, d.path, name)
	if err != nil {
		return err
	}
	d.columns = maps.Clone(c.names)
	for _, f := range c.list {
		old := c.names[f.Name]
		if i := own.number(f.ID); i >= 0 && own[i].Name != old {
			for k, v := range d.columns {
				if k == f.Name || strings.HasPrefix(k, f.Name+".") {
					d.columns[k] = own[i].Name + strings.TrimPrefix(v, old)
				}
			}
		}
	}
	return nil
}
