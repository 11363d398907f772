package report

import "encoding/json"

// Hash is that of the rows that a result was made of, 32 hex digits; "", null in JSON, where
// an engine added them up that cannot hash them.
type Hash string

// MarshalJSON writes the digits, or null.
func (h Hash) MarshalJSON() ([]byte, error) {
	if h == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(h))
}
