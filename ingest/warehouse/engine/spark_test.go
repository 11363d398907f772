package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSparkCost: leaves that are tables count, with the units in which sizes are written.
func TestSparkCost(t *testing.T) {
	plan := `Aggregate [count(1) AS n#1L], Statistics(sizeInBytes=16.0 B, rowCount=1)
+- Project, Statistics(sizeInBytes=104.2 KiB)
   +- Join Inner, (id#1L = id#2L), Statistics(sizeInBytes=312.5 KiB)
      :- Filter isnotnull(id#1L), Statistics(sizeInBytes=2.5 MiB, rowCount=1.00E+4)
      :  +- Relation spark_catalog.default.t[id#1L] parquet, Statistics(sizeInBytes=2.5 MiB, rowCount=1.00E+4)
      +- Join Inner, Statistics(sizeInBytes=1.0 KiB)
         :- Range (0, 100, step=1), Statistics(sizeInBytes=800.0 B, rowCount=100)
         +- Relation spark_catalog.default.u[id#2L] parquet, Statistics(sizeInBytes=3.0 B, rowCount=7)`
	if c := sparkCost(plan); c != (Cost{Bytes: 2621443, Rows: 10007, BytesKnown: true, RowsKnown: true}) {
		t.Errorf("%+v", c)
	}
	broken := "Aggregate [max(instr(a#1, \n)) AS n#2], Statistics(sizeInBytes=16.0 B)\n" +
		"+- Filter (instr(a#1, \n) = 0), Statistics(sizeInBytes=9.0 B)\n" +
		"   +- Relation t[a#1] parquet, Statistics(sizeInBytes=7.0 B, rowCount=2)"
	if c := sparkCost(broken); c != (Cost{Bytes: 7, Rows: 2, BytesKnown: true, RowsKnown: true}) {
		t.Errorf("a text with a line's end: %+v", c)
	}
	if c := sparkCost("LogicalRDD [a#1], false, Statistics(sizeInBytes=8.0 EiB)"); c.BytesKnown || c.RowsKnown {
		t.Errorf("no statistics: %+v", c)
	}
}

// TestSparkTables: what a table would give to read, types that have to be cast, and a query that somebody else ends.
func TestSparkTables(t *testing.T) {
	at := os.Getenv("UPTAKE_SPARK")
	if at == "" {
		t.Skip("UPTAKE_SPARK is not set; .ci/spark starts one")
	}
	ctx := context.Background()
	e, err := Open(ctx, at, options())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	do := func(sql string) {
		t.Helper()
		if err := e.(*spark).do(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	do("DROP TABLE IF EXISTS numbers")
	do("CREATE TABLE numbers USING parquet AS SELECT id AS x FROM range(10000)")
	defer do("DROP TABLE numbers")
	do("ANALYZE TABLE numbers COMPUTE STATISTICS")
	c, err := e.Explain(ctx, "SELECT count(*) FROM numbers a JOIN numbers b ON a.x = b.x")
	if err != nil || c.RowsKnown && c.Rows != 20000 || !c.BytesKnown || c.Bytes < 40000 || c.Bytes > 400000 {
		t.Errorf("the cost of two scans of 10,000 numbers is %+v, %v", c, err)
	}
	if got, err := all(e.Query(ctx, "SELECT sum(x) AS n, 'it\\'s' AS t, true AS b FROM numbers")); err != nil ||
		got != "n|t|b\n49995000|it's|true|" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := all(e.Query(ctx, "SELECT CAST(1 AS DOUBLE) AS d")); err == nil ||
		!strings.Contains(err.Error(), "cast it to STRING") {
		t.Errorf("a double: %v", err)
	}
	rows, err := e.Query(ctx, "SELECT CAST(x AS STRING) AS x FROM numbers ORDER BY numbers.x")
	if got, err := all(rows, err); err != nil || !strings.HasSuffix(got, "\n9998|\n9999|") ||
		rows.Ran().Returned != 38890 {
		t.Errorf("10,000 rows: %.100q…, %v, %+v", got, err, rows.Ran())
	}

	// Sums that do not fit are errors, not NULL.
	if _, err := all(e.Query(ctx, "SELECT sum(CAST(9223372036854775807 AS BIGINT)) AS n FROM range(2)")); err == nil ||
		!strings.Contains(err.Error(), "OVERFLOW") {
		t.Errorf("a sum that does not fit: %v", err)
	}
	// A connection that breaks under a running query is said.
	broken, err := Open(ctx, at, options())
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Second, func() { broken.(*spark).wire.Close() })
	_, err = all(broken.Query(ctx, "SELECT count(*) AS n FROM range(0, 10000000000, 1, 2) "+
		"WHERE md5(CAST(id AS STRING)) = 'a'"))
	if err == nil || OutOfMemory(err) || !strings.Contains(err.Error(), "was lost while query uptake-") {
		t.Errorf("a connection that broke: %v", err)
	}
}

// sparkPages are the pages of the Spark that .ci/spark started, one port behind.
type sparkPages struct {
	t  *testing.T
	at string
}

func pagesOf(t *testing.T, address string) sparkPages {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(at.Port())
	return sparkPages{t, fmt.Sprintf("http://%s:%d", at.Hostname(), port+1)}
}

// get reads an answer of the REST interface.
func (p sparkPages) get(path string, into any) {
	p.t.Helper()
	answer, err := http.Get(p.at + "/api/v1/applications" + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		p.t.Fatal(err)
	}
}

// running are the jobs, or the stages, that Spark itself says it has work on.
func (p sparkPages) running(what, state string) (ids []int) {
	p.t.Helper()
	var of []struct{ ID string }
	if p.get("", &of); len(of) != 1 {
		p.t.Fatalf("%d applications", len(of))
	}
	var list []struct{ JobID, StageID int }
	p.get("/"+of[0].ID+"/"+what+"s?status="+state, &list)
	for _, x := range list {
		ids = append(ids, x.JobID+x.StageID) // it has one of them
	}
	return ids
}

// kill presses the link "kill" that stands first on the page of jobs or stages.
func (p sparkPages) kill(what string) {
	p.t.Helper()
	answer, err := http.Get(p.at + "/" + what + "s/")
	if err != nil {
		p.t.Fatal(err)
	}
	page, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	form := killLink.FindSubmatch(page)
	if form == nil {
		p.t.Fatalf("there is nothing to kill on the page of %ss", what)
	}
	// The client follows to the page that is shown then.
	answer, err = http.PostForm(p.at+string(form[1]), url.Values{"id": {string(form[2])},
		"csrfToken": {string(form[3])}})
	if err != nil {
		p.t.Fatal(err)
	}
	if answer.Body.Close(); answer.StatusCode != http.StatusOK {
		p.t.Errorf("killing a %s: %s", what, answer.Status)
	}
}

var killLink = regexp.MustCompile(`<form action="([^"]*/kill/)"[^>]*>\s*<input[^>]*name="id" value="(\d+)"/>\s*` +
	`<input[^>]*name="csrfToken" value="(\w+)"/>`)

// waited waits until there is something of a kind running, or nothing.
func (p sparkPages) waited(what, state string, some bool) (ids []int) {
	p.t.Helper()
	for range 300 {
		if ids = p.running(what, state); (len(ids) > 0) == some {
			return ids
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Errorf("after half a minute there are the %ss %v", what, ids)
	return ids
}

// TestSparkEnded: a job or a stage that an administrator ends on Spark's pages ends the query by a sentence that says
// so, and of a query that we end no job is left by Spark's own account.
func TestSparkEnded(t *testing.T) {
	at := os.Getenv("UPTAKE_SPARK")
	if at == "" {
		t.Skip("UPTAKE_SPARK is not set; .ci/spark starts one")
	}
	e, err := Open(context.Background(), at, options())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	pages := pagesOf(t, at)
	begin := func(ctx context.Context) <-chan error {
		done := make(chan error, 1)
		go func() {
			_, err := all(e.Query(ctx, "SELECT count(*) AS n FROM range(0, 10000000000, 1, 2) WHERE "+
				"md5(CAST(id AS STRING)) = 'a'"))
			done <- err
		}()
		return done
	}
	for what, state := range map[string]string{"job": "running", "stage": "active"} {
		done := begin(context.Background())
		pages.waited(what, state, true)
		pages.kill(what)
		err := <-done
		if !isKind(err, ended) || !strings.Contains(err.Error(), "without being asked by us: ") ||
			strings.Contains(err.Error(), ".scala:") {
			t.Errorf("a %s was ended by an administrator: %v", what, err)
		}
		t.Log(err)
		pages.waited("job", "running", false)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := begin(ctx)
	pages.waited("job", "running", true)
	cancel()
	if err := <-done; !isKind(err, ended) || !strings.Contains(err.Error(), "gone") {
		t.Errorf("interrupted: %v", err)
	}
	pages.waited("job", "running", false)
	pages.waited("stage", "active", false)
}
