package engine_test

import (
	"context"
	"fmt"
	"strings"

	"uptake/ingest/warehouse/engine"
)

// A password does not belong in an experiment file, and what is refused for it does not print it.
func ExampleOpen() {
	_, err := engine.Open(context.Background(), "trino://ada:hunter2@lake.example:443", engine.Options{})
	what, todo, _ := strings.Cut(err.Error(), "; ")
	fmt.Println(what)
	fmt.Println(todo)
	// Output:
	// the address of Trino at lake.example:443 holds a password, which does not belong in a file that others read
	// name the environment's variable or the file in which it lies: ?password_env=NAME or ?password_file=PATH
}
