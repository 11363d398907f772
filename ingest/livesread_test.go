package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/spec"
	"uptake/config"
)

// TestLivesOfAnyWorkers: what is kept of a large export, and how it is numbered, hangs neither on
// the number of workers nor on the order of files; experiments that only units let go bear are
// not among those met.
func TestLivesOfAnyWorkers(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(3, 4))
	var rows []string
	for u := range 900 {
		for k := range 1 + r.IntN(4) {
			rows = append(rows, fmt.Sprintf("2026-04-%02dT10:00:%02dZ,u%d,exposure,e%d,%s,mail%d,p%d", 1+r.IntN(20), k,
				u, r.IntN(400), []string{"a", "b"}[r.IntN(2)], u/3, r.IntN(50)))
		}
		rows = append(rows, fmt.Sprintf("2026-04-01T09:00:00Z,u%d,exposure,x,%s,mail%d,p%d", u, []string{"a", "b"}[u%2],
			u/3, r.IntN(50)))
	}
	file := filepath.Join(dir, "x.yaml")
	text := "experiment: x\nsources: [{path: 'part-*.csv'}]\nexposure: {experiment: experiment}\narms: [{name: a, " +
		"control: true}, {name: b}]\nmetrics: [{name: n, kind: mean, event: task, role: primary}]\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var first *Lives
	for _, workers := range []int{1, 3, 8} {
		for i := range 7 { // other files for every number of workers
			part := slices.Clone(rows[i*len(rows)/7 : (i+1)*len(rows)/7])
			r.Shuffle(len(part), func(a, b int) { part[a], part[b] = part[b], part[a] })
			head := "ts,unit,event,experiment,variant,mail,plan\n"
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("part-%d.csv", i)),
				[]byte(head+strings.Join(part, "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		e, err := config.Load(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		g := newLives(e, spec.Demand{}, []string{"plan"}, []string{"mail"}, nil)
		g.sampled.most = 300
		l, err := g.read(context.Background(), Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.List {
			for k := range l.List[i].Rows {
				l.List[i].Rows[k].File, l.List[i].Rows[k].Row = 0, 0
			}
		}
		if first == nil {
			first = l
			if l.Part > 0.25 || len(l.List) < 20 || len(l.Others) < 10 || len(l.Others) > 300 || len(l.Levels[0]) < 10 {
				t.Fatalf("1 in %v, %d units, %d experiments, %d levels", 1/l.Part, len(l.List), len(l.Others),
					len(l.Levels[0]))
			}
		}
		for _, x := range []struct {
			name      string
			got, want any
		}{{"experiments", l.Others, first.Others}, {"events", l.Events, first.Events},
			{"levels", l.Levels, first.Levels},
			{"persons", l.Persons, first.Persons}, {"units", l.List, first.List}} {
			if !reflect.DeepEqual(x.got, x.want) {
				t.Errorf("with %d workers the %s are %v, with one %v", workers, x.name, x.got, x.want)
			}
		}
	}
}

// TestPersonsOfAnyWorkers: of more persons than are kept the same ones are kept by one reader and
// by three, each with all of its units.
func TestPersonsOfAnyWorkers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	units := map[uint64]map[uint64]bool{}
	var pairs [][2]uint64
	for range 20000 {
		p, u := uint64(10+r.IntN(6000)), uint64(10+r.IntN(2))
		pairs = append(pairs, [2]uint64{p, u})
		if units[p] == nil {
			units[p] = map[uint64]bool{}
		}
		units[p][u] = true
	}
	for _, readers := range []int{1, 3} {
		list := make([]persons, readers)
		for i := range list {
			list[i] = persons{units: map[uint64]uint64{}, most: 500}
		}
		for i, x := range pairs {
			list[i%readers].meet(x[0], x[1])
		}
		for i := range list[1:] {
			list[0].merge(&list[1+i])
		}
		got := list[0].told("mail")
		want := Persons{Column: "mail", Part: part(list[0].level)}
		for p, u := range units {
			if drawnAt(p) >= list[0].level {
				want.People++
				if len(u) > 1 {
					want.Shared++
				}
			}
		}
		if got != want || got.People > 500 || got.People < 200 {
			t.Errorf("%d readers: %+v, want %+v", readers, got, want)
		}
		r.Shuffle(len(pairs), func(a, b int) { pairs[a], pairs[b] = pairs[b], pairs[a] })
	}
}
