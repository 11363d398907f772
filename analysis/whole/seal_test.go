package whole

import (
	"encoding/json"
	"testing"
)

// TestSeal: a sealed object is JSON of the same members, and no byte of it can be another
// unseen. The sum is CRC-32C: that of `{"a":1}` by another program is 0xcff7d56a.
func TestSeal(t *testing.T) {
	for _, text := range []string{`{"a":1}`, `{"verdict":"ship","lift":0.05}`, "{\n \"a\": 1,\n \"sum\": \"x\"\n}\n"} {
		s := Seal([]byte(text))
		var got, want map[string]any
		if json.Unmarshal(s, &got) != nil || json.Unmarshal([]byte(text), &want) != nil || !Intact(s) ||
			!Intact([]byte(text)) {
			t.Fatalf("%s is sealed as %s, intact %v", text, s, Intact(s))
		}
		for k, v := range want {
			if k != "sum" && got[k] != v {
				t.Errorf("%s: %s is %v", s, k, got[k])
			}
		}
		for i := range s {
			for _, flip := range []byte{1, 2, 32} {
				s[i] ^= flip
				if damaged := map[string]any{}; Intact(s) && json.Unmarshal(s, &damaged) == nil {
					for k, v := range want {
						if k != "sum" && damaged[k] != v {
							t.Errorf("byte %d of %s: %s is %v, unseen", i, s, k, damaged[k])
						}
					}
				}
				s[i] ^= flip
			}
		}
	}
	if got := string(Seal([]byte(`{"a":1}`))); got != `{"a":1,"sum":"cff7d56a"}` {
		t.Error(got)
	}
}
