package engine

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// clickhouse is a server's HTTP interface. A query goes with an id of ours and comes back as tab-separated text once it
// has ended, so that an error in mid-query is an error of the answer and never a row of it.
type clickhouse struct {
	voice
	client         *http.Client
	address        string
	user, password string
	database       string
	timeout        time.Duration
}

const clickhouseForm = "clickhouse://USER@HOST/DATABASE"

// clickhouseQuoting: a backslash takes the meaning of what follows in texts and in names.
var clickhouseQuoting = quoting{backslash: true, names: true, ticks: true}

// clickhouseSettings are what results depend on; the ones that are asked back are looked at when a session begins.
var clickhouseSettings = [][2]string{{"join_use_nulls", "1"}, {"session_timezone", "UTC"}, {"readonly", "2"}}

func openClickHouse(ctx context.Context, address string, o Options) (Engine, error) {
	at, err := placeOf("ClickHouse", clickhouseForm, address, webKeys...)
	if err != nil {
		return nil, err
	}
	password, err := at.secret("ClickHouse", "password")
	if err != nil {
		return nil, err
	}
	client, scheme, err := at.web("ClickHouse", password != "")
	if err != nil {
		return nil, err
	}
	host := at.Host
	if at.Port() == "" {
		host = net.JoinHostPort(at.Hostname(), map[string]string{"https": "8443", "http": "8123"}[scheme])
	}
	timeout, err := o.timeout("ClickHouse at "+at.Host, at.keys["timeout"])
	if err != nil {
		return nil, err
	}
	c := &clickhouse{voice: voice{"ClickHouse", at.Host, []string{password}}, client: client, timeout: timeout,
		address: scheme + "://" + host + "/", user: at.User.Username(), password: password,
		database: strings.Trim(at.Path, "/")}
	var ask []string
	for _, s := range clickhouseSettings {
		ask = append(ask, "toString(getSetting('"+s[0]+"'))")
	}
	is, err := one(c.Query(ctx, "SELECT "+strings.Join(ask, ", ")))
	if err != nil {
		return nil, err
	}
	for i, s := range clickhouseSettings {
		if len(is) <= i || is[i] != s[1] && !(s[1] == "1" && is[i] == "true") {
			return nil, c.says(other, nil, "did not take the setting %s = %s, it has %q; is there a proxy between?",
				s[0], s[1], is)
		}
	}
	return c, nil
}

func (c *clickhouse) Close() error {
	c.client.CloseIdleConnections()
	return nil
}

func (c *clickhouse) Query(ctx context.Context, sql string) (Rows, error) {
	if err := oneSelect(sql, clickhouseQuoting); err != nil {
		return nil, err
	}
	return c.ask(ctx, sql)
}

func (c *clickhouse) ask(ctx context.Context, sql string) (*clickRows, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	mark := make([]byte, 8)
	rand.Read(mark)
	r := &clickRows{c: c, ctx: ctx, cancel: cancel}
	r.ran.Query, r.ran.Read, r.begun = "uptake-"+hex.EncodeToString(mark), -1, time.Now()
	settings := url.Values{"wait_end_of_query": {"1"}, "cancel_http_readonly_queries_on_client_close": {"1"},
		"max_execution_time": {strconv.Itoa(int((c.timeout + 10*time.Second).Seconds()))}}
	for _, s := range clickhouseSettings {
		settings.Set(s[0], s[1])
	}
	answer, err := c.send(ctx, r.ran.Query, sql, settings)
	if err == nil {
		r.body, r.lines = answer.Body, bufio.NewReaderSize(answer.Body, 64<<10)
		r.ran.Read = summaryBytes(answer.Header.Get("X-ClickHouse-Summary"))
		var line string
		if line, err = r.lines.ReadString('\n'); err == nil || err == io.EOF && line != "" {
			err = nil
			for _, name := range strings.Split(strings.TrimSuffix(line, "\n"), "\t") {
				r.columns = append(r.columns, unescaped(name))
			}
		}
	}
	if err != nil {
		r.err = c.failed(ctx, r.ran.Query, err)
		r.finish()
		return nil, r.err
	}
	return r, nil
}

// send posts a statement.
func (c *clickhouse) send(ctx context.Context, id, sql string, settings url.Values) (*http.Response, error) {
	settings.Set("query_id", id)
	settings.Set("default_format", "TabSeparatedWithNames")
	if c.database != "" {
		settings.Set("database", c.database)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+"?"+settings.Encode(),
		strings.NewReader(strings.TrimRight(sql, " \t\r\n;")))
	if err != nil {
		return nil, err
	}
	request.GetBody = nil // what was sent once is not sent again
	if c.user != "" {
		request.Header.Set("X-ClickHouse-User", c.user)
	}
	if c.password != "" {
		request.Header.Set("X-ClickHouse-Key", c.password)
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode == http.StatusOK {
		return answer, nil
	}
	defer answer.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 16<<10))
	code, err := strconv.Atoi(answer.Header.Get("X-ClickHouse-Exception-Code"))
	if err != nil { // old servers say it in their text alone
		fmt.Sscanf(string(said), "Code: %d", &code)
	}
	return nil, &clickError{code, fmt.Sprintf("%s (HTTP %d)", oneLine(string(said)), answer.StatusCode)}
}

// clickError is an error as the server says it.
type clickError struct {
	code int
	said string
}

func (e *clickError) Error() string { return e.said }

// Codes of errors, as system.errors has them.
const (
	clickSetting   = 115 // not known
	clickTimeout   = 159
	clickMemory    = 241
	clickCancelled = 394
)

// failed makes a sentence of an error, after the query was ended where it may still run.
func (c *clickhouse) failed(ctx context.Context, id string, err error) error {
	said, isSaid := err.(*clickError)
	switch {
	case ctx.Err() != nil:
		return c.says(ended, context.Cause(ctx), "was told to cancel query %s because %s; %s", id, why(ctx, c.timeout),
			c.isGone(id))
	case isSaid && said.code == clickMemory:
		return c.says(memory, err, "ran out of the memory that query %s may have: %s", id, said.said)
	case isSaid && (said.code == clickTimeout || said.code == clickCancelled):
		return c.says(ended, err, "ended query %s without being asked by us: %s", id, said.said)
	case isSaid && said.code == clickSetting:
		return c.says(other, err, "is too old to be asked, it lacks a setting that is needed; expected version 23.6 "+
			"or later: %s", said.said)
	case isSaid:
		return c.says(other, err, "gave no rows for query %s: %s", id, said.said)
	}
	if Unreached(err) {
		return c.says(other, err, "cannot be reached: %s", broke(err))
	}
	return c.says(other, err, "was lost while query %s ran: %s; %s", id, broke(err), c.isGone(id))
}

// isGone ends a query where it still runs and says what the server answers about it.
func (c *clickhouse) isGone(id string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for try := 0; ; try++ {
		answer, err := c.send(ctx, fmt.Sprintf("%s-asked-%d", id, try),
			"SELECT count() FROM system.processes WHERE query_id = '"+id+"'", url.Values{})
		if err != nil {
			return "whether it is gone could not be asked: " + broke(err)
		}
		said, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
		answer.Body.Close()
		if strings.HasSuffix(strings.TrimSpace(string(said)), "\n0") {
			return "asked, it says that the query is gone"
		}
		if killed, err := c.send(ctx, fmt.Sprintf("%s-killed-%d", id, try), "KILL QUERY WHERE query_id = '"+id+
			"' ASYNC",
			url.Values{}); err == nil {
			killed.Body.Close()
		}
		select {
		case <-ctx.Done():
			return "asked, it says that the query still runs; end it by KILL QUERY WHERE query_id = '" + id + "'"
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// clickRows are rows of an answer.
type clickRows struct {
	given
	c      *clickhouse
	ctx    context.Context
	cancel context.CancelFunc
	body   io.ReadCloser
	lines  *bufio.Reader
	done   bool
}

func (r *clickRows) Next() bool {
	if r.done {
		return false
	}
	line, err := r.lines.ReadString('\n')
	if err == io.EOF && line == "" {
		r.finish()
		return false
	}
	cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
	switch {
	case err != nil && err != io.EOF:
		r.err = r.c.failed(r.ctx, r.ran.Query, err)
	case err == io.EOF || len(cells) != len(r.columns):
		r.err = r.c.says(other, nil, "gave a row of %d values for %d columns, or broke off in it, in query %s",
			len(cells),
			len(r.columns), r.ran.Query)
	}
	if r.err != nil {
		r.finish()
		return false
	}
	r.room(len(cells))
	for i, cell := range cells {
		if cell != `\N` {
			r.put(i, unescaped(cell))
		}
	}
	return true
}

func (r *clickRows) finish() {
	r.done = true
	r.over()
	if r.body != nil {
		r.body.Close()
	}
	r.cancel()
}

// Close leaves rows that nobody reads; the query itself has ended before the first of them came.
func (r *clickRows) Close() error {
	if !r.done {
		r.finish()
	}
	return nil
}

// unescaped takes tab-separated text back: \t, \n, \\ and the like.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if at := strings.IndexByte("btnfr0", s[i]); at >= 0 {
			b.WriteByte("\b\t\n\f\r\x00"[at])
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// summaryBytes is what a server says that it read, -1 where it does not.
func summaryBytes(header string) int64 {
	var s struct {
		Read string `json:"read_bytes"`
	}
	if json.Unmarshal([]byte(header), &s) == nil {
		if n, err := strconv.ParseInt(s.Read, 10, 64); err == nil {
			return n
		}
	}
	return -1
}

// Explain adds up the rows that the parts of the tables have which a query would read; of bytes it says nothing, and of
// tables that lie elsewhere neither.
func (c *clickhouse) Explain(ctx context.Context, sql string) (Cost, error) {
	if err := oneSelect(sql, clickhouseQuoting); err != nil {
		return Cost{}, err
	}
	rows, err := c.ask(ctx, "EXPLAIN ESTIMATE "+sql)
	if err != nil {
		return Cost{}, err
	}
	defer rows.Close()
	at := -1
	for i, name := range rows.Columns() {
		if name == "rows" {
			at = i
		}
	}
	cost := Cost{}
	for at >= 0 && rows.Next() {
		text, _ := rows.Text(at)
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return Cost{}, c.says(other, nil, "gave %q rows in its estimate", text)
		}
		cost.Rows, cost.RowsKnown = cost.Rows+n, true
	}
	return cost, rows.Err()
}
