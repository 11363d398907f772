// Package notify tells people what a night changed: a digest of changes of state,
// made from the night's index and from what was told before, and its delivery.
//
// It computes no verdict and writes no sentence: verdicts come with the rows of the
// index, sentences from package charts. Here stands what is news (state.go, news.go),
// what was told and what is on its way, in one ledger in the output folder (book.go),
// and how a digest gets to a webhook or a folder (deliver.go, webhook.go, drop.go).
//
// The ledger is written whole before anything is sent and after every answer, so that
// a night that is killed neither loses a digest nor sends twice what was answered.
// Addresses are secrets: they come from the environment or from a file, and stand in
// no log, no error and no output.
package notify
