// Package engine asks SQL engines that are there already: one SELECT goes out, rows of text come back.
//
// It is the connection alone. What is asked and in which dialect, and what becomes of the rows, is the business of
// who calls it (package warehouse); it knows no experiment, no metric and no number. Here stand, a file an engine:
// how an address is opened, which settings of a session are set and looked at, how a query is run, cancelled and asked
// about afterwards, what it would read by the engine's own estimate, and what its errors mean.
//
// What holds for all of them:
//
//   - Nothing but one SELECT is sent (select.go), and the session is read-only where the engine has such a thing.
//   - An address holds no secret; it says in which variable of the environment or in which file one lies (secret.go).
//     Secrets stand in no message.
//   - TLS is used and the certificate verified; without TLS only where the address says so and nothing secret is sent
//     over a network.
//   - A query has a deadline. When it passes, or the context ends, the query is cancelled by its id and the engine is
//     asked whether it is gone; what it answers stands in the error.
//   - Nothing is sent twice: a query whose answer was lost is reported, not repeated. Connecting is tried again.
//   - Every value comes back as the engine's own text, NULL as absent.
//   - Probe compares what an engine makes of a few constants with what Go makes of them, before a result of it counts.
//
// In which order to use it: Open, Probe, Explain where the cost matters, Query, Close.
package engine
