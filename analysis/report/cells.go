package report

// Cells counts, over the rows of one arm that a metric is made of, its cells and
// those of them that hold no value. Rows are used without them. Covariates, and
// suggestions that nobody graded, are not in it.
type Cells struct {
	Cells   int64    `json:"cells"` // 0 where a metric counts rows and reads no cell of theirs
	Missing int64    `json:"missing"`
	Broken  int64    `json:"broken"`
	Example *Example `json:"broken_example,omitempty"` // the first broken one
}
