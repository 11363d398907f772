// Package health runs the gates before any result: one file per check, all in
// the table Checks.
//
// A check reads Facts (counts that the documents gather) and gives one
// sentence with the numbers in it. A check that fails makes the data unfit to
// decide on: the split of arms against plan (srm, srm_sequential), units seen in
// two arms (crossovers) or in an arm planned to have none (zero_share), and days
// without rows where the same weekday has many in the weeks around (data_gaps): then
// no arms are compared. Values that are missing in one arm more than in another
// (missing_by_arm) keep single metrics from being compared. The rest warn. What
// may be compared is decided here, once, and handed on as a Leave (see Gates).
//
// The table After holds the checks that look at results: they warn only.
//
// It computes no lift and decides nothing.
package health
