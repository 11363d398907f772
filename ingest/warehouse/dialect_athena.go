package warehouse

// Athena speaks Trino's SQL; its timestamps are of milliseconds.
var athena = func() Dialect {
	d := trino
	d.Name, d.Ran = "athena", false
	return d
}()
