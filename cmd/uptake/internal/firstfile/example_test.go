package firstfile_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"uptake/cmd/uptake/internal/firstfile"
	"uptake/ingest"
)

// What a first file says of an export: the layout, and the arms that its rows name.
func ExampleDraft() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	rows := "user_id,variant,adopted\n"
	for i := range 40 {
		rows += fmt.Sprintf("u%d,%s,%d\n", i, []string{"control", "treatment"}[i%2], i/2%2)
	}
	path := filepath.Join(dir, "users.csv")
	os.WriteFile(path, []byte(rows), 0o600)
	text, err := firstfile.Draft(context.Background(), []string{path}, firstfile.Form{Dir: dir}, ingest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "layout:") || strings.Contains(line, "name: control") {
			fmt.Println(line)
		}
	}
	// Output:
	// layout: units
	//   - {name: control, control: true}
}
