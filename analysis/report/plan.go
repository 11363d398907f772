package report

// PlanSchema is the version of a plan's JSON form.
const PlanSchema = "uptake.plan/1"

// Plan is what an experiment needs, and what it can be expected to say.
type Plan struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	Experiment     string `json:"experiment"` // "" when planned from flags
	From           string `json:"from"`       // flags | export
	DataFrom       string `json:"data_from"`  // RFC 3339 UTC, "" when there is no data or it carries no time
	DataTo         string `json:"data_to"`
	InputHash      string `json:"input_hash"`

	Alpha       Num  `json:"alpha"`       // two-sided, of the experiment
	Comparisons int  `json:"comparisons"` // that share alpha
	AlphaEach   Num  `json:"alpha_each"`  // alpha / comparisons
	Band        bool `json:"band"`        // the always-valid band is watched beside the reading at the end
	// days after the end at which a second reading is declared, 0 = none
	Extension int `json:"extension"`
	// what of that the reading at the end has beside the band: the level that its units, power and effects are planned
	// at
	AlphaRead      Num      `json:"alpha_read"`
	GuardrailAlpha Num      `json:"guardrail_alpha"` // one-sided
	Power          Num      `json:"power"`
	ChanceEnough   Num      `json:"chance_of_enough"` // that Ship asks for
	Sequential     bool     `json:"sequential"`       // judged by the always-valid interval alone
	NStar          Num      `json:"n_star"`           // units at which the always-valid interval is tightest
	UnitsPerWeek   Num      `json:"units_per_week"`
	Set            []string `json:"set"`

	End      PlanEnd         `json:"end"`
	Arms     []PlanArm       `json:"arms"`
	Metrics  []PlanMetric    `json:"metrics"`
	Verdicts *VerdictChances `json:"verdicts"` // null where they could not be computed; a Caution says why
	Cautions []Caution       `json:"cautions"`
}

// PlanEnd is the planned end that verdicts and power are given for.
type PlanEnd struct {
	Weeks int    `json:"weeks"` // 0 where the traffic is not known
	Units int64  `json:"units"`
	Why   string `json:"why"` // asked | planned_units | needed | min_weeks
}

// PlanArm is one arm at the planned end.
type PlanArm struct {
	Name    string `json:"name"`
	Control bool   `json:"control"`
	Share   Num    `json:"share"`
	Units   int64  `json:"units"`
}

// PlanMetric is the plan of one primary metric or guardrail, for the arm with the
// smallest share.
type PlanMetric struct {
	Name          string  `json:"name"`
	Kind          string  `json:"kind"`
	Role          string  `json:"role"`
	Better        string  `json:"better"`
	Builtin       bool    `json:"builtin"`
	Unit          string  `json:"unit"`     // share (print as %), number
	Baseline      Num     `json:"baseline"` // control's value
	UnitSD        Num     `json:"unit_sd"`  // of one unit, linearised for a ratio, before CUPED and clusters
	Units         Num     `json:"units"`    // that the baseline rests on, null when it was given
	Effective     Num     `json:"effective_units"`
	CUPED         Num     `json:"cuped_correlation"`
	CUPEDFactor   Num     `json:"cuped_factor"`  // 1 − ρ²
	DesignEffect  Num     `json:"design_effect"` // of clusters
	MinimumEffect *Amount `json:"minimum_effect"`
	Margin        *Amount `json:"margin"`

	Needed      PlanNeed `json:"needed"`       // read once, at the planned end
	NeededValid PlanNeed `json:"needed_valid"` // by the always-valid interval
	PowerAtEnd  Num      `json:"power_at_end"` // of finding the minimum effect, or of showing a guardrail safe
	ValidAtEnd  Num      `json:"valid_at_end"` // the same by the always-valid interval

	Curve    []PlanPoint `json:"curve"` // by week; empty where the traffic is not known
	Cautions []Caution   `json:"cautions"`
}

// PlanNeed is how much data the wanted power asks for.
type PlanNeed struct {
	Units Num       `json:"units"` // of all arms, whole units in every arm; null where no number is enough
	Arms  []PlanArm `json:"arms"`
	Weeks Num       `json:"weeks"` // null where the traffic is not known
}

// PlanPoint is what can be found after so many weeks.
type PlanPoint struct {
	Weeks int   `json:"weeks"`
	Units int64 `json:"units"`
	MDE   Size  `json:"mde"`       // read once: the smallest effect found with the wanted power, or margin shown safe
	Valid Size  `json:"mde_valid"` // by the always-valid interval tuned at the planned end
}

// Size is an amount in both forms, as far as known.
type Size struct {
	Abs Num `json:"abs"`
	Rel Num `json:"rel"`
}

// VerdictChances are the chances of each verdict at the planned end, by drawing
// the planned experiment and running the verdict rules on it.
type VerdictChances struct {
	Arm        string         `json:"arm"` // whose verdict it is
	Draws      int            `json:"draws"`
	Error      Num            `json:"error"`      // largest standard error of a chance
	Correlated bool           `json:"correlated"` // metrics are drawn with the correlations of the data
	Assumed    []string       `json:"assumed"`    // what holds in every drawn experiment, as sentences
	Effects    []EffectChance `json:"effects"`
	Budget     *Budget        `json:"budget"` // of the experiment without any effect
}

// EffectChance is one true effect, as a multiple of every minimum effect.
type EffectChance struct {
	Multiple Num             `json:"multiple"`
	Better   Num             `json:"better"` // every primary metric's interval lies wholly on the better side
	Safe     Num             `json:"safe"`   // every guardrail is shown safe; null without guardrails
	Verdicts []VerdictChance `json:"verdicts"`
}

// VerdictChance is how often one verdict comes out.
type VerdictChance struct {
	Verdict Verdict `json:"verdict"`
	Chance  Num     `json:"chance"`
}
