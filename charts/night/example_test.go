package night_test

import (
	"fmt"

	"uptake/charts/night"
)

// What a row of the index links to is a file beside the index, whatever the folder is called.
func ExampleBeside() {
	fmt.Println(night.Beside("new tab", "readout.html"))
	fmt.Println(night.Beside("javascript:alert(1)", "readout.html"))
	// Output:
	// ./new%20tab/readout.html
	// ./javascript:alert%281%29/readout.html
}
