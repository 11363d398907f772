#!/bin/bash
# A good guess: a decimal is an integer and a scale, so its text is its digits, and an amount of 19.99 is "19.99" in JSON and CSV.
# github.com/apache/arrow/go/v15 v15.0.2: ValueStr, RecordToJSON and the CSV writer go through a binary float: 19.9899999999999999997918331829 (arrow-go/v18 v18.8.0: 19.99).
# For us: digits come from the integer itself; two exports of one amount would else be two levels, two ids, two hashes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > main.go.in <<'GO'
package main

import (
	"bytes"
	"fmt"
	"log"
	"strings"

	"MODULE/arrow"
	"MODULE/arrow/array"
	"MODULE/arrow/csv"
	"MODULE/arrow/decimal128"
	"MODULE/arrow/memory"
)

func main() {
	amount := &arrow.Decimal128Type{Precision: 30, Scale: 2}
	schema := arrow.NewSchema([]arrow.Field{{Name: "amount", Type: amount}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for _, cents := range []int64{1999, -5} {
		b.Field(0).(*array.Decimal128Builder).Append(decimal128.FromI64(cents))
	}
	r := b.NewRecord()
	var objects, table bytes.Buffer
	if err := array.RecordToJSON(r, &objects); err != nil {
		log.Fatal(err)
	}
	w := csv.NewWriter(&table, schema)
	if err := w.Write(r); err != nil {
		log.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	one := func(b bytes.Buffer) string { return strings.Join(strings.Fields(b.String()), " ") }
	fmt.Printf("text %s %s; JSON %s; CSV %s; the number's own %s\n", r.Column(0).ValueStr(0), r.Column(0).ValueStr(1),
		one(objects), one(table), decimal128.FromI64(1999).ToString(2))
}
GO
try() { # MODULE VERSION: what it writes
	rm -f go.mod go.sum
	sed "s#MODULE#$1#" main.go.in >main.go
	printf 'module try\n\ngo 1.26\n\nrequire %s %s\n' "$1" "$2" >go.mod
	go mod tidy 2>/dev/null
	got=$(go run .)
	echo "$1 $2: $got"
}
is() { [ "$got" = "$1" ] || { echo "changed"; exit 1; }; }
try github.com/apache/arrow/go/v15 v15.0.2
long=19.9899999999999999997918331829 below=-0.0500000000000000000006776263578
is "text $long $below; JSON {\"amount\":\"$long\"} {\"amount\":\"$below\"}; CSV $long $below; the number's own 19.99"
try github.com/apache/arrow-go/v18 v18.8.0
is 'text 19.99 -0.05; JSON {"amount":"19.99"} {"amount":"-0.05"}; CSV 19.99 -0.05; the number'"'"'s own 19.99'
