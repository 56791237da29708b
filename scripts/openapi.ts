import { writeFileSync } from 'node:fs'
import { deskOpenApi } from '../packages/desk/src/contract/openapi.ts'
import { version } from '../packages/sdk/src/client/version.ts'
import { openapi } from '../packages/sdk/src/contract/index.ts'

// Writes openapi.json and desk-openapi.json from the contracts; tests compare them.
const file = new URL('../openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openapi({ version }), null, 2)}\n`)
const deskFile = new URL('../desk-openapi.json', import.meta.url)
writeFileSync(deskFile, `${JSON.stringify(deskOpenApi({ version }), null, 2)}\n`)
