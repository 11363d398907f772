package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// avroType is a type of an Avro schema.
type avroType struct {
	kind    avroKind
	logical avroLogical
	scale   int         // of decimals
	size    int         // of fixed
	fields  []avroField // of a record
	symbols [][]byte    // of an enum, as JSON
	items   *avroType   // of an array or map
	union   []*avroType // its branches
}

type avroField struct {
	key []byte // as JSON, with the colon
	of  *avroType
}

type avroKind string

// The kinds of types.
const (
	avroNull    avroKind = "null"
	avroBoolean avroKind = "boolean"
	avroInt     avroKind = "int"
	avroLong    avroKind = "long"
	avroFloat   avroKind = "float"
	avroDouble  avroKind = "double"
	avroBytes   avroKind = "bytes"
	avroString  avroKind = "string"
	avroRecord  avroKind = "record"
	avroEnum    avroKind = "enum"
	avroArray   avroKind = "array"
	avroMap     avroKind = "map"
	avroFixed   avroKind = "fixed"
	avroUnion   avroKind = "union"
)

// avroLogical is what values of a type stand for.
type avroLogical int

const (
	avroPlain avroLogical = iota
	avroDate
	avroTimeMillis
	avroTimeMicros
	avroMillis
	avroMicros
	avroNanos
	avroLocalMillis
	avroLocalMicros
	avroLocalNanos
	avroDecimal
	avroUUID
	avroDuration
)

// avroLogicals are the logical types by name and the kinds that they are of; on others
// the type is what it is without, as the specification says.
var avroLogicals = []struct {
	name    string
	kinds   []avroKind
	logical avroLogical
}{
	{"date", []avroKind{avroInt}, avroDate},
	{"time-millis", []avroKind{avroInt}, avroTimeMillis},
	{"time-micros", []avroKind{avroLong}, avroTimeMicros},
	{"timestamp-millis", []avroKind{avroLong}, avroMillis},
	{"timestamp-micros", []avroKind{avroLong}, avroMicros},
	{"timestamp-nanos", []avroKind{avroLong}, avroNanos},
	{"local-timestamp-millis", []avroKind{avroLong}, avroLocalMillis},
	{"local-timestamp-micros", []avroKind{avroLong}, avroLocalMicros},
	{"local-timestamp-nanos", []avroKind{avroLong}, avroLocalNanos},
	{"decimal", []avroKind{avroBytes, avroFixed}, avroDecimal},
	{"uuid", []avroKind{avroFixed}, avroUUID}, // of a string it is the text
	{"duration", []avroKind{avroFixed}, avroDuration},
}

// deepestAvro bounds types and values within others.
const deepestAvro = 100

// avroNames are the named types of a schema so far, by their full names.
type avroNames map[string]*avroType

var errAvroSchema = errors.New("its schema cannot be read")

func parseAvroSchema(b []byte) (*avroType, error) {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return nil, fmt.Errorf("%w: %v", errAvroSchema, err)
	}
	return avroNames{}.parse(v, "", 0)
}

func (n avroNames) parse(v any, space string, depth int) (*avroType, error) {
	if depth > deepestAvro {
		return nil, fmt.Errorf("%w: it is nested more than %d deep", errAvroSchema, deepestAvro)
	}
	switch v := v.(type) {
	case string:
		switch k := avroKind(v); k {
		case avroNull, avroBoolean, avroInt, avroLong, avroFloat, avroDouble, avroBytes, avroString:
			return &avroType{kind: k}, nil
		}
		for _, name := range []string{fullName(v, space), v} {
			if t := n[name]; t != nil {
				return t, nil
			}
		}
		return nil, fmt.Errorf("%w: it has no type %q", errAvroSchema, v)
	case []any:
		t := &avroType{kind: avroUnion}
		for _, b := range v {
			branch, err := n.parse(b, space, depth+1)
			if err != nil {
				return nil, err
			}
			t.union = append(t.union, branch)
		}
		return t, nil
	case map[string]any:
		return n.complex(v, space, depth)
	}
	return nil, fmt.Errorf("%w: a type is written as %v", errAvroSchema, v)
}

func fullName(name, space string) string {
	if space == "" || strings.Contains(name, ".") {
		return name
	}
	return space + "." + name
}

func (n avroNames) complex(v map[string]any, space string, depth int) (*avroType, error) {
	word, ok := v["type"].(string)
	if !ok { // a type around another
		return n.parse(v["type"], space, depth+1)
	}
	t := &avroType{kind: avroKind(word)}
	if name, ok := v["name"].(string); ok {
		if s, ok := v["namespace"].(string); ok {
			space = s
		}
		if name = fullName(name, space); strings.Contains(name, ".") {
			space = name[:strings.LastIndexByte(name, '.')]
		}
		switch t.kind {
		case avroRecord, avroEnum, avroFixed, "error":
			n[name] = t
		}
	}
	var err error
	switch t.kind {
	case avroRecord, "error":
		t.kind = avroRecord
		fields, _ := v["fields"].([]any)
		for _, f := range fields {
			m, _ := f.(map[string]any)
			name, ok := m["name"].(string)
			if !ok {
				return nil, fmt.Errorf("%w: a field has no name", errAvroSchema)
			}
			field := avroField{key: append(appendJSON(nil, name), ':')}
			if field.of, err = n.parse(m["type"], space, depth+1); err != nil {
				return nil, err
			}
			t.fields = append(t.fields, field)
		}
	case avroEnum:
		symbols, _ := v["symbols"].([]any)
		for _, s := range symbols {
			text, _ := s.(string)
			t.symbols = append(t.symbols, appendJSON(nil, text))
		}
	case avroArray:
		t.items, err = n.parse(v["items"], space, depth+1)
	case avroMap:
		t.items, err = n.parse(v["values"], space, depth+1)
	case avroFixed:
		size, ok := v["size"].(float64)
		if !ok || size < 0 || size > largestAvroHead {
			return nil, fmt.Errorf("%w: a fixed type has the size %v", errAvroSchema, v["size"])
		}
		t.size = int(size)
	default:
		plain, err := n.parse(word, space, depth+1)
		if err != nil {
			return nil, err
		}
		if v["logicalType"] == nil {
			return plain, nil
		}
		copied := *plain
		t = &copied
	}
	if err != nil {
		return nil, err
	}
	t.means(v)
	return t, nil
}

// means takes in the logical type of a type.
func (t *avroType) means(v map[string]any) {
	for _, l := range avroLogicals {
		for _, k := range l.kinds {
			if l.name == v["logicalType"] && k == t.kind {
				t.logical = l.logical
			}
		}
	}
	scale, _ := v["scale"].(float64)
	t.scale = int(scale)
	if t.logical == avroDecimal && (scale < 0 || scale > 1000) || t.logical == avroUUID && t.size != 16 ||
		t.logical == avroDuration && t.size != 12 {
		t.logical = avroPlain
	}
}
