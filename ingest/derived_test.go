package ingest_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// TestDerivedColumns: the numbers of an export whose columns are made of others are those
// of one that has them.
func TestDerivedColumns(t *testing.T) {
	plain, other := "ts,unit,event,variant,value\n", "time,user,anonymous,kind,key,payload,extra\n"
	for u := range 8 {
		arm, id := []string{"a", "b"}[u%2], fmt.Sprint("u", u)
		user, anonymous := id, ""
		if u%3 == 0 {
			user, anonymous = "", id
		}
		at := 1775044800 + 60*u
		times := []string{fmt.Sprint(at), fmt.Sprint(at, "000"), fmt.Sprint(at, "000000"), fmt.Sprint(at, "000000000")}
		plain += fmt.Sprintf("%d,%s,exposure,%s,\n", at, id, arm)
		other += fmt.Sprintf("%s,%s,%s,feature,flag,\"%d\",\n", times[u%4], user, anonymous, u%2)
		for k := range u {
			plain += fmt.Sprintf("%d,%s,buy,,%d\n", at+k+1, id, k)
			text := fmt.Sprintf(`{"data": {"data": {"x.y": %d, "word": "\"pro\""}}}`, k)
			encoding := []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding, base64.URLEncoding}[k%3]
			other += fmt.Sprintf("%d,%s,%s,custom,buy,%s,\n", at+k+1, user, anonymous,
				encoding.EncodeToString([]byte(text)))
		}
	}
	const body = "experiment: x\nsources: [{path: export.csv}]\narms: [{name: a, control: true}, {name: " +
		"b}]\nmetrics: [{name: spend, kind: mean, event: buy, field: value, role: primary}]\n"
	const derived = `derived:
  - {name: ts, from: time, epoch: true}
  - {name: unit, from: [user, anonymous]}
  - {name: event, text: exposure, where: [{column: kind, is: feature}]}
  - {name: event, from: [event, key]}
  - {name: variant, from: payload, where: [{column: kind, is: feature}], values: {a: "0", b: ["1", "7"]}}
  - {name: text, from: payload, where: [{column: kind, is: custom}], decode: base64}
  - {name: value, from: text, at: data.data.x.y}
  - {name: plan, from: text, at: data.data.word, decode: []}
  - {name: bare, from: plan, decode: json}
`
	written := strings.Replace(body, "field: value", "field: value, where: [{column: bare, is: pro}]", 1) +
		strings.Replace(derived, ", decode: []", "", 1)
	want := readoutOf(t, body, plain)
	for how, file := range map[string]string{
		"derived": written,
		// the same by paths into the JSON that a derived column is
		"by paths": strings.NewReplacer("  - {name: value, from: text, at: data.data.x.y}\n", "",
			"  - {name: plan, from: text, at: data.data.word}\n", "",
			"bare, from: plan", "bare, from: text.data.data.word").Replace(written) +
			"columns: {value: 'text.data.data.\"x.y\"'}\n",
	} {
		got := readoutOf(t, file, other)
		for k := range want.Metrics[0].Arms {
			if w, g := want.Metrics[0].Arms[k], got.Metrics[0].Arms[k]; w.Value != g.Value || w.Units != g.Units ||
				w.Units == 0 {
				t.Errorf("%s, %s: %v of %d units, want %v of %d", how, w.Arm, g.Value, g.Units, w.Value, w.Units)
			}
		}
		if want.DataTo != got.DataTo || want.Rows.Used != got.Rows.Used {
			t.Errorf("%s: data to %s with %d rows, want %s with %d", how, got.DataTo, got.Rows.Used, want.DataTo,
				want.Rows.Used)
		}
	}
}
