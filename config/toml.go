package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlCodec reads TOML for viper, keeping every scalar's source text and line.
type tomlCodec struct{}

func (tomlCodec) Decode(b []byte, into map[string]any) error {
	// The library's own decoder knows all of TOML's rules (a key given twice, a
	// table closed already); its syntax tree below keeps the texts it would convert.
	var check map[string]any
	if err := toml.Unmarshal(b, &check); err != nil {
		if d, ok := err.(*toml.DecodeError); ok {
			line, _ := d.Position()
			return fmt.Errorf("line %d: not readable as TOML: %s", line, strings.TrimPrefix(d.Error(), "toml: "))
		}
		return fmt.Errorf("not readable as TOML: %w", err)
	}
	if err := distinctKeys(check); err != nil {
		return err
	}
	r := &tomlReader{}
	r.p.Reset(b)
	at := into
	for r.p.NextExpression() {
		e := r.p.Expression()
		switch e.Kind {
		case unstable.Table:
			at = descend(into, keys(e.Key()))
		case unstable.ArrayTable:
			path := keys(e.Key())
			parent := descend(into, path[:len(path)-1])
			last := path[len(path)-1]
			list, _ := parent[last].([]any)
			at = map[string]any{}
			parent[last] = append(list, at)
		case unstable.KeyValue:
			r.assign(at, e)
		}
	}
	return r.p.Error()
}

func (tomlCodec) Encode(map[string]any) ([]byte, error) {
	return nil, fmt.Errorf("experiment files are only read")
}

// distinctKeys refuses keys that differ only in case: to an experiment file
// they are one key.
func distinctKeys(v any) error {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if err := distinctKeys(e); err != nil {
				return err
			}
		}
	case map[string]any:
		seen := map[string]string{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			low := strings.ToLower(k)
			if other, twice := seen[low]; twice {
				return fmt.Errorf("the keys %s and %s differ only in case; keep one of them", other, k)
			}
			if strings.Contains(k, "\x00") {
				return errNUL
			}
			seen[low] = k
			if err := distinctKeys(v[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

type tomlReader struct{ p unstable.Parser }

func (r *tomlReader) assign(at map[string]any, e *unstable.Node) {
	path, written := keys(e.Key()), ""
	for it := e.Key(); it.Next(); {
		written = string(it.Node().Data)
	}
	descend(at, path[:len(path)-1])[path[len(path)-1]] = under(written, r.value(e.Value()))
}

func (r *tomlReader) value(n *unstable.Node) any {
	switch n.Kind {
	case unstable.Array:
		out := []any{}
		for it := n.Children(); it.Next(); {
			if c := it.Node(); c.Kind != unstable.Comment {
				out = append(out, r.value(c))
			}
		}
		return out
	case unstable.InlineTable:
		out := map[string]any{}
		for it := n.Children(); it.Next(); {
			r.assign(out, it.Node())
		}
		return out
	}
	line := 0
	if n.Raw.Length > 0 {
		line = r.p.Shape(n.Raw).Start.Line
	}
	return Text{Value: string(n.Data), Line: line, Quoted: n.Kind == unstable.String}
}

func keys(it unstable.Iterator) []string {
	var out []string
	for it.Next() {
		out = append(out, strings.ToLower(string(it.Node().Data)))
	}
	return out
}

// descend walks to the table at path, making tables on the way; in a list it
// goes to the last table, as TOML's [[lists]] do.
func descend(m map[string]any, path []string) map[string]any {
	for _, k := range path {
		switch v := m[k].(type) {
		case map[string]any:
			m = v
		case []any:
			m = v[len(v)-1].(map[string]any)
		default:
			next := map[string]any{}
			m[k] = next
			m = next
		}
	}
	return m
}
