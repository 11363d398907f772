package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"uptake/cmd/uptake/internal/serve"
)

func (a *app) serve() *cobra.Command {
	var listen string
	var network bool
	c := &cobra.Command{
		Use:   "serve DIR",
		Short: "Show a folder of reports in the browser, on this machine, read-only",
		Long: "serve answers a browser of this machine with the reports of a folder: pages, JSON,\n" +
			"tables. Nothing is written, nothing outside the folder is reached, and exports and\n" +
			"other files are not there. It ends with Ctrl-C.",
		Example: "  uptake serve uptake-out\n  uptake serve reports --listen 127.0.0.1:9000",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("expected one folder of reports, got %d; such as `uptake serve "+
					"uptake-out`", len(args))}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.runServe(c.Context(), serve.Options{Dir: args[0], Listen: listen, Network: network})
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8740", "HOST:PORT to answer at; port 0 takes any that is free")
	c.Flags().BoolVar(&network, "network", false,
		"let --listen take an address that other machines reach; whoever reaches it may read")
	return c
}

func (a *app) runServe(ctx context.Context, o serve.Options) error {
	a.stop.patience.Store(int64(2 * serve.Patience)) // answers in hand are sent
	o.Told = func(address string) {
		fmt.Fprintf(a.out, "%s is at http://%s/ (Ctrl-C ends it)\n", o.Dir, address)
	}
	err := serve.Run(ctx, o)
	if wrong := (serve.AddressError{}); errors.As(err, &wrong) {
		return usageError{err}
	}
	return err
}
