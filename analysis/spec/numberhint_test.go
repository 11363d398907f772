package spec

import (
	"strings"
	"testing"
)

func TestNumberHints(t *testing.T) {
	for text, want := range map[string]string{
		"1,500.00": `csv: {thousands: ","}`, "1234,5": `csv: {decimal: ","}`,
		"1.234.567": `csv: {decimal: ",", thousands: "."}`, "1.234,50": `csv: {decimal: ",", thousands: "."}`,
		"1'500": `csv: {thousands: "'"}`, "1 500,25": `csv: {decimal: ",", thousands: " "}`,
		"1,500": `csv: {thousands: ","} or csv: {decimal: ","}`, "-1\u202f500": `csv: {thousands: " "}`,
		"many": "", "1,50,000": "", "12.5.2026": "", "1500.25": "", "": "",
	} {
		if got := strings.TrimSuffix(NumberHint(text), " on the source reads it"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
