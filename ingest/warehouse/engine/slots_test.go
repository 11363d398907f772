package engine

// The expressions of the engines that are asked here, as queries write them.
var (
	duckdbSlots = Slots{
		Double: "CAST({x} AS DOUBLE)", NaN: "CAST('NaN' AS DOUBLE)",
		Rejected: "(isnan({v}) OR isinf({v}) OR abs({v}) * {p} >= 4.611686018427388e18)",
		Scaled:   "CAST(floor({v} * {p} + 0.5) AS BIGINT)", Div: "({a} // {b})", Wide: "CAST({x} AS HUGEINT)",
		Text: "CAST({x} AS VARCHAR)", Order: "{x}", Micros: "epoch_us(TIMESTAMP '{x}')",
		Day:    "CAST(CAST(timezone('{z}', timezone('UTC', make_timestamp({x}))) AS DATE) AS VARCHAR)",
		Bucket: "(('0x' || substr(md5({x}), 1, 16))::UBIGINT % {n})",
	}
	postgresSlots = Slots{
		Double: "CAST({x} AS float8)", NaN: "CAST('NaN' AS float8)",
		Rejected: "({v} = 'NaN' OR {v} = 'Infinity' OR {v} = '-Infinity' OR abs({v}) * {p} >= 4.611686018427388e18)",
		Scaled:   "CAST(floor({v} * CAST({p} AS float8) + CAST(0.5 AS float8)) AS BIGINT)", Div: "({a} / {b})",
		Wide: "CAST({x} AS NUMERIC)", Text: "CAST({x} AS TEXT)", Order: `{x} COLLATE "C"`,
		Micros: "CAST(extract(epoch FROM TIMESTAMP '{x}') * 1000000 AS BIGINT)",
		Day:    "CAST(CAST(to_timestamp(CAST(floor(CAST({x} AS NUMERIC) / 1000000) AS float8)) AT TIME ZONE '{z}' AS DATE) AS TEXT)",
		Bucket: "(('x' || substr(md5({x}), 1, 16))::bit(64)::bigint & ({n} - 1))",
	}
)
