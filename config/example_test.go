package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"uptake/config"
)

// Every problem of a file is told at once, each with its line, and a misspelt key with the one that is near.
func ExampleLoad() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "experiment.yaml")
	os.WriteFile(path, []byte("experiment: inline\nsources: [{path: e.csv}]\n"+
		"arms: [{name: a, control: true}, {name: b}]\nstatistics: {alfa: 0.1}\n"+
		"timezone: Mars\n"), 0o600)
	_, err = config.Load(path, nil)
	fmt.Println(strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
	// Output:
	// experiment.yaml has 2 problems:
	//   line 4, statistics.alfa: there is no such key; did you mean alpha?
	//   line 5, timezone: "Mars" is not a known time zone; write UTC or a name such as Europe/Berlin
}

// Shares are read as people write them.
func ExampleParseShare() {
	for _, s := range []string{"50%", "1/3", "0.25", "half"} {
		v, err := config.ParseShare(s)
		fmt.Printf("%.4f %v\n", v, err)
	}
	// Output:
	// 0.5000 <nil>
	// 0.3333 <nil>
	// 0.2500 <nil>
	// 0.0000 "half" is not a share; write it as 50%, 0.5 or 1/2
}
