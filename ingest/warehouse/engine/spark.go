package engine

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/beltran/gohive"
	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/panics"
)

// spark is a session of Spark's Thrift server. It has no read-only sessions: what is sent is looked at before.
type spark struct {
	voice
	conn    *gohive.Connection
	wire    net.Conn // under it; closed, it ends calls of the driver that would wait for ever
	timeout time.Duration
}

const sparkForm = "spark://USER@HOST:PORT/DATABASE"

// sparkQuoting: texts stand in single and in double quotes, and a backslash takes the meaning of what follows.
var sparkQuoting = quoting{backslash: true, names: true}

// sparkSettings are what results depend on, or whether there are any; each is looked at after it was set. Without ANSI
// rules sums that do not fit are NULL. What the planner concludes of conditions about columns that are made of
// conditions grows with every column, until planning takes longer than the query or the memory of the server.
var sparkSettings = [][2]string{{"spark.sql.session.timeZone", "UTC"}, {"spark.sql.ansi.enabled", "true"},
	{"spark.sql.parser.escapedStringLiterals", "false"}, {"spark.sql.caseSensitive", "false"},
	{"spark.sql.constraintPropagation.enabled", "false"}}

// sparkSilence is how long the server may take to answer a question of the protocol; queries run beside it.
const sparkSilence = 2 * time.Minute

func openSpark(ctx context.Context, address string, o Options) (Engine, error) {
	at, err := placeOf("Spark", sparkForm, address, webKeys...)
	if err != nil {
		return nil, err
	}
	password, err := at.secret("Spark", "password")
	if err != nil {
		return nil, err
	}
	client, scheme, err := at.web("Spark", password != "")
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(at.Port())
	if at.Port() == "" {
		port, err = 10000, nil
	}
	database := strings.Trim(at.Path, "/")
	if err != nil || strings.ContainsAny(database, "`;/\\") {
		return nil, told("the address of Spark at %s cannot be read; write it as %s", at.Host, sparkForm)
	}
	timeout, err := o.timeout("Spark at "+at.Host, at.keys["timeout"])
	if err != nil {
		return nil, err
	}
	s := &spark{voice: voice{"Spark", at.Host, []string{password}}, timeout: timeout}
	c := gohive.NewConnectConfiguration()
	c.Username, c.Password, c.ConnectTimeout, c.SocketTimeout = at.User.Username(), password, 20*time.Second,
		sparkSilence
	c.PollIntervalInMillis = 50
	if c.Username == "" {
		c.Username = "uptake" // the driver would take the name of who runs the program
	}
	dial := (&net.Dialer{Timeout: 20 * time.Second}).DialContext
	if scheme == "https" {
		trust := client.Transport.(*http.Transport).TLSClientConfig.Clone()
		trust.ServerName = at.Hostname()
		dial = (&tls.Dialer{NetDialer: &net.Dialer{Timeout: 20 * time.Second}, Config: trust}).DialContext
	}
	c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		wire, err := dial(ctx, network, address)
		s.wire = wire
		return wire, err
	}
	err = s.within(ctx, time.Minute, func() (err error) {
		s.conn, err = gohive.Connect(at.Hostname(), port, "NONE", c)
		return err
	})
	if err != nil {
		return nil, s.says(other, err, "cannot be reached: %s; is its Thrift server there?", oneLine(err.Error()))
	}
	if err := s.begin(ctx, database); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// within waits for a call of the driver, which looks at no context, no longer than d.
func (s *spark) within(ctx context.Context, d time.Duration, call func() error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	done := make(chan error, 1)
	var beside conc.WaitGroup // not waited for: a call that hangs ends with the wire
	beside.Go(func() {
		var err error
		// the driver panics where a server speaks something else
		if r := panics.Try(func() { err = call() }); r != nil {
			err = fmt.Errorf("it speaks something else: %v", r.Value)
		}
		done <- err
	})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// begin sets what results depend on.
func (s *spark) begin(ctx context.Context, database string) error {
	if database != "" {
		if err := s.do(ctx, "USE `"+database+"`"); err != nil {
			return err
		}
	}
	for _, x := range sparkSettings {
		if err := s.do(ctx, "SET "+x[0]+"="+x[1]); err != nil {
			return err
		}
		is, err := one(s.ask(ctx, "SET "+x[0]))
		if err != nil {
			return err
		}
		if len(is) != 2 || is[1] != x[1] {
			return s.says(other, nil, "did not take the setting %s = %s, it has %q", x[0], x[1], is)
		}
	}
	return nil
}

// do runs a statement of ours that gives no rows.
func (s *spark) do(ctx context.Context, sql string) error {
	rows, err := s.ask(ctx, sql)
	if err != nil {
		return err
	}
	return rows.Close()
}

func (s *spark) Close() error {
	if s.conn == nil {
		return nil
	}
	defer s.wire.Close()
	if err := s.within(context.Background(), 10*time.Second, s.conn.Close); err != nil {
		return s.says(other, err, "did not end the session: %s", oneLine(err.Error()))
	}
	return nil
}

func (s *spark) Query(ctx context.Context, sql string) (Rows, error) {
	if err := oneSelect(sql, sparkQuoting); err != nil {
		return nil, err
	}
	return s.ask(ctx, sql)
}
