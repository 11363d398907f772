package engine

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/beltran/gohive"
	"github.com/beltran/gohive/hiveserver"
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

// sparkSettings are what results depend on; each is looked at after it was set. Without ANSI rules sums that do not fit
// are NULL.
var sparkSettings = [][2]string{{"spark.sql.session.timeZone", "UTC"}, {"spark.sql.ansi.enabled", "true"},
	{"spark.sql.parser.escapedStringLiterals", "false"}, {"spark.sql.caseSensitive", "false"}}

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
	s := &spark{voice: voice{"Spark", at.Host, []string{password}}, timeout: o.timeout()}
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

// ask runs a statement to its end, looking every while whether somebody still waits for it.
func (s *spark) ask(ctx context.Context, sql string) (*sparkRows, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	mark := make([]byte, 8)
	rand.Read(mark)
	r := &sparkRows{s: s, ctx: ctx, cancel: cancel, cursor: s.conn.Cursor()}
	r.ran.Query, r.ran.Read, r.begun = "uptake-"+hex.EncodeToString(mark), -1, time.Now()
	if strings.HasPrefix(sql, "SET ") || strings.HasPrefix(sql, "USE ") {
		r.ran.Query = "" // such a statement takes a comment for a part of it
	} else {
		// what it is known by in Spark's own pages
		sql = "/* " + r.ran.Query + " */ " + strings.TrimRight(sql, " \t\r\n;")
	}
	if err := r.run(sql); err != nil {
		r.err = s.failed(ctx, r, err)
		r.finish()
		return nil, r.err
	}
	return r, nil
}

// sparkRows are rows of a query that has ended, fetched in pieces.
type sparkRows struct {
	given
	s      *spark
	ctx    context.Context
	cancel context.CancelFunc
	cursor *gohive.Cursor
	kinds  []string
	into   []any
	state  hiveserver.TOperationState
	known  bool // there is an operation that can be asked about
	done   bool
	one    sync.Once
}

// run sends a statement and waits for its end.
func (r *sparkRows) run(sql string) error {
	// The context is looked at here: one that ends while the statement is on its way would leave it without a handle.
	if err := r.s.within(r.ctx, sparkSilence, func() error {
		r.cursor.Execute(context.Background(), sql, true)
		return r.cursor.Err
	}); err != nil {
		return err
	}
	r.known = true
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		var at *hiveserver.TGetOperationStatusResp
		if err := r.s.within(r.ctx, sparkSilence, func() error {
			at = r.cursor.Poll(false)
			return r.cursor.Err
		}); err != nil {
			return err
		}
		r.state = at.GetOperationState()
		switch r.state {
		case hiveserver.TOperationState_FINISHED_STATE:
			return r.describe()
		case hiveserver.TOperationState_INITIALIZED_STATE, hiveserver.TOperationState_RUNNING_STATE,
			hiveserver.TOperationState_PENDING_STATE:
		default:
			return errors.New(at.GetErrorMessage())
		}
		select {
		case <-time.After(wait):
		case <-r.ctx.Done():
			return context.Cause(r.ctx)
		}
	}
}

// describe takes names and types of the columns.
func (r *sparkRows) describe() error {
	for _, c := range r.cursor.Description() {
		if len(c) != 2 {
			return errors.New("a column has no type that can be read")
		}
		r.columns, r.kinds = append(r.columns, c[0]), append(r.kinds, c[1])
		switch c[1] {
		case "STRING_TYPE", "VARCHAR_TYPE", "CHAR_TYPE", "DECIMAL_TYPE":
			r.into = append(r.into, new(*string))
		case "BIGINT_TYPE":
			r.into = append(r.into, new(*int64))
		case "INT_TYPE":
			r.into = append(r.into, new(*int32))
		case "BOOLEAN_TYPE":
			r.into = append(r.into, new(*bool))
		default:
			return fmt.Errorf("the column %s is of the type %s; cast it to STRING in the query", c[0], c[1])
		}
	}
	return r.cursor.Err
}

func (r *sparkRows) Next() bool {
	if r.done {
		return false
	}
	more := false
	err := r.s.within(r.ctx, sparkSilence, func() error {
		if more = r.cursor.HasMore(context.Background()); !more || r.cursor.Err != nil {
			return r.cursor.Err
		}
		r.cursor.FetchOne(context.Background(), r.into...)
		return r.cursor.Err
	})
	if err != nil {
		r.err = r.s.failed(r.ctx, r, err)
	}
	if err != nil || !more {
		r.finish()
		return false
	}
	r.room(len(r.columns))
	for i, cell := range r.into {
		switch p := cell.(type) {
		case **string:
			if *p != nil {
				r.put(i, **p)
			}
		case **int64:
			if *p != nil {
				r.put(i, strconv.FormatInt(**p, 10))
			}
		case **int32:
			if *p != nil {
				r.put(i, strconv.FormatInt(int64(**p), 10))
			}
		case **bool:
			if *p != nil {
				r.put(i, strconv.FormatBool(**p))
			}
		}
	}
	return true
}

// finish closes the operation, which ends it where it still runs.
func (r *sparkRows) finish() {
	r.one.Do(func() {
		r.done = true
		r.over()
		r.s.within(context.Background(), 10*time.Second, func() error {
			r.cursor.Close()
			return nil
		})
		r.cancel()
	})
}

func (r *sparkRows) Close() error {
	r.finish()
	return nil
}

// failed makes a sentence of an error, after the query was ended where it may still run.
func (s *spark) failed(ctx context.Context, r *sparkRows, err error) error {
	said, name := oneLine(err.Error()), r.ran.Query
	switch {
	case ctx.Err() != nil:
		return s.says(ended, context.Cause(ctx), "was told to cancel query %s because %s; %s", name, why(ctx),
			s.isGone(r))
	case strings.Contains(said, "OutOfMemory") || strings.Contains(said, "UNABLE_TO_ACQUIRE_MEMORY"):
		return s.says(memory, err, "ran out of the memory that query %s may have: %s", name, said)
	case r.state == hiveserver.TOperationState_CANCELED_STATE || r.state == hiveserver.TOperationState_CLOSED_STATE ||
		strings.Contains(said, "SparkException: Job") && strings.Contains(said, "cancelled"):
		return s.says(ended, err, "ended query %s without being asked by us: %s", name, said)
	case r.known && r.state != hiveserver.TOperationState_ERROR_STATE &&
		r.state != hiveserver.TOperationState_FINISHED_STATE:
		return s.says(other, err, "was lost while query %s ran: %s; whether it is gone cannot be asked from "+
			"another session: look for the comment of that name among its jobs", name, said)
	}
	return s.says(other, err, "gave no rows for query %s: %s", name, said)
}

// isGone cancels a query and says what the server answers about it.
func (s *spark) isGone(r *sparkRows) string {
	if !r.known {
		return "whether the server had it yet cannot be asked; look for the comment " + r.ran.Query + " among its jobs"
	}
	var at *hiveserver.TGetOperationStatusResp
	err := s.within(context.Background(), 20*time.Second, func() error {
		if r.cursor.Cancel(); r.cursor.Err != nil {
			return r.cursor.Err
		}
		at = r.cursor.Poll(false)
		return r.cursor.Err
	})
	if err != nil {
		return "whether it is gone could not be asked: " + oneLine(err.Error())
	}
	switch at.GetOperationState() {
	case hiveserver.TOperationState_INITIALIZED_STATE, hiveserver.TOperationState_RUNNING_STATE,
		hiveserver.TOperationState_PENDING_STATE:
		return "asked, it says that the query still runs; look for the comment " + r.ran.Query + " among its jobs"
	}
	return "asked, it says that the query is gone; what its tasks are in the middle of they may finish"
}

// sparkSize finds what a line of a plan says of its size: sizeInBytes=79.0 KiB, rowCount=1.00E+4.
var sparkSize = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`Statistics\(sizeInBytes=([0-9.E+]+) (B|KiB|MiB|GiB|TiB|PiB|EiB)(?:, rowCount=([0-9.E+]+))?`)
})

// Explain adds up what the plan's relations hold, by the sizes of their files and, where they were analysed, rows.
func (s *spark) Explain(ctx context.Context, sql string) (Cost, error) {
	if err := oneSelect(sql, sparkQuoting); err != nil {
		return Cost{}, err
	}
	got, err := one(s.ask(ctx, "EXPLAIN COST "+sql))
	if err != nil {
		return Cost{}, err
	}
	// A query that cannot be planned has the error where the plan would stand.
	_, plan, is := strings.Cut(strings.Join(got, ""), "== Optimized Logical Plan ==\n")
	plan, _, ended := strings.Cut(plan, "\n== Physical Plan ==")
	if first, _, _ := strings.Cut(plan, "\n"); !is || !ended || !sparkSize().MatchString(first) {
		return Cost{}, s.says(other, nil, "gave no plan: %s", oneLine(plan))
	}
	return sparkCost(plan), nil
}

// sparkCost adds up the leaves of a plan that are tables or files.
func sparkCost(plan string) Cost {
	c := Cost{BytesKnown: true, RowsKnown: true}
	lines := strings.Split(strings.TrimSpace(plan), "\n")
	depth := func(line string) int { return len(line) - len(strings.TrimLeft(line, " :+-")) }
	for i, line := range lines {
		name, m := strings.TrimLeft(line, " :+-"), sparkSize().FindStringSubmatch(line)
		if m == nil || i+1 < len(lines) && depth(lines[i+1]) > depth(line) || strings.HasPrefix(name, "Range") ||
			strings.HasPrefix(name, "OneRowRelation") || strings.HasPrefix(name, "LocalRelation") {
			continue
		}
		size, err := strconv.ParseFloat(m[1], 64)
		size *= math.Pow(1024, float64(strings.Index("BKMGTPE", m[2][:1])))
		if err != nil || size >= 1<<60 { // what it has no statistics of, it takes for endless
			c.BytesKnown = false
		} else {
			c.Bytes += int64(size)
		}
		rows, err := strconv.ParseFloat(m[3], 64)
		c.RowsKnown, c.Rows = c.RowsKnown && err == nil, c.Rows+int64(rows)
	}
	return c
}
