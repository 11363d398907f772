package browser_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/browser"
)

// A browser that is named and is not there is not replaced by another.
func ExampleFind() {
	_, err := browser.Find("no-such-chromium")
	fmt.Println(err)
	// Output:
	// UPTAKE_CHROMIUM is no-such-chromium, which is no program that can be run; name a Chromium or Chrome
}
