package notify_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/notify"
)

// An address is a secret: an error names where it came from, and never the address.
func ExampleParseWebhook() {
	_, err := notify.ParseWebhook("the environment's UPTAKE_WEBHOOK", "hooks.example.com/T0/secret", "")
	fmt.Println(err)
	// Output:
	// the environment's UPTAKE_WEBHOOK holds no web address; expected one such as https://hooks.example.com/…
}
