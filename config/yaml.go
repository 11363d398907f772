package config

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"uptake/analysis/counted"
)

// yamlCodec reads YAML for viper, keeping every scalar's source text and line.
type yamlCodec struct{}

func (yamlCodec) Decode(b []byte, into map[string]any) error {
	var doc, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(b))
	switch err := d.Decode(&doc); {
	case err == io.EOF:
		return nil
	case err != nil:
		return fmt.Errorf("not readable as YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	switch err := d.Decode(&second); {
	case err == nil:
		return otherShape{fmt.Errorf("line %d: a second document begins here; give every experiment a file of its own",
			second.Line)}
	case err != io.EOF:
		return fmt.Errorf("not readable as YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	r := yamlReader{}
	v, err := r.value(doc.Content[0], 0)
	if err != nil {
		return err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return otherShape{fmt.Errorf("line %d: the file must be a list of keys and values, such as `experiment: "+
			"my-test`", doc.Content[0].Line)}
	}
	for k, e := range m {
		into[k] = e
	}
	return nil
}

func (yamlCodec) Encode(map[string]any) ([]byte, error) {
	return nil, fmt.Errorf("experiment files are only read")
}

// maxDepth and maxValues bound what aliases may make of a small file.
const (
	maxDepth  = 50
	maxValues = 1 << 20
)

type yamlReader struct{ values int }

func (r *yamlReader) value(n *yaml.Node, depth int) (any, error) {
	if depth > maxDepth {
		return nil, counted.Errorf("line %d: nested more than %d levels deep", n.Line, maxDepth)
	}
	if r.values++; r.values > maxValues {
		return nil, counted.Errorf("line %d: aliases make more than %d values of this file; write them out", n.Line,
			maxValues)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
		return Text{Value: n.Value, Line: n.Line, Quoted: n.Style&quoted != 0}, nil
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			v, err := r.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	}
	out := map[string]any{}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode || k.Tag == "!!merge" {
			return nil, fmt.Errorf("line %d: keys must be plain words; merge keys and composite keys are not read",
				k.Line)
		}
		if strings.Contains(k.Value, "\x00") {
			return nil, fmt.Errorf("line %d: %w", k.Line, errNUL)
		}
		key := strings.ToLower(k.Value)
		if l, twice := lines[key]; twice {
			return nil, fmt.Errorf("line %d: the key %s was given already in line %d; keep one of them", k.Line,
				k.Value, l)
		}
		lines[key] = k.Line
		v, err := r.value(n.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		out[key] = under(k.Value, v)
	}
	return out, nil
}
