// Package night is the words that the list of a night and its digest share: the
// states of a row, what went wrong with it, and what would unblock it.
//
// It reads rows of the report and knows neither page.
//
//	needs.go   what would unblock a row, in a few words and in a sentence
//	rows.go    failed and out of date; links to a row's folder
package night
