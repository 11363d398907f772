// Package lint looks at an export for what makes numbers wrong before anybody believes
// them: what the report's own checks of health say, and what only the rows as they were
// exported tell, such as times in mixed zones, test accounts or personal data.
//
// It takes a report, the first rows of every source (ingest.Sample) and the rows by user
// (ingest.Lives), and gives findings, each with a code, a sentence with the numbers, a
// share with an interval over users, rows as evidence, what it means, what is likely
// behind it and what to do. It changes nothing and no number hangs on it.
//
// What is a fact of the rows is told above a fixed share and of no less than three users.
// What holds arms or days against each other is told where chance would do so in at most
// 0.05 % of experiments over all nights together (stats.NightLimit). The proofs are
// TestProofPlanted and TestProofClean, their tables testdata/lint-planted.txt and lint-clean.txt.
package lint
