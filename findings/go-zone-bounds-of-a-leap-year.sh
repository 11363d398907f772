#!/bin/bash
# A good guess: time.Time.ZoneBounds of Go says from when until when a clock's offset holds, so its end lies behind the time and the offset changes there.
# Go 1.26.8, Europe/Berlin: from 2037 on the end of a winter is the first instant of the next year in UTC, where nothing changes; on the last day of a leap year it is an instant before the time itself, 2040-12-31 00:00 UTC.
# For us: whoever walks from one end to the next steps over an end that is not later, and takes an offset as changed only where it is another.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'GO'
module try

go 1.26.8
GO
cat > main.go <<'GO'
package main

import (
	"fmt"
	"log"
	"runtime"
	"time"
	_ "time/tzdata"
)

func main() {
	fmt.Println(runtime.Version())
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		log.Fatal(err)
	}
	for _, year := range []int{2036, 2039, 2040} {
		t := time.Date(year, 12, 31, 12, 0, 0, 0, zone)
		_, end := t.ZoneBounds()
		_, before := end.Add(-time.Second).Zone()
		_, after := end.Zone()
		fmt.Printf("%s ends %s, later %t, another offset %t\n", t.UTC().Format(time.DateTime), end.UTC().Format(time.DateTime), end.After(t), before != after)
	}
}
GO
CGO_ENABLED=0 ZONEINFO= go run . | tee seen
diff seen - <<'WANT'
go1.26.8
2036-12-31 11:00:00 ends 2037-03-29 01:00:00, later true, another offset true
2039-12-31 11:00:00 ends 2040-01-01 00:00:00, later true, another offset false
2040-12-31 11:00:00 ends 2040-12-31 00:00:00, later false, another offset false
WANT
