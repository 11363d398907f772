package engine

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trinodb/trino-go-client/trino"
)

// trinoServer is a coordinator of Trino. Its queries outlive a client that goes away, so each is ended by its id.
type trinoServer struct {
	voice
	db      *sql.DB
	web     *trinoWeb
	source  string // what our queries are known by in system.runtime.queries
	timeout time.Duration
}

const trinoForm = "trino://USER@HOST:PORT/CATALOG/SCHEMA"

// trinoAfter is how much later than us the coordinator ends a query, for the case that we are gone by then.
const trinoAfter = 30 * time.Second

func openTrino(ctx context.Context, address string, o Options) (Engine, error) {
	at, err := placeOf("Trino", trinoForm, address, append(webKeys, "token_env", "token_file")...)
	if err != nil {
		return nil, err
	}
	password, err := at.secret("Trino", "password")
	if err != nil {
		return nil, err
	}
	token, err := at.secret("Trino", "token")
	if err != nil {
		return nil, err
	}
	if password != "" && token != "" {
		return nil, told("the address of Trino at %s names a password and a token; one is enough", at.Host)
	}
	user := at.User.Username()
	if user == "" {
		return nil, told("the address of Trino at %s has no user; write it as %s", at.Host, trinoForm)
	}
	catalog, schema, _ := strings.Cut(strings.Trim(at.Path, "/"), "/")
	if strings.Contains(schema, "/") {
		return nil, told("the address of Trino at %s has the path %s, expected a catalog and a schema: %s", at.Host,
			at.Path,
			trinoForm)
	}
	client, scheme, err := at.web("Trino", password+token != "")
	if err != nil {
		return nil, err
	}
	server := url.URL{Scheme: scheme, Host: at.Host, User: url.User(user)}
	if password != "" {
		if scheme == "http" {
			return nil, told("Trino at %s takes a password over TLS alone; leave tls=off out", at.Host)
		}
		server.User = url.UserPassword(user, password)
	}
	timeout, err := o.timeout("Trino at "+at.Host, at.keys["timeout"])
	if err != nil {
		return nil, err
	}
	mark := make([]byte, 8)
	rand.Read(mark)
	t := &trinoServer{voice: voice{"Trino", at.Host, []string{password, token}}, timeout: timeout,
		web: &trinoWeb{next: client.Transport}, source: "uptake-" + hex.EncodeToString(mark)}
	client.Transport = t.web
	again, attempts := time.Minute, 8
	connector, err := trino.NewConnector(&trino.Config{ServerURI: server.String(), Source: t.source, Catalog: catalog,
		Schema: schema, TimeZone: "UTC", AccessToken: token, HTTPClient: client, RequestRetryTimeout: &again,
		RequestRetryMaxAttempts: &attempts, SessionProperties: map[string]string{
			"query_max_run_time": strconv.FormatInt(int64((t.timeout+trinoAfter).Seconds()), 10) + "s"}})
	if err != nil {
		return nil, t.says(other, err, "cannot be asked: %s", oneLine(err.Error()))
	}
	t.db = sql.OpenDB(connector)
	set, err := one(t.Query(ctx, "SELECT current_timezone() AS zone"))
	if err == nil && (len(set) != 1 || set[0] != "UTC") {
		err = t.says(other, nil, "did not take the time zone UTC, it has %q", set)
	}
	if err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

func (t *trinoServer) Close() error { return t.db.Close() }

// Query sends a SELECT. Retried is only what asks for its rows, never the statement.
func (t *trinoServer) Query(ctx context.Context, text string) (Rows, error) {
	if err := oneSelect(text, quoting{}); err != nil {
		return nil, err
	}
	return t.ask(ctx, text)
}

func (t *trinoServer) ask(ctx context.Context, text string) (*trinoRows, error) {
	ctx, cancel := context.WithTimeout(ctx, t.timeout)
	r := &trinoRows{t: t, ctx: ctx, cancel: cancel}
	r.ran.Read, r.begun = -1, time.Now()
	t.web.forget()
	var err error
	r.from, err = t.db.QueryContext(ctx, strings.TrimRight(text, " \t\r\n;"),
		sql.Named("X-Trino-Progress-Callback", &r.progress), sql.Named("X-Trino-Progress-Callback-Period",
			time.Millisecond))
	r.ran.Query = t.web.id()
	if err == nil {
		r.columns, err = r.from.Columns()
	}
	if err != nil {
		r.err = t.failed(ctx, r.ran.Query, err)
		r.Close()
		return nil, r.err
	}
	r.values, r.into = make([]any, len(r.columns)), make([]any, len(r.columns))
	for i := range r.values {
		r.into[i] = &r.values[i]
	}
	return r, nil
}

// trinoRows are rows as they arrive.
type trinoRows struct {
	given
	t            *trinoServer
	ctx          context.Context
	cancel       context.CancelFunc
	from         *sql.Rows
	values, into []any
	progress     trinoProgress
	done         bool
}

func (r *trinoRows) Next() bool {
	if r.done {
		return false
	}
	if !r.from.Next() {
		err := r.from.Err()
		if err == nil && r.ctx.Err() != nil {
			err = context.Cause(r.ctx) // the driver takes an end by the context for the end of the rows
		}
		r.finish(err)
		return false
	}
	err := r.from.Scan(r.into...)
	r.room(len(r.columns))
	for i, v := range r.values {
		if v == nil || err != nil {
			continue
		}
		var text string
		if text, err = trinoText(v); err != nil {
			err = r.t.says(other, nil, "gave the column %s as %v; cast it to VARCHAR in the query", r.columns[i], err)
			break
		}
		r.put(i, text)
	}
	if err != nil {
		r.finish(err)
		return false
	}
	return true
}

// trinoText is a value as text, where there is one way to write it.
func trinoText(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", fmt.Errorf("%T", v)
}

func (r *trinoRows) finish(err error) {
	r.done = true
	r.over()
	r.ran.Read = r.progress.read()
	var told *Error
	if errors.As(err, &told) {
		r.err = err
	} else if err != nil {
		r.err = r.t.failed(r.ctx, r.ran.Query, err)
	}
	r.from.Close()
	r.cancel()
}

// Close ends a query of which rows are left.
func (r *trinoRows) Close() error {
	if r.done || r.from == nil {
		r.cancel()
		return nil
	}
	r.done = true
	r.over()
	err := r.from.Close() // tells the coordinator
	r.cancel()
	if err != nil {
		return r.t.says(other, err, "was left before the last row of query %s; %s", r.ran.Query,
			r.t.isGone(r.ran.Query))
	}
	return nil
}

// failed makes a sentence of an error, after the query was ended where it may still run.
func (t *trinoServer) failed(ctx context.Context, id string, err error) error {
	query := id
	if query == "" {
		query = "of the source " + t.source
	}
	var said *trino.ErrTrino
	switch isSaid := errors.As(err, &said); {
	case ctx.Err() != nil:
		return t.says(ended, context.Cause(ctx), "was told to cancel query %s because %s; %s", query,
			why(ctx, t.timeout), t.isGone(id))
	case isSaid && (strings.Contains(said.ErrorName, "MEMORY_LIMIT") || strings.Contains(said.ErrorName,
		"OUT_OF_MEMORY")):
		return t.says(memory, err, "ran out of the memory that query %s may have: %s (%s)", query,
			oneLine(said.Message), said.ErrorName)
	case isSaid && (strings.HasPrefix(said.ErrorName, "ADMINISTRATIVELY") ||
		strings.HasPrefix(said.ErrorName, "USER_CANCELED") ||
		strings.HasPrefix(said.ErrorName, "EXCEEDED_TIME_LIMIT")):
		return t.says(ended, err, "ended query %s without being asked by us: %s (%s)", query, oneLine(said.Message),
			said.ErrorName)
	case isSaid:
		return t.says(other, err, "gave no rows for query %s: %s (%s)", query, oneLine(said.Message), said.ErrorName)
	case id == "":
		return t.says(other, err, "cannot be reached, or refused to be asked: %s", broke(err))
	}
	return t.says(other, err, "was lost while query %s ran: %s; %s", query, broke(err), t.isGone(id))
}

// isGone ends a query where it still runs and says what the coordinator answers about it. Without an id, when the
// answer to the statement itself was lost, it is found by its source.
func (t *trinoServer) isGone(id string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	of := "query_id = '" + id + "'"
	if id == "" {
		of = "source = '" + t.source + "' AND query NOT LIKE '%system.runtime.queries%'"
	}
	for {
		rows, err := t.db.QueryContext(ctx, "SELECT query_id, state FROM system.runtime.queries WHERE "+of+
			" AND state NOT IN ('FINISHED', 'FAILED')")
		var running []string
		if err == nil {
			for rows.Next() {
				var query, state string
				if rows.Scan(&query, &state) == nil {
					running = append(running, query)
				}
			}
			err = rows.Err()
			rows.Close()
		}
		if err != nil && ctx.Err() == nil {
			return "whether it is gone could not be asked: " + broke(err)
		}
		if err == nil && len(running) == 0 {
			return "asked, it says that the query is gone"
		}
		for _, q := range running {
			t.db.ExecContext(ctx, "CALL system.runtime.kill_query(query_id => '"+q+
				"', message => 'uptake does not wait any more')")
			id = q
		}
		select {
		case <-ctx.Done():
			return "asked, it says that the query still runs; end it by CALL system.runtime.kill_query(query_id => '" +
				id +
				"', message => 'left behind')"
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Explain adds up what the plan's scans of tables give, by the statistics of their connectors.
func (t *trinoServer) Explain(ctx context.Context, text string) (Cost, error) {
	if err := oneSelect(text, quoting{}); err != nil {
		return Cost{}, err
	}
	got, err := one(t.ask(ctx, "EXPLAIN (TYPE IO, FORMAT JSON) "+text))
	if err != nil {
		return Cost{}, err
	}
	type number = json.RawMessage // NaN as a text where there are no statistics
	var plan struct {
		Inputs []struct {
			Estimate struct {
				Rows  number `json:"outputRowCount"`
				Bytes number `json:"outputSizeInBytes"`
			} `json:"estimate"`
		} `json:"inputTableColumnInfos"`
	}
	if len(got) != 1 || json.Unmarshal([]byte(got[0]), &plan) != nil {
		return Cost{}, t.says(other, nil, "gave no plan that can be read")
	}
	c := Cost{BytesKnown: true, RowsKnown: true}
	add := func(sum *int64, known *bool, n number) {
		v, err := strconv.ParseFloat(string(n), 64)
		if err != nil || !(v >= 0 && v < 1<<62) {
			*known = false
			return
		}
		*sum += int64(v)
	}
	for _, i := range plan.Inputs {
		add(&c.Rows, &c.RowsKnown, i.Estimate.Rows)
		add(&c.Bytes, &c.BytesKnown, i.Estimate.Bytes)
	}
	return c, nil
}

// trinoProgress keeps what the coordinator last said of a query's reading.
type trinoProgress struct {
	sync.Mutex
	known bool
	bytes int64
}

// Update is called by the driver.
func (p *trinoProgress) Update(i trino.QueryProgressInfo) {
	p.Lock()
	defer p.Unlock()
	p.known, p.bytes = true, max(p.bytes, i.QueryStats.PhysicalInputBytes)
}

func (p *trinoProgress) read() int64 {
	p.Lock()
	defer p.Unlock()
	if !p.known {
		return -1
	}
	return p.bytes
}

// trinoWeb sees the requests of the driver, whose paths say the id of the query: the driver itself tells nobody.
type trinoWeb struct {
	next http.RoundTripper
	sync.Mutex
	query string
}

// RoundTrip hands a request on: /v1/statement/queued/ID/…, /v1/statement/executing/ID/…
func (w *trinoWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	if part := strings.Split(r.URL.Path, "/"); len(part) > 4 && part[2] == "statement" {
		w.Lock()
		if w.query == "" {
			w.query = part[4]
		}
		w.Unlock()
	}
	return w.next.RoundTrip(r)
}

func (w *trinoWeb) forget() {
	w.Lock()
	w.query = ""
	w.Unlock()
}

func (w *trinoWeb) id() string {
	w.Lock()
	defer w.Unlock()
	return w.query
}
