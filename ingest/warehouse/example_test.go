package warehouse_test

import (
	"fmt"

	"uptake/ingest/warehouse"
)

// The dialects of the engines that are asked; those behind them are text alone.
func Example() {
	for _, d := range warehouse.Dialects[:5] {
		fmt.Println(d.Name)
	}
	// Output:
	// postgres
	// duckdb
	// trino
	// spark
	// clickhouse
}
