package evals

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestRelative: places among versions, shares of wins over nobody in particular and numbers of whole versions are no
// scores of answers; scores that are called alike are.
func TestRelative(t *testing.T) {
	for _, c := range []struct {
		name   string
		metric string
		column string                       // that columns bind as the metric
		scores func(i int) (v1, v2 float64) // of the i-th of 30 items
		want   string                       // of the refusal; "" = none
	}{
		{"first or second", "rank", "", func(i int) (float64, float64) { return float64(1 + i%2), float64(2 - i%2) },
			"metric rank: it holds places among versions (in 30 of 30 items one version is put behind another), " +
				"and a " +
				"place is no score of an answer"},
		{"ties at the top", "model_rank", "", func(i int) (float64, float64) { return 1, float64(1 + min(i%3, 1)) },
			"in 20 of 30 items one version is put behind another"},
		{"ties shared", "avgRank", "", func(i int) (float64, float64) {
			return []float64{1, 1.5, 2}[i%3], []float64{2, 1.5, 1}[i%3]
		}, "in 30 of 30 items"},
		{"among seven", "placement", "", func(i int) (float64, float64) {
			return float64(1 + i%7),
				float64(1 + (i+3)%7)
		},
			"(they go to 7, and no two versions share one in any of 30 items)"},
		{"bound under another name", "quality", "rank", func(i int) (float64, float64) {
			return float64(1 + i%2), float64(2 - i%2)
		}, "metric quality: it holds places among versions (column rank: in 30 of 30 items"},
		{"where the right document stood", "rank", "", func(i int) (float64, float64) {
			return float64(1 + i%5), float64(1 + i%4)
		}, ""},
		{"a correlation", "rank_correlation", "", func(i int) (float64, float64) {
			return float64(i%5) / 5, float64(i%3) / 5
		}, ""},
		{"one or two of something else", "quality", "", func(i int) (float64, float64) {
			return float64(1 + i%2), float64(2 - i%2)
		}, ""},
		{"shares of wins", "win_rate", "", func(i int) (float64, float64) { return float64(i%4) / 3, float64(i%3) / 3 },
			"metric win_rate: it holds shares of wins (such as 0.3333) over opponents that nothing names, and such a " +
				"share is no score of an answer. Bring a row a comparison with one opponent"},
		{"in points of 100", "Winrate", "", func(i int) (float64, float64) { return float64(i % 60), float64(i % 50) },
			"(such as 2)"},
		{"wins that are shares", "win", "", func(i int) (float64, float64) { return .25, float64(i%5) / 4 }, "such " +
			"as 0.25"},
		{"over all others", "win_rate_over_all", "", func(i int) (float64, float64) { return .2, float64(i%5) / 4 },
			"such as 0.2"},
		{"over one that is named", "win_rate_vs_gpt", "", func(i int) (float64, float64) {
			return float64(i%4) / 3, float64(i%3) / 3
		}, ""},
		{"won or lost, or a tie", "win", "", func(i int) (float64, float64) {
			return float64(i%3) / 2,
				float64(i%2) / 2
		}, ""},
		{"won or lost", "win_rate", "", func(i int) (float64, float64) { return float64(i % 2), float64(1 - i%2) }, ""},
		{"how often it won", "wins", "", func(i int) (float64, float64) { return float64(i % 4), float64(i % 5) }, ""},
		{"copied to every row", "accuracy", "", func(int) (float64, float64) { return .83, .87 },
			"metric accuracy: it is the same for every item (0.83 in v1, 0.87 in v2), as a number of the whole " +
				"version is " +
				"that was copied to its rows; bring what each item scored"},
		{"the same in every item", "stars", "", func(int) (float64, float64) { return 4, 5 }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, declared := range []bool{true, false} {
				m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
				m.s.Metrics = append(m.s.Metrics, c.metric)
				if declared {
					m.e.Metrics = append(m.e.Metrics, spec.EvalMetric{Name: c.metric, Down: true})
				}
				if c.column != "" {
					m.e.Columns = map[string]string{c.metric: c.column}
				}
				for i := range 30 {
					v1, v2 := c.scores(i)
					m.run("v1", fmt.Sprintf("q-%02d", i), "", float64(i%2), v1)
					m.run("v2", fmt.Sprintf("q-%02d", i), "", float64(i%3/2), v2)
				}
				got := ""
				out, err := Analyze(context.Background(), &m.e, m.set(), Options{})
				switch {
				case err != nil:
					got = err.Error()
				case !declared:
					for _, x := range out.Cautions {
						if x.Code == "not_compared" {
							got = x.Detail
						}
					}
				}
				want := c.want
				if !declared { // is left out, and said to be
					want = strings.Replace(want, "metric "+c.metric+": ", c.metric+", which is not declared, is not "+
						"compared: ", 1)
				}
				if (want == "") != (got == "") || !strings.Contains(got, want) {
					t.Errorf("declared %v: %q, want %q", declared, got, want)
				}
			}
		})
	}
}

// TestRelativeOfThree: places among three versions, two of which are tied at times.
func TestRelativeOfThree(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "rank", Down: true})
	m.e.Versions = append(m.e.Versions, spec.EvalVersion{Name: "v3"})
	m.s.Versions = append(m.s.Versions, m.s.Versions[0])
	m.s.Versions[2].Name = "v3"
	for i := range 12 {
		places := [][3]float64{{1, 2, 3}, {2.5, 1, 2.5}, {3, 1, 2}, {1, 1, 3}}[i%4]
		for v, name := range []string{"v1", "v2", "v3"} {
			m.run(name, fmt.Sprintf("q-%02d", i), "", places[v])
		}
	}
	_, err := Analyze(context.Background(), &m.e, m.set(), Options{})
	if err == nil || !strings.Contains(err.Error(), "in 9 of 12 items one version is put behind another") {
		t.Error(err)
	}
}
