package warehouse

// Redshift speaks PostgreSQL's SQL, but for decimals: 38 digits at most, and a double prints
// with fewer digits than it has.
var redshift = func() Dialect {
	d := postgres
	d.Name, d.Ran = "redshift", false
	d.Wide, d.Text = "DECIMAL(38,0)", "VARCHAR(65535)"
	d.Exact, d.Loses = notExact("BIGINT"), notLost
	d.Types = func(name string) Kind {
		if name == "character" {
			return Other // padded with blanks
		}
		return postgres.Types(name)
	}
	return d
}()

// notExact is of a dialect in which no text tells all digits of a double: the numbers of which
// doubles alone may miss the decimal are left without a value, and the run is refused for them.
func notExact(big string) func(string, int) string {
	return func(string, int) string { return "CAST(NULL AS " + big + ")" }
}

func notLost(string, int) string { return "1 = 0" }
