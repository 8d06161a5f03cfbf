// usage: node check.mjs FILE.bicep|FILE.bicepparam ...     exit code 1 when there are findings
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFile } from './src/check.mjs'
import { loadSchemas } from './src/schema.mjs'

const schemas = loadSchemas(path.join(path.dirname(fileURLToPath(import.meta.url)), 'types'))
const files = process.argv.slice(2)
let count = 0
for (const file of files) {
  for (const { row, column, text } of checkFile(file, schemas)) {
    console.log(`${file}:${row + 1}:${column + 1} ${text}`)
    count++
  }
}
console.log(`${files.length} files, ${count} findings`)
process.exitCode = count ? 1 : 0
