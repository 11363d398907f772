// Package lint looks at an export for what makes numbers wrong before anybody believes
// them: what the report's own checks of health say, and what only the rows as they were
// exported tell, such as times in mixed zones, test accounts or personal data.
//
// It takes a report and the first rows of every source (ingest.Sample) and gives findings,
// each with a code, a sentence with the numbers, rows as evidence, what it means, what is
// likely behind it and what to do. It changes nothing and no number hangs on it; limits are
// fixed shares, so that a finding does not come and go with how often one looks.
package lint
