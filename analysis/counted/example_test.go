package counted_test

import (
	"fmt"

	"uptake/analysis/counted"
)

// What is counted agrees with its number; a row's number is a name and stays as it is.
func Example() {
	fmt.Println(counted.Sprintf("%d of %d rows are broken, such as row %d", 1, 12345, 4711))
	fmt.Println(counted.Errorf("row %d has %d cells", 4711, 1))
	fmt.Println(counted.Noun(1200, "export file"))
	// Output:
	// 1 of 12,345 rows is broken, such as row 4711
	// row 4711 has 1 cell
	// 1,200 export files
}
