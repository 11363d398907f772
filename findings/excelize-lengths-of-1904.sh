#!/bin/bash
# A good guess: a length of time, such as 0:01:35 in the format [ss], is the same in a workbook that counts its days from 1904 as in one that counts from 1900: it is no date.
# github.com/xuri/excelize/v2 v2.11.1: in the former, GetRows adds the 1,462 days between the two: 126316895 s in place of 95, and 35118:05:00 for 30:05:00; openpyxl 3.1.5 reads both right, and hh:mm:ss hides it.
# For us: a latency or session length from such a workbook (an option that older Macs set) would be four years; lengths are the cell's number of days, without an epoch.
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

lengths = {"[ss]": datetime.timedelta(seconds=95), "[h]:mm:ss": datetime.timedelta(hours=30, minutes=5)}
for epoch in (1900, 1904):
    book = xlsxwriter.Workbook(f"{epoch}.xlsx", {"date_1904": epoch == 1904})
    sheet = book.add_worksheet("data")
    for column, (how, length) in enumerate(lengths.items()):
        sheet.write_datetime(0, column, length, book.add_format({"num_format": how}))
    book.close()
    read = [c.value for c in openpyxl.load_workbook(f"{epoch}.xlsx").active[1]]
    assert read == list(lengths.values()), read
    print("openpyxl", openpyxl.__version__, epoch, *read)
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
	for _, epoch := range []string{"1900", "1904"} {
		f, err := excelize.OpenFile(epoch + ".xlsx")
		if err != nil {
			log.Fatal(err)
		}
		rows, err := f.GetRows("data")
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(epoch, " ", strings.Join(rows[0], " "), "; ")
	}
}
GO
printf 'module try\n\ngo 1.26\n\nrequire github.com/xuri/excelize/v2 v2.11.1\n' >go.mod
go mod tidy 2>/dev/null
got=$(go run .)
echo "excelize v2.11.1: $got"
[ "$got" = "1900 95 30:05:00; 1904 126316895 35118:05:00; " ] || { echo "changed"; exit 1; }
