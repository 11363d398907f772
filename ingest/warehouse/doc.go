// Package warehouse adds an experiment up where its rows are: it writes SQL for an engine
// that has them as a table, and reads back the exact sums that package fold makes of study
// tables. What sums do not give is made of the rows themselves, which it fetches. It is no
// engine: it sends nothing but SELECT, and computes no estimate.
//
// New makes a Plan, which is data, of an experiment, what it demands and the columns that the
// table has; what cannot give the digits of the embedded engine is refused there by a
// sentence. Three statements are made of a plan, each of which reads the table once: Scan says
// what the rows are, Units what the units are, Days what every calendar day changed. Their
// text is standard SQL but for the slots of a Dialect, a file each. All numbers are integers
// that come back as text, in limbs of 10^9 where they may be wide. A Session (Open) asks an
// engine for the columns, for what the statements would read (Estimates), and for all three:
// Look gives the tables' description, Study.Add the sums. Cohorts, units by the day of their first
// exposure, are told by one more statement whether their rows are what they were, and of those that
// are the answers of an earlier run stand. Relations describes the tables that
// sources name, and Fetch writes the rows of one as Parquet, to be read as a file is.
package warehouse
