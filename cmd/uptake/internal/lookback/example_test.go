package lookback_test

import (
	"fmt"
	"os"
	"path/filepath"

	"uptake/cmd/uptake/internal/lookback"
)

// A folder with a readout and no evaluation says nothing of offline scores, and is not passed over in silence.
func ExampleRead() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.Mkdir(filepath.Join(dir, "march"), 0o700)
	os.WriteFile(filepath.Join(dir, "march", "readout.json"),
		[]byte(`{"schema": "uptake.readout/1", "experiment": "march"}`), 0o600)
	past, left, err := lookback.Read(dir)
	fmt.Println(len(past), left, err)
	// Output:
	// 0 [{march it has a readout.json and no evals.json: nothing was scored offline}] <nil>
}
