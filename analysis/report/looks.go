package report

// PlannedLooks says when the data are looked at. It is null where the file plans
// no looks.
type PlannedLooks struct {
	Spending string   `json:"spending"` // obrien_fleming | pocock | power
	Days     []string `json:"days"`     // the last day of data of every look; the last is the end
	Reached  int      `json:"reached"`  // how many looks the data have reached
	Next     string   `json:"next"`     // the day of the next look, "" after the last
}

// Looks is a comparison at the looks that the file plans. Abs, Rel and State are
// those of the last look reached, by its boundary: they decide. Before the first
// look they have no bounds.
type Looks struct {
	Abs   Interval `json:"abs"`
	Rel   Interval `json:"rel"`
	P     Num      `json:"p"`     // p times alpha over the level of the look: below alpha where the boundary is crossed
	State string   `json:"state"` // as Comparison.State
	Held  *Held    `json:"held,omitempty"`
	Looks []Look   `json:"looks"` // those reached, in order
}

// Look is one look. A skipped look spends nothing and has no boundary.
type Look struct {
	Look        int    `json:"look"` // 1-based
	Day         string `json:"day"`  // the data to its end were read
	Units       int64  `json:"units"`
	Share       Num    `json:"share"`       // of the planned days; by this clock alpha is spent
	Information Num    `json:"information"` // relative to the last look reached
	Boundary    Num    `json:"boundary"`    // of |z|; of a guardrail, of its one-sided z
	Level       Num    `json:"level"`       // the same as the p needed, two-sided; one-sided for a guardrail
	// the normal deviate of P with the sign of the difference; undefined for guardrails
	Z       Num    `json:"z"`
	P       Num    `json:"p"`       // unadjusted, of the look's data; undefined for guardrails
	State   string `json:"state"`   // by this look's boundary
	Crossed bool   `json:"crossed"` // the boundary: of a guardrail, safe or breached
	Skipped string `json:"skipped,omitempty"`
}
