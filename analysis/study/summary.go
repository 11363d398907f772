package study

import "uptake/analysis/sums"

// Summary is an export of layout summary: one row per arm and metric instead
// of units, with its row ledger.
type Summary struct {
	Rows  []SummaryRow
	Read  int64      // rows read from every source
	Tally sums.Tally // used and dropped rows
	// Apart names the columns of the export, in order, that differ between rows
	// which state the same metric of the same arm; empty where no two do.
	Apart []string
	Notes []string // what whoever read the rows has to say, in sentences
}

// SummaryRow is one stated aggregate, each number the decimal text of the
// export ("" = not given): n with sum and sum_squares, with mean and var (n−1),
// or with successes.
type SummaryRow struct {
	Arm, Metric                              string
	N, Sum, SumSquares, Mean, Var, Successes string
	File                                     string
	Row                                      int64 // 1-based data row
}
