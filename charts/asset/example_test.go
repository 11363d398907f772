package asset_test

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"uptake/charts/asset"
)

// What is drawn with is what was built: a page names it by this hash, and a browser runs nothing else.
func Example() {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(asset.ECharts)))
	fmt.Println(strings.HasPrefix(asset.Sum, sum+"  "))
	// Output: true
}
