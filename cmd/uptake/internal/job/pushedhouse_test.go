package job_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// houseProgram answers queries, a line of JSON each, with ClickHouse in process.
const houseProgram = `
import sys, json
from chdb import session
s = session.Session()
for line in sys.stdin:
    q = json.loads(line)
    try:
        for k, v in (q["settings"] or {}).items():
            s.query("SET " + k + " = '" + v + "'")
        out = {"Body": s.query(q["sql"], "TabSeparatedWithNames").bytes().decode()}
    except Exception as e:
        out = {"Error": str(e)}
    print(json.dumps(out), flush=True)
`

// house is ClickHouse behind the address that engines ask; ask sends one statement to it.
func house(t *testing.T, python string) (address string, ask func(sql string, settings map[string]string) (body,
	failed string)) {
	run := exec.Command(python, "-c", houseProgram)
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
	t.Cleanup(func() { in.Close(); run.Wait() })
	lines, mu := bufio.NewReader(out), sync.Mutex{}
	ask = func(sql string, settings map[string]string) (string, string) {
		mu.Lock()
		defer mu.Unlock()
		line, _ := json.Marshal(map[string]any{"sql": sql, "settings": settings})
		in.Write(append(line, '\n'))
		var got struct{ Body, Error string }
		text, err := lines.ReadBytes('\n')
		if err != nil || json.Unmarshal(text, &got) != nil {
			return "", fmt.Sprint("Code: 1000. ", err)
		}
		return got.Body, got.Error
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		settings := r.URL.Query()
		// In process there is no read-only session that could still take the next settings.
		sql := strings.Replace(string(b), "getSetting('readonly')", "'"+settings.Get("readonly")+"'", 1)
		body, failed := ask(sql, map[string]string{"join_use_nulls": settings.Get("join_use_nulls"),
			"session_timezone": settings.Get("session_timezone")})
		if failed != "" {
			w.Header().Set("X-ClickHouse-Exception-Code", "1000")
			w.WriteHeader(http.StatusInternalServerError)
			body = failed
		}
		io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return "clickhouse://me@" + strings.TrimPrefix(server.URL, "http://") + "/default?tls=off", ask
}

// houseMessy makes a table of the rows.
func houseMessy(t *testing.T, python, name string, rows []messyRow, dir string) (address string) {
	t.Helper()
	address, ask := house(t, python)
	file := filepath.Join(dir, "rows.csv")
	if err := os.WriteFile(file, typedMessy(rows, `\N`), 0o644); err != nil {
		t.Fatal(err)
	}
	columns := typed(3, "%s Nullable(%s)")
	made := strings.Replace(columns, "plan Nullable(String)", "plan LowCardinality(Nullable(String))", 1)
	if _, failed := ask(fmt.Sprintf("CREATE TABLE %s (%s) ENGINE = MergeTree ORDER BY tuple()", name, made),
		nil); failed != "" {
		t.Fatal(failed)
	}
	if _, failed := ask(fmt.Sprintf("INSERT INTO %s SELECT * FROM file('%s', CSV, '%s') SETTINGS "+
		"input_format_csv_trim_whitespaces = 0", name, file, strings.ReplaceAll(columns, "'", `\'`)), nil); failed != "" {
		t.Fatal(failed)
	}
	return address
}
