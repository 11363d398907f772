package calc

import (
	"encoding/json"
	"math"
	"strconv"

	"uptake/analysis/stats"
)

// Result is the answer to one case: quantities in the order in which they are
// written. A value is a float64 (NaN is null), int, int64, bool, string,
// []float64, []int64, []bool or a Result.
type Result []Quantity

// Quantity is one named value.
type Quantity struct {
	Name  string
	Value any
}

// add appends name, value pairs.
func (r *Result) add(name string, value any) *Result {
	*r = append(*r, Quantity{name, value})
	return r
}

// tail appends p and its natural logarithm under name and log_name.
func (r *Result) tail(name string, t stats.Tail) *Result {
	return r.add(name, t.P).add("log_"+name, t.Log)
}

// interval appends ci_lower and ci_upper.
func (r *Result) interval(lo, hi float64) *Result {
	return r.add("ci_lower", lo).add("ci_upper", hi)
}

// undefined says that the case has no answer, and why.
func (r *Result) undefined(reason string) *Result {
	return r.add("defined", false).add("reason", reason)
}

// Get returns the value of a quantity, nil when there is none.
func (r Result) Get(name string) any {
	for _, q := range r {
		if q.Name == name {
			return q.Value
		}
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (r Result) MarshalJSON() ([]byte, error) { return appendValue(nil, r), nil }

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case float64:
		return appendNumber(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		return appendText(b, v)
	case []float64:
		return appendList(b, v)
	case []int64:
		return appendList(b, v)
	case []bool:
		return appendList(b, v)
	case Result:
		b = append(b, '{')
		for i, q := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendText(b, q.Name), ": "...)
			b = appendValue(b, q.Value)
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

func appendList[T any](b []byte, list []T) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendValue(b, v)
	}
	return append(b, ']')
}

func appendNumber(b []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(b, "null"...)
	case math.IsInf(v, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(b, `"-Infinity"`...)
	case v == 0:
		return append(b, '0') // −0 equals 0
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}

func appendText(b []byte, s string) []byte {
	if clean(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	t, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, t...)
}

// clean says that a text stands in JSON as it is.
func clean(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// undefined is the value of a quantity that there is not.
var undefined = math.NaN()
