package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Patience is how long answers in hand may take once the end is asked for.
const Patience = 2 * time.Second

// Options says what is served and where.
type Options struct {
	Dir    string
	Listen string // host:port; port 0 = any that is free
	// Network lets it listen to other machines, and be called by any name.
	Network bool
	// Told is called with the address when it listens.
	Told func(address string)
}

// AddressError is of an address at which nothing was tried: it is none, or is not of this machine
// alone and that was not allowed.
type AddressError struct{ error }

func checkAddress(listen string, network bool) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("--listen %s: expected HOST:PORT, such as 127.0.0.1:8740", listen)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("--listen %s: %q is no port; expected a number from 0 (any that is free) to 65535", listen,
			port)
	}
	if !network && !loopback(host) {
		return fmt.Errorf("--listen %s: other machines could read the reports there; use 127.0.0.1 or localhost, or "+
			"add --network if they may", listen)
	}
	return nil
}

// Run answers until the context ends, which is no error. It fails with an AddressError before it
// opens anything where the address is wrong.
func Run(ctx context.Context, o Options) error {
	if err := checkAddress(o.Listen, o.Network); err != nil {
		return AddressError{err}
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return fmt.Errorf("%s cannot be served: %w; expected a folder of reports", o.Dir, bare(err))
	}
	defer root.Close()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("nothing can listen at %s: %w; pick another address with --listen, such as 127.0.0.1:0 for "+
			"any that is free", o.Listen, bare(err))
	}
	var hosts []string
	if !o.Network {
		hosts = []string{"localhost", "127.0.0.1", "::1", hostOf(l.Addr().String())}
	}
	name, err := filepath.Abs(o.Dir)
	if err != nil {
		name = o.Dir
	}
	server := &http.Server{Handler: Handler(root, filepath.Base(name), hosts), ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0)}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), Patience)
		defer cancel()
		if server.Shutdown(end) != nil {
			server.Close()
		}
	})
	o.Told(l.Addr().String())
	err = server.Serve(l)
	if stop() { // it ended by itself
		return fmt.Errorf("nothing can be served at %s any more: %w", l.Addr(), err)
	}
	<-stopped
	return nil
}

// loopback says whether a host is this machine alone.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// bare is the cause of an error, without the operation and the path.
func bare(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
