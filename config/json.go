package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"uptake/analysis/counted"
)

// jsonCodec reads JSON for viper, keeping every scalar's source text and line.
type jsonCodec struct{}

func (jsonCodec) Decode(b []byte, into map[string]any) error {
	r := &jsonReader{text: b, dec: json.NewDecoder(bytes.NewReader(b))}
	r.dec.UseNumber()
	v, err := r.value(0)
	if err == nil {
		if _, err = r.dec.Token(); err == io.EOF {
			err = nil
		} else if err == nil {
			err = fmt.Errorf("text after the closing brace")
		}
	}
	if err != nil {
		return fmt.Errorf("line %d: not readable as JSON: %w", r.line(), err)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("line 1: the file must be one JSON object, such as {\"experiment\": \"my-test\"}")
	}
	for k, e := range m {
		into[k] = e
	}
	return nil
}

func (jsonCodec) Encode(map[string]any) ([]byte, error) {
	return nil, fmt.Errorf("experiment files are only read")
}

type jsonReader struct {
	text []byte
	dec  *json.Decoder
}

func (r *jsonReader) line() int {
	return 1 + bytes.Count(r.text[:min(int(r.dec.InputOffset()), len(r.text))], []byte("\n"))
}

func (r *jsonReader) value(depth int) (any, error) {
	t, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, counted.Errorf("nested more than %d levels deep", maxDepth)
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return r.list(depth)
		}
		return r.object(depth)
	case string:
		return Text{Value: t, Line: r.line(), Quoted: true}, nil
	case json.Number:
		return Text{Value: t.String(), Line: r.line()}, nil
	case bool:
		return Text{Value: fmt.Sprint(t), Line: r.line()}, nil
	}
	return Text{Line: r.line()}, nil
}

func (r *jsonReader) list(depth int) (any, error) {
	out := []any{}
	for r.dec.More() {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := r.dec.Token()
	return out, err
}

func (r *jsonReader) object(depth int) (any, error) {
	out := map[string]any{}
	for r.dec.More() {
		k, err := r.dec.Token()
		if err != nil {
			return nil, err
		}
		key := strings.ToLower(k.(string))
		if strings.Contains(key, "\x00") {
			return nil, errNUL
		}
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("the key %q was given twice; keep one of them", k)
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out[key] = under(k.(string), v)
	}
	_, err := r.dec.Token()
	return out, err
}
