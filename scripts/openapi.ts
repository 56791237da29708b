import { writeFileSync } from 'node:fs'
import { version } from '../packages/sdk/src/client/version.ts'
import { openapi } from '../packages/sdk/src/contract/index.ts'

// Writes openapi.json from the contract; a test compares the two.
const file = new URL('../openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openapi({ version }), null, 2)}\n`)
