package warehouse

// Databricks speaks Spark's SQL, and has an information schema.
var databricks = func() Dialect {
	d := spark
	d.Name, d.Ran = "databricks", false
	d.Describe = information("current_schema()")
	return d
}()
