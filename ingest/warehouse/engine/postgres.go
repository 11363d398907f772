package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// postgres is one connection with one transaction, which is read-only and sees one state of the tables for as long as
// the session lasts, so that queries over parts of the units speak of the same rows.
type postgres struct {
	voice
	config  *pgx.ConnConfig
	conn    *pgconn.PgConn
	timeout time.Duration
}

const postgresForm = "postgres://USER@HOST/DATABASE"

// postgresSettings are what results depend on; each is looked at after it was set.
var postgresSettings = [][2]string{{"TimeZone", "UTC"}, {"standard_conforming_strings", "on"},
	{"extra_float_digits", "1"}, {"transaction_read_only", "on"}, {"transaction_isolation", "repeatable read"}}

// postgresTLS are the keys of an address that are handed on to the driver.
var postgresTLS = []string{"sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"}

func openPostgres(ctx context.Context, address string, o Options) (Engine, error) {
	at, err := placeOf("PostgreSQL", postgresForm, address, postgresTLS...)
	if err != nil {
		return nil, err
	}
	password, err := at.secret("PostgreSQL", "password")
	if err != nil {
		return nil, err
	}
	plain, keys := *at.URL, url.Values{}
	for _, k := range postgresTLS {
		if v := at.keys[k]; v != "" {
			keys.Set(k, v)
		}
	}
	plain.RawQuery = keys.Encode()
	config, err := pgx.ParseConfig(plain.String())
	if err != nil {
		return nil, told("the address of PostgreSQL at %s cannot be read: %v", at.Host, err)
	}
	if password != "" {
		config.Password = password
	}
	timeout, err := o.timeout("PostgreSQL at "+at.Host, at.keys["timeout"])
	if err != nil {
		return nil, err
	}
	p := &postgres{voice: voice{engine: "PostgreSQL", host: at.Host, secrets: []string{config.Password}},
		config:  config,
		timeout: timeout}
	if err := p.verified(keys.Get("sslmode")); err != nil {
		return nil, err
	}
	config.ConnectTimeout = 20 * time.Second
	config.RuntimeParams["application_name"] = "uptake"
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		// Where the context ends, the server is asked to cancel; the connection is given up only if it does not answer.
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 15 * time.Second}
	}
	for try := 0; ; try++ {
		if p.conn, err = pgconn.ConnectConfig(ctx, &config.Config); err == nil {
			break
		}
		var refused *pgconn.PgError
		if try == 2 || ctx.Err() != nil || errors.As(err, &refused) && refused.Code != "57P03" {
			return nil, p.says(other, err, "cannot be reached: %s", oneLine(err.Error()))
		}
		select {
		case <-time.After(time.Duration(try+1) * 300 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	if err := p.begin(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// verified refuses a connection over a network on which it is not looked at who answers.
func (p *postgres) verified(asked string) error {
	if asked == "" {
		asked = os.Getenv("PGSSLMODE") // as the driver takes it
	}
	if local(p.config.Host) {
		return nil
	}
	if asked == "" && p.config.TLSConfig != nil && len(p.config.Fallbacks) > 0 {
		// The driver's default is to do without where TLS does not come about; ours is to verify.
		tls := p.config.TLSConfig.Clone()
		tls.InsecureSkipVerify, tls.VerifyPeerCertificate, tls.ServerName = false, nil, p.config.Host
		p.config.TLSConfig, p.config.Fallbacks = tls, nil
		return nil
	}
	if p.config.TLSConfig == nil || len(p.config.Fallbacks) > 0 || asked != "verify-full" && asked != "verify-ca" {
		return p.says(other, nil, "would be asked over a network without looking at who answers (sslmode=%s); write "+
			"sslmode=verify-full and, where the authority is your own, sslrootcert=FILE", asked)
	}
	return nil
}

// begin starts the transaction and sets what results depend on.
func (p *postgres) begin(ctx context.Context) error {
	// A server of version 14 or later then sees by itself that nobody waits any more; others go on until they send.
	p.conn.Exec(ctx, "SET client_connection_check_interval = 1000").ReadAll()
	// Compiling a statement of this size takes longer than running it on most tables, and is not interrupted.
	_, err := p.conn.Exec(ctx, fmt.Sprintf("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = "+
		"'UTC'; SET LOCAL standard_conforming_strings = on; SET LOCAL extra_float_digits = 1; SET LOCAL "+
		"statement_timeout = %d; SELECT set_config(name, 'off', true) FROM pg_settings WHERE name = 'jit'",
		(p.timeout+10*time.Second).Milliseconds())).ReadAll()
	if err != nil {
		return p.failed(ctx, err)
	}
	var ask []string
	for _, s := range postgresSettings {
		ask = append(ask, "current_setting('"+s[0]+"')")
	}
	is, err := one(p.Query(ctx, "SELECT "+strings.Join(ask, ", ")))
	if err != nil {
		return err
	}
	for i, s := range postgresSettings {
		if is[i] != s[1] {
			return p.says(other, nil, "did not take the setting %s = %s, it has %s; is there a proxy between?",
				s[0], s[1], is[i])
		}
	}
	return nil
}

// Close ends the session and with it the transaction.
func (p *postgres) Close() error {
	if p.conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return p.conn.Close(ctx)
}

// Query runs a SELECT behind a savepoint, so that one that fails leaves the transaction whole.
func (p *postgres) Query(ctx context.Context, sql string) (Rows, error) {
	if err := oneSelect(sql, quoting{escapes: true}); err != nil {
		return nil, err
	}
	return p.ask(ctx, sql)
}

func (p *postgres) ask(ctx context.Context, sql string) (*pgRows, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	r := &pgRows{p: p, ctx: ctx, cancel: cancel}
	r.ran.Read, r.ran.Query, r.begun = -1, fmt.Sprintf("pid %d", p.conn.PID()), time.Now()
	if _, err := p.conn.Exec(ctx, "SAVEPOINT uptake").ReadAll(); err != nil {
		cancel()
		return nil, p.failed(ctx, err)
	}
	// The extended protocol takes one statement; without formats everything is text.
	r.from = p.conn.ExecParams(ctx, strings.TrimRight(sql, " \t\r\n;"), nil, nil, nil, nil)
	r.ahead = r.read()
	return r, r.err
}

// pgRows are rows as they arrive.
type pgRows struct {
	given
	p      *postgres
	ctx    context.Context
	cancel context.CancelFunc
	from   *pgconn.ResultReader
	ahead  bool // a row is read that Next has not given yet
	done   bool
}

func (r *pgRows) Next() bool {
	if r.ahead {
		r.ahead = false
		return true
	}
	return r.read()
}

func (r *pgRows) read() bool {
	if r.done {
		return false
	}
	more := r.from.NextRow()
	if r.columns == nil {
		for _, f := range r.from.FieldDescriptions() {
			r.columns = append(r.columns, f.Name)
		}
	}
	if !more {
		r.end()
		return false
	}
	values := r.from.Values()
	r.room(len(values))
	for i, v := range values {
		if v != nil {
			r.put(i, string(v))
		}
	}
	return true
}

func (r *pgRows) end() {
	r.done = true
	_, err := r.from.Close()
	r.over()
	r.cancelled(err)
	r.cancel()
}

// cancelled makes the sentence of an error and takes the transaction back to before the query.
func (r *pgRows) cancelled(err error) {
	end := "RELEASE SAVEPOINT uptake"
	if err != nil {
		r.err, end = r.p.failed(r.ctx, err), "ROLLBACK TO SAVEPOINT uptake"
	}
	if !r.p.conn.IsClosed() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 10*time.Second)
		defer cancel()
		if _, err := r.p.conn.Exec(ctx, end).ReadAll(); err != nil && r.err == nil {
			r.err = r.p.failed(ctx, err)
		}
	}
}

// Close cancels what still runs.
func (r *pgRows) Close() error {
	if r.done {
		return nil
	}
	r.done = true
	r.cancel() // the watcher sends the cancel request
	r.from.Close()
	r.over()
	end := "ROLLBACK TO SAVEPOINT uptake"
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 10*time.Second)
	defer cancel()
	if !r.p.conn.IsClosed() {
		if _, err := r.p.conn.Exec(ctx, end).ReadAll(); err != nil {
			return r.p.failed(ctx, err)
		}
	}
	return nil
}

// failed makes a sentence of an error of the server or the connection.
func (p *postgres) failed(ctx context.Context, err error) error {
	var said *pgconn.PgError
	isSaid := errors.As(err, &said)
	switch {
	case ctx.Err() != nil:
		return p.says(ended, context.Cause(ctx), "was told to cancel the query (pid %d) because %s; %s", p.conn.PID(),
			why(ctx, p.timeout), p.isGone())
	case isSaid && (said.Code == "53200" || said.Code == "53400" || said.Code == "53100"):
		return p.says(memory, err, "ran out of what a query may use: %s (%s)", said.Message, said.Code)
	case isSaid && (said.Code == "57014" || strings.HasPrefix(said.Code, "57P")):
		return p.says(ended, err, "ended the query (pid %d) without being asked by us: %s (%s)", p.conn.PID(),
			said.Message, said.Code)
	case isSaid:
		return p.says(other, err, "refused the query: %s (%s)%s", said.Message, said.Code, hint(said))
	case p.conn.IsClosed():
		return p.says(other, err, "went away in mid-query: %s; %s", oneLine(err.Error()), p.isGone())
	}
	return p.says(other, err, "could not be asked: %s", oneLine(err.Error()))
}

func hint(e *pgconn.PgError) string {
	if e.Hint == "" {
		return ""
	}
	return "; it says: " + oneLine(e.Hint)
}

// isGone asks over a connection of its own whether the session's query still runs.
func (p *postgres) isGone() string {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	config := p.config.Config.Copy()
	c, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return "whether it is gone could not be asked: " + oneLine(err.Error())
	}
	defer c.Close(ctx)
	ask := fmt.Sprintf("SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND state = 'active'", p.conn.PID())
	for {
		got, err := c.Exec(ctx, ask).ReadAll()
		switch {
		case err != nil:
			return "whether it is gone could not be asked: " + oneLine(err.Error())
		case string(got[0].Rows[0][0]) == "0":
			return "asked, it says that the query is gone"
		}
		select {
		case <-ctx.Done():
			return fmt.Sprintf("asked, it says that the query still runs; end it by SELECT pg_terminate_backend(%d)",
				p.conn.PID())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Explain adds up the sizes of the tables that the plan reads, each time it reads them: an index may spare some of it.
func (p *postgres) Explain(ctx context.Context, sql string) (Cost, error) {
	if err := oneSelect(sql, quoting{escapes: true}); err != nil {
		return Cost{}, err
	}
	got, err := one(p.ask(ctx, "EXPLAIN (VERBOSE, FORMAT JSON) "+sql))
	if err != nil {
		return Cost{}, err
	}
	var plans []struct{ Plan pgNode }
	if len(got) != 1 || json.Unmarshal([]byte(got[0]), &plans) != nil || len(plans) != 1 {
		return Cost{}, p.says(other, nil, "gave no plan that can be read")
	}
	c := Cost{BytesKnown: true, RowsKnown: true}
	for _, name := range plans[0].Plan.relations(nil) {
		// A table without statistics has -1 rows; one of a partitioned table's parts stands here by itself.
		size, err := one(p.ask(ctx, "SELECT pg_relation_size(c), greatest(reltuples, -1)::bigint FROM (SELECT "+
			textLiteral(name)+"::regclass AS c) q JOIN pg_class ON oid = c"))
		if err != nil {
			return Cost{}, err
		}
		var bytes, rows int64
		if len(size) != 2 {
			c.BytesKnown, c.RowsKnown = false, false
			continue
		}
		fmt.Sscan(size[0], &bytes)
		fmt.Sscan(size[1], &rows)
		c.RowsKnown = c.RowsKnown && rows >= 0
		c.Bytes, c.Rows = c.Bytes+bytes, c.Rows+max(rows, 0)
	}
	return c, nil
}

// pgNode is a part of a plan.
type pgNode struct {
	Schema   string   `json:"Schema"`
	Relation string   `json:"Relation Name"`
	Plans    []pgNode `json:"Plans"`
}

// relations are the tables of a plan's scans, as often as they are scanned.
func (n pgNode) relations(into []string) []string {
	if n.Relation != "" {
		into = append(into, quotedName(n.Schema)+"."+quotedName(n.Relation))
	}
	for _, p := range n.Plans {
		into = p.relations(into)
	}
	return into
}

func quotedName(s string) string  { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
func textLiteral(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }
