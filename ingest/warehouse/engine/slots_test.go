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
		Day: "CAST(CAST(to_timestamp(CAST(floor(CAST({x} AS NUMERIC) / 1000000) AS float8)) AT TIME ZONE '{z}' AS " +
			"DATE) AS TEXT)",
		Bucket: "(('x' || substr(md5({x}), 1, 16))::bit(64)::bigint & ({n} - 1))",
	}
	trinoSlots = Slots{
		Double: "CAST({x} AS DOUBLE)", NaN: "nan()",
		Rejected: "(is_nan({v}) OR is_infinite({v}) OR abs({v}) * {p} >= 4.611686018427388e18)",
		Scaled:   "CAST(floor({v} * {p} + 5e-1) AS BIGINT)", Div: "({a} / {b})", Wide: "CAST({x} AS DECIMAL(38,0))",
		Text: "CAST({x} AS VARCHAR)", Order: "{x}",
		Micros: "date_diff('second', TIMESTAMP '1970-01-01 00:00:00', date_trunc('second', TIMESTAMP '{x}')) * " +
			"1000000 + CAST(substr(CAST(TIMESTAMP '{x}' AS VARCHAR), 21, 6) AS BIGINT)",
		Day: "CAST(CAST(at_timezone(from_unixtime_nanos(CAST({x} AS DECIMAL(38,0)) * 1000), '{z}') AS DATE) AS " +
			"VARCHAR)",
		Bucket: "bitwise_and(from_big_endian_64(substr(md5(to_utf8({x})), 1, 8)), {n} - 1)",
	}
	clickhouseSlots = Slots{
		Double: "toFloat64({x})", NaN: "nan", Backslash: true,
		Rejected: "(isNaN({v}) OR isInfinite({v}) OR abs({v}) * {p} >= 4.611686018427388e18)",
		Scaled:   "toInt64(floor({v} * {p} + 0.5))", Div: "intDiv({a}, {b})", Wide: "toInt256({x})",
		Text: "toString({x})", Order: "{x}",
		Micros: "toUnixTimestamp64Micro(toDateTime64('{x}', 6, 'UTC'))",
		Day:    "toString(toDate32(toTimeZone(fromUnixTimestamp64Micro(toInt64({x}), 'UTC'), '{z}')))",
		Bucket: "bitAnd(reinterpretAsUInt64(reverse(substring(MD5({x}), 1, 8))), {n} - 1)",
	}
	sparkSlots = Slots{
		Double: "CAST({x} AS DOUBLE)", NaN: "double('NaN')", Backslash: true,
		Rejected: "(isnan({v}) OR {v} = double('Infinity') OR {v} = double('-Infinity') OR " +
			"abs({v}) * {p} >= 4.611686018427388e18)",
		Scaled: "CAST(floor({v} * CAST({p} AS DOUBLE) + 0.5D) AS BIGINT)", Div: "({a} div {b})",
		Wide: "CAST({x} AS DECIMAL(38,0))", Text: "CAST({x} AS STRING)", Order: "{x}",
		Micros: "unix_micros(TIMESTAMP '{x}')",
		Day:    "CAST(CAST(from_utc_timestamp(timestamp_micros({x}), '{z}') AS DATE) AS STRING)",
		Bucket: "(CAST(conv(substr(md5({x}), 1, 16), 16, 10) AS DECIMAL(20,0)) % {n})",
	}
)
