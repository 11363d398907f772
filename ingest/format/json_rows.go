package format

import (
	"bytes"
	"fmt"
)

// onlyLists refuses rows without names: values in order, as programs write that
// keep the names of the columns elsewhere.
func onlyLists(name string, t *text) (err error) {
	first := true
	eachLine(t, func(row []byte) {
		row = bytes.TrimSpace(row)
		if first && len(row) > 0 && row[0] == '[' {
			err = dataError{fmt.Sprintf("the rows of %s are lists of values without names (the first is %q); write "+
				"each row as an object with the columns' names as keys (pandas: orient=\"records\"; ClickHouse: "+
				"JSONEachRow), or export CSV", name, clip(row, 60)), nil}
		}
		first = false
	})
	return err
}
