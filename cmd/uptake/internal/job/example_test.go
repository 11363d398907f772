package job_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/job"
)

// The line under a page that makes the same page again, as a shell reads it.
func ExampleCommand() {
	fmt.Println(job.Command("readout", "experiments/inline.yaml", nil, []string{"statistics.alpha=0.01", "end=1 May"}))
	// Output:
	// uptake readout inline.yaml --set statistics.alpha=0.01 --set 'end=1 May'
}
