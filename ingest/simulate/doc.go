// Package simulate makes seeded event exports with a planted truth: what
// users of an AI feature might do, with known effects of the treatment, known
// reasons for ignoring, and the usual dirt of exports (late and repeated rows,
// users seen in two arms).
//
// It is not a statistical model of any real product and takes part in no
// analysis. A user is a pure function of (seed, user), a day of a user of
// (seed, user, day), so the same options give the same bytes and memory is one
// day of events. Data goes from Population to days of Events to the writers of
// package format; Truth is summed on the way.
package simulate
