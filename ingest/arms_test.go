package ingest

import (
	"testing"
	"unsafe"
)

// TestArmRowsKeepNoView counts an arm by a text in memory that is then another's.
func TestArmRowsKeepNoView(t *testing.T) {
	rows := armRows{}
	memory := []byte("control")
	for range 2 {
		copy(memory, "control")
		rows.see(unsafe.String(&memory[0], len(memory)))
		copy(memory, "android")
	}
	if got := rows.of("control"); got != 2 || len(rows) != 1 || rows.of("android") != 0 {
		t.Errorf("%d rows of control, %d of android in %d arms; 2 and 0 in 1 are right", got, rows.of("android"),
			len(rows))
	}
}
