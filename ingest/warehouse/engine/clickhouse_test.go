package engine

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// clickServer is the HTTP interface of ClickHouse as far as its documentation tells it: settings and the query's id in
// the address, credentials in headers, the answer as tab-separated text with a summary, errors with their code. What
// queries mean is left to answer.
type clickServer struct {
	sync.Mutex
	answer  func(sql string, settings url.Values) (body string, code int)
	running map[string]bool
	seen    []*http.Request
	late    time.Duration
}

func (s *clickServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	sql, settings := string(b), r.URL.Query()
	id := settings.Get("query_id")
	s.Lock()
	s.seen = append(s.seen, r)
	if victim, ok := strings.CutPrefix(sql, "KILL QUERY WHERE query_id = '"); ok {
		s.running[strings.TrimSuffix(victim, "' ASYNC")] = false
		s.Unlock()
		return
	}
	if strings.Contains(sql, "system.processes") {
		n := 0
		for q, runs := range s.running {
			if runs && strings.Contains(sql, "'"+q+"'") {
				n++
			}
		}
		s.Unlock()
		fmt.Fprintf(w, "count()\n%d\n", n)
		return
	}
	s.running[id] = true
	s.Unlock()
	if strings.Contains(sql, "late") {
		select {
		case <-time.After(s.late):
		case <-r.Context().Done():
			return // it goes on, as far as the server is concerned
		}
	}
	body, code := s.answer(sql, settings)
	s.Lock()
	s.running[id] = false
	s.Unlock()
	if code != 0 {
		if !strings.Contains(body, ", e.what() = ") { // which is how ClickHouse 18.16 writes it, without the header
			w.Header().Set("X-ClickHouse-Exception-Code", fmt.Sprint(code))
		}
		w.WriteHeader(http.StatusInternalServerError)
	} else {
		w.Header().Set("X-ClickHouse-Summary", `{"read_rows":"3","read_bytes":"77","elapsed_ns":"1"}`)
	}
	io.WriteString(w, body)
}

// clickAnswers answers by the beginning of a query; what a session asks about its settings first is answered as asked.
func clickAnswers(t *testing.T, answers map[string]string) (*clickServer, string) {
	s := &clickServer{running: map[string]bool{}, late: 10 * time.Second}
	s.answer = func(sql string, settings url.Values) (string, int) {
		if strings.Contains(sql, "getSetting") {
			return "a\tb\tc\n" + settings.Get("join_use_nulls") + "\t" + settings.Get("session_timezone") + "\t" +
				settings.Get("readonly") + "\n", 0
		}
		for begin, body := range answers {
			if strings.HasPrefix(sql, begin) {
				code := 0
				fmt.Sscanf(body, "Code: %d", &code)
				return body, code
			}
		}
		return "Code: 62. DB::Exception: Syntax error", 62
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	return s, "clickhouse://me@" + host + "/lake?tls=off&password_env=UPTAKE_TEST_CLICK"
}

func TestClickHouseWire(t *testing.T) {
	t.Setenv("UPTAKE_TEST_CLICK", "hidden")
	s, at := clickAnswers(t, map[string]string{
		"SELECT text":   "a\tb\\tc\tn\n" + `x\ty\\z\n` + "\té\t\\N\n" + "\t\\\\N\t1\n",
		"SELECT none":   "a\tb\n",
		"SELECT short":  "a\tb\n1\n",
		"SELECT broken": "a\tb\n1\t2",
		"SELECT big":    "Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)",
		"SELECT killed": "Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)",
		"SELECT old big": "Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded: would use " +
			"16.00 GiB, e.what() = DB::Exception",
		"SELECT old killed": "Code: 394, e.displayText() = DB::Exception: Query was cancelled, " +
			"e.what() = DB::Exception",
		"SELECT old setting": "Code: 115, e.displayText() = DB::Exception: Unknown setting session_timezone, " +
			"e.what() = DB::Exception",
		"SELECT secret":    "Code: 516. DB::Exception: me: hidden is wrong",
		"EXPLAIN ESTIMATE": "database\ttable\tparts\trows\tmarks\nlake\tevents\t3\t1000\t9\nlake\tdays\t1\t24\t1\n",
	})
	ctx := context.Background()
	e, err := Open(ctx, at, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	rows, err := e.Query(ctx, "SELECT text")
	if got, err := all(rows, err); err != nil || got != "a|b\tc|n\nx\ty\\z\n|é|∅|\n|\\N|1|" {
		t.Errorf("%q, %v", got, err)
	}
	if ran := rows.Ran(); ran.Read != 77 || ran.Returned != int64(len("x\ty\\z\n")+2+2+1) ||
		!strings.HasPrefix(ran.Query, "uptake-") {
		t.Errorf("the record is %+v", ran)
	}
	last := s.seen[len(s.seen)-1]
	for k, want := range map[string]string{"readonly": "2", "join_use_nulls": "1", "session_timezone": "UTC",
		"wait_end_of_query": "1", "max_execution_time": "3610", "database": "lake", "query_id": rows.Ran().Query} {
		if got := last.URL.Query().Get(k); got != want {
			t.Errorf("sent %s=%s, expected %s", k, got, want)
		}
	}
	if last.Header.Get("X-ClickHouse-User") != "me" || last.Header.Get("X-ClickHouse-Key") != "hidden" ||
		strings.Contains(last.URL.String(), "hidden") {
		t.Errorf("credentials were sent as %v, %s", last.Header, last.URL)
	}
	if got, err := all(e.Query(ctx, "SELECT none")); err != nil || got != "a|b" {
		t.Errorf("no rows: %q, %v", got, err)
	}
	for sql, want := range map[string]string{"SELECT short": "a row of 1 value for 2", "SELECT broken": "broke off",
		"SELECT big": "ran out of the memory", "SELECT killed": "without being asked by us",
		"SELECT old big": "ran out of the memory", "SELECT old killed": "without being asked by us",
		"SELECT old setting": "is too old to be asked", "SELECT secret": "me: *** is wrong"} {
		_, err := all(e.Query(ctx, sql))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hidden") ||
			OutOfMemory(err) != strings.HasSuffix(sql, " big") ||
			isKind(err, ended) != strings.HasSuffix(sql, " killed") {
			t.Errorf("%s: %v, expected %s", sql, err, want)
		}
	}
	if c, err := e.Explain(ctx, "SELECT 1"); err != nil || c != (Cost{Rows: 1024, RowsKnown: true}) {
		t.Errorf("the cost is %+v, %v", c, err)
	}
	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	if _, err := all(e.Query(short, "SELECT late")); !isKind(err, ended) || !strings.Contains(err.Error(),
		"the query is gone") {
		t.Errorf("cancelled: %v", err)
	}
	s.Lock()
	defer s.Unlock()
	if len(s.running) < 9 {
		t.Errorf("only %d queries were seen", len(s.running))
	}
	for id, runs := range s.running {
		if runs {
			t.Errorf("%s was left running", id)
		}
	}
}

// TestClickHouseTLS: a certificate that nobody vouches for is refused; tls_ca vouches.
func TestClickHouseTLS(t *testing.T) {
	s, _ := clickAnswers(t, nil)
	server := httptest.NewUnstartedServer(s)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	at := "clickhouse://me@" + strings.TrimPrefix(server.URL, "https://")
	if _, err := Open(context.Background(), at, Options{}); err == nil || !strings.Contains(err.Error(),
		"certificate") {
		t.Errorf("a certificate of nobody's: %v", err)
	}
	ca := t.TempDir() + "/ca.pem"
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := Open(context.Background(), at+"?tls_ca="+ca, Options{})
	if err != nil {
		t.Fatal(err)
	}
	e.Close()
	t.Setenv("UPTAKE_TEST_CLICK", "hidden")
	for _, c := range []struct{ address, want string }{
		{"clickhouse://me@far.invalid/x?tls=off&password_env=UPTAKE_TEST_CLICK", "would go over a network that " +
			"others read"},
		{"clickhouse://me@far.invalid/x?tls=perhaps", "tls is on or off"},
		{at + "?tls_ca=/no/such/file", "cannot be read"},
		{at + "?tls_ca=" + os.Args[0], "has no certificate in PEM"},
	} {
		if _, err := Open(context.Background(), c.address, Options{}); err == nil || !strings.Contains(err.Error(),
			c.want) {
			t.Errorf("%s: %v, expected %s", c.address, err, c.want)
		}
	}
}

// chdbProgram answers queries, a JSON text a line, by ClickHouse in process.
const chdbProgram = `
import json, sys
from chdb import session
s = session.Session()
for line in sys.stdin:
    q = json.loads(line)
    try:
        for k, v in q["settings"].items():
            s.query("SET %s = '%s'" % (k, v))
        out = {"body": s.query(q["sql"], "TabSeparatedWithNames").bytes().decode()}
    except Exception as e:
        out = {"error": str(e)}
    print(json.dumps(out), flush=True)
`

// TestClickHouseDialect asks ClickHouse itself, in process, behind a server that speaks as documented: UPTAKE_CHDB is a
// Python that has chdb.
func TestClickHouseDialect(t *testing.T) {
	python := os.Getenv("UPTAKE_CHDB")
	if python == "" {
		t.Skip("UPTAKE_CHDB is not set to a Python with chdb")
	}
	run := exec.Command(python, "-c", chdbProgram)
	run.Stderr = os.Stderr
	in, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	defer run.Wait()
	defer in.Close()
	lines := bufio.NewReader(out)
	s, at := clickAnswers(t, nil)
	s.answer = func(sql string, settings url.Values) (string, int) {
		s.Lock()
		defer s.Unlock()
		set := map[string]string{}
		for _, k := range []string{"join_use_nulls", "session_timezone"} {
			set[k] = settings.Get(k)
		}
		// In process there is no read-only session that could still take the next settings.
		sql = strings.Replace(sql, "getSetting('readonly')", "'"+settings.Get("readonly")+"'", 1)
		line, _ := json.Marshal(map[string]any{"sql": sql, "settings": set})
		in.Write(append(line, '\n'))
		var got struct{ Body, Error string }
		text, err := lines.ReadBytes('\n')
		if err != nil || json.Unmarshal(text, &got) != nil {
			return fmt.Sprint("Code: 1000. ", err), 1000
		}
		if got.Error != "" {
			code := 1000
			fmt.Sscanf(got.Error, "Code: %d.", &code)
			return got.Error, code
		}
		return got.Body, 0
	}
	t.Setenv("UPTAKE_TEST_CLICK", "hidden")
	ctx := context.Background()
	e, err := Open(ctx, at, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := Probe(ctx, e, "ClickHouse", clickhouseSlots); err != nil {
		t.Error(err)
	}
	if got, err := all(e.Query(ctx, `SELECT 'é\\ \'' AS "a\"b", NULL AS n, '' AS t WHERE 1`)); err != nil ||
		got != "a\"b|n|t\né\\ '|∅||" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := all(e.Query(ctx, "SELECT * FROM no_such_table")); err == nil ||
		!strings.Contains(err.Error(), "UNKNOWN_TABLE") {
		t.Errorf("a table that is not there: %v", err)
	}
}
