package event

import (
	"math"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

func TestWordsForNoValue(t *testing.T) {
	blank := []string{"", " ", "NA", "na", "N/A", "n/a", "NULL", "null", "Null", "NaN", "nan", "None", "NONE", "nil",
		"undefined", `\N`,
		"(not set)", "[object Object]", "<null>", "<NA>", " NULL ", "gone"}
	values := []string{"0", "N", "nab", "u1", "NA1", "unknown", "(none)", "names", "nulls", "-", "(set not)",
		"undefines", "Gone"}
	s := NewStyle([]string{"gone"}, spec.CSV{})
	for _, word := range blank {
		c := s.Constant(word)
		if got := c.ID(0); got != "" {
			t.Errorf("%q is the id %q", word, got)
		}
		if _, found := c.Number(0); found != Missing {
			t.Errorf("%q is the number found %d", word, found)
		}
		if _, found := c.Binary(0); found != Missing {
			t.Errorf("%q is a yes or no found %d", word, found)
		}
		want := word
		if word == `\N` {
			want = ""
		}
		if got := c.Value(0); got != want || c.Word(0) != want {
			t.Errorf("as text %q is %q", word, got)
		}
	}
	for _, word := range values {
		if got := s.Constant(word).ID(0); got != word {
			t.Errorf("the id %q is %q", word, got)
		}
	}
	if _, found := Constant("gone").Number(0); found != Bad {
		t.Error("a word that nobody declared is no number")
	}
}

func TestTypedNaN(t *testing.T) {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.AppendValues([]float64{math.NaN(), math.Inf(1), -1}, nil)
	a := b.NewArray()
	plain, declared := NewText(a), NewStyle([]string{"-1"}, spec.CSV{}).Text(a)
	for i, want := range []Found{Missing, Bad, Value} {
		if _, found := plain.Number(i); found != want {
			t.Errorf("row %d: found %d, want %d", i, found, want)
		}
	}
	if _, found := declared.Number(2); found != Missing {
		t.Error("a declared word is missing as a typed number too")
	}
	if plain.Value(0) != "" || plain.ID(0) != "" || plain.Value(1) != "Infinity" || plain.Value(2) != "-1" {
		t.Errorf("as text: %q %q %q", plain.Value(0), plain.Value(1), plain.Value(2))
	}
}

func TestNumbersAsWritten(t *testing.T) {
	german, swiss, french := spec.CSV{Decimal: ",", Thousands: "."}, spec.CSV{Thousands: "'"}, spec.CSV{Decimal: ",",
		Thousands: " "}
	comma, english := spec.CSV{Decimal: ","}, spec.CSV{Thousands: ","}
	for _, c := range []struct {
		csv  spec.CSV
		text string
		want float64
	}{
		{german, "1.234,50", 1234.5}, {german, "1234,5", 1234.5}, {german, "-1.234.567", -1234567},
		{german, "0,5", 0.5}, {german, ",5", 0.5}, {german, "1,5E3", 1500},
		{english, "1,500.00", 1500}, {english, "999", 999}, {english, "+1,234,567.25", 1234567.25},
		{english, " 1,500 ", 1500}, {english, "1500.5", 1500.5},
		{swiss, "1'500.5", 1500.5}, {swiss, "1\u2019500", 1500}, {french, "1\u202f234,5", 1234.5},
		{french, "1\u00a0234", 1234}, {french, "1 234", 1234}, {comma, "1234,5", 1234.5},
	} {
		if got, found := NewStyle(nil, c.csv).Constant(c.text).Number(0); found != Value || got != c.want {
			t.Errorf("%q by %+v: %g (found %d), want %g", c.text, c.csv, got, found, c.want)
		}
	}
	for _, c := range []struct {
		csv  spec.CSV
		text string
	}{
		{spec.CSV{}, "1,500.00"}, {spec.CSV{}, "1234,5"}, {german, "1234.5"}, {german, "1.23,5"}, {german, "1.2345"},
		{german, "1234.567"}, {german, ".123"},
		{english, "1,50"}, {english, "1,500,"}, {english, ",500"}, {english, "1,,500"}, {english, "1,23,456"},
		{english, "12.345,678"}, {english, "1,5000"}, {swiss, "1,500"},
		{comma, "1.234,5"}, {comma, "1,5,0"}, {comma, "1.5"}, {english, "1,500 EUR"}, {english, "-"},
		{german, "Infinity"}, {german, "1,5e"}, {german, "0x1p4"},
	} {
		if got, found := NewStyle(nil, c.csv).Constant(c.text).Number(0); found != Bad {
			t.Errorf("%q by %+v was read as %g (found %d)", c.text, c.csv, got, found)
		}
	}
	less := spec.Filter{Column: "value", From: "1000"}
	for text, want := range map[string]bool{"1.234,5": true, "999,9": false, "NA": false} {
		column := NewStyle(nil, german).Constant(text)
		if got, _, _ := NewSieve([]spec.Filter{less}, []*Text{column}).Pass(0); got != want {
			t.Errorf("%q from 1000: %v", text, got)
		}
	}
}
