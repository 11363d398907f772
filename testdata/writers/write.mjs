// Writes the truth as Parquet with hyparquet-writer; Date holds milliseconds.
import { readFileSync } from 'node:fs'
import { parquetWriteFile } from 'hyparquet-writer'

const folder = process.argv[2]
const rows = JSON.parse(readFileSync(`${folder}/node-source.json`, 'utf8'))
const date = s => s === null ? undefined : new Date(s)
const cell = (name, v) => {
  if (name === 'ts' || name === 'decided') return date(v)
  if (name === 'acct') return BigInt(v)
  return v === null ? undefined : v
}
const types = { ts: 'TIMESTAMP', decided: 'TIMESTAMP', acct: 'INT64', price: 'DOUBLE', flag: 'BOOLEAN', small: 'INT32' }
for (const [name, codec] of [['snappy', 'SNAPPY'], ['uncompressed', 'UNCOMPRESSED']]) {
  const columnData = Object.keys(rows[0]).map(c => ({ name: c, data: rows.map(r => cell(c, r[c])), type: types[c] ?? 'STRING', nullable: true }))
  parquetWriteFile({ filename: `${folder}/hyparquet-${name}.parquet`, columnData, codec })
}
