package nightly_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"uptake/cmd/uptake/internal/cli"
)

// logged is the table of a warehouse: rows by a number of their own, each the cells of loggedColumns, "" for NULL.
type logged map[int][]string

const loggedColumns = "id text, moment timestamptz, user_id text, event text, variant text, value double precision, " +
	"plan text"

const dayZero = "2026-04-01T00:00:00Z"

// ofDay is an instant some minutes into a day of the world.
func ofDay(day, minutes int) time.Time {
	t, _ := time.Parse(time.RFC3339, dayZero)
	return t.AddDate(0, 0, day).Add(time.Duration(minutes) * time.Minute)
}

func (l logged) add(at time.Time, user, event, variant, value string) int {
	n := len(l) + 1
	for l[n] != nil {
		n++
	}
	l[n] = []string{fmt.Sprintf("e%d", n), at.Format(time.RFC3339), user, event, variant, value,
		[]string{"free", "pro", ""}[n%3]}
	return n
}

// arrive adds the users of a day, with what they do on it, and on the day after what those of the day before do.
func (l logged) arrive(day int) {
	for i := range 12 {
		user, arm := fmt.Sprintf("u%d_%d", day, i), []string{"control", "b"}[i%2]
		l.add(ofDay(day, 60*i+5), user, "exposure", arm, "")
		l.add(ofDay(day, 60*i+20), user, "task", "", fmt.Sprintf("%d.25", i))
		l.add(ofDay(day, 60*i+30), user, "shown", "", "")
		l.add(ofDay(day, 60*i+31), user, []string{"accepted", "dismissed", "other"}[i%3], "", "")
		if day > 0 {
			l.add(ofDay(day, 60*i+40), fmt.Sprintf("u%d_%d", day-1, i), "task", "", "3.5")
		}
	}
}

// warehouses are those that are there: each puts a table of rows in place of the one before, and gives its address.
func warehouses(t *testing.T) map[string]func(l logged) (address string) {
	out := map[string]func(l logged) string{}
	insert := func(l logged) string {
		var values []string
		for _, n := range slices.Sorted(maps.Keys(l)) {
			var cells []string
			for _, c := range l[n] {
				if c == "" {
					cells = append(cells, "NULL")
				} else {
					cells = append(cells, "'"+c+"'")
				}
			}
			values = append(values, "("+strings.Join(cells, ", ")+")")
		}
		return "drop table if exists logged; create table logged (" + loggedColumns + "); insert into logged values " +
			strings.Join(values, ",\n")
	}
	if program := os.Getenv("UPTAKE_DUCKDB"); program != "" {
		t.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
		path := filepath.Join(t.TempDir(), "lake.duckdb")
		out["duckdb"] = func(l logged) string {
			c := exec.Command(program, path)
			c.Stdin = strings.NewReader(strings.ReplaceAll(insert(l), "double precision", "double") + ";")
			if said, err := c.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			return "duckdb:" + path
		}
	}
	if address := os.Getenv("UPTAKE_POSTGRES"); address != "" {
		db, err := sql.Open("pgx", address)
		must(t, err)
		t.Cleanup(func() { db.Close() })
		out["postgres"] = func(l logged) string {
			for _, s := range strings.SplitN(insert(l), ";", 3) {
				_, err := db.Exec(s)
				must(t, err)
			}
			return address
		}
	}
	if len(out) == 0 {
		t.Skip("no engine is there: set UPTAKE_DUCKDB to the program duckdb, UPTAKE_POSTGRES to an address")
	}
	return out
}

// loggedFiles are experiments over the table: with a window, with one and suggestions, without one. Their end lies
// beyond all nights.
func loggedFiles(address string) map[string]string {
	file := func(id, events, more string) string {
		return "experiment: " + id + "\nengine: " + address + "\nstart: 2026-04-01\nend: 2026-09-30\n" +
			"sources: [{table: logged}]\ncolumns: {ts: moment, unit: user_id, event_id: id}\n" +
			"arms: [{name: control, control: true}, {name: b}]\nsegments: [plan]\nmax_bad_rows: 30%\n" + more +
			"suggestions: {events: {" + events + "}}\nmetrics:\n" +
			"  - {name: tasks, kind: mean, event: task, role: primary, minimum_effect: 2%}\n" +
			"  - {name: spent, kind: mean, event: task, field: value, scale: 2}\n"
	}
	return map[string]string{
		"windowed": file("windowed", "shown: []", "window: 2d\n") + // of so few units, so they are told apart
			"  - {name: each, kind: ratio, numerator: {event: task, field: value}, denominator: {event: task}}\n",
		"suggested": file("suggested", "shown: [shown], accepted: [accepted], dismissed: [dismissed]",
			"window: 2d\ntimezone: Europe/Berlin\ncomplete_windows: true\nstatistics: {cuped: 1d}\n") +
			"  - {name: early, kind: mean, event: task, field: value, window: 1d}\n" +
			"  - {name: back, kind: retention, event: task, day: 1}\n",
		"open": file("open", "shown: []", ""),
	}
}

// cohortsOf are the rows of each day of first exposure as one text, and the latest time of all.
func (l logged) cohortsOf(zone *time.Location) (of map[string]string, to time.Time) {
	first := map[string]time.Time{}
	asked := []string{"exposure", "task", "shown", "accepted", "dismissed"}
	for _, r := range l {
		at, _ := time.Parse(time.RFC3339, r[1])
		if at.After(to) {
			to = at
		}
		if was, is := first[r[2]]; r[3] == "exposure" && (!is || at.Before(was)) {
			first[r[2]] = at
		}
	}
	lines := map[string][]string{}
	for _, r := range l {
		if r[2] == "" || !slices.Contains(asked, r[3]) {
			continue
		}
		day := "never"
		if at, is := first[r[2]]; is {
			day = at.In(zone).Format(time.DateOnly)
		}
		lines[day] = append(lines[day], strings.Join(r, "|"))
	}
	of = map[string]string{}
	for day, rows := range lines {
		slices.Sort(rows)
		of[day] = strings.Join(rows, "\n")
	}
	return of, to
}

// model says which cohorts a night must ask: of which the rows are others, or whose window was open when they were
// asked, or is open now, and the data end elsewhere.
type model struct {
	zone   *time.Location
	window int // days
	rows   map[string]string
	to     map[string]time.Time // by cohort: end of the data when it was asked
}

func (m *model) night(l logged) (asked, stood int) {
	is, to := l.cohortsOf(m.zone)
	at := map[string]time.Time{}
	for day, rows := range is {
		closes := time.Time{}
		if d, err := time.ParseInLocation(time.DateOnly, day, m.zone); err == nil && m.window > 0 {
			closes = d.AddDate(0, 0, 1+m.window)
		}
		was := m.to[day]
		if m.rows[day] == rows && (was.Equal(to) || !was.Before(closes) && !to.Before(closes)) {
			at[day], stood = was, stood+1
			continue
		}
		at[day], asked = to, asked+1
	}
	m.rows, m.to = is, at
	return asked, stood
}

// TestCohortsByNight: over nights of new days, late rows, rows that are others or gone, units whose first exposure or
// arm is another, copies, damage and changed files, every readout is that of a run which asks for everything, and
// cohorts are asked of which anything is another, and no others.
func TestCohortsByNight(t *testing.T) {
	for engine, put := range warehouses(t) {
		t.Run(engine, func(t *testing.T) {
			folder(t)
			l := logged{}
			berlin, _ := time.LoadLocation("Europe/Berlin")
			models := map[string]*model{"windowed": {zone: time.UTC, window: 2}, "suggested": {zone: berlin, window: 2},
				"open": {zone: time.UTC}}
			const nights = 12
			var late, edited, gone, moved int
			for n := range nights {
				if n != 8 && n != 9 {
					l.arrive(n)
				}
				switch n {
				case 0:
					edited = l.add(ofDay(0, 700), "u0_1", "task", "", "7")
					gone = l.add(ofDay(0, 701), "u0_2", "task", "", "8")
				case 3:
					late = l.add(ofDay(0, 800), "u0_3", "task", "", "9")
					l[late][6] = ""
				case 4:
					l[edited][5] = "7.5"
				case 5: // and a cell that was NULL
					delete(l, gone)
					l[late][6] = "pro"
				case 6: // one that was exposed before, and one in both arms
					moved = l.add(ofDay(0, 6), "u4_2", "exposure", "control", "")
					l.add(ofDay(3, 1400), "u3_0", "exposure", "b", "")
				case 7: // the same again, and with another payload
					l[10_000] = slices.Clone(l[late])
					l[10_001] = slices.Clone(l[edited])
					l[10_001][5] = "99"
				case 10:
					delete(l, moved) // goes back
				case 11: // units that are never exposed, a row of nobody, and an event that nobody asks for
					l.add(ofDay(2, 3), "stranger", "task", "", "1")
					l.add(ofDay(2, 4), "", "task", "", "1")
					l.add(ofDay(2, 5), "u2_1", "other", "", "1")
				}
				files := loggedFiles(put(l))
				if n >= 10 { // a metric more asks for all anew, an owner for nothing
					files["windowed"] += "  - {name: big, kind: proportion, event: task, where: [{column: plan, " +
						"is: pro}]}\n"
					files["open"] = "owner: growth\n" + files["open"]
				}
				switch n {
				case 5: // from here on its effect is followed over three days, which asks for other numbers
					models["open"].rows = nil
				case 10:
					models["windowed"].rows = nil
				}
				for id, text := range files {
					write(t, "in/"+id+".yaml", text)
				}
				damaged := 0
				if n == 9 { // of everything that is kept one bit is another
					paths, err := filepath.Glob("kept/results/*.answers")
					must(t, err)
					for _, p := range paths {
						b := []byte(read(t, p))
						b[len(b)/2] ^= 4
						must(t, os.WriteFile(p, b, 0o644))
						damaged++
					}
					for _, m := range models {
						m.rows = nil
					}
				}
				code, _, said := night("in", "-o", "out", "--state", "kept", "--format", "json")
				if code != 0 {
					t.Fatalf("night %d: exit %d: %s", n, code, said)
				}
				if k := strings.Count(said, "is damaged, so it is asked again"); k != damaged {
					t.Errorf("night %d: %d of %d damaged answers are said", n, k, damaged)
				}
				checkNight(t, n, models, l)
				if n == 0 && !strings.Contains(read(t, "out/windowed/readout.json"), "How many units have the same") {
					t.Error("no units are told apart")
				}
			}
			for _, m := range models {
				m.rows = nil
			}
			night("in", "-o", "out", "--state", "kept", "--format", "json", "--all-cohorts")
			checkNight(t, nights, models, l)
			if n := numbers(t); n.CohortsKept != 0 {
				t.Errorf("with --all-cohorts %+v", n)
			}
		})
	}
}

// checkNight holds a night against full runs and the model.
func checkNight(t *testing.T, n int, models map[string]*model, l logged) {
	t.Helper()
	x, asks, stands := index(t, "out"), 0, 0
	for id, m := range models {
		asked, stood := m.night(l)
		asks, stands = asks+asked, stands+stood
		if c := row(t, x, id).Cohorts; c == nil || c.Asked != asked || c.Kept != stood {
			t.Errorf("night %d: of %s %+v, want %d asked and %d kept", n, id, c, asked, stood)
		}
		own := t.TempDir()
		var said bytes.Buffer
		if code := cli.Main([]string{"readout", "in/" + id + ".yaml", "-o", own, "--quiet", "--format", "json"},
			&bytes.Buffer{}, &said); code != 0 && code != 3 {
			t.Fatal(said.String())
		}
		if want, is := sumsOf(t, own), sumsOf(t, "out/"+id); want != is {
			t.Errorf("night %d: the readout of %s is not that of a full run", n, id)
		}
	}
	// Of the rows and, twice where units are told apart, of each cohort; what cohorts were goes.
	most := len(models) + 2*(asks+stands)
	if paths, _ := filepath.Glob("kept/results/*.answers"); len(paths) > most || len(paths) < asks+stands {
		t.Errorf("night %d: %d answers are kept of %d cohorts", n, len(paths), asks+stands)
	}
	if is := numbers(t); is.CohortsAsked != asks || is.CohortsKept != stands {
		t.Errorf("night %d: run.json has %+v, want %d and %d", n, is, asks, stands)
	}
}

// sumsOf is a readout without the record of what was asked.
func sumsOf(t *testing.T, dir string) string {
	t.Helper()
	var v map[string]any
	readJSON(t, filepath.Join(dir, "readout.json"), &v)
	delete(v["rows"].(map[string]any), "asked")
	b, _ := json.Marshal(v)
	return string(b)
}
