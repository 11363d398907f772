package pack_test

import (
	"fmt"
	"os"
	"path/filepath"

	"uptake/ingest/pack"
	"uptake/ingest/source"
)

// Before the first night every file is new; looking writes nothing, not even the folder.
func ExampleLook() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	events, state := filepath.Join(dir, "events.csv"), filepath.Join(dir, "state")
	os.WriteFile(events, []byte("user,ts\nada,2026-04-01\n"), 0o600)
	found, err := pack.Look(state, "0.1.0", []source.File{{Path: events, Name: "events.csv"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = os.Stat(state)
	fmt.Println(found[events] == pack.New, os.IsNotExist(err))
	// Output: true true
}
