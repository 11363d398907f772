package whole_test

import (
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis/whole"
)

// A file is there as a whole or not at all; nothing else is left beside it.
func ExampleWrite() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "readout.json")
	fmt.Println(whole.Write(path, []byte("{}\n")), whole.Write(path, []byte("[]\n")))
	text, _ := os.ReadFile(path)
	list, _ := os.ReadDir(dir)
	fmt.Printf("%s%d file\n", text, len(list))
	// Output:
	// <nil> <nil>
	// []
	// 1 file
}
