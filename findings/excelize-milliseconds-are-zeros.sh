#!/bin/bash
# A good guess: a cell that Excel shows as 2026-04-01 13:05:59.123 has those milliseconds in the text that a library makes by the cell's format.
# github.com/xuri/excelize/v2 v2.11.1: GetRows gives 13:05:59.000 for a date with a time (whatever the format: .000, .0, .00), while a length of 95.25 s keeps its .250; openpyxl 3.1.5 reads the .123 from the same cell.
# For us: events of one second would be one instant, and an answer before what it answers; times are made of the cell's number, never of its shown text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q openpyxl==3.1.5 xlsxwriter==3.2.9 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import datetime

import openpyxl
import xlsxwriter

at = datetime.datetime(2026, 4, 1, 13, 5, 59, 123000)
book = xlsxwriter.Workbook("times.xlsx")
sheet = book.add_worksheet("data")
for column, how in enumerate(["yyyy-mm-dd hh:mm:ss.000", "hh:mm:ss.0"]):
    sheet.write_datetime(0, column, at, book.add_format({"num_format": how}))
length = datetime.timedelta(seconds=95, milliseconds=250)
sheet.write_datetime(0, 2, length, book.add_format({"num_format": "[ss].000"}))
book.close()
read = [c.value for c in openpyxl.load_workbook("times.xlsx").active[1]]
assert read == [at, at, length], read
print("openpyxl", openpyxl.__version__, *read)
PY
cat > main.go <<'GO'
package main

import (
	"fmt"
	"log"
	"strings"

	"github.com/xuri/excelize/v2"
)

func main() {
	f, err := excelize.OpenFile("times.xlsx")
	if err != nil {
		log.Fatal(err)
	}
	rows, err := f.GetRows("data")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Join(rows[0], " | "))
}
GO
printf 'module try\n\ngo 1.26\n\nrequire github.com/xuri/excelize/v2 v2.11.1\n' >go.mod
go mod tidy 2>/dev/null
got=$(go run .)
echo "excelize v2.11.1: $got"
[ "$got" = "2026-04-01 13:05:59.000 | 13:05:59.0 | 95.250" ] || { echo "changed"; exit 1; }
