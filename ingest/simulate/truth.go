package simulate

// Truth is what was planted and what it amounts to, estimand by estimand.
type Truth struct {
	Schema     string             `json:"schema"`
	Experiment string             `json:"experiment"`
	Seed       uint64             `json:"seed"`
	Users      int                `json:"users"`
	Days       int                `json:"days"`
	PreDays    int                `json:"pre_days"`
	Planted    map[string]float64 `json:"planted"` // effects as given
	Reasons    []PlantTruth       `json:"reasons"` // planted reasons for ignoring
	// AllFallBy is what the ignore rate would fall by without any of the reasons.
	AllFallBy float64 `json:"all_fall_by,omitempty"`
	// Confounders make an innocent cause look guilty; absent when there are none.
	Confounders []ConfounderTruth `json:"confounders,omitempty"`
	// Defects are what is wrong with the export, and what is said above is of what people
	// did, not of what is told of it; absent when there are none.
	Defects   []DefectTruth `json:"defects,omitempty"`
	Arms      []ArmTruth    `json:"arms"`
	Estimands []Estimand    `json:"estimands"`
	Rows      RowTruth      `json:"rows"`
}

// PlantTruth is one planted reason.
type PlantTruth struct {
	Name   string  `json:"name"`
	Points float64 `json:"points"`
	Finds  string  `json:"mechanism"`
	// FallsBy is what the ignore rate would fall by without this reason, the others
	// staying: less than Points where they concern the same suggestions. It is of the
	// units that the experiment file counts. Absent for a shift of the mix, which moves
	// what is shown.
	FallsBy  float64 `json:"falls_by,omitempty"`
	Strength float64 `json:"strength"` // chance that an answer is withheld where the reason applies
}

// ConfounderTruth is one confounder: what a comparison of all suggestions blames
// wrongly.
type ConfounderTruth struct {
	Name   string `json:"name"`
	Blames string `json:"blames"`
	About  string `json:"about"`
}

// DefectTruth is one defect and its rate.
type DefectTruth struct {
	Name string  `json:"name"`
	Rate float64 `json:"rate"`
}

// ArmTruth counts what was simulated in one arm from first exposure on,
// crossovers left out of the suggestions.
type ArmTruth struct {
	Arm   string `json:"arm"`
	Units int    `json:"units"`
	Shown int    `json:"shown"`
}

// Estimand is the expected value in each arm and the effect, over the very
// suggestions that were shown: Control and Treatment are the arms' own,
// Effect is what the treatment does to all of them.
type Estimand struct {
	Name      string  `json:"name"`
	Weighting string  `json:"weighting"` // pooled | per_unit
	Control   float64 `json:"control"`
	Treatment float64 `json:"treatment"`
	Effect    float64 `json:"effect"`
}

// RowTruth counts the planted dirt.
type RowTruth struct {
	Written    int `json:"written"`
	Duplicates int `json:"duplicates"`
	Late       int `json:"late"`
	Crossovers int `json:"crossover_units"`
}

// truth sums what Truth states.
type truth struct {
	arms          [2]ArmTruth
	Crossovers    int
	LateRows      int
	DuplicateRows int
	seen, accept  [2]float64 // by arm
	both          [2][2]float64
	perUnit       map[int]*[4]float64 // seen and accepted, as control and as treated
	with          expected            // as it is
	without       []expected          // each plant, and all of them
}

// expected is how many suggestions are seen and answered, by their chances.
type expected struct{ seen, answered float64 }

func (e *expected) add(seen, answered float64) { e.seen, e.answered = e.seen+seen, e.answered+answered }

// fallsBy is how much less is ignored without the i-th plant, or, after the last, all.
func (t *truth) fallsBy(i int) float64 {
	w := t.without[i]
	if t.with.seen == 0 || w.seen == 0 {
		return 0
	}
	return w.answered/w.seen - t.with.answered/t.with.seen
}

func armOf(u *user) int {
	if u.treatment {
		return 1
	}
	return 0
}

func (t *truth) arm(u *user) *ArmTruth { return &t.arms[armOf(u)] }

func (t *truth) suggestion(u *user, unseen bool, expect func(treated bool) (seen, accept float64)) {
	a := armOf(u)
	t.arms[a].Shown++
	if unseen {
		return
	}
	if t.perUnit[u.id] == nil {
		t.perUnit[u.id] = &[4]float64{}
	}
	p := t.perUnit[u.id]
	for k, treated := range []bool{false, true} {
		seen, accept := expect(treated)
		t.both[k][0] += seen
		t.both[k][1] += accept
		p[2*k] += seen
		p[2*k+1] += accept
		if k == a {
			t.seen[a] += seen
			t.accept[a] += accept
		}
	}
}

// state turns the sums into estimands. The effect on acceptance per unit is
// the mean of the units' own differences.
func (t *truth) state(users func(id int) user, n int) []Estimand {
	rate := func(a, s float64) float64 {
		if s == 0 {
			return 0
		}
		return a / s
	}
	pooled := Estimand{"acceptance_rate", "pooled", rate(t.accept[0], t.seen[0]), rate(t.accept[1], t.seen[1]),
		rate(t.both[1][1], t.both[1][0]) - rate(t.both[0][1], t.both[0][0])}
	perUnit := Estimand{Name: "acceptance_rate", Weighting: "per_unit"}
	var sum [2]float64
	var count [2]int
	both := 0
	for id := range n {
		p := t.perUnit[id]
		if p == nil || p[0] == 0 {
			continue
		}
		u := users(id)
		a := armOf(&u)
		sum[a] += p[2*a+1] / p[2*a]
		count[a]++
		perUnit.Effect += p[3]/p[2] - p[1]/p[0]
		both++
	}
	perUnit.Control, perUnit.Treatment = rate(sum[0], float64(count[0])), rate(sum[1], float64(count[1]))
	perUnit.Effect = rate(perUnit.Effect, float64(both))
	return []Estimand{pooled, perUnit}
}
