package report

// Budget is the chance that an experiment in which nothing differs ends in any
// wrong word: what all gates, readings, arms and guardrails of it can do together.
type Budget struct {
	Runs     int         `json:"runs"`     // shuffled, or drawn, and judged by the rules of the readout
	Rows     []BudgetRow `json:"rows"`     // what can go wrong, one word each
	Total    BudgetRow   `json:"total"`    // any of them
	Combined string      `json:"combined"` // how the total is made of the rows
	Facts    []string    `json:"facts"`    // what is the same in every run, and so no chance
}

// BudgetRow is one wrong word: how often it came out, with Clopper and Pearson's
// 95 % interval; or, where it was not run, the level that bounds it.
type BudgetRow struct {
	// a verdict; band for an early one; second_reading; undeclared: harm in built-ins that were not run; any
	Word   string `json:"word"`
	From   string `json:"from"`  // runs | level | both
	Wrong  int    `json:"wrong"` // runs; 0 where it was not run
	Chance Num    `json:"chance"`
	Lo     Num    `json:"lo"`
	Hi     Num    `json:"hi"`
	Why    string `json:"why"`
}
